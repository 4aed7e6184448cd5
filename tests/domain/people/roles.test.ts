import { beforeEach, describe, expect, it } from "vitest";
import type { Member } from "~/domain/member";
import { readOrganizationPeople } from "~/domain/organizations/read-organization.server";
import { setSignOffRule } from "~/domain/organizations/set-sign-off-rule.server";
import { changeRole } from "~/domain/people/change-role.server";
import { invitePerson } from "~/domain/people/invite-person.server";
import { noticePlace } from "~/domain/people/notice-place";
import { readNotices } from "~/domain/people/notifications.server";
import { leaveOrganization, removePerson } from "~/domain/people/remove-person.server";
import { rawSql, transaction } from "~db/client.server";
import { useDatabase } from "~tests/support/database";
import { makePost, memberIn, outcomes } from "~tests/support/people";
import { eventsOf, makeGuest, makeSmallWorld, type SmallWorld } from "~tests/support/small-world";

await useDatabase();
let w: SmallWorld;
let lucia: Member;
beforeEach(async () => {
  w = await makeSmallWorld();
  lucia = await w.as("lucia");
});
const signatories = async () =>
  (
    await rawSql()`select person_id from posts where organization_id = ${w.ceiba} and role = 'signatory' and ended_at is null`
  ).length;
const types = async (stream: string) => (await eventsOf(stream)).map((e) => e.type);

describe("changing a role", () => {
  it("is told to the person, in every open tab", async () => {
    await changeRole(lucia, {
      organizationId: w.ceiba,
      personId: w.people.tomas,
      role: "signatory",
      title: " Legal  counsel ",
    });
    expect((await w.as("tomas")).posts).toEqual([{ organizationId: w.ceiba, role: "signatory" }]);
    const [post] = await rawSql()`select title from posts where person_id = ${w.people.tomas}`;
    expect(post?.title).toBe("Legal counsel");
    expect((await types(`person:${w.people.tomas}`)).sort()).toEqual(["person.notified", "person.role_changed"]);
    const before = await types(`person:${w.people.tomas}`);
    await changeRole(lucia, {
      organizationId: w.ceiba,
      personId: w.people.tomas,
      role: "signatory",
      title: "Legal counsel",
    });
    expect(await types(`person:${w.people.tomas}`)).toEqual(before);
  });

  it("always leaves a signatory", async () => {
    const down = { organizationId: w.ceiba, personId: w.people.lucia, role: "delegate" as const };
    await expect(changeRole(lucia, down)).rejects.toMatchObject({ code: "last_signatory" });
    expect(await signatories()).toBe(1);
    await makePost(w.ceiba, "signatory");
    await changeRole(lucia, down);
    expect(await signatories()).toBe(1);
    // Without the post there is no power over others any more, although the proof in hand is older.
    await expect(removePerson(lucia, { organizationId: w.ceiba, personId: w.people.tomas })).rejects.toMatchObject({
      code: "not_allowed",
    });
  });
});

