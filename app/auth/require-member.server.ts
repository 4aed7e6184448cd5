import { redirect } from "@remix-run/node";
import { isDomainError } from "~/domain/errors";
import type { Member, Person } from "~/domain/member";
import { readMember } from "~/domain/people/read-member.server";
import { oncePerRequest } from "./request-memory.server";
import { readSession } from "./sessions.server";

/** The signed-in person, or null. */
export async function optionalPerson(request: Request): Promise<Person | null> {
  const cookies = request.headers.get("Cookie");
  return (await oncePerRequest(`session ${cookies}`, () => readSession(cookies)))?.person ?? null;
}

/** The signed-in person. @throws a redirect to the sign-in page, which leads back here */
export async function requirePerson(request: Request): Promise<Person> {
  const person = await optionalPerson(request);
  if (person) return person;
  const { pathname, search } = new URL(request.url);
  throw redirect(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}

/**
 * The proof that whoever asks belongs to the coalition of the address (`/c/:coalition/…`).
 * @throws a redirect to the sign-in page; a 404 Response when the coalition is not theirs: as if it were not there
 */
export async function requireMember(request: Request, params: { coalition?: string }): Promise<Member> {
  const person = await requirePerson(request);
  try {
    const slug = params.coalition ?? "";
    return await oncePerRequest(`member ${person.id} ${slug}`, () => readMember(person, { slug }));
  } catch (error) {
    if (isDomainError(error) && error.code === "not_found") throw new Response(null, { status: 404 });
    throw error;
  }
}
