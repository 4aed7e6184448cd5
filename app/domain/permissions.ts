import { DomainError } from "./errors";
import { isGuest, type Member, type PostRole, roleIn } from "./member";

/**
 * Who may do what (product.md, "Who may do what"): one table per noun, pure. Pages get the answers as abilities, so
 * that the server says what you may do and the page only asks. A rule about the *state* of a thing (is the letter open?)
 * is not here but with the noun; `letter.ts`, `signature.ts` …
 */

export type OrganizationThing = { id: string; hasSignatory: boolean };
export type CampaignThing = { id: string; organizationIds: readonly string[] };
export type LetterThing = {
  id: string;
  /** Lead first, then co-leads. */
  leadIds: readonly string[];
  editorIds: readonly string[];
  editingOpen: boolean;
  campaignOrganizationIds: readonly string[];
  /** Organizations that have a signature row: they were invited to sign. */
  invitedIds: readonly string[];
};
export type SignatureThing = { organizationId: string; letter: Pick<LetterThing, "leadIds"> };
export type RoomThing = { id: string; campaignOrganizationIds: readonly string[] };
export type AuthoredThing = { authorId: string | null };
export type ActionThing = {
  createdBy: string | null;
  leadOrganizationId: string | null;
  /** Null: an action of the whole coalition. */
  campaignOrganizationIds: readonly string[] | null;
};

const works = (role: PostRole | null) => role === "signatory" || role === "delegate";
const hasPostIn = (m: Member, ids: readonly string[]) => m.posts.some((p) => ids.includes(p.organizationId));
const worksIn = (m: Member, ids: readonly string[]) => ids.some((id) => works(roleIn(m, id)));
const worksAnywhere = (m: Member) => m.posts.some((p) => works(p.role));
const partner = (m: Member) => !isGuest(m);
/** Signatory or delegate of the lead or a co-lead. */
const leads = (m: Member, l: Pick<LetterThing, "leadIds">) => worksIn(m, l.leadIds);
const readsLetter = (m: Member, l: LetterThing) =>
  m.coordinator || hasPostIn(m, [...l.campaignOrganizationIds, ...l.leadIds, ...l.editorIds, ...l.invitedIds]);
/** The draft: people of the leads and of invited organizations; everybody of the campaign when the lead opened it. */
const editsText = (m: Member, l: LetterThing) =>
  hasPostIn(m, [...l.leadIds, ...l.editorIds]) ||
  (l.editingOpen && (m.coordinator || hasPostIn(m, l.campaignOrganizationIds)));
const readsRoom = (m: Member, r: RoomThing) =>
  m.coordinator || hasPostIn(m, r.campaignOrganizationIds) || m.guestRoomIds.includes(r.id);
const readsAction = (m: Member, a: ActionThing) =>
  partner(m) && (a.campaignOrganizationIds === null || m.coordinator || hasPostIn(m, a.campaignOrganizationIds));
/** Lead, or a coordinator in the lead's absence (the verb then asks for a reason and writes `leadAbsent`). */
const decides = (m: Member, l: LetterThing) => leads(m, l) || m.coordinator;

