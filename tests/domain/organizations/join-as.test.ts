import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { bringInOrganizations } from "~/domain/campaigns/bring-in-organizations.server";
import { readCampaign } from "~/domain/campaigns/read-campaigns.server";
import { newId } from "~/domain/id";
import { createLetter } from "~/domain/letters/create-letter.server";
import { readLetterThing } from "~/domain/letters/load-letter.server";
import type { Member } from "~/domain/member";
import { inviteOrganization } from "~/domain/organizations/invite-organization.server";
import { readDirectory } from "~/domain/organizations/read-directory.server";
import { removeOrganization } from "~/domain/organizations/remove-organization.server";
import { acceptInvitation } from "~/domain/people/accept-invitation.server";
import { invitePerson } from "~/domain/people/invite-person.server";
import { readInvitation, readWaysToJoin } from "~/domain/people/read-invitation.server";
import { db, rawSql, transaction } from "~db/client.server";
import { letters, people, posts, signatures } from "~db/schema";
import { useDatabase } from "~tests/support/database";
import { asPerson, invitationToken, makePost, memberIn, outcomes } from "~tests/support/people";
import { eventsOf, makeSmallWorld, type SmallWorld } from "~tests/support/small-world";

await useDatabase();
let w: SmallWorld;
let rosa: Member;
let elsewhere: string;
beforeEach(async () => {
  w = await makeSmallWorld();
  rosa = await w.as("rosa");
  elsewhere = (await w.as("olga")).posts[0]?.organizationId ?? "";
});

const emailOf = async (personId: string) =>
  (await db.select({ email: people.email }).from(people).where(eq(people.id, personId)))[0]?.email ?? "";
const invite = async (personId: string, name = "Elsewhere, Inc.") => {
  const { organizationId, invitationId } = await inviteOrganization(rosa, {
    name,
    country: "US",
    signatory: { email: await emailOf(personId), name: "Olga" },
  });
  return { organizationId, invitationId, token: await invitationToken(invitationId) };
};
const directory = async () => (await readDirectory(rosa)).organizations.map((o) => o.id);
const types = async (stream: string) => (await eventsOf(stream)).map((e) => e.type);

