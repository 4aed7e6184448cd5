import { and, asc, eq, isNull } from "drizzle-orm";
import { db } from "~db/client.server";
import { organizations, posts } from "~db/schema";
import type { Person, PostRole } from "../member";

/** The person's own posts in organizations, for the profile. */
export async function readOwnPosts(
  person: Person,
): Promise<{ organizationId: string; name: string; nameLocale: string; role: PostRole; title: string }[]> {
  return db
    .select({
      organizationId: organizations.id,
      name: organizations.name,
      nameLocale: organizations.nameLocale,
      role: posts.role,
      title: posts.title,
    })
    .from(posts)
    .innerJoin(organizations, eq(organizations.id, posts.organizationId))
    .where(and(eq(posts.personId, person.id), isNull(posts.endedAt)))
    .orderBy(asc(organizations.name));
}
