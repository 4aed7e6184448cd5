import { z } from "zod";
import { type Stream, stream } from "./streams";

/**
 * The closed catalogue of events: type → strict payload (ids only) → streams. The log is the activity feed and the audit
 * trail for ever, so no name, text or address may stand in it: erasing a person must erase the person.
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
};
function define<S extends Shape>(shape: S, streams: Definition<S>["streams"]): Definition<S> {
  return { payload: z.strictObject(shape), streams };
}

type InCoalition = { coalitionId: string };
type InCampaign = InCoalition & { campaignId: string };
type InLetter = InCampaign & { letterId: string };
const ofCoalition = (d: InCoalition): Stream[] => [stream("coalition", d.coalitionId)];
const ofCampaign = (d: InCampaign): Stream[] => [...ofCoalition(d), stream("campaign", d.campaignId)];
const ofPeople = (d: { personIds: string[] }): Stream[] => d.personIds.map((personId) => stream("person", personId));
const ofCampaignAndRooms = (d: InCampaign & { roomIds: string[] }): Stream[] => [
  ...ofCampaign(d),
  ...d.roomIds.map((roomId) => stream("room", roomId)),
];
/** Everybody of the campaign learns of it: lists, overview, the letter's own page. */
const ofLetter = (d: InLetter): Stream[] => [stream("campaign", d.campaignId), stream("letter", d.letterId)];
/** Also told to the whole coalition: it changes home pages. */
const ofLetterAtHome = (d: InLetter): Stream[] => [...ofLetter(d), ...ofCoalition(d)];
/** Only the lead's desk and the organization itself. */
const insideOrganization = (d: { letterId: string; organizationId: string }): Stream[] => [
  stream("desk", d.letterId),
  stream("organization", d.organizationId),
];
const letterStep = () => define(letterScope, ofLetterAtHome);

export const eventCatalogue = {
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
  /** Also told to the coalition, whose coordinators see the people and invitations of every organization. */
  "person.invited": define({ ...coalitionScope, organizationId: id.nullable(), invitationId: id }, (d) => [
    ...ofCoalition(d),
    ...(d.organizationId ? [stream("organization", d.organizationId)] : []),
  ]),
  "person.joined": define({ ...coalitionScope, organizationId: id.nullable(), personId: id }, (d) => [
    ...ofCoalition(d),
    stream("person", d.personId),
    ...(d.organizationId ? [stream("organization", d.organizationId)] : []),
  ]),
  "person.role_changed": define({ ...organizationScope, personId: id }, (d) => [
    ...ofCoalition(d),
    stream("person", d.personId),
    stream("organization", d.organizationId),
  ]),
  /** Access ended: the gateway asks again for every socket of this person. */
  "person.removed": define({ ...coalitionScope, organizationId: id.nullable(), personId: id }, (d) => [
    ...ofCoalition(d),
    stream("person", d.personId),
    ...(d.organizationId ? [stream("organization", d.organizationId)] : []),
  ]),
  /** Their name stands on pages of everybody in the coalition. */
  "person.renamed": define({ ...coalitionScope, personId: id }, ofCoalition),
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
  "campaign.organization_joined": define({ ...campaignScope, organizationId: id }, (d) => [
    ...ofCampaign(d),
    stream("organization", d.organizationId),
  ]),
  /** Access ended: the gateway asks again for every socket of these people. */
  "campaign.organization_left": define({ ...campaignScope, organizationId: id, personIds: z.array(id) }, (d) => [
    ...ofCampaign(d),
    stream("organization", d.organizationId),
    ...ofPeople(d),
  ]),

  // letters: the life cycle
  "letter.created": letterStep(),
  "letter.changed": define(letterScope, ofLetter),
  "letter.sent_to_review": letterStep(),
  "letter.returned_to_draft": letterStep(),
  "letter.freeze_consented": define({ ...letterScope, organizationId: id }, ofLetter),
  "letter.frozen": letterStep(),
  "letter.unfrozen": letterStep(),
  "letter.opened": letterStep(),
  "letter.organizations_invited": define(letterScope, ofLetterAtHome),
  /** Names no organization: that it had not signed is not for everybody to know. */
  "letter.invitation_taken_back": define(letterScope, ofLetterAtHome),
  "letter.extended": letterStep(),
  "letter.closed": letterStep(),
  "letter.reopened": letterStep(),
  "letter.list_reviewed": define(letterScope, ofLetter),
  "letter.finalized": letterStep(),
  "letter.edition_ready": define({ ...letterScope, editionId: id }, ofLetter),
  // An answer ends the follow-up, which stands on home pages and in calendars.
  "letter.delivery_recorded": define({ ...letterScope, deliveryId: id }, ofLetterAtHome),
  "letter.delivery_changed": define({ ...letterScope, deliveryId: id }, ofLetterAtHome),
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
  "signature.considered": define(signatureScope, insideOrganization),
  "signature.requested": define(signatureScope, insideOrganization),
  "signature.approved": define(signatureScope, insideOrganization),
  "signature.declined": define(signatureScope, insideOrganization),
  /** It thinks again after declining or withdrawing. */
  "signature.reopened": define(signatureScope, insideOrganization),
  /** A lead let it into the next edition. */
  "signature.admitted_late": define(signatureScope, insideOrganization),
  /** Its people may lose the letter with it: the gateway asks again for every socket of theirs. */
  "signature.taken_back": define({ ...signatureScope, personIds: z.array(id) }, (d) => [
    ...insideOrganization(d),
    ...ofPeople(d),
  ]),
  "letter.signed": define(signatureScope, (d) => [...ofLetterAtHome(d), ...insideOrganization(d)]),
  /** How it is listed, not what was signed. */
  "letter.listing_corrected": define(signatureScope, (d) => [...ofLetter(d), ...insideOrganization(d)]),
  "signature.withdrawn": define(signatureScope, (d) => [...ofLetterAtHome(d), ...insideOrganization(d)]),
  "signature.reminded": define({ ...letterScope, organizationId: id, reminderId: id }, insideOrganization),

  // rooms
  "room.created": define({ ...campaignScope, roomId: id }, ofCampaign),
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
  "action.planned": define({ ...coalitionScope, campaignId: id.nullable(), actionId: id }, (d) => [
    ...ofCoalition(d),
    ...(d.campaignId ? [stream("campaign", d.campaignId)] : []),
  ]),
  "action.changed": define({ ...coalitionScope, campaignId: id.nullable(), actionId: id }, (d) => [
    ...ofCoalition(d),
    ...(d.campaignId ? [stream("campaign", d.campaignId)] : []),
  ]),
  "action.cancelled": define({ ...coalitionScope, campaignId: id.nullable(), actionId: id }, (d) => [
    ...ofCoalition(d),
    ...(d.campaignId ? [stream("campaign", d.campaignId)] : []),
  ]),
  "action.restored": define({ ...coalitionScope, campaignId: id.nullable(), actionId: id }, (d) => [
    ...ofCoalition(d),
    ...(d.campaignId ? [stream("campaign", d.campaignId)] : []),
  ]),
  "action.answered": define({ ...coalitionScope, campaignId: id.nullable(), actionId: id }, ofCoalition),
} as const;

export type EventType = keyof typeof eventCatalogue;
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