describe("removing a person", () => {
  it("ends the access, and stays in the record", async () => {
    await removePerson(lucia, { organizationId: w.ceiba, personId: w.people.tomas });
    await expect(w.as("tomas")).rejects.toMatchObject({ code: "not_found" });
    expect(await types(`person:${w.people.tomas}`)).toEqual(["person.removed"]);
    expect(await types(`coalition:${w.mesa}`)).toEqual(["changed"]);
    await removePerson(lucia, { organizationId: w.ceiba, personId: w.people.tomas });
    expect(await types(`person:${w.people.tomas}`)).toEqual(["person.removed"]);
    const [post] = await rawSql()`select role, ended_at from posts where person_id = ${w.people.tomas}`;
    expect(post).toMatchObject({ role: "delegate" });
    expect(post?.ended_at).toBeTruthy();
  });

  it("is for signatories, and for everybody who leaves by themselves", async () => {
    const tomas = await w.as("tomas");
    const other = await makePost(w.ceiba, "member");
    const table: Record<string, string> = {};
    const people: [string, Member][] = [
      ["its delegate", tomas],
      ["coordinator", await w.as("rosa")],
      ["member elsewhere", await w.as("ruth")],
      ["guest", await makeGuest(w, "Guest")],
      ["other coalition", await w.as("olga")],
      ["its signatory", lucia],
    ];
    for (const [who, member] of people) {
      const [code] = await outcomes([removePerson(member, { organizationId: w.ceiba, personId: other })]);
      table[who] = code ?? "yes";
    }
    console.table(table);
    expect(table).toEqual({
      "its delegate": "not_allowed",
      coordinator: "not_allowed",
      "member elsewhere": "not_allowed",
      guest: "not_found",
      "other coalition": "not_found",
      "its signatory": "yes",
    });
    await expect(removePerson(lucia, { organizationId: w.ceiba, personId: w.people.ruth })).rejects.toMatchObject({
      code: "not_found",
    });
    await leaveOrganization(tomas, w.ceiba);
    await expect(w.as("tomas")).rejects.toMatchObject({ code: "not_found" });
  });

  it("keeps the last signatory", async () => {
    await expect(leaveOrganization(lucia, w.ceiba)).rejects.toMatchObject({ code: "last_signatory" });
    expect(await signatories()).toBe(1);
  });

  it("race: two signatories who remove each other, or both leave, leave one behind", async () => {
    const counts: number[] = [];
    for (let i = 0; i < 8; i++) {
      const twoId = await makePost(w.ceiba, "signatory");
      const one = await memberIn(w.mesa, w.people.lucia).catch(() => null);
      const rest =
        await rawSql()`select person_id id from posts where organization_id = ${w.ceiba} and role = 'signatory'
        and ended_at is null and person_id <> ${twoId}`;
      const two = await memberIn(w.mesa, twoId);
      const first = one?.posts.length ? one : await memberIn(w.mesa, String(rest[0]?.id));
      const results = await outcomes(
        i % 2 === 0
          ? [
              removePerson(first, { organizationId: w.ceiba, personId: two.personId }),
              removePerson(two, { organizationId: w.ceiba, personId: first.personId }),
            ]
          : [leaveOrganization(first, w.ceiba), leaveOrganization(two, w.ceiba)],
      );
      expect(results.filter((code) => code === null)).toHaveLength(1);
      expect(["not_allowed", "not_found", "last_signatory"]).toContain(results.find((code) => code !== null));
      counts.push(await signatories());
    }
    console.log("signatories left after each race:", counts.join(" "));
    expect(counts).toEqual(counts.map(() => 1));
  });
});

describe("one of two signatories alone", () => {
  const rule = (member: Member, to: "one" | "two") => setSignOffRule(member, { organizationId: w.ceiba, rule: to });
  const stands = async () =>
    (await rawSql()`select sign_off_rule r, rule_change_by by from organizations where id = ${w.ceiba}`)[0];
  const told = async (personId: string) =>
    (await rawSql()`select kind from notifications where person_id = ${personId} order by id`).map((n) => n.kind);
  const mails = async (personId: string) =>
    (
      await rawSql()`select count(*)::int n from graphile_worker._private_jobs j
        join notifications n on n.id = j.payload->>'notificationId' where n.person_id = ${personId}`
    )[0]?.n;
  let second: Member;
  beforeEach(async () => {
    second = await memberIn(w.mesa, await makePost(w.ceiba, "signatory"));
    await rule(lucia, "two");
  });

  it("does not switch the rule of two off: another confirms, or refuses", async () => {
    await rule(lucia, "one");
    await rule(lucia, "one");
    expect(await stands()).toEqual({ r: "two", by: lucia.personId });
    expect(await told(second.personId)).toEqual(["organization_authority_changed", "rule_change_asked"]);
    expect(await mails(second.personId)).toBe(2);
    expect((await readOrganizationPeople(second, w.ceiba)).ruleChange).toEqual({ by: "Lucia", you: false });
    await rule(second, "two");
    expect(await stands()).toEqual({ r: "two", by: null });
    await rule(lucia, "one");
    await rule(second, "one");
    expect(await stands()).toEqual({ r: "one", by: null });
    expect(await told(lucia.personId)).toEqual(["organization_authority_changed"]);
  });

  it("who asked and was let out meanwhile leaves nothing to confirm", async () => {
    const third = await memberIn(w.mesa, await makePost(w.ceiba, "signatory"));
    await rule(third, "one");
    await removePerson(lucia, { organizationId: w.ceiba, personId: third.personId });
    expect(await stands()).toEqual({ r: "two", by: null });
    await makePost(w.ceiba, "signatory");
    await rule(second, "one");
    await changeRole(lucia, { organizationId: w.ceiba, personId: second.personId, role: "delegate" });
    await rule(lucia, "one");
    expect(await stands()).toEqual({ r: "two", by: lucia.personId });
  });

  it("race: both ask at once, which is one asking and one confirming", async () => {
    await Promise.all([rule(lucia, "one"), rule(second, "one")]);
    expect(await stands()).toEqual({ r: "one", by: null });
  });

  it("names or ends no signatory unseen: the others are told, by mail too", async () => {
    const before = (await told(second.personId)).length;
    await invitePerson(lucia, { organizationId: w.ceiba, email: `${Date.now()}@example.org`, role: "signatory" });
    await changeRole(lucia, { organizationId: w.ceiba, personId: w.people.tomas, role: "signatory" });
    await changeRole(lucia, { organizationId: w.ceiba, personId: w.people.tomas, role: "delegate" });
    await invitePerson(lucia, { organizationId: w.ceiba, email: `d${Date.now()}@example.org`, role: "delegate" });
    expect((await told(second.personId)).slice(before)).toEqual(Array(3).fill("organization_authority_changed"));
    expect(await told(w.people.tomas)).toEqual(["role_changed", "role_changed"]);
    const [notice] = await readNotices(second);
    expect(notice).toMatchObject({ by: { name: "Lucia" }, organization: { name: "Casa Ceiba" } });
    expect(notice && noticePlace(notice)).toBe(`/organizations/${w.ceiba}/people`);
  });
});

