import { and, asc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "~db/client.server";
import { letterLeads, organizations, people, signatures, textVersions } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { can } from "../permissions";
import { showsBoard } from "./letter";
import { loadLetter } from "./load-letter.server";

export type SignOnRow = {
  organization: string;
  acronym: string;
  country: string;
  state: string;
  lead: "lead" | "co_lead" | null;
  requestedBy: string;
  confirmedBy: string;
  confirmedAt: Date | null;
  language: string;
  textVersion: number | null;
  sha256: string;
};

/**
 * The board as a table: every organization with its answer for the leads, those that signed for everybody else.
 * @throws not_found, also before the letter was opened
 */
export async function readSignOnRows(member: Member, letterId: string): Promise<SignOnRow[]> {
  const { letter, thing } = await loadLetter(member, letterId);
  if (!showsBoard(letter) || !can(member, "letter.see_board", thing)) throw notFound();
  const inside = can(member, "letter.see_answers", thing);
  const requester = alias(people, "requester");
  const confirmer = alias(people, "confirmer");
  const rows = await db
    .select({
      signature: signatures,
      organization: organizations,
      lead: letterLeads.kind,
      requester: requester.name,
      confirmer: confirmer.name,
      version: textVersions.number,
    })
    .from(signatures)
    .innerJoin(organizations, eq(organizations.id, signatures.organizationId))
    .leftJoin(
      letterLeads,
      and(eq(letterLeads.letterId, signatures.letterId), eq(letterLeads.organizationId, signatures.organizationId)),
    )
    .leftJoin(requester, eq(requester.id, signatures.requestedBy))
    .leftJoin(confirmer, eq(confirmer.id, signatures.confirmedBy))
    .leftJoin(textVersions, eq(textVersions.id, signatures.textVersionId))
    .where(and(eq(signatures.letterId, letter.id), inside ? undefined : eq(signatures.state, "confirmed")))
    .orderBy(asc(organizations.name), asc(signatures.id));
  return rows.map(({ signature: s, organization: o, lead, requester: asked, confirmer: gave, version }) => ({
    organization: s.state === "confirmed" ? s.listedName || o.name : o.name,
    acronym: o.acronym,
    country: o.country,
    state: s.state,
    lead,
    requestedBy: inside ? (asked ?? "") : "",
    confirmedBy: inside ? (gave ?? "") : s.listedPerson,
    confirmedAt: s.state === "confirmed" ? s.confirmedAt : null,
    language: s.state === "confirmed" ? (s.locale ?? "") : "",
    textVersion: s.state === "confirmed" ? version : null,
    sha256: s.state === "confirmed" ? (s.sha256 ?? "") : "",
  }));
}
