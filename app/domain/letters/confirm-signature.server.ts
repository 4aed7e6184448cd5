import { eq, inArray, sql } from "drizzle-orm";
import { type Tx, transaction } from "~db/client.server";
import { organizations, signatureApprovals, signatures } from "~db/schema";
import { DomainError, isDomainError, notFound } from "../errors";
import { inBatches } from "../in-batches";
import type { Member } from "../member";
import { readMembersAgain } from "../people/read-member.server";
import { can, type LetterThing, requireCan } from "../permissions";
import { type EventToRecord, recordEvents } from "../record-event.server";
import { line } from "../text-input";
import { clock, type LetterRow, readLetterThing } from "./load-letter.server";
import { letterScope } from "./record-decision.server";
import {
  type FrozenText,
  lockLetterForClock,
  readFrozenTexts,
  type SignatureRow,
  tellOrganizations,
} from "./sign-on.server";
import {
  completesRule,
  LISTED_NAME_MAX,
  LISTED_PERSON_MAX,
  nextState,
  requireSigningOpen,
  type SignatureState,
  type SignOffRule,
} from "./signature";
import { type StepUpToSpend, spendStepUps } from "./step-up.server";

export type ConfirmInput = {
  letterId: string;
  organizationId: string;
  /** Language that was read. */
  locale: string;
  /** Hash of the text that was read, as the page showed it. */
  sha256: string;
  /** From `stepUp`: proves that the person gave the password for exactly this. */
  nonce: string;
  /** The organization's name as it is to stand in the list. */
  listedName: string;
  /** Who signs for it, as it is to stand; may be empty. */
  listedPerson?: string;
};

export type Confirmed = {
  /** `pending_approval`: a second signatory is needed. */
  state: "confirmed" | "pending_approval";
  signatureId: string;
};

/** How many signatures of one letter share a commit at most: the last of them waits for all. */
const TOGETHER = 100;

/**
 * An authorized signatory signs a letter for the organization: this text, in this language, with this hash. Where the
 * organization's rule asks for two, the first confirmation waits for a second signatory's.
 *
 * The letter's row is locked first and the database's clock is read after that, so no signature is later than the deadline,
 * however long it waited. What comes while another commit of the letter is under way shares the next one: in the last hour of
 * a letter hundreds sign. Doing it twice is not an error, also after the deadline: a retry finds its signature.
 *
 * @throws not_found, not_allowed, not_invited; signing_closed after the deadline; text_changed with the present hash;
 *   step_up_needed, step_up_stale; signature_state after it declined or withdrew; required, too_long
 */
export function confirmSignature(member: Member, input: ConfirmInput): Promise<Confirmed> {
  return confirm(input.letterId, { member, input });
}

type Asked = { member: Member; input: ConfirmInput };
/** What the database said of a letter, under its lock. */
type Facts = {
  letter: LetterRow;
  thing: LetterThing;
  at: Date;
  texts: FrozenText[];
  members: Map<string, Member>;
  /** By organization. */
  rows: Map<string, { signature: SignatureRow; rule: SignOffRule }>;
  /** Who approved the present text and is still a signatory of the organization, by signature. */
  approvals: Map<string, string[]>;
};
/** What one of them is to write. */
type Write = {
  asked: Asked;
  signature: SignatureRow;
  rule: SignOffRule;
  text: FrozenText;
  listedName: string;
  listedPerson: string;
  complete: boolean;
  state: SignatureState;
};

// Two of one organization are never in one batch: the second is judged by what the first has left.
const confirm = inBatches<Asked, Confirmed>(confirmTogether, { apart: (a) => a.input.organizationId, max: TOGETHER });

async function confirmTogether(letterId: string, list: readonly Asked[]): Promise<PromiseSettledResult<Confirmed>[]> {
  return transaction(async (tx) => {
    const letter = await lockLetterForClock(tx, letterId);
    if (!letter) return list.map(() => refused(notFound()));
    const facts = await readFacts(tx, letter, list);
    const judged = list.map((asked) => settle(() => judge(facts, asked)));
    const writes = judged.flatMap((j) => (j.status === "fulfilled" && "asked" in j.value ? [j.value] : []));
    const noProof = await spendStepUps(tx, writes.map(stepUpOf));
    const good = writes.filter(({ asked }) => !noProof.has(asked.input.organizationId));
    await writeDown(tx, facts, good);
    return judged.map((j) => {
      if (j.status === "rejected" || !("asked" in j.value)) return j as PromiseSettledResult<Confirmed>;
      const { asked, signature, complete } = j.value;
      const problem = noProof.get(asked.input.organizationId);
      if (problem) return refused(problem);
      return settle(() => ({ state: complete ? "confirmed" : "pending_approval", signatureId: signature.id }));
    });
  });
}

async function readFacts(tx: Tx, letter: LetterRow, list: readonly Asked[]): Promise<Facts> {
  // Whoever is of another coalition has no such letter.
  const members = list.map(({ member }) => member).filter((member) => member.coalitionId === letter.coalitionId);
  const organizationIds = list.map(({ input }) => input.organizationId);
  const thing = await readLetterThing(letter, tx);
  const texts = await readFrozenTexts(letter, tx);
  const found = await tx
    .select({ signature: signatures, rule: organizations.signOffRule })
    .from(signatures)
    .innerJoin(organizations, eq(organizations.id, signatures.organizationId))
    .where(sql`${signatures.letterId} = ${letter.id} and ${inArray(signatures.organizationId, organizationIds)}`);
  const hashes = texts.map((text) => text.sha256);
  const approved =
    hashes.length === 0
      ? []
      : await tx.execute<{ signature_id: string; person_id: string }>(sql`
          select a.signature_id, a.person_id from signature_approvals a
          join signatures s on s.id = a.signature_id
          join posts p on p.person_id = a.person_id and p.organization_id = s.organization_id
            and p.role = 'signatory' and p.ended_at is null
          where s.letter_id = ${letter.id} and s.organization_id in ${organizationIds} and a.sha256 in ${hashes}`);
  const approvals = new Map<string, string[]>();
  for (const row of approved) {
    approvals.set(row.signature_id, [...(approvals.get(row.signature_id) ?? []), row.person_id]);
  }
  return {
    letter,
    thing,
    texts,
    approvals,
    members: await readMembersAgain(members, tx),
    rows: new Map(found.map((row) => [row.signature.organizationId, row])),
    at: await clock(tx),
  };
}