describe("when somebody was last here", () => {
  it("is for signatories, to the day, and of this coalition alone", async () => {
    const day = "2026-03-20";
    await transaction((tx) =>
      tx.execute(`insert into person_coalitions (person_id, coalition_id, last_seen_at) values
        ('${w.people.tomas}', '${w.mesa}', '${day}T10:11:12Z'), ('${w.people.tomas}', '${w.other}', '2026-04-01T00:00Z')`),
    );
    const seen = async (by: Member) =>
      (await readOrganizationPeople(by, w.ceiba)).people.find((p) => p.id === w.people.tomas)?.lastSeenAt;
    expect(await seen(lucia)).toBe(day);
    for (const other of [await w.as("tomas"), await w.as("rosa")]) expect(await seen(other)).toBe(null);
  });
});

describe("the sign-off rule", () => {
  it("asks for two signatories, and then keeps two", async () => {
    await expect(setSignOffRule(lucia, { organizationId: w.ceiba, rule: "two" })).rejects.toMatchObject({
      code: "rule_needs_two",
    });
    const second = await makePost(w.ceiba, "signatory");
    await setSignOffRule(lucia, { organizationId: w.ceiba, rule: "two" });
    await setSignOffRule(lucia, { organizationId: w.ceiba, rule: "two" });
    expect(await types(`organization:${w.ceiba}`)).toEqual(["organization.changed"]);
    await expect(removePerson(lucia, { organizationId: w.ceiba, personId: second })).rejects.toMatchObject({
      code: "rule_needs_two",
    });
    await setSignOffRule(lucia, { organizationId: w.ceiba, rule: "one" });
    await setSignOffRule(await memberIn(w.mesa, second), { organizationId: w.ceiba, rule: "one" });
    await removePerson(lucia, { organizationId: w.ceiba, personId: second });
  });

  it("is the organization's own: neither delegates nor the coordinator set it", async () => {
    for (const other of [await w.as("tomas"), await w.as("rosa"), await w.as("ruth")]) {
      await expect(setSignOffRule(other, { organizationId: w.ceiba, rule: "one" })).rejects.toMatchObject({
        code: "not_allowed",
      });
    }
    await expect(setSignOffRule(await w.as("olga"), { organizationId: w.ceiba, rule: "one" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("race: the rule of two and the leaving of the second never both win", async () => {
    for (let i = 0; i < 6; i++) {
      const second = await memberIn(w.mesa, await makePost(w.ceiba, "signatory"));
      const results = await outcomes([
        setSignOffRule(lucia, { organizationId: w.ceiba, rule: "two" }),
        leaveOrganization(second, w.ceiba),
      ]);
      expect(results.filter((code) => code === null)).toHaveLength(1);
      expect(results.find((code) => code !== null)).toBe("rule_needs_two");
      if (results[1] !== null)
        for (const one of [lucia, second]) {
          await setSignOffRule(one, { organizationId: w.ceiba, rule: "one" });
        }
      if (results[1] !== null) await leaveOrganization(second, w.ceiba);
    }
  });
});
