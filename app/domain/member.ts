import type { Locale } from "~/i18n/locales";

declare const proof: unique symbol;

export type PostRole = "signatory" | "delegate" | "member";
export type Post = { readonly organizationId: string; readonly role: PostRole };

/** A signed-in person, proven by a session. Only `app/auth/` makes one. */
export type Person = {
  readonly [proof]: "person";
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly theme: "light" | "dark" | "system";
  /** Whether single keys are commands. */
  readonly singleKeys: boolean;
  readonly instanceAdmin: boolean;
  readonly sessionId: string;
};

/**
 * Proof that a person belongs to a coalition, and as what. Every verb and read of a coalition takes one: what
 * you hold, not a check to remember. Only `readMember` (people/read-member.server.ts) makes one.
 */
export type Member = {
  readonly [proof]: "member";
  readonly personId: string;
  readonly name: string;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly coalitionId: string;
  readonly coalitionSlug: string;
  readonly coordinator: boolean;
  /** Posts in organizations of this coalition, those that have ended left out. */
  readonly posts: readonly Post[];
  /** The organization this person speaks for now; null for coordinators without a post and for guests. */
  readonly actingForId: string | null;
  /** Rooms that a guest was invited to. A guest has no post and is no coordinator. */
  readonly guestRoomIds: readonly string[];
};

/** What the person is in this organization, or null. */
export function roleIn(member: Member, organizationId: string): PostRole | null {
  return member.posts.find((post) => post.organizationId === organizationId)?.role ?? null;
}

export function isGuest(member: Member): boolean {
  return !member.coordinator && member.posts.length === 0;
}
