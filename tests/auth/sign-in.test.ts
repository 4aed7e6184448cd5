import { beforeEach, describe, expect, it } from "vitest";
import { changePassword } from "~/auth/change-password.server";
import { knownDevice, rememberDevice } from "~/auth/device-cookie.server";
import { passwords } from "~/auth/passwords.server";
import { readSession } from "~/auth/sessions.server";
import { signIn, signInToDemo } from "~/auth/sign-in.server";
import { verifyPassword } from "~/auth/step-up.server";
import { createCalendarFeed, readFeed } from "~/domain/actions/calendar-feed.server";
import { forgetExpired } from "~/domain/people/forget-expired.server";
import { readResetToMail } from "~/domain/people/read-account-mail.server";
import { appointAdministrator, requestPasswordReset } from "~/domain/people/request-password-reset.server";
import { readPasswordReset, resetPassword } from "~/domain/people/reset-password.server";
import { countAttempt } from "~/domain/rate-limit.server";
import { mailPasswordReset } from "~/jobs/mail-password-reset.server";
import { rawSql } from "~db/client.server";
import { useDatabase } from "~tests/support/database";
import { outcomes, signedIn } from "~tests/support/people";
import { makeSmallWorld, type SmallWorld } from "~tests/support/small-world";

await useDatabase();
const PASSWORD = "tres tristes tigres";
const NEW = "cuatro gatos en el tejado";
const hash = await passwords.hash(PASSWORD);
/** Rules are tried with a check that costs nothing; the real one has its own tests. */
const plainly = {
  verify: async (stored: string | null | undefined, plain: string) => stored === `plain:${plain}`,
  hash: async (plain: string) => `plain:${plain}`,
};

let w: SmallWorld;
let email: string;
let network = 0;
const from = () => `192.0.2.${++network}`;
beforeEach(async () => {
  w = await makeSmallWorld();
  await rawSql()`update people set password_hash = ${hash} where id = ${w.people.lucia}`;
  await rawSql()`update people set password_hash = ${`plain:${PASSWORD}`} where id = ${w.people.tomas}`;
  const [row] = await rawSql()`select email from people where id = ${w.people.lucia}`;
  email = String(row?.email);
});
const emailOf = async (id: string) => String((await rawSql()`select email from people where id = ${id}`)[0]?.email);

