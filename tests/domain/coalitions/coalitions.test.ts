import { beforeEach, describe, expect, it } from "vitest";
import { actFor } from "~/domain/coalitions/act-for.server";
import { createCoalition } from "~/domain/coalitions/create-coalition.server";
import { editCoalition } from "~/domain/coalitions/edit-coalition.server";
import { inviteCoordinator } from "~/domain/coalitions/invite-coordinator.server";
import { readFrame } from "~/domain/coalitions/read-frame.server";
import { readAllCoalitions, readCoalitionSettings } from "~/domain/coalitions/read-settings.server";
import { removeCoordinator } from "~/domain/coalitions/remove-coordinator.server";
import { searchCoalition } from "~/domain/coalitions/search-coalition.server";
import type { Member } from "~/domain/member";
import { acceptInvitation } from "~/domain/people/accept-invitation.server";
import { readLastCoalition, rememberCoalition } from "~/domain/people/read-member.server";
import { appointAdministrator } from "~/domain/people/request-password-reset.server";
import { rawSql, transaction } from "~db/client.server";
import { coordinators, posts } from "~db/schema";
import { useDatabase } from "~tests/support/database";
import { asPerson, invitationToken, memberIn, outcomes } from "~tests/support/people";
import { eventsOf, makeGuest, makeSmallWorld, type SmallWorld } from "~tests/support/small-world";

await useDatabase();
let w: SmallWorld;
let rosa: Member;
beforeEach(async () => {
  w = await makeSmallWorld();
  rosa = await w.as("rosa");
});
let n = 0;
const address = () => `coordinator-${Date.now()}-${n++}@example.org`;
const who = { name: "Nadia", passwordHash: "x", locale: "es" as const, timeZone: "UTC" };

describe("founding a coalition", () => {
  it("is an administrator's, who gets no place in it", async () => {
    const { personId } = await appointAdministrator(address());
    const admin = await asPerson(personId);
    const found = (name: string) => createCoalition(admin, { name, dye: "nopal", coordinator: { email: address() } });
    const results = await Promise.all([found("Mesa del Río Ñuble"), found("Mesa del rio nuble")]);
    expect(results.map((r) => r.slug).sort()).toEqual(["mesa-del-rio-nuble", "mesa-del-rio-nuble-2"]);
    await expect(memberIn(results[0]?.coalitionId ?? "", personId)).rejects.toMatchObject({ code: "not_found" });
    const { personId: first } = await acceptInvitation(await invitationToken(results[0]?.invitationId ?? ""), who);
    expect(await memberIn(results[0]?.coalitionId ?? "", first)).toMatchObject({ coordinator: true });
    expect((await readAllCoalitions(admin)).length).toBeGreaterThanOrEqual(4);

    const coordinator = await asPerson(w.people.rosa);
    await expect(createCoalition(coordinator, { name: "x", coordinator: { email: address() } })).rejects.toMatchObject({
      code: "not_allowed",
    });
    await expect(readAllCoalitions(coordinator)).rejects.toMatchObject({ code: "not_allowed" });
  });
});

