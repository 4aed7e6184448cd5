import { newId } from "~/domain/id";
import type { Member, PostRole } from "~/domain/member";
import { readMember } from "~/domain/people/read-member.server";
import { rawSql, transaction } from "~db/client.server";
import {
  campaignOrganizations,
  campaigns,
  coalitionOrganizations,
  coalitions,
  coordinators,
  organizations,
  people,
  posts,
  rooms,
} from "~db/schema";

/**
 * A world of two coalitions that is made in a few milliseconds, for tests of verbs. The mesa has three organizations, of which
 * two (Ceiba, Hemisphere) take part in its campaign; the other coalition has one, with a campaign and a room of its own.
 */
export type SmallWorld = {
  mesa: string;
  other: string;
  ceiba: string;
  hemisphere: string;
  patuca: string;
  campaignId: string;
  roomId: string;
  otherCampaignId: string;
  otherRoomId: string;
  people: Record<PersonName, string>;
  /** The proof of membership of somebody, read anew. */
  as(name: PersonName): Promise<Member>;
};

const cast = {
  /** Coordinates the mesa, without a post. */
  rosa: { coordinator: true },
  /** Signatory of Casa Ceiba. */
  lucia: { post: "ceiba", role: "signatory" },
  /** Delegate of Casa Ceiba. */
  tomas: { post: "ceiba", role: "delegate" },
  /** Member of Hemisphere Desk. */
  ruth: { post: "hemisphere", role: "member" },
  /** Delegate of Patuca, which is not in the campaign. */
  elias: { post: "patuca", role: "delegate" },
  /** Signatory in the other coalition. */
  olga: { post: "elsewhere", role: "signatory" },
} as const satisfies Record<string, { coordinator?: true; post?: string; role?: PostRole }>;
export type PersonName = keyof typeof cast;

export async function makeSmallWorld(): Promise<SmallWorld> {
  const ids = {
    mesa: newId(),
    other: newId(),
    ceiba: newId(),
    hemisphere: newId(),
    patuca: newId(),
    elsewhere: newId(),
    campaignId: newId(),
    roomId: newId(),
    otherCampaignId: newId(),
    otherRoomId: newId(),
  };
  const personIds = Object.fromEntries(Object.keys(cast).map((name) => [name, newId()])) as Record<PersonName, string>;
  await transaction(async (tx) => {
    await tx.insert(coalitions).values([
      { id: ids.mesa, slug: `mesa-${ids.mesa.slice(-12)}`, name: "Mesa Hemisférica" },
      { id: ids.other, slug: `other-${ids.other.slice(-12)}`, name: "Otra Mesa" },
    ]);
    await tx.insert(organizations).values([
      { id: ids.ceiba, name: "Casa Ceiba", country: "MX" },
      { id: ids.hemisphere, name: "Hemisphere Desk", acronym: "HD", country: "US" },
      { id: ids.patuca, name: "Coordinadora Patuca", country: "HN" },
      { id: ids.elsewhere, name: "Elsewhere", country: "US" },
    ]);
    await tx
      .insert(coalitionOrganizations)
      .values([
        ...[ids.ceiba, ids.hemisphere, ids.patuca].map((organizationId) => ({ coalitionId: ids.mesa, organizationId })),
        { coalitionId: ids.other, organizationId: ids.elsewhere },
      ]);
    await tx.insert(people).values(
      Object.entries(personIds).map(([name, id]) => ({
        id,
        name: name[0]?.toUpperCase() + name.slice(1),
        email: `${name}-${id.slice(-12)}@example.org`,
        locale: "en" as const,
      })),
    );
    for (const [name, part] of Object.entries(cast) as [
      PersonName,
      { coordinator?: true; post?: keyof typeof ids; role?: PostRole },
    ][]) {
      if (part.coordinator) await tx.insert(coordinators).values({ coalitionId: ids.mesa, personId: personIds[name] });
      if (part.post && part.role) {
        await tx.insert(posts).values({ organizationId: ids[part.post], personId: personIds[name], role: part.role });
      }
    }
    await tx.insert(campaigns).values([
      { id: ids.campaignId, coalitionId: ids.mesa, name: "Defend the Defenders" },
      { id: ids.otherCampaignId, coalitionId: ids.other, name: "Secret elsewhere" },
    ]);
    await tx.insert(campaignOrganizations).values([
      { campaignId: ids.campaignId, organizationId: ids.ceiba },
      { campaignId: ids.campaignId, organizationId: ids.hemisphere },
      { campaignId: ids.otherCampaignId, organizationId: ids.elsewhere },
    ]);
    await tx.insert(rooms).values([
      { id: ids.roomId, coalitionId: ids.mesa, campaignId: ids.campaignId, name: "Defend the Defenders" },
      { id: ids.otherRoomId, coalitionId: ids.other, campaignId: ids.otherCampaignId, name: "Elsewhere" },
    ]);
  });
  return {
    ...ids,
    people: personIds,
    as: (name) =>
      readMember(
        {
          id: personIds[name],
          name: name[0]?.toUpperCase() + name.slice(1),
          locale: "en",
          timeZone: "America/Mexico_City",
        },
        { id: name === "olga" ? ids.other : ids.mesa },
      ),
  };
}

/** Makes somebody a guest of a room, as an accepted invitation does. */
export async function makeGuest(world: Pick<SmallWorld, "roomId" | "mesa">, name: string): Promise<Member> {
  const id = newId();
  await transaction(async (tx) => {
    await tx.insert(people).values({ id, name, email: `${id}@example.org` });
    await tx.execute(`insert into room_guests (room_id, person_id) values ('${world.roomId}', '${id}')`);
  });
  return readMember({ id, name, locale: "en", timeZone: "UTC" }, { id: world.mesa });
}

/** Events of a stream, oldest first: type and data, as the relay would read them. */
export async function eventsOf(
  stream: string,
): Promise<{ type: string; actor: string | null; data: Record<string, unknown> }[]> {
  return [...(await rawSql()`select type, actor, data from events where stream = ${stream} order by seq`)] as never;
}
