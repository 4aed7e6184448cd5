import { and, eq, sql } from "drizzle-orm";
import * as Y from "yjs";
import { newId } from "~/domain/id";
import { addComment } from "~/domain/letters/add-comment.server";
import { addLanguageVersion } from "~/domain/letters/add-language-version.server";
import { archiveLetter } from "~/domain/letters/archive-letter.server";
import { cancelLetter } from "~/domain/letters/cancel-letter.server";
import { closeLetter } from "~/domain/letters/close-letter.server";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { considerSignature } from "~/domain/letters/consider-signature.server";
import { createLetter } from "~/domain/letters/create-letter.server";
import { declineSignature } from "~/domain/letters/decline-signature.server";
import { finalizeLetter } from "~/domain/letters/finalize-letter.server";
import { type FrozenVersion, freezeLetter } from "~/domain/letters/freeze-letter.server";
import { openLetter } from "~/domain/letters/open-letter.server";
import { publishLetter } from "~/domain/letters/publish-letter.server";
import { readList } from "~/domain/letters/read-list.server";
import { recordAcknowledgement } from "~/domain/letters/record-acknowledgement.server";
import { recordDelivery } from "~/domain/letters/record-delivery.server";
import { replyToComment } from "~/domain/letters/reply-to-comment.server";
import { requestSignature } from "~/domain/letters/request-signature.server";
import { reviewList } from "~/domain/letters/review-list.server";
import { saveTextVersion } from "~/domain/letters/save-text-version.server";
import { sendToReview } from "~/domain/letters/send-to-review.server";
import { recordStepUp } from "~/domain/letters/step-up.server";
import { ROOT_NAME } from "~/domain/letters/text/schema";
import { loadStoredText } from "~/domain/letters/text/stored-text.server";
import type { Member } from "~/domain/member";
import { momentFromWallTime, wallTimeOf } from "~/domain/time-zones";
import { db, transaction } from "../client.server";
import { languageVersions, letterDecisions, letters as letterRows, recipients, signatures } from "../schema";
import { type When, workday } from "./days";
import { letters, type SeedLetter } from "./letters";
import * as world from "./world";

type Ids = { organizations: Record<string, string> };
type FindMember = (person: string) => Promise<Member>;

const ZONE = "America/New_York";
/** What signing means, in the letter's own language. */
const meanings: Record<string, string> = {
  en: "Your organization’s name stands under the letter, in the list that is delivered to its recipients and published with it. Nothing else is agreed to.",
  es: "El nombre de su organización aparece al pie de la carta, en la lista que se entrega a quienes la reciben y se publica con ella. No se acepta nada más.",
};

/** How the answers of the invited organizations stand when the demo begins; shares of those that do not lead. */
const answers: Record<string, { signed: number; asked: number; reading: number; declined: number }> = {
  rivers: { signed: 0.62, asked: 0.1, reading: 0.08, declined: 0.04 },
  haiti: { signed: 0.4, asked: 0.2, reading: 0.2, declined: 0 },
  wages: { signed: 1, asked: 0, reading: 0, declined: 0 },
  justice: { signed: 1, asked: 0, reading: 0, declined: 0 },
  asylumFunds: { signed: 0.9, asked: 0, reading: 0, declined: 0.1 },
  accords: { signed: 1, asked: 0, reading: 0, declined: 0 },
};
/** The day on which sign-on to the open letters ends. */
const closes: Record<string, When> = { rivers: workday(10), haiti: workday(2) };
/** Days at which what is over happened, each before the next, whatever day it is today. */
const closedOn = { last: workday(-1), beforeDelivery: workday(-5) };
const deliveredOn = workday(-1);

/** Tells each letter up to the state that it has in the demo, by the verbs and by the people who may. */
export async function tellLetters(ids: Ids, as: FindMember): Promise<void> {
  for (const letter of letters) await tellLetter(letter, ids, as);
  await mailsWereSent();
}

