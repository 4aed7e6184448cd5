import { describe, expect, it } from "vitest";
import { checkPassword } from "~/auth/password-rules.server";
import { passwords } from "~/auth/passwords.server";

const verdict = (plain: string) =>
  checkPassword(plain, ["Lucía Arriaga", "lucia@casaceiba.example"]).then(
    () => "fits",
    (error: { code: string }) => error.code,
  );

describe("what a password must be", () => {
  it("is a table", async () => {
    const expected: Record<string, string> = {
      "": "password_too_short",
      elevenchars: "password_too_short",
      passwordpassword: "password_common",
      Password12345: "password_common",
      P4ssw0rd1234: "password_common",
      "123456789012": "password_common",
      qwertyuiop12: "password_common",
      iloveyou12345: "password_common",
      aaaaaaaaaaaa: "password_common",
      administrator1: "password_common",
      contraseña123: "password_common",
      "conjunta2026!": "password_common",
      "lucia@casaceiba.example": "password_common",
      luciaarriaga1: "password_common",
      "tres tristes tigres": "fits",
      "muchas manos, una carta": "fits",
      "correct horse battery": "fits",
      "kreyòl pale konprann": "fits",
      日本語のパスワードです長い: "fits",
      [`${"long words ".repeat(30)}`]: "password_too_long",
    };
    const seen: Record<string, string> = {};
    for (const plain of Object.keys(expected)) seen[plain] = await verdict(plain);
    console.table(Object.fromEntries(Object.entries(seen).map(([plain, v]) => [plain.slice(0, 30), v])));
    expect(seen).toEqual(expected);
  });
});

describe("hashing", () => {
  it("is argon2id with 64 MiB and three passes, salted, and reads Unicode in one form", async () => {
    const [one, two] = await Promise.all([
      passwords.hash("año nuevo año viejo"),
      passwords.hash("año nuevo año viejo"),
    ]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect(one).not.toBe(two);
    expect(await passwords.verify(one, "año nuevo año viejo".normalize("NFD"))).toBe(true);
    expect(await passwords.verify(one, "ano nuevo ano viejo")).toBe(false);
    expect(await passwords.verify("", "nobody has this password")).toBe(false);
    expect(await passwords.verify("not a hash", "x")).toBe(false);
  });

  it("bounds what is in flight: a flood is told to try again, not queued for ever, and stops nobody who is known", async () => {
    const hash = await passwords.hash("tres tristes tigres");
    const start = performance.now();
    const finished: string[] = [];
    const check = (from: string | null) =>
      passwords.verify(hash, "wrong", from === null ? { known: true } : { from }).then((matches) => {
        finished.push(from ?? "known");
        return matches;
      });
    const flood = Promise.allSettled(Array.from({ length: 60 }, (_, i) => check(`192.0.2.${i}`)));
    const known = [check(null), check(null)];
    expect(await Promise.all(known)).toEqual([false, false]);
    // Two were at work when they came; at most two more began at the same moment as they did.
    expect(finished.indexOf("known")).toBeLessThan(4);
    const results = await flood;
    const refused = results.filter((r) => r.status === "rejected");
    expect(new Set(refused.map((r) => r.reason.code))).toEqual(new Set(["busy"]));
    console.log(
      `60 checks at once: ${60 - refused.length} done, ${refused.length} refused, ${Math.round(performance.now() - start)} ms`,
    );
    expect(refused.length).toBe(18);
  }, 30_000);

  it("lets a crowd from one network leave room for those from elsewhere", async () => {
    const hash = await passwords.hash("tres tristes tigres");
    const crowd = Array.from({ length: 30 }, () => passwords.verify(hash, "wrong", { from: "192.0.2.1" }));
    const elsewhere = passwords.verify(hash, "tres tristes tigres", { from: "192.0.2.2" });
    const refused = (await Promise.allSettled(crowd)).filter((r) => r.status === "rejected").length;
    expect([await elsewhere, refused]).toEqual([true, 18]);
  }, 30_000);
});
