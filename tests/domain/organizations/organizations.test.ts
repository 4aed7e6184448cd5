import { beforeEach, describe, expect, it } from "vitest";
import { newId } from "~/domain/id";
import type { Member } from "~/domain/member";
import { editOrganization } from "~/domain/organizations/edit-organization.server";
import { inviteOrganization } from "~/domain/organizations/invite-organization.server";
import { readDirectory } from "~/domain/organizations/read-directory.server";
import { readOrganization, readOrganizationPeople } from "~/domain/organizations/read-organization.server";
import { removeOrganization } from "~/domain/organizations/remove-organization.server";
import { acceptInvitation } from "~/domain/people/accept-invitation.server";
import { db, rawSql, transaction } from "~db/client.server";
import { letterLeads, letters } from "~db/schema";
import { useDatabase } from "~tests/support/database";
import { invitationToken, outcomes } from "~tests/support/people";
import { eventsOf, makeGuest, makeSmallWorld, type SmallWorld } from "~tests/support/small-world";

await useDatabase();
let w: SmallWorld;
let rosa: Member;
beforeEach(async () => {
  w = await makeSmallWorld();
  rosa = await w.as("rosa");
});
let n = 0;
const signatory = () => ({ email: `director-${Date.now()}-${n++}@example.org` });
const rio = () => ({
  name: "Río Abajo – Procesos Comunitarios",
  nameLocale: "es",
  names: { en: "Río Abajo – Community Processes", es: "not taken: it is the first name", fr: " " },
  acronym: "RAPC",
  country: "CO",
  place: "Quibdó, Chocó",
  website: "rio-abajo.example",
  signatory: signatory(),
});
const names = async (member: Member, search = "") =>
  (await readDirectory(member, { search })).organizations.map((o) => o.name);
const types = async (stream: string) => (await eventsOf(stream)).map((e) => e.type);

describe("inviting an organization", () => {
  it("makes it a partner at once, and its first signatory by mail", async () => {
    const { organizationId, invitationId } = await inviteOrganization(rosa, rio());
    const [row] = await rawSql()`select * from organizations where id = ${organizationId}`;
    expect(row).toMatchObject({
      name: "Río Abajo – Procesos Comunitarios",
      names: { en: "Río Abajo – Community Processes" },
      website: "https://rio-abajo.example",
      sign_off_rule: "one",
    });
    expect(await types(`coalition:${w.mesa}`)).toEqual(["organization.joined"]);
    expect((await readDirectory(rosa)).organizations.find((o) => o.id === organizationId)).toMatchObject({
      waiting: true,
    });
    await acceptInvitation(await invitationToken(invitationId), {
      name: "D",
      passwordHash: "x",
      locale: "es",
      timeZone: "UTC",
    });
    expect((await readDirectory(rosa)).organizations.find((o) => o.id === organizationId)).toMatchObject({
      waiting: false,
      people: 1,
    });
    expect(await names(await w.as("olga"))).toEqual(["Elsewhere"]);
  });

  it("is the coordinator's", async () => {
    const table: Record<string, string> = {};
    const people: [string, Member][] = [
      ["coordinator", rosa],
      ["signatory", await w.as("lucia")],
      ["delegate", await w.as("tomas")],
      ["member", await w.as("ruth")],
      ["guest", await makeGuest(w, "Guest")],
    ];
    for (const [who, member] of people) {
      const [code] = await outcomes([inviteOrganization(member, { ...rio(), name: `New ${who}`, names: {} })]);
      table[who] = code ?? "yes";
    }
    console.table(table);
    expect(table).toEqual({
      coordinator: "yes",
      signatory: "not_allowed",
      delegate: "not_allowed",
      member: "not_allowed",
      guest: "not_allowed",
    });
  });

  it("knows a name again without accents, article, case and in another language; another coalition's does not matter", async () => {
    await inviteOrganization(rosa, rio());
    for (const name of ["rio abajo procesos comunitarios", "The Río Abajo: Community processes", "la CASA ceiba"]) {
      await expect(inviteOrganization(rosa, { ...rio(), name, names: {} })).rejects.toMatchObject({
        code: "organization_exists",
        field: "name",
      });
    }
    await inviteOrganization(rosa, { ...rio(), name: "Elsewhere", names: {} });
  });

  it("refuses what is no name, country, address or language", async () => {
    const cases: [object, string, string][] = [
      [{ name: " " }, "required", "name"],
      [{ name: "x".repeat(201) }, "too_long", "name"],
      [{ country: "XX" }, "invalid_country", "country"],
      [{ website: "javascript:alert(1)" }, "invalid_url", "website"],
      [{ website: "https://user@host.example" }, "invalid_url", "website"],
      [{ signatory: { email: "nobody" } }, "invalid_email", "email"],
    ];
    for (const [wrong, code, field] of cases) {
      await expect(inviteOrganization(rosa, { ...rio(), ...wrong })).rejects.toMatchObject({ code, field });
    }
    await expect(inviteOrganization(rosa, { ...rio(), parentId: newId() })).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await readDirectory(rosa)).total).toBe(3);
  });

  it("race: the same organization, invited by several at once, is one", async () => {
    const results = await outcomes([1, 2, 3, 4].map(() => inviteOrganization(rosa, rio())));
    expect(results.filter((code) => code === null)).toHaveLength(1);
    expect(new Set(results.filter(Boolean))).toEqual(new Set(["organization_exists"]));
    expect((await readDirectory(rosa)).total).toBe(4);
  });
});

