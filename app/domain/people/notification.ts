/** Kinds of notifications, what each is for, and whether it comes by mail unless somebody chose otherwise. */
export const notificationKinds = [
  "signature_awaited",
  "approval_requested",
  "reminder",
  "review_opened",
  "deadline_extended",
  "deadline_near",
  "letter_closed",
  "letter_delivered",
  "letter_cancelled",
  "signature_withdrawn",
  "late_request",
  "follow_up_due",
  "mention",
  "comment_reply",
  "action_planned",
  "action_changed",
  "role_changed",
  "rule_change_asked",
  "organization_authority_changed",
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

type Channels = { inApp: boolean; byMail: boolean };
const app = { inApp: true, byMail: false };
/** By mail: what waits for a decision, or ends one that waited. */
const both = { inApp: true, byMail: true };

export const defaultChannels: Record<NotificationKind, Channels> = {
  signature_awaited: both,
  approval_requested: both,
  reminder: both,
  review_opened: both,
  deadline_extended: both,
  deadline_near: both,
  letter_closed: app,
  letter_delivered: app,
  letter_cancelled: both,
  signature_withdrawn: both,
  late_request: both,
  follow_up_due: both,
  mention: both,
  comment_reply: app,
  action_planned: app,
  action_changed: app,
  role_changed: app,
  rule_change_asked: both,
  organization_authority_changed: both,
};