/**
 * The mails of this past are not sent now: hundreds of them would stand before the first mail of somebody who tries the demo.
 * Those that wait for a decision can be asked for again with a reminder.
 */
async function mailsWereSent(): Promise<void> {
  await db.execute(sql`select 1 from graphile_worker.complete_jobs(array(
    select id from graphile_worker.jobs where task_identifier in ('mail_notification', 'send_final_copies')))`);
}

async function tellLetter(seed: SeedLetter, ids: Ids, as: FindMember): Promise<void> {
  const organization = (key: string) => ids.organizations[key] as string;
  const lead = await as(signatoriesOf(seed.lead)[0] as string);
  const [reference, ...others] = seed.versions;
  if (!reference) throw new Error(`${seed.key} has no text`);
  const letterId = await createLetter(lead, {
    campaignId: organization(`campaign ${seed.campaign}`),
    subject: reference.subject,
    locale: reference.locale,
    dateLine: reference.dateLine,
    leadOrganizationId: organization(seed.lead),
    coLeadIds: (seed.coLeads ?? []).map(organization),
    editorIds: (seed.editors ?? []).map(organization),
    ask: seed.ask,
    recipients: seed.recipients,
    text: reference.body,
  });
  for (const version of others) {
    await addLanguageVersion(lead, { letterId, ...version, text: version.body });
  }
  if (seed.status === "drafting") return tellDrafting(letterId, lead, as);
  if (seed.status === "cancelled") {
    return cancelLetter(lead, { letterId, reason: "The bank withdrew the loan before the vote." });
  }
  await sendToReview(lead, { letterId, until: `${workday(5)(today())}T16:00`, zone: ZONE });
  if (seed.status === "in_review") return tellReview(letterId, as);
  const frozen = await freezeLetter(lead, { letterId });
  if (seed.status === "frozen") {
    const frozenAt = momentOn(workday(-1), "16:00");
    await transaction((tx) => tx.update(letterRows).set({ frozenAt }).where(eq(letterRows.id, letterId)));
    return;
  }
  await openLetter(lead, {
    letterId,
    deadline: `${(closes[seed.key] ?? workday(3))(today())}T17:00`,
    zone: ZONE,
    meaning: meanings[reference.locale] ?? (meanings.en as string),
    goal: 0,
    inviteCampaign: true,
  });
  await tellAnswers(seed, letterId, frozen, ids, as);
  if (seed.status === "open") return itWasEarlier(letterId, seed.key === "haiti" ? 5 : 9);
  await closeLetter(lead, { letterId });
  const delivered = seed.status === "delivered" || seed.status === "archived";
  await itWasEarlier(letterId, 14, momentOn(delivered ? closedOn.beforeDelivery : closedOn.last, "17:00"));
  if (seed.status === "closed") return;
  const page = await readList(lead, letterId, { leadsFirst: true, ignoreArticles: true, listColumns: 2 });
  await reviewList(lead, { letterId, ...page.settings, reviewed: true, fingerprint: page.fingerprint });
  await finalizeLetter(lead, { letterId });
  if (seed.status === "finalized") return;
  await tellDelivery(letterId, lead);
  await publishLetter(lead, { letterId });
  if (seed.status === "archived") await archiveLetter(lead, { letterId });
}