describe("coming as an organization that is there already", () => {
  it("is offered to the invited person alone; inviter and link tell nobody that it exists", async () => {
    const { token, organizationId } = await invite(w.people.olga);
    const olga = await asPerson(w.people.olga);
    expect(await readWaysToJoin(token, olga)).toEqual([
      { id: elsewhere, name: "Elsewhere", nameLocale: "en", people: 1, likely: false },
    ]);
    expect(await readWaysToJoin(token, await asPerson(w.people.tomas))).toEqual([]);
    expect(JSON.stringify(await readInvitation(token))).not.toContain(elsewhere);
    expect(await directory()).toContain(organizationId);
    expect(await directory()).not.toContain(elsewhere);
    // The same name alone, written by the inviter, changes nothing for the inviter.
    const same = await invite(w.people.olga, "ELSEWHERE");
    expect(await readWaysToJoin(same.token, olga)).toMatchObject([{ id: elsewhere, likely: true }]);
  });

  it.each([
    ["a delegate of it", "delegate"],
    ["a member of it", "member"],
  ] as const)("is not for %s", async (_who, role) => {
    const personId = await makePost(elsewhere, role);
    const { token } = await invite(personId);
    expect(await readWaysToJoin(token, await asPerson(personId))).toEqual([]);
    await expect(acceptInvitation(token, await asPerson(personId), { as: elsewhere })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is not for a partner of the coalition, a stranger's organization, or in the place of one that has people", async () => {
    const { token } = await invite(w.people.lucia);
    const lucia = await asPerson(w.people.lucia);
    expect(await readWaysToJoin(token, lucia)).toEqual([]);
    for (const as of [w.ceiba, elsewhere, newId()])
      await expect(acceptInvitation(token, lucia, { as })).rejects.toMatchObject({ code: "not_found" });
    const second = await invite(w.people.olga, "Yet another");
    await makePost(second.organizationId, "member");
    const olga = await asPerson(w.people.olga);
    expect(await readWaysToJoin(second.token, olga)).toEqual([]);
    await expect(acceptInvitation(second.token, olga, { as: elsewhere })).rejects.toMatchObject({ code: "not_found" });
  });

  it("takes the place of the one that was written down: campaigns, letters led, edited and to sign", async () => {
    const colleague = await makePost(elsewhere, "delegate");
    const { token, organizationId } = await invite(w.people.olga);
    await bringInOrganizations(rosa, { campaignId: w.campaignId, organizationIds: [organizationId] });
    const lucia = await w.as("lucia");
    const [led, edited, asked] = await Promise.all([
      createLetter(rosa, {
        campaignId: w.campaignId,
        subject: "Led",
        locale: "en",
        leadOrganizationId: organizationId,
      }),
      createLetter(lucia, { campaignId: w.campaignId, subject: "Edited", locale: "en", editorIds: [organizationId] }),
      createLetter(lucia, { campaignId: w.campaignId, subject: "Asked", locale: "en" }),
    ]);
    await transaction((tx) => tx.insert(signatures).values({ id: newId(), letterId: asked, organizationId }));
    const { token: other } = {
      token: await invitationToken(
        await invitePerson(rosa, { organizationId, email: "somebody@example.org", role: "signatory" }),
      ),
    };

    const olga = await asPerson(w.people.olga);
    expect(await acceptInvitation(token, olga, { as: elsewhere })).toMatchObject({ coalitionId: w.mesa });
    expect(await acceptInvitation(token, olga, { as: elsewhere })).toMatchObject({ coalitionId: w.mesa });

    expect(await directory()).toContain(elsewhere);
    expect(await directory()).not.toContain(organizationId);
    expect((await readCampaign(rosa, w.campaignId)).organizations.map((o) => o.id)).toContain(elsewhere);
    const thing = async (letterId: string) => {
      const [letter] = await db.select().from(letters).where(eq(letters.id, letterId));
      if (!letter) throw new Error("the letter is there");
      return readLetterThing(letter);
    };
    expect((await thing(led)).leadIds).toEqual([elsewhere]);
    expect((await thing(edited)).editorIds).toEqual([elsewhere]);
    expect((await thing(asked)).invitedIds).toEqual([elsewhere]);
    // Everybody of it belongs to both coalitions, in the role that they had.
    expect((await memberIn(w.mesa, w.people.olga)).posts).toEqual([{ organizationId: elsewhere, role: "signatory" }]);
    expect((await memberIn(w.mesa, colleague)).posts).toEqual([{ organizationId: elsewhere, role: "delegate" }]);
    await expect(memberIn(w.other, w.people.olga)).resolves.toBeTruthy();
    expect(await db.select().from(posts).where(eq(posts.organizationId, organizationId))).toEqual([]);
    for (const personId of [w.people.olga, colleague])
      expect(await types(`person:${personId}`)).toEqual(["person.joined"]);
    expect((await types(`organization:${elsewhere}`))[0]).toBe("organization.joined");
    expect(await types(`letter:${asked}`)).toContain("letter.changed");
    // An invitation to the row that was written down makes nobody a signatory of the organization that came.
    const stranger = { name: "S", passwordHash: "x", locale: "en", timeZone: "UTC" } as const;
    await expect(acceptInvitation(other, stranger)).rejects.toMatchObject({ code: "invitation_invalid" });
    // And the other coalition heard nothing.
    expect(await types(`coalition:${w.other}`)).toEqual([]);
  });

  it("is a choice: as a new organization it begins anew, and the existing one stays where it is", async () => {
    const { token, organizationId } = await invite(w.people.olga);
    await acceptInvitation(token, await asPerson(w.people.olga));
    expect((await memberIn(w.mesa, w.people.olga)).posts).toEqual([{ organizationId, role: "signatory" }]);
    expect(await directory()).not.toContain(elsewhere);
  });

  it("race: as both at once is one of them", async () => {
    const { token } = await invite(w.people.olga);
    const olga = await asPerson(w.people.olga);
    await outcomes([acceptInvitation(token, olga, { as: elsewhere }), acceptInvitation(token, olga)]);
    expect((await memberIn(w.mesa, w.people.olga)).posts).toHaveLength(1);
  });
});

describe("a partner that was removed and is invited again", () => {
  it("comes back as itself, with its people and what it signed before", async () => {
    const signatory = await makePost(w.patuca, "signatory");
    const letterId = await createLetter(await w.as("lucia"), { campaignId: w.campaignId, subject: "x", locale: "en" });
    await transaction((tx) =>
      tx.insert(signatures).values({ id: newId(), letterId, organizationId: w.patuca, state: "confirmed" }),
    );
    await removeOrganization(rosa, w.patuca);
    await expect(w.as("elias")).rejects.toMatchObject({ code: "not_found" });
    const { token, organizationId } = await invite(signatory, "Coordinadora Patuca");
    await transaction((tx) => tx.insert(signatures).values({ id: newId(), letterId, organizationId }));
    const person = await asPerson(signatory);
    expect(await readWaysToJoin(token, person)).toMatchObject([{ id: w.patuca, people: 2, likely: true }]);
    await acceptInvitation(token, person, { as: w.patuca });
    expect((await w.as("elias")).posts).toEqual([{ organizationId: w.patuca, role: "delegate" }]);
    const rows = await rawSql()`select organization_id, state from signatures where letter_id = ${letterId}`;
    expect([...rows]).toEqual([{ organization_id: w.patuca, state: "confirmed" }]);
  });
});
