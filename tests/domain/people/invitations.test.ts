import { beforeEach, describe, expect, it } from "vitest";
import { takeOutOrganization } from "~/domain/campaigns/take-out-organization.server";
import { inviteCoordinator } from "~/domain/coalitions/invite-coordinator.server";
import { removeCoordinator } from "~/domain/coalitions/remove-coordinator.server";
import type { Member } from "~/domain/member";
import { acceptInvitation, type NewPerson } from "~/domain/people/accept-invitation.server";
import { changeRole } from "~/domain/people/change-role.server";
import { invitePerson } from "~/domain/people/invite-person.server";
import { readInvitation, readOpenInvitations } from "~/domain/people/read-invitation.server";
import { leaveOrganization, removePerson } from "~/domain/people/remove-person.server";
import { resendInvitation } from "~/domain/people/resend-invitation.server";
import { revokeInvitation } from "~/domain/people/revoke-invitation.server";
import { inviteGuest } from "~/domain/rooms/invite-guest.server";
import { mailInvitation } from "~/jobs/mail-invitation.server";
import { sendMail } from "~/jobs/send-mail.server";
import { rawSql, transaction } from "~db/client.server";
import { posts } from "~db/schema";
import { useDatabase } from "~tests/support/database";
import { asPerson, invitationToken, makePost, memberIn, outcomes } from "~tests/support/people";
import { eventsOf, makeGuest, makeSmallWorld, type SmallWorld } from "~tests/support/small-world";

await useDatabase();
let w: SmallWorld;
let lucia: Member;
beforeEach(async () => {
  w = await makeSmallWorld();
  lucia = await w.as("lucia");
});

const ana: NewPerson = { name: "Ana", passwordHash: "$argon2id$x", locale: "es", timeZone: "America/Guatemala" };
let n = 0;
const address = () => `invited-${Date.now()}-${n++}@example.org`;
const invite = (email = address(), role: "signatory" | "delegate" | "member" = "delegate") =>
  invitePerson(lucia, { organizationId: w.ceiba, email, role, name: "Ana", title: "Legal" });
const ofAddress = (email: string) => rawSql()`select p.id, o.role, o.title, o.ended_at from people p
  left join posts o on o.person_id = p.id where p.email = ${email}`;
const change = (column: string, id: string) =>
  transaction((tx) => tx.execute(`update invitations set ${column} where id = '${id}'`));

describe("inviting a person", () => {
  it("stores only the hash of the link, bound to address, organization and role, for 72 hours", async () => {
    const id = await invite("  Ana.V@Example.ORG ");
    const [row] =
      await rawSql()`select *, extract(epoch from expires_at - created_at) life from invitations where id = ${id}`;
    expect(row).toMatchObject({
      email: "ana.v@example.org",
      organization_id: w.ceiba,
      role: "delegate",
      accepted_at: null,
    });
    expect(Number(row?.life)).toBeCloseTo(72 * 3600, -1);
    const token = await invitationToken(id);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(row)).not.toContain(token);
    expect((await eventsOf(`organization:${w.ceiba}`)).map((e) => e.type)).toEqual(["person.invited"]);
    // Nobody else of the coalition learns whom an organization invites, only that something is another now.
    expect(await eventsOf(`coalition:${w.mesa}`)).toEqual([{ type: "changed", actor: null, data: {} }]);
  });

  it("is mailed by a job, once; the mail is what holds the link", async () => {
    const email = address();
    const id = await invite(email);
    const [job] = await rawSql()`select payload from graphile_worker._private_jobs order by id desc limit 1`;
    expect(job?.payload).toEqual({ invitationId: id });
    await mailInvitation({ invitationId: id });
    await mailInvitation({ invitationId: id });
    const mails = await rawSql()`select * from outgoing_mails where to_address = ${email}`;
    expect(mails).toHaveLength(1);
    const token = await invitationToken(id);
    for (const part of ["body_text", "body_html"]) expect(mails[0]?.[part]).toContain(`/invitations/${token}`);
    expect(mails[0]?.body_text).toContain("Casa Ceiba");
    await sendMail({ mailId: id });
    const [sent] = await rawSql()`select sent_at from outgoing_mails where id = ${id}`;
    expect(sent?.sent_at).toBeTruthy();
  });

  it("is refused for whoever is there, or has an invitation that stands; an old one does not stand in the way", async () => {
    const email = address();
    const id = await invite(email);
    await expect(invite(email.toUpperCase())).rejects.toMatchObject({ code: "invitation_duplicate", field: "email" });
    await change("expires_at = now() - interval '1 second'", id);
    await invite(email);
    const [tomas] = await rawSql()`select email from people where id = ${w.people.tomas}`;
    await expect(invite(String(tomas?.email))).rejects.toMatchObject({ code: "already_member" });
    for (const wrong of ["", "ana", "a@b", "a b@c.org", "<a@b.org>"]) {
      await expect(invite(wrong)).rejects.toMatchObject({ code: wrong ? "invalid_email" : "required" });
    }
  });

  it("lets the coordinator name the first signatory, and nobody after that", async () => {
    const rosa = await w.as("rosa");
    const first = { organizationId: w.patuca, email: address() };
    await expect(invitePerson(rosa, { ...first, role: "member" })).rejects.toMatchObject({ code: "not_allowed" });
    await acceptInvitation(await invitationToken(await invitePerson(rosa, { ...first, role: "signatory" })), ana);
    await expect(
      invitePerson(rosa, { organizationId: w.patuca, email: address(), role: "signatory" }),
    ).rejects.toMatchObject({
      code: "not_allowed",
    });
  });
});