describe("signing in", () => {
  it("is by address, in any case, and password; each time with a fresh token", async () => {
    const attempt = { email: ` ${email.toUpperCase()} `, password: PASSWORD, device: "Firefox, Linux", from: from() };
    const [one, two] = [await signIn(attempt, passwords), await signIn(attempt, passwords)];
    expect(one).not.toBe(two);
    expect((await readSession(one.split(";")[0] ?? ""))?.person).toMatchObject({ id: w.people.lucia, email });
  });

  it("answers unknown and known accounts alike, in words and in time", async () => {
    const tries = { unknown: "nobody@example.org", known: email, "without password": await emailOf(w.people.ruth) };
    await passwords.verify("", "warm up");
    const seen: Record<string, { answer: string; ms: number }> = {};
    // In turn, and the fastest of each counts: what else the machine does then slows all of them alike.
    for (let i = 0; i < 7; i++) {
      for (const [who, address] of Object.entries(tries)) {
        const attempt = { email: address, password: "wrong and wrong again", device: "", from: from() };
        const start = performance.now();
        const answer = await signIn(attempt, passwords).then(
          () => "in",
          (error) => JSON.stringify([error.code, error.facts, error.field]),
        );
        const ms = Math.round(performance.now() - start);
        seen[who] = { answer, ms: Math.min(ms, seen[who]?.ms ?? ms) };
      }
    }
    console.table(seen);
    expect(new Set(Object.values(seen).map((s) => s.answer))).toEqual(new Set(['["wrong_credentials",{},null]']));
    // A whole argon2id in each case; how near the times are to each other depends on what else the machine does.
    for (const { ms } of Object.values(seen)) expect(ms).toBeGreaterThan(20);
  }, 30_000);

  it("is limited by account and network: 10 pass, the 11th trips, a neighbor is unaffected", async () => {
    const tomas = await emailOf(w.people.tomas);
    const here = from();
    const attempt = (address: string, password: string, network = here) =>
      signIn({ email: address, password, device: "", from: network }, plainly);
    const codes = await outcomes([...Array(9)].map(() => attempt(tomas, "wrong")));
    expect(codes).toEqual(Array(9).fill("wrong_credentials"));
    // The tenth passes the limit, and being right it wipes the slate.
    await attempt(tomas, PASSWORD);
    for (let i = 0; i < 10; i++)
      await expect(attempt(tomas, "wrong")).rejects.toMatchObject({ code: "wrong_credentials" });
    const refused = await attempt(tomas, PASSWORD).catch((error) => error);
    expect(refused).toMatchObject({ code: "too_many_attempts", status: 429 });
    expect(refused.facts.minutes).toBeGreaterThanOrEqual(14);
    // Another account from here, and the same account from elsewhere.
    await expect(attempt("nobody@example.org", "wrong")).rejects.toMatchObject({ code: "wrong_credentials" });
    await attempt(tomas, PASSWORD, from());
    console.log(
      "sign-in: 10 attempts for an account from one network pass, the 11th answers 429; neighbors: 0 refused",
    );
  });

  it("is limited by network: 100 pass, the 101st trips, another network is unaffected", async () => {
    const here = from();
    const attempt = (i: number, network: string) =>
      signIn({ email: `nobody-${i}@example.org`, password: "wrong", device: "", from: network }, plainly);
    const codes: (string | null)[] = [];
    for (let i = 0; i < 102; i++) codes.push(...(await outcomes([attempt(i, here)])));
    expect(codes.slice(0, 100).every((code) => code === "wrong_credentials")).toBe(true);
    expect(codes.slice(100)).toEqual(["too_many_attempts", "too_many_attempts"]);
    await expect(attempt(0, from())).rejects.toMatchObject({ code: "wrong_credentials" });
  });

  it("takes the addresses of one IPv6 network for one, and counts the /48 around it", async () => {
    const attempt = (i: number, from: string) =>
      signIn({ email: `ipv6-${i}@example.org`, password: "wrong", device: "", from }, plainly);
    const refused: number[] = [];
    for (let i = 0; i < 105; i++) {
      const [code] = await outcomes([attempt(i, `2001:db8:7:1::${(i + 1).toString(16)}`)]);
      if (code === "too_many_attempts") refused.push(i);
    }
    expect(refused).toEqual([100, 101, 102, 103, 104]);
    // A neighbor of the same provider still gets in; somebody who owns the /48 and changes the /64 each time does not for ever.
    let before = 0;
    for (let i = 0; i < 400 && before === i; i++) {
      const [code] = await outcomes([attempt(1000 + i, `2001:db8:7:${(i + 16).toString(16)}::1`)]);
      if (code === "wrong_credentials") before += 1;
    }
    expect(before).toBe(300);
    await expect(attempt(1, "2001:db8:8:1::1")).rejects.toMatchObject({ code: "wrong_credentials" });
  }, 30_000);

  it("is open from a browser that was in before, while strangers from everywhere guess", async () => {
    const tomas = await emailOf(w.people.tomas);
    const attempt = (password: string, from: string, cookies: string | null = null) =>
      signIn({ email: tomas, password, device: "", from, cookies }, plainly);
    const known = (address: string) => rememberDevice(null, address).split(";")[0] ?? "";
    const device = known(tomas);
    for (let i = 0; i < 65; i++) await outcomes([attempt("guess", `198.51.100.${i}`)]);
    const codes = async (cookies: string | null) => (await outcomes([attempt(PASSWORD, from(), cookies)]))[0];
    expect({
      stranger: await codes(null),
      "known for another account": await codes(known("somebody@example.org")),
      forged: await codes(device.replace(/.$/, (last) => (last === "A" ? "B" : "A"))),
      nonsense: await codes("device=~~..~"),
      known: await codes(`theme=dark; ${device}`),
    }).toEqual({
      stranger: "too_many_attempts",
      "known for another account": "too_many_attempts",
      forged: "too_many_attempts",
      nonsense: "too_many_attempts",
      known: null,
    });
    // The way in for its owner gave strangers nothing back, and is itself no place to guess.
    expect(await codes(null)).toBe("too_many_attempts");
    const guesses: (string | null)[] = [];
    for (let i = 0; i < 11; i++) guesses.push(...(await outcomes([attempt("wrong", from(), device)])));
    expect(guesses).toEqual([...Array(10).fill("wrong_credentials"), "too_many_attempts"]);
  });

  it("remembers a browser for four accounts, by cookies that scripts do not get and that name nobody", () => {
    let cookie = "";
    for (const who of ["a", "b", "c", "d", "e"]) {
      const header = rememberDevice(cookie, `${who}@example.org`);
      for (const attribute of ["HttpOnly", "SameSite=Lax", "Path=/"]) expect(header).toContain(attribute);
      expect(header).not.toContain("example");
      cookie = header.split(";")[0] ?? "";
    }
    const names = ["a", "b", "c", "d", "e"].map((who) => knownDevice(cookie, `${who}@EXAMPLE.org`));
    expect(names.map((name) => name !== null)).toEqual([false, true, true, true, true]);
    expect(new Set(names).size).toBe(5);
  });

  it("keeps neither addresses nor networks where it counts", async () => {
    const here = from();
    await outcomes([signIn({ email: "canary@example.org", password: "x", device: "", from: here }, plainly)]);
    const all = JSON.stringify(await rawSql()`select * from rate_limits`);
    expect(all.length).toBeGreaterThan(100);
    expect(all).not.toContain("canary");
    expect(all).not.toContain(here);
  });

  it("has a door without password only for the people of the demo", async () => {
    await expect(signInToDemo(w.people.lucia, "")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("giving the password again", () => {
  it("is counted apart from signing in: strangers cannot use it up", async () => {
    const { person } = await signedIn(w.people.tomas);
    await outcomes(
      [...Array(12)].map(() =>
        signIn({ email: person.email, password: "x", device: "", from: "192.0.2.250" }, plainly),
      ),
    );
    await verifyPassword(person, PASSWORD, plainly);
    const [row] = await rawSql()`select stepped_up_at from sessions where id = ${person.sessionId}`;
    expect(row?.stepped_up_at).toBeTruthy();
    const codes: (string | null)[] = [];
    for (let i = 0; i < 11; i++) codes.push(...(await outcomes([verifyPassword(person, "wrong", plainly)])));
    expect(codes).toEqual([...Array(10).fill("wrong_password"), "too_many_attempts"]);
    const other = await signedIn(w.people.lucia);
    await verifyPassword(other.person, PASSWORD, passwords);
  });
});

describe("another password", () => {
  it("needs the present one, and ends every other session", async () => {
    const [here, there] = [await signedIn(w.people.tomas), await signedIn(w.people.tomas)];
    const change = (present: string, next: string) => changePassword(here.person, { present, next }, plainly);
    await expect(change("wrong", NEW)).rejects.toMatchObject({ code: "wrong_password", field: "presentPassword" });
    await expect(change(PASSWORD, "short")).rejects.toMatchObject({
      code: "password_too_short",
      field: "nextPassword",
    });
    expect(await readSession(there.cookie)).not.toBeNull();
    const [feed, others] = [
      await createCalendarFeed(await w.as("tomas")),
      await createCalendarFeed(await w.as("ruth")),
    ];
    await change(PASSWORD, NEW);
    // Whoever had the password may have made one.
    await expect(readFeed(feed)).rejects.toMatchObject({ code: "not_found" });
    await readFeed(others);
    expect([await readSession(there.cookie), (await readSession(here.cookie))?.person.id]).toEqual([
      null,
      w.people.tomas,
    ]);
    await verifyPassword(here.person, NEW, plainly);
  });
});

describe("a forgotten password", () => {
  const resetOf = async (personId: string) => {
    const [row] =
      await rawSql()`select token_hash from password_resets where person_id = ${personId} order by created_at desc limit 1`;
    const reset = await readResetToMail(String(row?.token_hash));
    return { tokenHash: String(row?.token_hash), token: reset?.token ?? "" };
  };

  it("is mailed to a known address; for an unknown one the same is done, and no mail comes of it", async () => {
    const newest = async () => {
      const [job] = await rawSql()`select j.payload, t.identifier, j.priority from graphile_worker._private_jobs j
        join graphile_worker._private_tasks t on t.id = j.task_id order by j.id desc limit 1`;
      return job as unknown as { payload: { tokenHash: string }; identifier: string; priority: number };
    };
    const outside = await rawSql()`select count(*)::int n from outgoing_mails`;
    await requestPasswordReset("nobody@example.org");
    const unknown = await newest();
    await mailPasswordReset(unknown.payload);
    expect(await rawSql()`select count(*)::int n from outgoing_mails`).toEqual(outside);
    await requestPasswordReset(` ${email.toUpperCase()}`);
    const known = await newest();
    expect({ ...known, payload: {} }).toEqual({ ...unknown, payload: {} });
    expect(known.payload.tokenHash).not.toBe(unknown.payload.tokenHash);
    expect(unknown.payload).toEqual({ tokenHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const { tokenHash, token } = await resetOf(w.people.lucia);
    expect(token).toMatch(/^[\w-]{43}$/);
    await mailPasswordReset({ tokenHash });
    await mailPasswordReset({ tokenHash });
    const mails = await rawSql()`select body_text from outgoing_mails where to_address = ${email}`;
    expect(mails).toHaveLength(1);
    expect(mails[0]?.body_text).toContain(`/password/reset/${token}`);
  });

  it("opens once, for an hour, and ends every session", async () => {
    const { cookie } = await signedIn(w.people.lucia);
    await requestPasswordReset(email);
    const { token } = await resetOf(w.people.lucia);
    for (let i = 0; i < 3; i++) expect(await readPasswordReset(token)).toMatchObject({ personId: w.people.lucia });
    const feed = await createCalendarFeed(await w.as("lucia"));
    await readFeed(feed);
    await resetPassword(token, "plain:new");
    expect(await readSession(cookie)).toBeNull();
    await expect(readFeed(feed)).rejects.toMatchObject({ code: "not_found" });
    expect(await readPasswordReset(token)).toBeNull();
    await expect(resetPassword(token, "plain:again")).rejects.toMatchObject({ code: "reset_invalid" });
    const [person] = await rawSql()`select password_hash from people where id = ${w.people.lucia}`;
    expect(person?.password_hash).toBe("plain:new");

    await requestPasswordReset(email);
    const late = await resetOf(w.people.lucia);
    await rawSql()`update password_resets set expires_at = now() - interval '1 second' where token_hash = ${late.tokenHash}`;
    await expect(resetPassword(late.token, "plain:late")).rejects.toMatchObject({ code: "reset_invalid" });
  });

  it("race: one link used five times at once sets one password", async () => {
    await requestPasswordReset(email);
    const { token } = await resetOf(w.people.lucia);
    const codes = await outcomes([1, 2, 3, 4, 5].map((i) => resetPassword(token, `plain:${i}`)));
    expect(codes.filter((code) => code === null)).toHaveLength(1);
    expect(codes.filter((code) => code === "reset_invalid")).toHaveLength(4);
  });

  it("is forgotten with everything else that has ended, and nothing that has not", async () => {
    const { cookie } = await signedIn(w.people.lucia);
    await signedIn(w.people.tomas);
    await rawSql()`update sessions set ends_at = now() - interval '1 second' where user_id = ${w.people.tomas}`;
    await requestPasswordReset(email);
    await countAttempt("mail_address", "lasting@example.org");
    await rawSql()`insert into rate_limits (key, points, expire) values ('old', 1, 1)`;
    await forgetExpired();
    expect(await readSession(cookie)).not.toBeNull();
    expect(await rawSql()`select 1 from sessions where user_id = ${w.people.tomas}`).toHaveLength(0);
    expect(await rawSql()`select 1 from password_resets where person_id = ${w.people.lucia}`).toHaveLength(1);
    expect(await rawSql()`select 1 from rate_limits where key = 'old'`).toHaveLength(0);
    expect((await rawSql()`select 1 from rate_limits`).length).toBeGreaterThan(0);
  });

  it("makes the first administrator of an empty server, by the same kind of link", async () => {
    const address = `admin-${w.mesa.slice(-8)}@example.org`;
    const { token, personId } = await appointAdministrator(address);
    expect(await readPasswordReset(token)).toMatchObject({ email: address });
    await resetPassword(token, `plain:${PASSWORD}`);
    expect((await signedIn(personId)).person).toMatchObject({ instanceAdmin: true, email: address });
    // Again: the same person, another link.
    expect((await appointAdministrator(address)).personId).toBe(personId);
  });

  it("has at most three mails a day for one address", async () => {
    const address = "mailbox@example.org";
    const codes = await outcomes([1, 2, 3, 4].map(() => countAttempt("mail_address", address)));
    expect(codes.filter((code) => code === "too_many_attempts")).toHaveLength(1);
    await countAttempt("mail_address", "neighbor@example.org");
  });
});
