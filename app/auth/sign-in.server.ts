import { and, eq, isNull, like, sql } from "drizzle-orm";
import { demoTours } from "~/domain/demo";
import { DomainError } from "~/domain/errors";
import { networkOf } from "~/domain/network";
import { countAttempt, forgiveAttempts } from "~/domain/rate-limit.server";
import { db } from "~db/client.server";
import { organizations, people, posts } from "~db/schema";
import type { Verify } from "./asker";
import { knownDevice } from "./device-cookie.server";
import { createSession } from "./sessions.server";

/**
 * Signs in with address and password. Unknown and known accounts are answered alike, in words and in time. A browser that the
 * account was signed in with before has limits of its own and waits for no stranger.
 * @param input.from the network's address, for the limit; it is not stored
 * @param input.cookies the raw Cookie header, for the device cookie
 * @returns the Set-Cookie header of the new session
 * @throws wrong_credentials, too_many_attempts, busy
 */
export async function signIn(
  input: { email: string; password: string; device: string; from: string; cookies?: string | null },
  passwords: Verify,
): Promise<string> {
  const email = input.email.trim().toLowerCase();
  const from = networkOf(input.from);
  const there = `${email} ${from}`;
  const device = knownDevice(input.cookies ?? null, email);
  if (device) {
    await countAttempt("sign_in_device", device);
    await countAttempt("sign_in_devices", email);
  } else {
    await countAttempt("sign_in_network", from);
    await countAttempt("sign_in_account_there", there);
    await countAttempt("sign_in_account", email);
  }
  const [person] = await db
    .select({ id: people.id, passwordHash: people.passwordHash })
    .from(people)
    .where(and(sql`lower(${people.email}) = ${email}`, isNull(people.deactivatedAt)));
  const matches = await passwords.verify(person?.passwordHash, input.password, device ? { known: true } : { from });
  if (!person || !matches) throw new DomainError("wrong_credentials");
  // What strangers tried stays counted while the owner comes in by a known browser.
  if (device) await forgiveAttempts("sign_in_device", device);
  else await Promise.all([forgiveAttempts("sign_in_account_there", there), forgiveAttempts("sign_in_account", email)]);
  return createSession(person.id, input.device);
}

/** Signs in without a password: only for the demo's door, which asks `env().demo` first. */
export async function signInToDemo(personId: string, device: string): Promise<string> {
  const [person] = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.id, personId), like(people.email, "%@demo.conjunta.example")));
  if (!person) throw new DomainError("not_found");
  return createSession(person.id, device);
}

export type DemoPerson = {
  id: string;
  name: string;
  role: string;
  organization: string | null;
  /** Where the person is first of all: the demo tells two coalitions that must not see each other. */
  coalition: string;
  /** What is seen through these eyes, for the few with whom one begins. */
  tour: (typeof demoTours)[string] | null;
  /** Language in which the person reads the interface. */
  locale: "en" | "es";
};

/** The demo's people by coalition, organization and name; coordinators first, those who only sign for an organization left out. */
export async function listDemoPeople(): Promise<DemoPerson[]> {
  const rows = await db
    .select({
      id: people.id,
      name: people.name,
      email: people.email,
      locale: people.locale,
      admin: people.instanceAdmin,
      role: posts.role,
      organization: organizations.name,
      coordinates: sql<string | null>`(select k.name from coordinators c join coalitions k on k.id = c.coalition_id
        where c.person_id = ${people.id} order by k.created_at, k.id limit 1)`,
      partnerOf: sql<
        string | null
      >`(select k.name from coalition_organizations c join coalitions k on k.id = c.coalition_id
        where c.organization_id = ${posts.organizationId} and c.left_at is null order by k.created_at, k.id limit 1)`,
      guestOf: sql<string | null>`(select k.name from room_guests g join rooms r on r.id = g.room_id
        join coalitions k on k.id = r.coalition_id where g.person_id = ${people.id} and g.ended_at is null limit 1)`,
    })
    .from(people)
    .leftJoin(posts, and(eq(posts.personId, people.id), isNull(posts.endedAt)))
    .leftJoin(organizations, eq(organizations.id, posts.organizationId))
    .where(and(like(people.email, "%@demo.conjunta.example"), sql`${people.email} not like 'partner-%'`));
  const rank: Record<string, number> = { coordinator: 0, guest: 2, admin: 3 };
  const all = rows.map((r) => ({
    id: r.id,
    name: r.name,
    role: r.admin ? "admin" : r.coordinates ? "coordinator" : (r.role ?? "guest"),
    organization: r.organization,
    coalition: r.coordinates ?? r.partnerOf ?? r.guestOf ?? "",
    tour: demoTours[r.email] ?? null,
    locale: r.locale,
  }));
  const key = (p: DemoPerson) =>
    [p.coalition === "" ? "~" : p.coalition, rank[p.role] ?? 1, p.organization ?? "", p.name].join("\u0000");
  return all
    .filter((p, i) => all.findIndex((other) => other.id === p.id) === i)
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** "Firefox, Windows" from a User-Agent: coarse on purpose, for the list of own sessions. */
export function deviceName(userAgent: string | null): string {
  const ua = userAgent ?? "";
  const browser = /Edg\//.test(ua)
    ? "Edge"
    : /Firefox\//.test(ua)
      ? "Firefox"
      : /Chrome\//.test(ua)
        ? "Chrome"
        : /Safari\//.test(ua)
          ? "Safari"
          : "";
  const system = /Android/.test(ua)
    ? "Android"
    : /iPhone|iPad/.test(ua)
      ? "iOS"
      : /Windows/.test(ua)
        ? "Windows"
        : /Mac OS/.test(ua)
          ? "macOS"
          : /Linux/.test(ua)
            ? "Linux"
            : "";
  return [browser, system].filter(Boolean).join(", ");
}