describe("accepting", () => {
  it("makes an account, a post and the proof of membership; looking at it changes nothing", async () => {
    const email = address();
    const id = await invite(email);
    const token = await invitationToken(id);
    for (let i = 0; i < 3; i++) {
      expect(await readInvitation(token)).toMatchObject({
        state: "pending",
        email,
        accountExists: false,
        role: "delegate",
      });
    }
    const { personId, coalitionSlug } = await acceptInvitation(token, ana);
    expect(coalitionSlug).toBe(lucia.coalitionSlug);
    expect(await ofAddress(email)).toMatchObject([{ id: personId, role: "delegate", title: "Legal", ended_at: null }]);
    const member = await memberIn(w.mesa, personId);
    expect(member.posts).toEqual([{ organizationId: w.ceiba, role: "delegate" }]);
    expect((await eventsOf(`person:${personId}`)).map((e) => e.type)).toEqual(["person.joined"]);
    expect(await readInvitation(token)).toMatchObject({ state: "accepted", acceptedBy: personId });
  });

  it("opens nothing when it is unknown, used, revoked or too old", async () => {
    const used = await invite();
    const usedToken = await invitationToken(used);
    await acceptInvitation(usedToken, ana);
    const revoked = await invite();
    await revokeInvitation(lucia, revoked);
    const old = await invite();
    await change("expires_at = now() - interval '1 second'", old);
    for (const token of ["", "x".repeat(43), usedToken, await invitationToken(revoked), await invitationToken(old)]) {
      const before = await rawSql()`select count(*)::int n from people`;
      await expect(acceptInvitation(token, ana)).rejects.toMatchObject({ code: "invitation_invalid" });
      expect(await rawSql()`select count(*)::int n from people`).toEqual(before);
    }
  });

  it("is for the invited address alone", async () => {
    const [elias] = await rawSql()`select email from people where id = ${w.people.elias}`;
    const token = await invitationToken(await invite(String(elias?.email)));
    expect(await readInvitation(token)).toMatchObject({ accountExists: true });
    // The address has an account: whoever holds the link must still prove to be that person.
    await expect(acceptInvitation(token, ana)).rejects.toMatchObject({ code: "not_signed_in" });
    await expect(acceptInvitation(token, await asPerson(w.people.ruth))).rejects.toMatchObject({
      code: "invitation_other_person",
    });
    const person = await asPerson(w.people.elias);
    await acceptInvitation(token, person);
    // Twice is once.
    await acceptInvitation(token, person);
    expect((await w.as("elias")).posts.map((p) => p.organizationId).sort()).toEqual([w.ceiba, w.patuca].sort());
    expect((await eventsOf(`person:${w.people.elias}`)).filter((e) => e.type === "person.joined")).toHaveLength(1);
  });

  it("brings somebody back who was removed, with the new role", async () => {
    const [tomas] = await rawSql()`select email from people where id = ${w.people.tomas}`;
    await removePerson(lucia, { organizationId: w.ceiba, personId: w.people.tomas });
    const id = await invite(String(tomas?.email), "member");
    await acceptInvitation(await invitationToken(id), await asPerson(w.people.tomas));
    expect((await w.as("tomas")).posts).toEqual([{ organizationId: w.ceiba, role: "member" }]);
  });

  it("makes coordinators and guests of a single room", async () => {
    const rosa = await w.as("rosa");
    const coordinator = await acceptInvitation(
      await invitationToken(await inviteCoordinator(rosa, { email: address() })),
      ana,
    );
    expect(await memberIn(w.mesa, coordinator.personId)).toMatchObject({ coordinator: true, posts: [] });
    const guest = await acceptInvitation(
      await invitationToken(await inviteGuest(lucia, { roomId: w.roomId, email: address() })),
      ana,
    );
    expect(await memberIn(w.mesa, guest.personId)).toMatchObject({
      coordinator: false,
      posts: [],
      guestRoomIds: [w.roomId],
    });
  });

  it("race: one link, accepted eight times at once, is one account and one post", async () => {
    const email = address();
    const token = await invitationToken(await invite(email));
    const results = await outcomes(Array.from({ length: 8 }, () => acceptInvitation(token, ana)));
    console.log("accept race:", JSON.stringify(results));
    expect(results.filter((code) => code === null)).toHaveLength(1);
    expect(new Set(results.filter(Boolean))).toEqual(new Set(["invitation_invalid"]));
    expect(await ofAddress(email)).toHaveLength(1);
  });

  it("race: two invitations of one new address give one account; the other asks to sign in", async () => {
    const email = address();
    const tokens = await Promise.all([
      invite(email).then(invitationToken),
      inviteGuest(lucia, { roomId: w.roomId, email }).then(invitationToken),
    ]);
    const results = await outcomes(tokens.map((token) => acceptInvitation(token, ana)));
    expect(results.sort()).toEqual(["not_signed_in", null].sort());
    expect(await rawSql()`select id from people where email = ${email}`).toHaveLength(1);
  });
});

