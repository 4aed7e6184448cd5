import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { db } from "~db/client.server";
import {
  campaigns,
  coalitionOrganizations,
  coalitions,
  languageVersions,
  letters,
  organizations,
  people,
  signatureApprovals,
  signatures,
} from "~db/schema";
import { type Member, type PostRole, roleIn } from "../member";
import { hasBoard, type LetterStatus } from "./letter";
import { clock } from "./load-letter.server";
import { isSigningOpen, isUndecided, type SignatureState, type SignOffRule } from "./signature";

export type InboxItem = {
  letterId: string;
  title: string;
  locale: string;
  campaign: string;
  campaignLocale: string;
  organizationId: string;
  organizationName: string;
  role: PostRole;
  rule: SignOffRule;
  status: LetterStatus;
  state: SignatureState;
  open: boolean;
  hardDeadline: string | null;
  openedAt: string | null;
  zone: string;
  ask: string;
  languages: string[];
  requestedBy: string;
  requestNote: string;
  /** The reader has confirmed and waits for a second signatory. */
  approvedByMe: boolean;
  decidedAt: string | null;
  signed: number;
  total: number;
};

export type Inbox = {
  /** Of the coalition's bands. */
  dye: "grana" | "anil" | "nopal" | "barro";
  organizations: { id: string; name: string; role: PostRole; rule: SignOffRule }[];
  /** Undecided and open, the nearest deadline first. */
  waiting: InboxItem[];
  /** Answered, or closed meanwhile; the newest first. */
  past: InboxItem[];
};

/** What waits for the reader's organizations, and what they have answered. Starts from the member's posts. */
export async function readInbox(member: Member): Promise<Inbox> {
  const ids = member.posts.map((p) => p.organizationId);
  const [coalition] = await db
    .select({ dye: coalitions.dye })
    .from(coalitions)
    .where(eq(coalitions.id, member.coalitionId));
  const dye = coalition?.dye ?? "grana";
  if (ids.length === 0) return { dye, organizations: [], waiting: [], past: [] };
  const own = await db
    .select({ organization: organizations })
    .from(organizations)
    .innerJoin(coalitionOrganizations, eq(coalitionOrganizations.organizationId, organizations.id))
    .where(
      and(
        eq(coalitionOrganizations.coalitionId, member.coalitionId),
        isNull(coalitionOrganizations.leftAt),
        inArray(organizations.id, ids),
      ),
    )
    .orderBy(asc(organizations.name));
  const rows = await db
    .select({ signature: signatures, letter: letters, campaign: campaigns, requester: people.name })
    .from(signatures)
    .innerJoin(letters, eq(letters.id, signatures.letterId))
    .innerJoin(campaigns, eq(campaigns.id, letters.campaignId))
    .leftJoin(people, eq(people.id, signatures.requestedBy))
    .where(and(inArray(signatures.organizationId, ids), eq(letters.coalitionId, member.coalitionId)));
  const shown = rows.filter((r) => hasBoard(r.letter.status));
  const letterIds = [...new Set(shown.map((r) => r.letter.id))];
  const [at, counts, languages, approvals] = await Promise.all([
    clock(db),
    countSignatures(letterIds),
    readLanguages(letterIds),
    db
      .select({ signatureId: signatureApprovals.signatureId })
      .from(signatureApprovals)
      .where(eq(signatureApprovals.personId, member.personId)),
  ]);
  const approved = new Set(approvals.map((a) => a.signatureId));
  const items = shown.flatMap(({ signature: s, letter, campaign, requester }): InboxItem[] => {
    const organization = own.find((o) => o.organization.id === s.organizationId)?.organization;
    const role = roleIn(member, s.organizationId);
    if (!organization || !role) return [];
    const decided = s.confirmedAt ?? s.declinedAt ?? s.withdrawnAt;
    return [
      {
        letterId: letter.id,
        title: letter.title,
        locale: letter.authoritativeLocale,
        campaign: campaign.name,
        campaignLocale: campaign.nameLocale,
        organizationId: organization.id,
        organizationName: organization.name,
        role,
        rule: organization.signOffRule,
        status: letter.status,
        state: s.state,
        open: isSigningOpen({ ...letter, at, lateAdmitted: s.lateAdmittedAt !== null }),
        hardDeadline: letter.hardDeadline?.toISOString() ?? null,
        openedAt: letter.openedAt?.toISOString() ?? null,
        zone: letter.deadlineZone ?? "America/New_York",
        ask: letter.ask,
        languages: languages.get(letter.id) ?? [],
        requestedBy: role === "member" ? "" : (requester ?? ""),
        requestNote: role === "member" ? "" : s.requestNote,
        approvedByMe: approved.has(s.id) && isUndecided(s.state),
        decidedAt: isUndecided(s.state) ? null : (decided?.toISOString() ?? null),
        signed: counts.get(letter.id)?.signed ?? 0,
        total: counts.get(letter.id)?.total ?? 0,
      },
    ];
  });
  const byDeadline = (a: InboxItem, b: InboxItem) => ((a.hardDeadline ?? "") < (b.hardDeadline ?? "") ? -1 : 1);
  const newest = (a: InboxItem, b: InboxItem) =>
    (a.decidedAt ?? a.hardDeadline ?? "") < (b.decidedAt ?? b.hardDeadline ?? "") ? 1 : -1;
  const waits = (i: InboxItem) => i.open && isUndecided(i.state);
  return {
    dye,
    organizations: own.flatMap(({ organization: o }) => {
      const role = roleIn(member, o.id);
      return role ? [{ id: o.id, name: o.name, role, rule: o.signOffRule }] : [];
    }),
    waiting: items.filter(waits).sort(byDeadline),
    past: items.filter((i) => !waits(i)).sort(newest),
  };
}

async function countSignatures(letterIds: string[]): Promise<Map<string, { signed: number; total: number }>> {
  const counts = new Map<string, { signed: number; total: number }>();
  if (letterIds.length === 0) return counts;
  const rows = await db
    .select({ letterId: signatures.letterId, state: signatures.state })
    .from(signatures)
    .where(inArray(signatures.letterId, letterIds));
  for (const { letterId, state } of rows) {
    const count = counts.get(letterId) ?? { signed: 0, total: 0 };
    counts.set(letterId, { signed: count.signed + (state === "confirmed" ? 1 : 0), total: count.total + 1 });
  }
  return counts;
}

async function readLanguages(letterIds: string[]): Promise<Map<string, string[]>> {
  const languages = new Map<string, string[]>();
  if (letterIds.length === 0) return languages;
  const rows = await db
    .select({ letterId: languageVersions.letterId, locale: languageVersions.locale, state: languageVersions.state })
    .from(languageVersions)
    .where(inArray(languageVersions.letterId, letterIds))
    .orderBy(asc(languageVersions.locale));
  for (const { letterId, locale, state } of rows) {
    if (state !== "left_out") languages.set(letterId, [...(languages.get(letterId) ?? []), locale]);
  }
  return languages;
}