const rules = {
  // the coalition
  "coalition.read": partner,
  "coalition.invite_organization": (m) => m.coordinator,
  "coalition.invite_coordinator": (m) => m.coordinator,
  "coalition.remove_organization": (m) => m.coordinator,
  "coalition.remove_coordinator": (m) => m.coordinator,
  "coalition.edit": (m) => m.coordinator,
  "coalition.see_activity": partner,

  // organizations
  "organization.read": partner,
  "organization.edit": (m, o: OrganizationThing) =>
    roleIn(m, o.id) === "signatory" || (m.coordinator && !o.hasSignatory),
  "organization.set_sign_off_rule": (m, o: OrganizationThing) => roleIn(m, o.id) === "signatory",
  "organization.manage_people": (m, o: OrganizationThing) => roleIn(m, o.id) === "signatory",
  "organization.invite_person": (m, o: OrganizationThing) =>
    roleIn(m, o.id) === "signatory" || (m.coordinator && !o.hasSignatory),
  "organization.see_people": (m, o: OrganizationThing) => m.coordinator || roleIn(m, o.id) !== null,
  "organization.see_inbox": (m, o: OrganizationThing) => roleIn(m, o.id) !== null,

  // campaigns
  "campaign.see": partner,
  "campaign.enter": (m, c: CampaignThing) => m.coordinator || hasPostIn(m, c.organizationIds),
  "campaign.create": (m) => m.coordinator || worksAnywhere(m),
  "campaign.edit": (m, c: CampaignThing) => m.coordinator || worksIn(m, c.organizationIds),
  "campaign.bring_in_organization": (m, c: CampaignThing) => m.coordinator || worksIn(m, c.organizationIds),

  // letters
  "letter.create": (m, c: CampaignThing) => m.coordinator || worksIn(m, c.organizationIds),
  "letter.read": readsLetter,
  "letter.edit_text": editsText,
  "letter.comment": readsLetter,
  "letter.save_version": editsText,
  "letter.edit_details": leads,
  "letter.send_to_review": decides,
  "letter.consent_to_freeze": (m, l: LetterThing) => worksIn(m, l.leadIds.slice(1)),
  "letter.freeze": decides,
  "letter.unfreeze": decides,
  "letter.open": decides,
  "letter.extend": decides,
  "letter.close": decides,
  "letter.reopen": decides,
  "letter.review_list": decides,
  "letter.finalize": decides,
  "letter.publish": decides,
  "letter.cancel": decides,
  "letter.archive": decides,
  "letter.see_board": readsLetter,
  "letter.see_answers": leads,
  "letter.see_answer_counts": decides,
  "letter.remind": decides,
  "letter.invite_to_sign": decides,
  /** Whether an organization has answered is the leads' to know; a coordinator would learn it from the refusal. */
  "letter.take_back_invitation": leads,
  "letter.record_delivery": decides,
  "letter.see_editions": readsLetter,

  // signatures
  "signature.consider": (m, s: SignatureThing) => works(roleIn(m, s.organizationId)),
  "signature.request": (m, s: SignatureThing) => works(roleIn(m, s.organizationId)),
  "signature.confirm": (m, s: SignatureThing) => roleIn(m, s.organizationId) === "signatory",
  "signature.decline": (m, s: SignatureThing) => roleIn(m, s.organizationId) === "signatory",
  "signature.withdraw": (m, s: SignatureThing) => roleIn(m, s.organizationId) === "signatory",
  "signature.see_inside": (m, s: SignatureThing) => leads(m, s.letter) || works(roleIn(m, s.organizationId)),

  // comments
  "comment.edit": (m, c: AuthoredThing) => c.authorId === m.personId,
  "comment.resolve": readsLetter,

  // rooms
  "room.create": (m, c: CampaignThing) => m.coordinator || worksIn(m, c.organizationIds),
  "room.read": readsRoom,
  "room.chat": readsRoom,
  "room.edit": (m, r: RoomThing) => m.coordinator || worksIn(m, r.campaignOrganizationIds),
  "room.invite_guest": (m, r: RoomThing) => m.coordinator || worksIn(m, r.campaignOrganizationIds),
  "message.edit": (m, message: AuthoredThing) => message.authorId === m.personId,
  "message.delete": (m, message: AuthoredThing) => message.authorId === m.personId,

  // actions
  "action.read": readsAction,
  "action.create": (m) => m.coordinator || worksAnywhere(m),
  "action.edit": (m, a: ActionThing) =>
    m.coordinator ||
    a.createdBy === m.personId ||
    (a.leadOrganizationId !== null && works(roleIn(m, a.leadOrganizationId))),
  "action.answer": readsAction,
} satisfies Record<string, (m: Member, thing: never) => boolean>;

type Rules = typeof rules;
export type Permission = keyof Rules;
/** The thing that a permission is asked about; nothing for those about the coalition itself. */
export type ThingOf<P extends Permission> = Parameters<Rules[P]> extends [Member, infer T] ? [thing: T] : [];

export const permissions = Object.keys(rules) as Permission[];

/** May this member do this to this thing? Pure; the only place that answers. */
export function can<P extends Permission>(member: Member, permission: P, ...thing: ThingOf<P>): boolean {
  const rule = rules[permission] as (member: Member, thing?: unknown) => boolean;
  return rule(member, thing[0]);
}

/** Throws `not_allowed` unless the member may. Loading by (id, member) comes first: what is not yours is not there. */
export function requireCan<P extends Permission>(member: Member, permission: P, ...thing: ThingOf<P>): void {
  if (!can(member, permission, ...thing)) throw new DomainError("not_allowed", { permission });
}

/** A coordinator who decides about a letter that somebody else leads. */
export function actsForAbsentLead(member: Member, letter: Pick<LetterThing, "leadIds">): boolean {
  return !leads(member, letter);
}

/** As what a member's organization leads a letter: as its lead, if they work for several; null for everybody else. */
export function leadershipOf(member: Member, letter: Pick<LetterThing, "leadIds">): "lead" | "co_lead" | null {
  if (!leads(member, letter)) return null;
  return worksIn(member, letter.leadIds.slice(0, 1)) ? "lead" : "co_lead";
}
