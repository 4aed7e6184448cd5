import { z } from "zod";
import { type Stream, stream } from "./streams";

/**
 * The closed catalogue of events: type → strict payload (ids only) → streams. The log is the activity feed and the audit
 * trail for ever, so no name, text or address may stand in it: erasing a person must erase the person.
 *
 * Whoever may follow a stream reads every event in it, raw, with its ids and its actor. So an event stands only in streams
 * whose every reader may know all of it. Where pages of others change by it, their streams get a bell: `changed`, which
 * says that something is to be read again, and nothing else.
 */
const id = z.uuid();
const coalitionScope = { coalitionId: id };
const campaignScope = { ...coalitionScope, campaignId: id };
const campaignWithRooms = { ...campaignScope, roomIds: z.array(id) };
const letterScope = { ...campaignScope, letterId: id };
const organizationScope = { ...coalitionScope, organizationId: id };
const signatureScope = { ...letterScope, organizationId: id, signatureId: id };

type Shape = Record<string, z.ZodType>;
type Definition<S extends Shape> = {
  payload: z.ZodObject<S, z.core.$strict>;
  streams: (data: z.infer<z.ZodObject<S, z.core.$strict>>) => Stream[];
  /** Streams that only learn that something changed. */
  bells: (data: z.infer<z.ZodObject<S, z.core.$strict>>) => Stream[];
  /** Who did it is kept in the log, and told to nobody: that an organization signed is public, by whose hand is not. */
  quietActor: boolean;
};
function define<S extends Shape>(
  shape: S,
  streams: Definition<S>["streams"],
  more: { bells?: Definition<S>["bells"]; quietActor?: true } = {},
): Definition<S> {
  return {
    payload: z.strictObject(shape),
    streams,
    bells: more.bells ?? (() => []),
    quietActor: more.quietActor ?? false,
  };
}

type InCoalition = { coalitionId: string };
type InCampaign = InCoalition & { campaignId: string };
type InLetter = InCampaign & { letterId: string };
const ofCoalition = (d: InCoalition): Stream[] => [stream("coalition", d.coalitionId)];
const ofCampaign = (d: InCampaign): Stream[] => [...ofCoalition(d), stream("campaign", d.campaignId)];
const ofCampaignAndRooms = (d: InCampaign & { roomIds: string[] }): Stream[] => [
  ...ofCampaign(d),
  ...d.roomIds.map((roomId) => stream("room", roomId)),
];
/** Everybody of the campaign learns of it, and whoever else reads the letter. */
const ofLetter = (d: InLetter): Stream[] => [stream("campaign", d.campaignId), stream("letter", d.letterId)];
/** Somebody's place in the coalition: for themselves and their organization; that something changed, for its pages. */
const ofPerson = (d: { organizationId: string | null; personId: string }): Stream[] => [
  stream("person", d.personId),
  ...(d.organizationId ? [stream("organization", d.organizationId)] : []),
];
/** An action of one campaign is for its people; one of the whole coalition for everybody. */
const ofAction = (d: InCoalition & { campaignId: string | null }): Stream[] =>
  d.campaignId ? [stream("campaign", d.campaignId)] : ofCoalition(d);
/** Only the lead's desk and the organization itself. */
const insideOrganization = (d: { letterId: string; organizationId: string }): Stream[] => [
  stream("desk", d.letterId),
  stream("organization", d.organizationId),
];
/** Coordinators see how many, not who. */
const answerCounts = { bells: (d: InLetter) => [stream("answers", d.letterId)] };
const letterStep = () => define(letterScope, ofLetter);

const actionStep = () =>
  define({ ...coalitionScope, campaignId: id.nullable(), actionId: id }, ofAction, { bells: ofCoalition });

