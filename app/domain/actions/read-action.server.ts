import { asc, eq } from "drizzle-orm";
import { db } from "~db/client.server";
import { campaigns, organizations, people, rsvps } from "~db/schema";
import type { Member } from "../member";
import { can } from "../permissions";
import type { ActionKind, RsvpAnswer } from "./action";
import { type ActionRow, loadAction } from "./load-action.server";
import { readInvitedPeople } from "./read-invited-people.server";

export type ActionPage = {
  id: string;
  kind: ActionKind;
  title: string;
  locale: string;
  allDay: boolean;
  startsAt: string | null;
  endsAt: string | null;
  startsOn: string | null;
  endsOn: string | null;
  zone: string;
  place: string;
  link: string;
  description: string;
  office: string;
  cancelled: boolean;
  campaign: { id: string; name: string } | null;
  leadOrganization: { id: string; name: string } | null;
  createdBy: string | null;
  /** Who has answered, in order of name. */
  answers: {
    personId: string;
    name: string;
    organization: { id: string; name: string; acronym: string } | null;
    answer: RsvpAnswer;
  }[];
  invited: number;
  answer: RsvpAnswer | null;
  can: { answer: boolean; edit: boolean; restore: boolean };
};

/** An action with its answers. @throws not_found */
export async function readAction(member: Member, id: string): Promise<ActionPage> {
  const { action, thing } = await loadAction(member, id);
  const [answered, invited, [campaign], [lead], [creator]] = await Promise.all([
    db
      .select({ personId: people.id, name: people.name, organization: organizations, answer: rsvps.answer })
      .from(rsvps)
      .innerJoin(people, eq(people.id, rsvps.personId))
      .leftJoin(organizations, eq(organizations.id, rsvps.organizationId))
      .where(eq(rsvps.actionId, id))
      .orderBy(asc(people.name)),
    readInvitedPeople(action),
    action.campaignId ? db.select().from(campaigns).where(eq(campaigns.id, action.campaignId)) : [],
    action.leadOrganizationId
      ? db.select().from(organizations).where(eq(organizations.id, action.leadOrganizationId))
      : [],
    action.createdBy ? db.select({ name: people.name }).from(people).where(eq(people.id, action.createdBy)) : [],
  ]);
  return {
    ...times(action),
    id,
    kind: action.kind,
    title: action.title,
    locale: action.locale,
    zone: action.zone,
    place: action.place,
    link: action.link,
    description: action.description,
    office: action.office,
    cancelled: action.cancelledAt !== null,
    campaign: campaign ? { id: campaign.id, name: campaign.name } : null,
    leadOrganization: lead ? { id: lead.id, name: lead.name } : null,
    createdBy: creator?.name ?? null,
    answers: answered.map(({ organization: o, ...a }) => ({
      ...a,
      organization: o ? { id: o.id, name: o.name, acronym: o.acronym } : null,
    })),
    invited: invited.length,
    answer: answered.find((a) => a.personId === member.personId)?.answer ?? null,
    can: {
      answer: can(member, "action.answer", thing) && action.cancelledAt === null,
      edit: can(member, "action.edit", thing) && action.cancelledAt === null,
      restore: can(member, "action.edit", thing) && action.cancelledAt !== null,
    },
  };
}

function times(a: ActionRow) {
  return {
    allDay: a.allDay,
    startsAt: a.startsAt?.toISOString() ?? null,
    endsAt: a.endsAt?.toISOString() ?? null,
    startsOn: a.startsOn,
    endsOn: a.endsOn,
  };
}
