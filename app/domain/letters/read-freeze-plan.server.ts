import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { db } from "~db/client.server";
import { commentThreads, letterLeads, organizations, signatures, textVersions } from "~db/schema";
import { type Member, roleIn } from "../member";
import { can } from "../permissions";
import { draftHash } from "./draft-hash.server";
import { isWritable } from "./letter";
import { listLanguages } from "./load-language.server";
import { loadLetter } from "./load-letter.server";
import { readText } from "./text/stored-text.server";
import { countWords } from "./text/word-count";

export type FreezePlan = {
  languages: {
    locale: string;
    subject: string;
    state: "draft" | "ready" | "left_out";
    authoritative: boolean;
    words: number;
    /** The number that its version will have. */
    number: number;
  }[];
  /** Conversations that are not resolved, in the languages that will be frozen. */
  openThreads: number;
  /** Co-leads and whether they agree to the text as it stands now; empty where the letter does not ask for it. */
  consents: { id: string; name: string; state: "given" | "stale" | "missing"; at: string | null; mine: boolean }[];
  /** An organization has signed or was asked by its own people to: the freeze cannot be taken back. */
  signatures: boolean;
};

/** What a freeze would do. Whoever reads the letter may know. @throws not_found */
export async function readFreezePlan(member: Member, letterId: string): Promise<FreezePlan> {
  const { letter, thing } = await loadLetter(member, letterId);
  const rows = await listLanguages(letter);
  const ids = rows.map((l) => l.id);
  const [numbers, threads, leads, given] = await Promise.all([
    db
      .select({ id: textVersions.languageVersionId, newest: sql<number>`max(${textVersions.number})::int` })
      .from(textVersions)
      .where(inArray(textVersions.languageVersionId, ids))
      .groupBy(textVersions.languageVersionId),
    db
      .select({ id: commentThreads.languageVersionId, n: sql<number>`count(*)::int` })
      .from(commentThreads)
      .where(
        and(
          inArray(commentThreads.languageVersionId, ids),
          isNull(commentThreads.resolvedAt),
          sql`exists (select 1 from comments c where c.thread_id = ${commentThreads.id} and c.deleted_at is null)`,
        ),
      )
      .groupBy(commentThreads.languageVersionId),
    letter.coLeadsConsent
      ? db
          .select({ lead: letterLeads, name: organizations.name })
          .from(letterLeads)
          .innerJoin(organizations, eq(organizations.id, letterLeads.organizationId))
          .where(and(eq(letterLeads.letterId, letter.id), eq(letterLeads.kind, "co_lead")))
          .orderBy(organizations.name)
      : [],
    db
      .select({ id: signatures.id })
      .from(signatures)
      .where(and(eq(signatures.letterId, letter.id), inArray(signatures.state, ["confirmed", "pending_approval"])))
      .limit(1),
  ]);
  const languages = await Promise.all(
    rows.map(async (l) => ({
      locale: l.locale,
      subject: l.subject,
      state: l.state,
      authoritative: l.locale === letter.authoritativeLocale,
      words: countWords(await readText(l.id)),
      number: (numbers.find((n) => n.id === l.id)?.newest ?? 0) + 1,
    })),
  );
  const hash = leads.length > 0 && isWritable(letter.status) ? await draftHash(letter, db) : null;
  const kept = new Set(rows.filter((l) => l.state !== "left_out").map((l) => l.id));
  return {
    languages,
    openThreads: threads.filter((t) => kept.has(t.id)).reduce((sum, t) => sum + t.n, 0),
    consents: leads.map(({ lead, name }) => ({
      id: lead.organizationId,
      name,
      state: lead.consentedAt === null ? "missing" : hash === null || lead.consentedSha256 === hash ? "given" : "stale",
      at: lead.consentedAt?.toISOString() ?? null,
      mine:
        can(member, "letter.consent_to_freeze", thing) &&
        ["signatory", "delegate"].includes(roleIn(member, lead.organizationId) ?? ""),
    })),
    // Whether somebody has asked already is for those who decide.
    signatures: can(member, "letter.unfreeze", thing) && given.length > 0,
  };
}