export const eventCatalogue = {
  /** A bell: something that whoever follows this stream may see is another now. Written by `recordEvents` itself. */
  changed: define({}, () => []),

  // people and access
  "organization.joined": define(organizationScope, (d) => [
    ...ofCoalition(d),
    stream("organization", d.organizationId),
  ]),
  "organization.left": define(organizationScope, (d) => [...ofCoalition(d), stream("organization", d.organizationId)]),
  "organization.changed": define(organizationScope, (d) => [
    ...ofCoalition(d),
    stream("organization", d.organizationId),
  ]),
  "coalition.changed": define(coalitionScope, ofCoalition),
  "person.invited": define(
    { ...coalitionScope, organizationId: id.nullable(), invitationId: id },
    (d) => (d.organizationId ? [stream("organization", d.organizationId)] : []),
    // Coordinators see the people and the invitations of every organization.
    { bells: ofCoalition },
  ),
  "person.joined": define({ ...coalitionScope, organizationId: id.nullable(), personId: id }, ofPerson, {
    bells: ofCoalition,
  }),
  "person.role_changed": define({ ...organizationScope, personId: id }, ofPerson, { bells: ofCoalition }),
  /** Access ended: the gateway asks again for every socket of this person. */
  "person.removed": define({ ...coalitionScope, organizationId: id.nullable(), personId: id }, ofPerson, {
    bells: ofCoalition,
  }),
  /** Their name stands on pages of everybody in the coalition. */
  "person.renamed": define({ ...coalitionScope, personId: id }, () => [], { bells: ofCoalition }),
  /** What they may read is less than before, by their organization: the gateway asks again for every socket of theirs. */
  "person.access_changed": define({ ...coalitionScope, personId: id }, (d) => [stream("person", d.personId)]),
  "person.changed": define({ personId: id }, (d) => [stream("person", d.personId)]),
  /** One or all sessions ended: sockets of ended sessions are closed. */
  "session.ended": define({ personId: id }, (d) => [stream("person", d.personId)]),
  "person.notified": define({ personId: id, coalitionId: id }, (d) => [stream("person", d.personId)]),

  // campaigns
  "campaign.created": define(campaignScope, ofCampaign),
  "campaign.changed": define(campaignScope, ofCampaign),
  // Also told to its rooms: guests follow nothing else of it.
  "campaign.archived": define(campaignWithRooms, ofCampaignAndRooms),
  "campaign.restored": define(campaignWithRooms, ofCampaignAndRooms),
  // Who takes part is for those who take part.
  "campaign.organization_joined": define(
    { ...campaignScope, organizationId: id },
    (d) => [stream("campaign", d.campaignId), stream("organization", d.organizationId)],
    { bells: ofCoalition },
  ),
  "campaign.organization_left": define(
    { ...campaignScope, organizationId: id },
    (d) => [stream("campaign", d.campaignId), stream("organization", d.organizationId)],
    { bells: ofCoalition },
  ),

  // letters: the life cycle
  "letter.created": letterStep(),
  "letter.changed": define(letterScope, ofLetter),
  "letter.sent_to_review": letterStep(),
  "letter.returned_to_draft": letterStep(),
  "letter.freeze_consented": define({ ...letterScope, organizationId: id }, ofLetter),
  "letter.frozen": letterStep(),
  "letter.unfrozen": letterStep(),
  "letter.opened": letterStep(),
  "letter.organizations_invited": define(letterScope, ofLetter),
  /** Names no organization: that it had not signed is not for everybody to know. */
  "letter.invitation_taken_back": define(letterScope, ofLetter),
  "letter.extended": letterStep(),
  "letter.closed": letterStep(),
  "letter.reopened": letterStep(),
  "letter.list_reviewed": define(letterScope, ofLetter),
  "letter.finalized": letterStep(),
  "letter.edition_ready": define({ ...letterScope, editionId: id }, ofLetter),
  // An answer ends the follow-up, which stands on home pages and in calendars.
  "letter.delivery_recorded": define({ ...letterScope, deliveryId: id }, ofLetter),
  "letter.delivery_changed": define({ ...letterScope, deliveryId: id }, ofLetter),
  "letter.delivered": letterStep(),
  "letter.embargoed": letterStep(),
  "letter.published": letterStep(),
  "letter.unpublished": letterStep(),
  "letter.archived": letterStep(),
  "letter.cancelled": letterStep(),
  // letters: the text
  "letter.version_saved": define({ ...letterScope, languageVersionId: id, textVersionId: id }, ofLetter),
  "comment.added": define({ ...letterScope, languageVersionId: id, threadId: id, commentId: id }, (d) => [
    stream("letter", d.letterId),
  ]),
  "comment.changed": define({ ...letterScope, languageVersionId: id, threadId: id, commentId: id }, (d) => [
    stream("letter", d.letterId),
  ]),
  "comment.resolved": define({ ...letterScope, languageVersionId: id, threadId: id }, (d) => [
    stream("letter", d.letterId),
  ]),
  "comment.reopened": define({ ...letterScope, languageVersionId: id, threadId: id }, (d) => [
    stream("letter", d.letterId),
  ]),

  // signatures: inside the organization until they are confirmed
  "signature.considered": define(signatureScope, insideOrganization, answerCounts),
  "signature.requested": define(signatureScope, insideOrganization, answerCounts),
  "signature.approved": define(signatureScope, insideOrganization, answerCounts),
  "signature.declined": define(signatureScope, insideOrganization, answerCounts),
  /** It thinks again after declining or withdrawing. */
  "signature.reopened": define(signatureScope, insideOrganization, answerCounts),
  /** A lead let it into the next edition. */
  "signature.admitted_late": define(signatureScope, insideOrganization, {
    // That somebody was let in stands in the letter's history.
    bells: (d) => [stream("letter", d.letterId), ...answerCounts.bells(d)],
  }),
  "signature.taken_back": define(signatureScope, insideOrganization, answerCounts),
  "letter.signed": define(signatureScope, (d) => [...ofLetter(d), ...insideOrganization(d)], {
    ...answerCounts,
    quietActor: true,
  }),
  /** How it is listed, not what was signed. */
  "letter.listing_corrected": define(signatureScope, (d) => [...ofLetter(d), ...insideOrganization(d)], {
    quietActor: true,
  }),
  // Everybody sees one name less; who took it back is for the leads and itself.
  "signature.withdrawn": define(signatureScope, insideOrganization, {
    bells: (d) => [...ofLetter(d), ...answerCounts.bells(d)],
  }),
  // That a reminder went out stands in the letter's history; who got it is for the leads and itself.
  "signature.reminded": define({ ...letterScope, organizationId: id, reminderId: id }, insideOrganization, {
    bells: (d) => [stream("letter", d.letterId), ...answerCounts.bells(d)],
  }),

  // rooms
  "room.created": define({ ...campaignScope, roomId: id }, (d) => [stream("campaign", d.campaignId)], {
    bells: ofCoalition,
  }),
  "room.changed": define({ ...campaignScope, roomId: id }, (d) => [
    stream("campaign", d.campaignId),
    stream("room", d.roomId),
  ]),
  "room.archived": define({ ...campaignScope, roomId: id }, (d) => [
    stream("campaign", d.campaignId),
    stream("room", d.roomId),
  ]),
  "room.restored": define({ ...campaignScope, roomId: id }, (d) => [
    stream("campaign", d.campaignId),
    stream("room", d.roomId),
  ]),
  "message.posted": define({ roomId: id, messageId: id }, (d) => [stream("room", d.roomId)]),
  "message.edited": define({ roomId: id, messageId: id }, (d) => [stream("room", d.roomId)]),
  "message.deleted": define({ roomId: id, messageId: id }, (d) => [stream("room", d.roomId)]),

  // actions
  "action.planned": actionStep(),
  "action.changed": actionStep(),
  "action.cancelled": actionStep(),
  "action.restored": actionStep(),
  "action.answered": actionStep(),
} as const;

export type EventType = keyof typeof eventCatalogue;

/**
 * Whether a stream's readers may know this event. The log is kept for ever and the catalogue is not: what stands in a stream
 * by an older, wider one is nothing but a bell to whoever reads it today.
 */
export function isToldIn(name: Stream, type: string, data: unknown): boolean {
  const definition = (eventCatalogue as Record<string, Told>)[type];
  if (!definition) return false;
  const parsed = definition.payload.safeParse(data);
  return parsed.success && (type === "changed" || definition.streams(parsed.data as never).includes(name));
}
type Told = {
  payload: { safeParse(data: unknown): { success: boolean; data?: unknown } };
  streams: (data: never) => Stream[];
};
export type EventData<T extends EventType> = z.infer<(typeof eventCatalogue)[T]["payload"]>;

/** An event as it stands in a stream. */
export type StreamEvent<T extends EventType = EventType> = {
  stream: Stream;
  seq: number;
  type: T;
  /** Who did it; null = the clock, a job, or the public. */
  actor: string | null;
  data: EventData<T>;
  /** ISO 8601. */
  at: string;
};
