import { and, eq, inArray } from "drizzle-orm";
import { db, type Reader } from "~db/client.server";
import { letterLeads, organizations, signatures } from "~db/schema";
import { registeredBeside } from "../organizations/organization";
import type { SignatureView } from "./signature-view";

/**
 * Confirmed signatures by id, as everybody who reads the letter may see them; others are left out. Called by the relay
 * (for sockets that were authorized for the letter) and by reads that start from a member.
 */
export async function readSignatureViews(ids: string[], reader: Reader = db): Promise<Map<string, SignatureView>> {
  if (ids.length === 0) return new Map();
  const rows = await reader
    .select({ signature: signatures, organization: organizations, lead: letterLeads.kind })
    .from(signatures)
    .innerJoin(organizations, eq(organizations.id, signatures.organizationId))
    .leftJoin(
      letterLeads,
      and(eq(letterLeads.letterId, signatures.letterId), eq(letterLeads.organizationId, signatures.organizationId)),
    )
    .where(and(inArray(signatures.id, ids), eq(signatures.state, "confirmed")));
  return new Map(
    rows.map(({ signature: s, organization: o, lead }) => [
      s.id,
      {
        id: s.id,
        letterId: s.letterId,
        organizationId: o.id,
        name: s.listedName || o.name,
        registeredAs: registeredBeside(s.listedName || o.name, o),
        person: s.listedPerson,
        country: o.country,
        place: o.place,
        kind: o.kind,
        lead,
        confirmedAt: (s.confirmedAt ?? s.updatedAt).toISOString(),
      },
    ]),
  );
}