/** A passage as an editor names it when somebody selects these words. @throws when the text does not have them */
async function passageOf(letterId: string, locale: string, quote: string) {
  const [language] = await db
    .select({ id: languageVersions.id })
    .from(languageVersions)
    .where(and(eq(languageVersions.letterId, letterId), eq(languageVersions.locale, locale)));
  const stored = await loadStoredText(language?.id ?? "");
  const doc = new Y.Doc();
  for (const update of stored ? [...(stored.base ? [stored.base] : []), ...stored.tail] : [])
    Y.applyUpdate(doc, update);
  const at = (text: Y.XmlText, index: number, side: number) =>
    Buffer.from(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index, side))).toString("base64");
  for (const block of doc.getXmlFragment(ROOT_NAME).toArray()) {
    if (!(block instanceof Y.XmlElement)) continue;
    for (const text of block.createTreeWalker((node) => node instanceof Y.XmlText)) {
      if (!(text instanceof Y.XmlText)) continue;
      const words = (text.toDelta() as { insert: string }[]).map((part) => part.insert).join("");
      const from = words.indexOf(quote);
      if (from < 0) continue;
      const anchor = { from: at(text, from, 0), to: at(text, from + quote.length, -1) };
      return { quote, anchor, blockId: String(block.getAttribute("id") ?? "") };
    }
  }
  throw new Error(`The letter does not say “${quote}”`);
}

async function tellDrafting(letterId: string, lead: Member, as: FindMember): Promise<void> {
  await saveTextVersion(lead, { letterId, locale: "en", note: "Before the drafting call" });
  const { threadId } = await addComment(await as("wideline"), {
    letterId,
    locale: "en",
    opId: newId(),
    body: "I would write “almost four in ten”: our register says 38 percent.",
    ...(await passageOf(letterId, "en", "Four in ten were children.")),
  });
  await replyToComment(await as("tomas"), {
    threadId,
    opId: newId(),
    body: "De acuerdo. Subo el registro de Tenosique para la nota al pie.",
  });
}

async function tellReview(letterId: string, as: FindMember): Promise<void> {
  await addComment(await as("elias"), {
    letterId,
    locale: "en",
    opId: newId(),
    body: "Conviene nombrar la fiscalía especial: así la pregunta tiene a quién dirigirse.",
    ...(await passageOf(letterId, "en", "which prosecutor holds it")),
  });
}

/** Who signs, who has asked, who reads, who declined: spread over the invited in a fixed pattern. */
async function tellAnswers(seed: SeedLetter, letterId: string, frozen: FrozenVersion[], ids: Ids, as: FindMember) {
  const share = answers[seed.key];
  if (!share) throw new Error(`${seed.key} has no answers`);
  const leads = [seed.lead, ...(seed.coLeads ?? [])];
  const invited: string[] = [...world.takesPart[seed.campaign]];
  if (seed.campaign === "defenders") invited.push(...world.morePartners.map(([name]) => name));
  // Casa Ceiba is asked by its delegate and has not decided: somebody who tries the demo can sign for it.
  const waiting = seed.status === "open" ? ["ceiba"] : [];
  const rest = invited.filter((key) => !leads.includes(key) && !waiting.includes(key));
  const cut = (from: number, part: number) => from + Math.round(part * rest.length);
  const signed = cut(0, share.signed);
  const asked = cut(signed, share.asked);
  const reading = cut(asked, share.reading);
  const declined = cut(reading, share.declined);
  for (const key of [...leads, ...rest.slice(0, signed)]) await sign(key, letterId, frozen, ids, as);
  for (const key of [...waiting.filter((k) => invited.includes(k)), ...rest.slice(signed, asked)]) {
    const organizationId = ids.organizations[key] as string;
    const person = delegateOf(key) ?? (signatoriesOf(key)[0] as string);
    await requestSignature(await as(person), { letterId, organizationId, note: "" });
  }
  for (const key of rest.slice(asked, reading)) {
    await considerSignature(await as(signatoriesOf(key)[0] as string), {
      letterId,
      organizationId: ids.organizations[key] as string,
    });
  }
  for (const key of rest.slice(reading, declined)) {
    await declineSignature(await as(signatoriesOf(key)[0] as string), {
      letterId,
      organizationId: ids.organizations[key] as string,
      reason: "We do not sign letters about appropriations, and will share it with our readers.",
    });
  }
}

