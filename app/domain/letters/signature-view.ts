/** A confirmed signature as everybody who reads the letter may see it. */
export type SignatureView = {
  id: string;
  letterId: string;
  organizationId: string;
  /** As it stands in the list. */
  name: string;
  /** The organization's own name, when it is listed under another. */
  registeredAs: string | null;
  person: string;
  country: string;
  place: string;
  kind: string;
  lead: "lead" | "co_lead" | null;
  /** ISO 8601. */
  confirmedAt: string;
};
