import { plural } from "../plural";

const counted = ({ organizations, individuals = 0 }: { organizations: number; individuals?: number }) => {
  const n = organizations.toLocaleString("en-US");
  const them = plural("en", organizations, { one: "1 organization", other: `${n} organizations` });
  if (individuals === 0) return them;
  const people = plural("en", individuals, { one: "1 person", other: `${individuals} people` });
  const alone = `${people} in an individual capacity`;
  return organizations === 0 ? alone : `${them} and ${alone}`;
};

const undersigned = ({ organizations, individuals = 0 }: { organizations: number; individuals?: number }) => {
  if (organizations + individuals === 0) return "No organization has signed";
  if (organizations === 1 && individuals === 0) return "The undersigned organization";
  return `The undersigned ${counted({ organizations, individuals })}`;
};

/** The words around a letter's text in its edition. The text itself is the signers' and is never touched. */
export const pdf = {
  /** "83 organizations" */
  counted,
  /** Filled from the list, so that it cannot disagree with it: "The undersigned 83 organizations" */
  undersigned,
  listedNext: ({ pages, ...counts }: { organizations: number; individuals?: number; pages: number }) =>
    `${undersigned(counts)}, listed on the following ${pages > 1 ? "pages" : "page"}`,
  lead: "lead organization",
  coLead: "co-lead organization",
  convenedBy: "Convened by",
  signatories: "Signatories",
  individuals: "In an individual capacity",
  individualsNote: "The affiliation is given for identification only.",
  /** Under the band: what it is and counts. `per` > 1 when one thread stands for several organizations. */
  threads: ({ organizations, per }: { organizations: number; per: number }) => {
    if (organizations === 1) return "One organization, one thread";
    return `${counted({ organizations })}, one thread for ${per > 1 ? `every ${per}` : "each"}`;
  },
  bandAlt: ({ organizations }: { organizations: number }) =>
    `A woven band with threads for the ${counted({ organizations })} that signed`,
  edition: ({ number }: { number: number }) => `Edition ${number}`,
  frozen: ({ date }: { date: string }) => `Text frozen ${date}`,
  verifyAt: ({ address }: { address: string }) => `verify at ${address}`,
  /** The line that leads to the page which recomputes the hash; the address follows it. */
  verifyThis: "To check that this is the text that was signed:",
  page: ({ page, pages }: { page: number; pages: number }) => `${page} of ${pages}`,
  /** Heads of the exported list of sign-on. */
  csv: {
    organization: "Organization",
    acronym: "Acronym",
    country: "Country",
    state: "State",
    role: "Role in the letter",
    requestedBy: "Asked for by",
    confirmedBy: "Confirmed by",
    confirmedAt: "Confirmed at",
    language: "Language read",
    textVersion: "Text version",
    sha256: "SHA-256 of the text",
    states: {
      invited: "No reply",
      considering: "Reading",
      pending_approval: "With their signatory",
      confirmed: "Signed",
      declined: "Not signing",
      withdrawn: "Withdrawn",
    } as Record<string, string>,
  },
  calendar: {
    office: ({ office }: { office: string }) => `Office: ${office}`,
  },
};
