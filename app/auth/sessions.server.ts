import { createHash, randomBytes } from "node:crypto";
import { DrizzlePostgreSQLAdapter } from "@lucia-auth/adapter-drizzle";
import { and, desc, eq, gt, lte, ne, sql } from "drizzle-orm";
import { type Adapter, type DatabaseSession, Lucia, TimeSpan } from "lucia";
import type { Person } from "~/domain/member";
import { recordEvent } from "~/domain/record-event.server";
import { env } from "~/env.server";
import { db, transaction } from "~db/client.server";
import { people, sessions } from "~db/schema";

/**
 * Sessions, on Lucia 3 behind a few functions: replacing it touches this folder only. Lucia stores the cookie's token itself
 * and slides its end without limit (trust.md, trap 9), so its adapter is wrapped: the database holds SHA-256 of the token,
 * and every session has an end that never moves.
 */
const IDLE_DAYS = 7;
const ABSOLUTE_DAYS = 30;
const DAY = 86_400_000;
/** How exactly the list of sessions says when each was last used: a write for every request would be too much. */
const SEEN_MS = 5 * 60_000;

declare module "lucia" {
  interface Register {
    Lucia: Auth;
    DatabaseUserAttributes: Omit<typeof people.$inferSelect, "id">;
    DatabaseSessionAttributes: { endsAt: Date; lastSeenAt: Date; device: string };
  }
}

const hashToken = (token: string) => createHash("sha256").update(token).digest("hex");

function hashingAdapter(inner: Adapter): Adapter {
  return {
    async getSessionAndUser(token) {
      const [session, user] = await inner.getSessionAndUser(hashToken(token));
      return [session ? { ...session, id: token } : null, user];
    },
    getUserSessions: (userId) => inner.getUserSessions(userId),
    setSession: (session: DatabaseSession) => inner.setSession({ ...session, id: hashToken(session.id) }),
    updateSessionExpiration: (token, expiresAt) => inner.updateSessionExpiration(hashToken(token), expiresAt),
    deleteSession: (token) => inner.deleteSession(hashToken(token)),
    deleteUserSessions: (userId) => inner.deleteUserSessions(userId),
    deleteExpiredSessions: () => inner.deleteExpiredSessions(),
  };
}

type Auth = Lucia<{ endsAt: Date; lastSeenAt: Date }, typeof people.$inferSelect>;
let instance: Auth | undefined;
function lucia(): Auth {
  // The adapter's types know only its own minimal tables; ours have more columns.
  instance ??= new Lucia(
    hashingAdapter(new DrizzlePostgreSQLAdapter(db as never, sessions as never, people as never)),
    {
      sessionExpiresIn: new TimeSpan(IDLE_DAYS, "d"),
      getSessionAttributes: (s) => ({ endsAt: s.endsAt, lastSeenAt: s.lastSeenAt }),
      getUserAttributes: (u) => u as typeof people.$inferSelect,
      sessionCookie: {
        name: env().secureCookies ? "__Host-session" : "session",
        expires: false,
        attributes: { secure: env().secureCookies, sameSite: "lax", path: "/" },
      },
    },
  ) as unknown as Auth;
  return instance;
}

/**
 * Who sends this cookie, or null: unknown token, idle for 7 days, older than 30, or a person who was deactivated.
 * @param cookieHeader the raw Cookie header
 */
export async function readSession(cookieHeader: string | null): Promise<{ person: Person; sessionId: string } | null> {
  const token = lucia().readSessionCookie(cookieHeader ?? "");
  if (!token || token.length > 128) return null;
  const { session, user } = await lucia().validateSession(token);
  if (!session || !user || user.deactivatedAt) return null;
  if (session.endsAt.getTime() <= Date.now()) {
    await lucia().invalidateSession(token);
    return null;
  }
  const sessionId = hashToken(token);
  if (Date.now() - session.lastSeenAt.getTime() > SEEN_MS) {
    await db.update(sessions).set({ lastSeenAt: sql`clock_timestamp()` }).where(eq(sessions.id, sessionId));
  }
  const person = {
    id: user.id,
    name: user.name,
    email: user.email,
    locale: user.locale,
    timeZone: user.timeZone,
    theme: user.theme,
    singleKeys: user.singleKeys,
    instanceAdmin: user.instanceAdmin,
    sessionId,
  } as unknown as Person;
  return { person, sessionId };
}

/**
 * Begins a session with a fresh token of 256 bits: at every sign-in, so that a planted token is worth nothing.
 * @param device coarse name of browser and system, for the list of own sessions
 * @returns the Set-Cookie header
 */
export async function createSession(personId: string, device: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const session = await lucia().createSession(
    personId,
    { endsAt: new Date(Date.now() + ABSOLUTE_DAYS * DAY), device } as never,
    { sessionId: token },
  );
  return lucia().createSessionCookie(session.id).serialize();
}

/** Ends the session of this cookie. @returns the Set-Cookie header that clears it */
export async function endSession(cookieHeader: string | null): Promise<string> {
  const session = await readSession(cookieHeader);
  if (session) await endSessionById(session.person.id, session.sessionId);
  return lucia().createBlankSessionCookie().serialize();
}

/** Ends one of a person's sessions, named by its stored id (never by its token). Its sockets are closed within a second. */
export async function endSessionById(personId: string, sessionId: string): Promise<void> {
  await transaction(async (tx) => {
    const gone = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, personId)))
      .returning({ id: sessions.id });
    if (gone.length > 0) await recordEvent(tx, personId, "session.ended", { personId });
  });
}

/** Ends all sessions of a person, or all but one: after a changed password, or from the list of sessions. */
export async function endSessionsOf(personId: string, except?: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.delete(sessions).where(and(eq(sessions.userId, personId), except ? ne(sessions.id, except) : undefined));
    await recordEvent(tx, personId, "session.ended", { personId });
  });
}

/** A person's living sessions, the last used first. */
export async function listSessions(personId: string) {
  await db.delete(sessions).where(and(eq(sessions.userId, personId), lte(sessions.endsAt, new Date())));
  return db
    .select({
      id: sessions.id,
      device: sessions.device,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, personId), gt(sessions.expiresAt, new Date())))
    .orderBy(desc(sessions.lastSeenAt));
}
