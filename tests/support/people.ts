import { createSession, readSession } from "~/auth/sessions.server";
import { newId } from "~/domain/id";
import type { Member, Person, PostRole } from "~/domain/member";
import { remakeMailToken } from "~/domain/people/mail-token.server";
import { readMember } from "~/domain/people/read-member.server";
import { rawSql, transaction } from "~db/client.server";
import { people, posts } from "~db/schema";

/** Signs somebody in and gives what a request of theirs would prove: with cookie. */
export async function signedIn(personId: string): Promise<{ person: Person; cookie: string }> {
  const cookie = (await createSession(personId, "Test")).split(";")[0] ?? "";
  const session = await readSession(cookie);
  if (!session) throw new Error("the session that was just made is not there");
  return { person: session.person, cookie };
}

export async function asPerson(personId: string): Promise<Person> {
  return (await signedIn(personId)).person;
}

/** Somebody new with a post, as after an accepted invitation. */
export async function makePost(organizationId: string, role: PostRole, name = "Somebody"): Promise<string> {
  const id = newId();
  await transaction(async (tx) => {
    await tx.insert(people).values({ id, name, email: `${id}@example.org` });
    await tx.insert(posts).values({ organizationId, personId: id, role });
  });
  return id;
}

export async function memberIn(coalitionId: string, personId: string): Promise<Member> {
  return readMember({ id: personId, name: "Somebody", locale: "en", timeZone: "UTC" }, { id: coalitionId });
}

/** What the mail of an invitation would link to: the database itself does not know it. */
export async function invitationToken(invitationId: string): Promise<string> {
  const [row] = await rawSql()`select token_hash from invitations where id = ${invitationId}`;
  const token = remakeMailToken("invitation", invitationId, String(row?.token_hash));
  if (!token) throw new Error("the token cannot be made again");
  return token;
}

/** Runs all at once; the codes of those that were refused, null for those that were not. */
export async function outcomes(work: readonly Promise<unknown>[]): Promise<(string | null)[]> {
  return (await Promise.allSettled(work)).map((one) =>
    one.status === "fulfilled" ? null : ((one.reason as { code?: string }).code ?? String(one.reason)),
  );
}
