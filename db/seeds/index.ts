import { eq, sql } from "drizzle-orm";
import { passwords } from "~/auth/passwords.server";
import { answerAction } from "~/domain/actions/answer-action.server";
import { addDays } from "~/domain/actions/calendar";
import { planAction } from "~/domain/actions/plan-action.server";
import { createCampaign } from "~/domain/campaigns/create-campaign.server";
import { DEMO_PASSWORD } from "~/domain/demo";
import { newId } from "~/domain/id";
import type { Member, Person } from "~/domain/member";
import { readMember } from "~/domain/people/read-member.server";
import { recordEvents } from "~/domain/record-event.server";
import { postMessage } from "~/domain/rooms/post-message.server";
import { wallTimeOf } from "~/domain/time-zones";
import { db, transaction } from "../client.server";
import {
  coalitionOrganizations,
  coalitions,
  coordinators,
  messages,
  organizations,
  people,
  posts,
  roomGuests,
} from "../schema";
import { actions, conversations } from "./talk";
import { tellLetters } from "./tell-letters";
import * as world from "./world";

type Ids = {
  coalitions: Record<string, string>;
  organizations: Record<string, string>;
  people: Record<string, string>;
};

/**
 * Tells the demo coalition: who there is by rows (in a real installation they come one invitation at a time), and what
 * they did by calling the verbs that the product has. Takes a few seconds; call it through `seedOnce`.
 */
export async function seedDemo(): Promise<void> {
  const ids = await foundation();
  const as = memberFinder(ids);
  const roomIds = await tellCampaigns(ids, as);
  await tellConversations(ids, as, roomIds);
  await tellActions(ids, as);
  await tellLetters(ids, as);
}

async function foundation(): Promise<Ids> {
  const passwordHash = await passwords.hash(DEMO_PASSWORD);
  const ids: Ids = {
    coalitions: idsFor(Object.keys(world.coalitions)),
    organizations: idsFor([
      ...Object.keys(world.organizations),
      ...Object.keys(world.watershedOrganizations),
      ...world.morePartners.map(([name]) => name),
    ]),
    people: idsFor([...Object.keys(world.people), ...world.morePartners.map(([name]) => `signs for ${name}`)]),
  };
  await transaction(async (tx) => {
    for (const [key, c] of Object.entries(world.coalitions)) {
      await tx.insert(coalitions).values({
        id: ids.coalitions[key] as string,
        slug: c.slug,
        name: c.name,
        nameLocale: c.locale,
        dye: c.dye,
        motto: c.motto,
      });
    }
    const partners = [...Object.entries(world.organizations), ...Object.entries(world.watershedOrganizations)];
    for (const [key, o] of partners) {
      await tx.insert(organizations).values({
        id: ids.organizations[key] as string,
        name: o.name,
        nameLocale: o.locale,
        names: o.names ?? {},
        acronym: o.acronym ?? "",
        country: o.country,
        place: o.place,
        scope: o.scope,
        kind: o.kind,
        website: o.website ?? "",
        parentId: o.parent ? ids.organizations[o.parent] : null,
        signOffRule: o.rule ?? "one",
      });
    }
    await tx.insert(organizations).values(
      world.morePartners.map(([name, nameLocale, country, place, kind]) => ({
        id: ids.organizations[name] as string,
        name,
        nameLocale,
        country,
        place,
        kind,
        scope: "local" as const,
      })),
    );
    for (const [key, p] of Object.entries(world.people)) {
      await tx.insert(people).values({
        id: ids.people[key] as string,
        email: p.email,
        name: p.name,
        passwordHash,
        locale: p.locale,
        timeZone: p.zone,
        instanceAdmin: p.admin ?? false,
      });
    }
    await tx.insert(people).values(
      world.morePartners.map(([name, locale], i) => ({
        id: ids.people[`signs for ${name}`] as string,
        email: `partner-${i + 1}@demo.conjunta.example`,
        name: signatoryName(i),
        passwordHash,
        locale: locale === "es" ? ("es" as const) : ("en" as const),
        timeZone: "America/New_York",
      })),
    );
    const inMesa = [...Object.keys(world.organizations), ...world.morePartners.map(([name]) => name)];
    const inWatershed = [...Object.keys(world.watershedOrganizations), "chesapeake"];
    await tx.insert(coalitionOrganizations).values([
      ...inMesa.map((key) => ({
        coalitionId: ids.coalitions.mesa as string,
        organizationId: ids.organizations[key] as string,
      })),
      ...inWatershed.map((key) => ({
        coalitionId: ids.coalitions.watershed as string,
        organizationId: ids.organizations[key] as string,
      })),
    ]);
    for (const [key, p] of Object.entries(world.people)) {
      const personId = ids.people[key] as string;
      for (const [organization, [role, title]] of Object.entries(p.posts)) {
        await tx
          .insert(posts)
          .values({ organizationId: ids.organizations[organization] as string, personId, role, title });
      }
      for (const coalition of p.coordinates ?? []) {
        await tx.insert(coordinators).values({ coalitionId: ids.coalitions[coalition] as string, personId });
      }
    }
    await tx.insert(posts).values(
      world.morePartners.map(([name]) => ({
        organizationId: ids.organizations[name] as string,
        personId: ids.people[`signs for ${name}`] as string,
        role: "signatory" as const,
      })),
    );
    await recordEvents(
      tx,
      null,
      inMesa.map((key) => ({
        type: "organization.joined" as const,
        data: { coalitionId: ids.coalitions.mesa as string, organizationId: ids.organizations[key] as string },
      })),
    );
  });
  return ids;
}