async function sign(key: string, letterId: string, frozen: FrozenVersion[], ids: Ids, as: FindMember): Promise<void> {
  const organizationId = ids.organizations[key] as string;
  const partner = world.organizations[key];
  const name = partner?.name ?? key;
  const people = partner?.rule === "two" ? signatoriesOf(key).slice(0, 2) : signatoriesOf(key).slice(0, 1);
  for (const person of people) {
    const member = await as(person);
    const text = frozen.find((f) => f.locale === member.locale) ?? frozen[0];
    if (!text) throw new Error("a frozen letter has a text");
    const nonce = await recordStepUp(member, { letterId, organizationId, sha256: text.sha256 });
    await confirmSignature(member, {
      letterId,
      organizationId,
      locale: text.locale,
      sha256: text.sha256,
      nonce,
      listedName: name,
      listedPerson: member.name,
    });
  }
}

async function tellDelivery(letterId: string, lead: Member): Promise<void> {
  const rows = await db.select({ id: recipients.id }).from(recipients).where(eq(recipients.letterId, letterId));
  for (const [i, { id }] of rows.entries()) {
    const { deliveryId } = await recordDelivery(lead, {
      letterId,
      recipientId: id,
      method: i === 0 ? "hand" : "email",
      sentAt: `${deliveredOn(today())}T11:00`,
      zone: ZONE,
      note: "",
    });
    if (i > 0) continue;
    await recordAcknowledgement(lead, {
      letterId,
      deliveryId,
      at: `${deliveredOn(today())}T15:30`,
      zone: ZONE,
      note: "Received at the front office.",
    });
  }
}

/** It happened earlier than it is told: the letter was opened days ago and the signatures came since, more at first. */
async function itWasEarlier(letterId: string, days: number, closedAt?: Date): Promise<void> {
  const frozenAt = momentOn(workday(-days - 1), "09:00");
  const openedAt = momentOn(workday(-days), "11:00");
  const [createdAt, reviewFrom] = [momentOn(workday(-days - 20), "10:00"), momentOn(workday(-days - 9), "15:00")];
  const decided = { create: createdAt, send_to_review: reviewFrom, freeze: frozenAt, open: openedAt };
  const last = (closedAt ?? new Date()).toISOString();
  await transaction(async (tx) => {
    await tx
      .update(letterRows)
      .set({ createdAt, frozenAt, openedAt, ...(closedAt ? { closedAt } : {}) })
      .where(eq(letterRows.id, letterId));
    for (const [kind, at] of Object.entries({ ...decided, ...(closedAt ? { close: closedAt } : {}) })) {
      await tx
        .update(letterDecisions)
        .set({ createdAt: at })
        .where(and(eq(letterDecisions.letterId, letterId), eq(letterDecisions.kind, kind)));
    }
    await tx.execute(sql`update signatures s set confirmed_at = ${last}::timestamptz
        - (${last}::timestamptz - ${openedAt.toISOString()}::timestamptz) * power(1 - r.n::float / (r.total + 1), 1.6)
      from (select id, row_number() over (order by confirmed_at) n, count(*) over () total
            from signatures where letter_id = ${letterId} and state = 'confirmed') r where r.id = s.id`);
    await tx.update(signatures).set({ invitedAt: openedAt }).where(eq(signatures.letterId, letterId));
  });
}

function signatoriesOf(key: string): string[] {
  const named = Object.entries(world.people).filter(([, p]) => p.posts[key]?.[0] === "signatory");
  return named.length > 0 ? named.map(([person]) => person) : [`signs for ${key}`];
}
function delegateOf(key: string): string | undefined {
  return Object.entries(world.people).find(([, p]) => p.posts[key]?.[0] === "delegate")?.[0];
}
/** The day that it is where the letters are delivered. */
function today(): string {
  return wallTimeOf(new Date(), ZONE).slice(0, 10);
}
function momentOn(when: When, time: string): Date {
  const moment = momentFromWallTime(`${when(today())}T${time}`, ZONE);
  if (!moment) throw new Error(`${time} is no time`);
  return moment.at;
}
