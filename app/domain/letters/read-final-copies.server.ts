import { and, eq, inArray, isNull, or } from "drizzle-orm";
import type { Locale } from "~/i18n/locales";
import { db } from "~db/client.server";
import {
  coalitionOrganizations,
  coalitions,
  editions,
  editionTexts,
  letters,
  organizations,
  people,
  posts,
  signatures,
} from "~db/schema";

/** The final copy that one person gets for an organization that signed. */
export type FinalCopy = {
  coalitionId: string;
  coalitionSlug: string;
  coalitionName: string;
  letterId: string;
  title: string;
  editionNumber: number;
  count: number;
  organizationId: string;
  organizationName: string;
  personId: string;
  personName: string;
  email: string;
  locale: Locale;
  timeZone: string;
  /** The language of the edition that this person reads, else that of the text of reference. */
  textLocale: string;
  sha256: string;
  deliveredAt: Date;
};

/**
 * Who gets the final copy of an edition: of each organization on its list, whoever asked for the signature or confirmed it, and
 * its signatories, as far as they still belong to it, and it to the coalition. One copy for each person.
 */
export async function readFinalCopies(letterId: string, editionId: string): Promise<FinalCopy[]> {
  const [found] = await db
    .select({ edition: editions, letter: letters, coalition: coalitions })
    .from(editions)
    .innerJoin(letters, eq(letters.id, editions.letterId))
    .innerJoin(coalitions, eq(coalitions.id, letters.coalitionId))
    .where(and(eq(editions.id, editionId), eq(editions.letterId, letterId)));
  if (!found || found.edition.signatories.length === 0) return [];
  const { edition, letter, coalition } = found;
  const texts = await db
    .select({ locale: editionTexts.locale, sha256: editionTexts.sha256 })
    .from(editionTexts)
    .where(eq(editionTexts.editionId, editionId));
  const rows = await db
    .select({ person: people, organization: organizations })
    .from(signatures)
    .innerJoin(organizations, eq(organizations.id, signatures.organizationId))
    .innerJoin(
      coalitionOrganizations,
      and(
        eq(coalitionOrganizations.organizationId, signatures.organizationId),
        eq(coalitionOrganizations.coalitionId, coalition.id),
        isNull(coalitionOrganizations.leftAt),
      ),
    )
    .innerJoin(posts, and(eq(posts.organizationId, signatures.organizationId), isNull(posts.endedAt)))
    .innerJoin(people, and(eq(people.id, posts.personId), isNull(people.deactivatedAt)))
    .where(
      and(
        inArray(
          signatures.id,
          edition.signatories.map((s) => s.signatureId),
        ),
        or(eq(people.id, signatures.requestedBy), eq(people.id, signatures.confirmedBy), eq(posts.role, "signatory")),
      ),
    )
    .orderBy(organizations.name, people.id);
  const once = new Map(rows.map((row) => [row.person.id, row]));
  return [...once.values()].flatMap(({ person, organization }) => {
    const text =
      texts.find((t) => t.locale === person.locale) ??
      texts.find((t) => t.locale === letter.authoritativeLocale) ??
      texts[0];
    if (!text) return [];
    return {
      coalitionId: coalition.id,
      coalitionSlug: coalition.slug,
      coalitionName: coalition.name,
      letterId,
      title: letter.title,
      editionNumber: edition.number,
      count: edition.count,
      organizationId: organization.id,
      organizationName: organization.name,
      personId: person.id,
      personName: person.name,
      email: person.email,
      locale: person.locale,
      timeZone: person.timeZone,
      textLocale: text.locale,
      sha256: text.sha256,
      deliveredAt: letter.deliveredAt ?? edition.createdAt,
    };
  });
}