type FindMember = (person: string, coalition?: keyof typeof world.coalitions) => Promise<Member>;

function memberFinder(ids: Ids): FindMember {
  return async (key, coalition = "mesa") => {
    const [row] = await db
      .select()
      .from(people)
      .where(eq(people.id, ids.people[key] ?? ""));
    if (!row) throw new Error(`nobody is called ${key}`);
    return readMember(row as unknown as Person, { id: ids.coalitions[coalition] as string });
  };
}

async function tellCampaigns(ids: Ids, as: FindMember): Promise<Record<string, string>> {
  const coordinator = await as("ruth");
  const roomIds: Record<string, string> = {};
  for (const [key, campaign] of Object.entries(world.campaigns)) {
    const partners: string[] = [...world.takesPart[key as world.CampaignKey]];
    if (key === "defenders") partners.push(...world.morePartners.map(([name]) => name));
    const { campaignId, roomId } = await createCampaign(coordinator, {
      name: campaign.name,
      nameLocale: campaign.locale,
      purpose: campaign.purpose,
      organizationIds: partners.map((p) => ids.organizations[p] as string),
      roomName: conversations[key as world.CampaignKey].room,
    });
    ids.organizations[`campaign ${key}`] = campaignId;
    roomIds[key] = roomId;
  }
  await createCampaign(await as("walter", "watershed"), {
    name: "Clean Water on the Lower Bend",
    purpose: "Public monitoring of the discharge permits.",
    organizationIds: [ids.organizations.lowerBend as string],
  });
  await transaction((tx) =>
    tx.insert(roomGuests).values({
      roomId: roomIds.peace as string,
      personId: ids.people.ana as string,
      invitedBy: ids.people.ruth as string,
    }),
  );
  return roomIds;
}

async function tellConversations(ids: Ids, as: FindMember, roomIds: Record<string, string>): Promise<void> {
  for (const [key, { messages: said }] of Object.entries(conversations)) {
    for (const [person, minutesAgo, text] of said) {
      const mentioned = [...text.matchAll(/@([a-z]+)/g)].map((m) => m[1] as string).filter((k) => ids.people[k]);
      const body = text.replace(/@([a-z]+)/g, (all, k: string) => (world.people[k] ? `@${world.people[k].name}` : all));
      const { messageId } = await postMessage(await as(person), {
        roomId: roomIds[key] as string,
        opId: newId(),
        body,
        mentions: mentioned.map((k) => ids.people[k] as string),
      });
      // It was said earlier than it is told.
      await transaction((tx) =>
        tx
          .update(messages)
          .set({ createdAt: sql`clock_timestamp() - make_interval(mins => ${minutesAgo})` })
          .where(eq(messages.id, messageId)),
      );
    }
  }
}

async function tellActions(ids: Ids, as: FindMember): Promise<void> {
  for (const a of actions) {
    const day = a.when(wallTimeOf(new Date(), a.zone).slice(0, 10));
    const actionId = await planAction(await as(a.by), {
      kind: a.kind,
      campaignId: a.campaign ? (ids.organizations[`campaign ${a.campaign}`] as string) : null,
      title: a.title,
      locale: a.locale,
      allDay: !a.from,
      starts: a.from ? `${day}T${a.from}` : day,
      ends: a.to ? `${day}T${a.to}` : a.days ? addDays(day, a.days - 1) : "",
      zone: a.zone,
      place: a.place,
      link: a.link ?? "",
      description: a.description,
      office: a.office ?? "",
      leadOrganizationId: ids.organizations[a.lead] as string,
    });
    for (const person of a.going) await answerAction(await as(person), { actionId, answer: "going" });
    for (const person of a.maybe ?? []) await answerAction(await as(person), { actionId, answer: "maybe" });
  }
}

function idsFor(keys: string[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, newId()]));
}

const FIRST = [
  "Amalia",
  "Bertha",
  "Carmelo",
  "Delia",
  "Esther",
  "Fidel",
  "Gladys",
  "Hugo",
  "Irma",
  "Josué",
  "Karla",
  "Leandro",
];
const LAST = ["Alvarado", "Baptiste", "Cifuentes", "Domínguez", "Etienne", "Figueroa", "Guzmán", "Hinds"];
/** A name for who signs for the i-th of the other partners. */
function signatoryName(i: number): string {
  return `${FIRST[i % FIRST.length]} ${LAST[(i * 5 + Math.floor(i / FIRST.length)) % LAST.length]}`;
}