describe("taking back and sending again", () => {
  it("makes the first link worthless", async () => {
    const email = address();
    const first = await invite(email);
    const second = await resendInvitation(lucia, first);
    await expect(acceptInvitation(await invitationToken(first), ana)).rejects.toMatchObject({
      code: "invitation_invalid",
    });
    await acceptInvitation(await invitationToken(second), ana);
    await expect(revokeInvitation(lucia, second)).rejects.toMatchObject({ code: "invitation_invalid" });
    await expect(resendInvitation(lucia, second)).rejects.toMatchObject({ code: "invitation_invalid" });
  });

  it("counts for sender and address alike, whatever the invitation is to, and what was refused is not counted", async () => {
    const victim = address();
    const tomas = await w.as("tomas");
    const guest = await inviteGuest(tomas, { roomId: w.roomId, email: victim, name: "URGENT" });
    let last = await invite(victim);
    for (let i = 0; i < 3; i++) last = await resendInvitation(lucia, last);
    expect(await outcomes([resendInvitation(lucia, last), resendInvitation(tomas, guest)])).toEqual([
      "too_many_attempts",
      "too_many_attempts",
    ]);
    const sent = await rawSql()`select count(*)::int n from invitations where email = ${victim}`;
    expect(sent[0]?.n).toBe(5);
    // The last link still opens: what was refused revoked nothing.
    expect((await readInvitation(await invitationToken(last)))?.state).toBe("pending");
    // An account that was taken over sends sixty in an hour, to whomever: four are sent already.
    const codes: (string | null)[] = [];
    for (let i = 0; i < 57; i++) codes.push(...(await outcomes([invite()])));
    expect(codes).toEqual([...Array(56).fill(null), "too_many_attempts"]);
    expect(await outcomes([inviteGuest(tomas, { roomId: w.roomId, email: address(), name: "Ana" })])).toEqual([null]);
  });

  it("is for whoever may invite to the same place; for others it is not there", async () => {
    const id = await invite();
    const guest = await makeGuest(w, "Guest");
    for (const other of [await w.as("tomas"), await w.as("rosa"), await w.as("ruth"), await w.as("olga"), guest]) {
      await expect(revokeInvitation(other, id)).rejects.toMatchObject({ code: "not_found" });
      await expect(resendInvitation(other, id)).rejects.toMatchObject({ code: "not_found" });
    }
    await revokeInvitation(lucia, id);
    // Twice is once.
    await revokeInvitation(lucia, id);
    expect(await readOpenInvitations(lucia, { organizationId: w.ceiba })).toEqual([]);
  });

  it("race: revoked and accepted at once is one of the two, never both", async () => {
    const ends = { accepted: 0, revoked: 0 };
    for (let i = 0; i < 12; i++) {
      const email = address();
      const id = await invite(email);
      const token = await invitationToken(id);
      const [accept, revoke] = await outcomes([acceptInvitation(token, ana), revokeInvitation(lucia, id)]);
      const there = (await ofAddress(email)).length;
      if (accept === null) {
        expect([revoke, there]).toEqual(["invitation_invalid", 1]);
        ends.accepted++;
      } else {
        expect([accept, revoke, there]).toEqual(["invitation_invalid", null, 0]);
        ends.revoked++;
      }
    }
    console.log("accept against revoke, 12 times:", JSON.stringify(ends));
  });
});