/**
 * What becomes of one confirmation: done already, or to be written.
 * @throws what `confirmSignature` says, except for step-ups
 */
function judge({ letter, thing, at, texts, members, rows, approvals }: Facts, asked: Asked): Confirmed | Write {
  const { input } = asked;
  const now = asked.member.coalitionId === letter.coalitionId ? members.get(asked.member.personId) : undefined;
  if (!now || !can(now, "letter.read", thing)) throw notFound();
  requireCan(now, "signature.confirm", { organizationId: input.organizationId, letter: thing });
  const row = rows.get(input.organizationId);
  if (!row) throw new DomainError("not_invited");
  const { signature, rule } = row;
  if (signature.state === "confirmed") return { state: "confirmed", signatureId: signature.id };
  requireSigningOpen({ ...letter, at, lateAdmitted: signature.lateAdmittedAt !== null });
  nextState(signature.state, "confirm");

  const text = texts.find((t) => t.locale === input.locale);
  if (!text) throw new DomainError("invalid_input", {}, "locale");
  if (text.sha256 !== input.sha256) throw new DomainError("text_changed", { sha256: text.sha256 });

  const approved = approvals.get(signature.id) ?? [];
  const complete = completesRule(rule, approved, now.personId);
  // The same person once more: it is waiting for somebody else.
  if (!complete && approved.includes(now.personId)) return { state: "pending_approval", signatureId: signature.id };
  return {
    asked,
    signature,
    rule,
    text,
    complete,
    state: nextState(signature.state, complete ? "confirm" : "approve"),
    listedName: line(input.listedName, "listedName", { max: LISTED_NAME_MAX, required: true }),
    listedPerson: line(input.listedPerson ?? "", "listedPerson", { max: LISTED_PERSON_MAX }),
  };
}

const stepUpOf = ({ asked: { member, input }, text }: Write): StepUpToSpend => ({
  nonce: input.nonce,
  personId: member.personId,
  letterId: input.letterId,
  organizationId: input.organizationId,
  sha256: text.sha256,
});

async function writeDown(tx: Tx, { letter, at }: Facts, list: readonly Write[]): Promise<void> {
  if (list.length === 0) return;
  await tx
    .insert(signatureApprovals)
    .values(
      list.map(({ asked, signature, text }) => ({
        signatureId: signature.id,
        personId: asked.member.personId,
        sha256: text.sha256,
        approvedAt: at,
      })),
    )
    .onConflictDoUpdate({
      target: [signatureApprovals.signatureId, signatureApprovals.personId],
      set: { sha256: sql`excluded.sha256`, approvedAt: sql`excluded.approved_at` },
    });
  const rows = list.map(({ asked, signature, rule, text, complete, state, listedName, listedPerson }) => ({
    id: signature.id,
    state,
    listed_name: listedName,
    listed_person: listedPerson,
    confirmed_by: complete ? asked.member.personId : null,
    rule: complete ? rule : null,
    locale: complete ? text.locale : null,
    text_version_id: complete ? text.id : null,
    sha256: complete ? text.sha256 : null,
  }));
  await tx.execute(sql`
    update signatures s set state = w.state, listed_name = w.listed_name, listed_person = w.listed_person,
      updated_at = ${at.toISOString()}::timestamptz,
      confirmed_at = case when w.confirmed_by is null then s.confirmed_at else ${at.toISOString()}::timestamptz end,
      confirmed_by = coalesce(w.confirmed_by, s.confirmed_by), rule = coalesce(w.rule, s.rule),
      locale = coalesce(w.locale, s.locale), sha256 = coalesce(w.sha256, s.sha256),
      text_version_id = coalesce(w.text_version_id, s.text_version_id)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(id text, state text, listed_name text, listed_person text,
      confirmed_by text, rule text, locale text, text_version_id text, sha256 text)
    where s.id = w.id`);
  const events: EventToRecord[] = [];
  for (const { asked, signature, complete } of list) {
    const by = asked.member.personId;
    const { organizationId } = signature;
    const data = { ...letterScope(letter), organizationId, signatureId: signature.id };
    if (complete) {
      events.push({ type: "letter.signed", data, by });
      continue;
    }
    events.push({ type: "signature.approved", data, by });
    const told = await tellOrganizations(tx, letter, [organizationId], {
      kind: "approval_requested",
      key: `approval_requested:${signature.id}:${at.getTime()}`,
      roles: ["signatory"],
      facts: { byId: by },
      except: by,
    });
    events.push(...told.map((event) => ({ ...event, by })));
  }
  await recordEvents(tx, null, events);
}

const refused = (reason: unknown): PromiseRejectedResult => ({ status: "rejected", reason });

/** A refusal of one is not the others'; anything else is nobody's fault and ends the batch. */
function settle<T>(work: () => T): PromiseSettledResult<T> {
  try {
    return { status: "fulfilled", value: work() };
  } catch (error) {
    if (isDomainError(error)) return refused(error);
    throw error;
  }
}