describe("the directory", () => {
  it("finds by any name, acronym or place, and shows chapters under their parent", async () => {
    const { organizationId } = await inviteOrganization(rosa, rio());
    await inviteOrganization(rosa, {
      ...rio(),
      name: "A chapter of the river",
      names: {},
      acronym: "",
      place: "Cali",
      parentId: organizationId,
    });
    expect(await names(rosa)).toEqual([
      "Casa Ceiba",
      "Coordinadora Patuca",
      "Hemisphere Desk",
      "Río Abajo – Community Processes",
      "A chapter of the river",
    ]);
    expect(await names(rosa, "quibdo")).toEqual(["Río Abajo – Community Processes"]);
    expect(await names(rosa, "RIO ABAJO")).toEqual(["Río Abajo – Community Processes"]);
    expect(await names(rosa, "rapc")).toEqual(["Río Abajo – Community Processes"]);
    expect(await names(rosa, "nobody")).toEqual([]);
    expect((await readDirectory(rosa, { country: "CO" })).organizations).toHaveLength(2);
    // The reader's language decides which name leads.
    expect(await names({ ...rosa, locale: "es" } as Member, "rapc")).toEqual(["Río Abajo – Procesos Comunitarios"]);
    await expect(readDirectory(await makeGuest(w, "Guest"))).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("an organization's page", () => {
  it("shows its people to its own and to the coordinator, addresses to its signatories", async () => {
    const seen = async (member: Member) => {
      const people = await readOrganizationPeople(member, w.ceiba).catch(() => null);
      return people ? people.people.filter((p) => p.email !== null).length : null;
    };
    expect({
      signatory: await seen(await w.as("lucia")),
      delegate: await seen(await w.as("tomas")),
      coordinator: await seen(rosa),
      elsewhere: await seen(await w.as("ruth")),
      "other coalition": await seen(await w.as("olga")),
    }).toEqual({ signatory: 2, delegate: 1, coordinator: 0, elsewhere: null, "other coalition": null });
    expect((await readOrganization(await w.as("ruth"), w.ceiba)).inside).toBeNull();
    expect((await readOrganization(rosa, w.ceiba)).inside?.people.map((p) => p.name)).toEqual(["Lucia", "Tomas"]);
  });
});

describe("editing", () => {
  it("is its signatory's; the coordinator's only while it has none", async () => {
    const edit = (member: Member, organizationId: string) =>
      editOrganization(member, { organizationId, name: `Renamed ${organizationId.slice(-4)}`, country: "HN" });
    await edit(await w.as("lucia"), w.ceiba);
    expect(await types(`coalition:${w.mesa}`)).toEqual(["organization.changed"]);
    await expect(edit(rosa, w.ceiba)).rejects.toMatchObject({ code: "not_allowed" });
    await edit(rosa, w.patuca);
    await expect(edit(await w.as("tomas"), w.ceiba)).rejects.toMatchObject({ code: "not_allowed" });
    await expect(edit(await w.as("olga"), w.ceiba)).rejects.toMatchObject({ code: "not_found" });
  });

  it("makes no circles of chapters", async () => {
    const lucia = await w.as("lucia");
    const edit = (parentId: string) =>
      editOrganization(lucia, { organizationId: w.ceiba, name: "Casa Ceiba", country: "MX", parentId });
    await expect(edit(w.ceiba)).rejects.toMatchObject({ code: "invalid_input", field: "parentId" });
    await edit(w.patuca);
    await expect(
      editOrganization(rosa, { organizationId: w.patuca, name: "Patuca", country: "HN", parentId: w.ceiba }),
    ).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("ending a partnership", () => {
  it("ends its people's access to this coalition, and takes its open invitations back", async () => {
    const { organizationId, invitationId } = await inviteOrganization(rosa, rio());
    const token = await invitationToken(invitationId);
    await removeOrganization(rosa, organizationId);
    await expect(
      acceptInvitation(token, { name: "D", passwordHash: "x", locale: "es", timeZone: "UTC" }),
    ).rejects.toMatchObject({ code: "invitation_invalid" });
    await removeOrganization(rosa, w.ceiba);
    for (const who of ["lucia", "tomas"] as const) await expect(w.as(who)).rejects.toMatchObject({ code: "not_found" });
    expect(await types(`person:${w.people.lucia}`)).toEqual(["person.removed"]);
    expect(await types(`organization:${w.ceiba}`)).toEqual(["organization.left", "person.removed", "person.removed"]);
    await expect(removeOrganization(rosa, w.ceiba)).rejects.toMatchObject({ code: "not_found" });
    for (const other of ["ruth", "elias"] as const) {
      await expect(removeOrganization(await w.as(other), w.patuca)).rejects.toMatchObject({ code: "not_allowed" });
    }
  });

  it("waits until its letters are led by somebody else", async () => {
    const letterId = newId();
    await transaction(async (tx) => {
      await tx.insert(letters).values({
        id: letterId,
        coalitionId: w.mesa,
        campaignId: w.campaignId,
        title: "On its way",
        authoritativeLocale: "en",
        publicSlug: letterId,
      });
      await tx.insert(letterLeads).values({ letterId, organizationId: w.hemisphere, kind: "lead" });
    });
    await expect(removeOrganization(rosa, w.hemisphere)).rejects.toMatchObject({
      code: "lead_cannot_leave",
      facts: { title: "On its way" },
    });
    await transaction((tx) => tx.execute(`update letters set status = 'cancelled' where id = '${letterId}'`));
    await removeOrganization(rosa, w.hemisphere);
    expect(await db.select().from(letterLeads)).toHaveLength(1);
  });
});