describe("whoever is let out lets nobody in", () => {
  const opens = async (id: string) => (await readInvitation(await invitationToken(id)))?.state;
  const second = async () => memberIn(w.mesa, await makePost(w.ceiba, "signatory"));
  const sent = async (by: Member) => ({
    post: await invitePerson(by, { organizationId: w.ceiba, email: address(), role: "signatory" }),
    guest: await inviteGuest(by, { roomId: w.roomId, email: address() }),
  });
  const states = async (ids: Record<string, string>) =>
    Object.fromEntries(await Promise.all(Object.entries(ids).map(async ([k, id]) => [k, await opens(id)])));

  it("a signatory who is removed or leaves: to the organization and to rooms, and nobody else's", async () => {
    const [removed, leaving] = [await second(), await second()];
    const [theirs, left, mine] = [await sent(removed), await sent(leaving), await sent(lucia)];
    await removePerson(lucia, { organizationId: w.ceiba, personId: removed.personId });
    await leaveOrganization(leaving, w.ceiba);
    expect(await states(theirs)).toEqual({ post: "revoked", guest: "revoked" });
    expect(await states(left)).toEqual({ post: "revoked", guest: "revoked" });
    expect(await states(mine)).toEqual({ post: "pending", guest: "pending" });
    await expect(acceptInvitation(await invitationToken(theirs.post), ana)).rejects.toMatchObject({
      code: "invitation_invalid",
    });
  });

  it("a signatory who becomes a delegate keeps the guests, a member does not", async () => {
    const now = await second();
    const theirs = await sent(now);
    const role = (to: "delegate" | "member") =>
      changeRole(lucia, { organizationId: w.ceiba, personId: now.personId, role: to });
    await role("delegate");
    expect(await states(theirs)).toEqual({ post: "revoked", guest: "pending" });
    await role("member");
    expect(await states(theirs)).toEqual({ post: "revoked", guest: "revoked" });
  });

  it("whoever still reaches the campaign by another post keeps the guests", async () => {
    const now = await second();
    const post = { organizationId: w.hemisphere, personId: now.personId, role: "delegate" as const };
    await transaction((tx) => tx.insert(posts).values(post));
    const theirs = await sent(await memberIn(w.mesa, now.personId));
    await removePerson(lucia, { organizationId: w.ceiba, personId: now.personId });
    expect(await states(theirs)).toEqual({ post: "revoked", guest: "pending" });
  });

  it("a coordinator: of coordinators, first signatories and guests", async () => {
    const rosa = await w.as("rosa");
    const { personId } = await acceptInvitation(
      await invitationToken(await inviteCoordinator(rosa, { email: address() })),
      ana,
    );
    const gone = await memberIn(w.mesa, personId);
    const theirs = {
      coordinator: await inviteCoordinator(gone, { email: address() }),
      first: await invitePerson(gone, { organizationId: w.patuca, email: address(), role: "signatory" }),
      guest: await inviteGuest(gone, { roomId: w.roomId, email: address() }),
    };
    const kept = { coordinator: await inviteCoordinator(rosa, { email: address() }) };
    await removeCoordinator(rosa, personId);
    expect(await states(theirs)).toEqual({ coordinator: "revoked", first: "revoked", guest: "revoked" });
    expect(await states(kept)).toEqual({ coordinator: "pending" });
  });

  it("an organization that leaves the campaign: the guests of its people", async () => {
    const theirs = await sent(lucia);
    await takeOutOrganization(await w.as("rosa"), { campaignId: w.campaignId, organizationId: w.ceiba });
    expect(await states(theirs)).toEqual({ post: "pending", guest: "revoked" });
  });
});

describe("who may invite to an organization", () => {
  it("is a table", async () => {
    const people: [string, Member][] = [
      ["its signatory", lucia],
      ["its delegate", await w.as("tomas")],
      ["its member", await memberIn(w.mesa, await makePost(w.ceiba, "member"))],
      ["coordinator", await w.as("rosa")],
      ["signatory elsewhere", await memberIn(w.mesa, await makePost(w.hemisphere, "signatory"))],
      ["guest", await makeGuest(w, "Guest")],
      ["other coalition", await w.as("olga")],
    ];
    const table: Record<string, string> = {};
    for (const [who, member] of people) {
      const [code] = await outcomes([
        invitePerson(member, { organizationId: w.ceiba, email: address(), role: "member" }),
      ]);
      table[who] = code ?? "yes";
    }
    console.table(table);
    expect(table).toEqual({
      "its signatory": "yes",
      "its delegate": "not_allowed",
      "its member": "not_allowed",
      coordinator: "not_allowed",
      "signatory elsewhere": "not_allowed",
      guest: "not_found",
      "other coalition": "not_found",
    });
  });
});