describe("its settings", () => {
  it("are its coordinators': for others they are not there", async () => {
    await editCoalition(rosa, { name: " Mesa  Nueva ", motto: "Juntas", dye: "anil" });
    expect(await readCoalitionSettings(rosa)).toMatchObject({
      name: "Mesa Nueva",
      motto: "Juntas",
      dye: "anil",
      slug: rosa.coalitionSlug,
    });
    expect((await eventsOf(`coalition:${w.mesa}`)).map((e) => e.type)).toEqual(["coalition.changed"]);
    for (const other of [
      await w.as("lucia"),
      await w.as("tomas"),
      await w.as("ruth"),
      await makeGuest(w, "G"),
      await w.as("olga"),
    ]) {
      await expect(editCoalition(other, { name: "x" })).rejects.toMatchObject({ code: "not_allowed" });
      await expect(inviteCoordinator(other, { email: address() })).rejects.toMatchObject({ code: "not_allowed" });
      await expect(removeCoordinator(other, w.people.rosa)).rejects.toMatchObject({ code: "not_allowed" });
      await expect(readCoalitionSettings(other)).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("always name a coordinator", async () => {
    await expect(removeCoordinator(rosa, w.people.rosa)).rejects.toMatchObject({ code: "last_coordinator" });
    await transaction((tx) => tx.insert(coordinators).values({ coalitionId: w.mesa, personId: w.people.lucia }));
    await removeCoordinator(rosa, w.people.lucia);
    // Her post in an organization is another matter.
    expect(await w.as("lucia")).toMatchObject({ coordinator: false, posts: [{ role: "signatory" }] });
  });

  it("race: two coordinators who remove each other leave one", async () => {
    for (let i = 0; i < 6; i++) {
      await transaction((tx) =>
        tx
          .insert(coordinators)
          .values([w.people.rosa, w.people.lucia].map((personId) => ({ coalitionId: w.mesa, personId })))
          .onConflictDoNothing(),
      );
      const [a, b] = [await w.as("rosa"), await w.as("lucia")];
      const results = await outcomes([removeCoordinator(a, b.personId), removeCoordinator(b, a.personId)]);
      expect(results.filter((code) => code === null)).toHaveLength(1);
      expect(await rawSql()`select 1 from coordinators where coalition_id = ${w.mesa}`).toHaveLength(1);
    }
  });
});

describe("speaking for an organization", () => {
  it("is chosen among one's own, for each coalition", async () => {
    await transaction((tx) =>
      tx.insert(posts).values({ organizationId: w.patuca, personId: w.people.lucia, role: "member" }),
    );
    const lucia = await w.as("lucia");
    expect(lucia.actingForId).toBe(w.ceiba);
    await actFor(lucia, w.patuca);
    await actFor(lucia, w.patuca);
    expect((await w.as("lucia")).actingForId).toBe(w.patuca);
    expect((await readFrame(await w.as("lucia"))).me).toMatchObject({
      actingFor: { id: w.patuca },
      organizations: expect.arrayContaining([{ id: w.ceiba, name: "Casa Ceiba" }]),
    });
    await expect(actFor(lucia, w.hemisphere)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("searching", () => {
  it("finds without accents what the member may read, and nothing else", async () => {
    const found = async (member: Member, query: string) =>
      (await searchCoalition(member, query)).map((f) => `${f.kind} ${f.label}`).sort();
    const ruth = await w.as("ruth");
    expect(await found(ruth, "CEIBA")).toEqual(["organization Casa Ceiba"]);
    expect(await found(ruth, "lúcia")).toEqual(["person Lucia"]);
    expect(await found(ruth, "defend")).toEqual(["room Defend the Defenders"]);
    // Patuca is in none of her campaigns: the organization is known, its people are not.
    expect(await found(ruth, "elias")).toEqual([]);
    expect(await found(rosa, "elias")).toEqual(["person Elias"]);
    expect(await found(await w.as("elias"), "defend")).toEqual([]);
    expect(await found(await makeGuest(w, "Gast"), "e")).toEqual(["room Defend the Defenders"]);
    for (const secret of ["elsewhere", "olga", "otra mesa"]) expect(await found(rosa, secret)).toEqual([]);
    expect(await found(rosa, "   ")).toEqual([]);
    expect(await found(rosa, "%")).toEqual([]);
  });
});

describe("the frame", () => {
  it("of a guest holds the rooms and nothing more", async () => {
    const guest = await makeGuest(w, "Guest");
    const frame = await readFrame(guest);
    expect(frame).toMatchObject({
      guest: true,
      campaigns: [],
      waiting: 0,
      notices: 0,
      can: { createCampaign: false, edit: false },
    });
    expect(frame.guestRooms.map((r) => r.id)).toEqual([w.roomId]);
  });

  it("leads back to the coalition in which the person was last", async () => {
    await transaction((tx) => tx.insert(coordinators).values({ coalitionId: w.other, personId: w.people.rosa }));
    const there = await memberIn(w.other, w.people.rosa);
    await rememberCoalition(rosa);
    await rememberCoalition(there);
    expect(await readLastCoalition(w.people.rosa)).toBe(there.coalitionSlug);
    await rawSql()`update person_coalitions set last_seen_at = now() - interval '1 hour' where coalition_id = ${w.other}`;
    expect(await readLastCoalition(w.people.rosa)).toBe(rosa.coalitionSlug);
    expect(await readLastCoalition(w.people.olga)).toBe((await w.as("olga")).coalitionSlug);
  });
});
