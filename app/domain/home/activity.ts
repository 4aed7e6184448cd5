/** One line of "what happened lately": ids were resolved to words' ingredients, the words themselves belong to i18n. */
export type ActivityItem = {
  id: string;
  type: ActivityType;
  /** ISO 8601. */
  at: string;
  /** Who did it; null = the clock or the public. */
  actor: { id: string; name: string } | null;
  /** Names to speak of; only those that the event has. */
  campaign: { id: string; name: string } | null;
  letter: { id: string; title: string } | null;
  organization: { id: string; name: string } | null;
  person: { id: string; name: string } | null;
  room: { id: string; name: string } | null;
  action: { id: string; title: string } | null;
  /** How many more of the same were folded into this line (signatures of the same letter). */
  others: number;
};

/** Events that people read about; everything else in the log is for pages and audit. */
export const activityTypes = [
  "organization.joined",
  "organization.left",
  "person.joined",
  "campaign.created",
  "campaign.organization_joined",
  "campaign.organization_left",
  "letter.created",
  "letter.sent_to_review",
  "letter.returned_to_draft",
  "letter.frozen",
  "letter.unfrozen",
  "letter.opened",
  "letter.extended",
  "letter.closed",
  "letter.reopened",
  "letter.finalized",
  "letter.delivered",
  "letter.published",
  "letter.cancelled",
  "letter.signed",
  "letter.version_saved",
  "signature.withdrawn",
  "room.created",
  "action.planned",
  "action.changed",
  "action.cancelled",
  "action.restored",
] as const;
export type ActivityType = (typeof activityTypes)[number];
