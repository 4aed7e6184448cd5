import { and, asc, desc, eq, inArray, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "~db/client.server";
import { deliveries, deliveryCorrections, editions, people, posts, recipients } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { actsForAbsentLead, can } from "../permissions";
import type { BoardLetter } from "./board";
import type { DeliveryMethod, Publication } from "./delivery";
import { canTransition } from "./letter";
import { loadLetter } from "./load-letter.server";
import { readBoardLetter } from "./read-board.server";
import { type EditionText, readEditionTexts } from "./read-edition.server";

export type DeliveryRow = {
  id: string;
  edition: number;
  method: DeliveryMethod;
  sentAt: string;
  sentBy: string;
  note: string;
  acknowledgedAt: string | null;
  acknowledgedNote: string;
  answeredAt: string | null;
  answer: string;
  /** Null when nobody is known any more. */
  sentById: string | null;
  /** What stood there before each correction, oldest first. */
  corrections: {
    id: string;
    recipientId: string;
    method: DeliveryMethod;
    sentAt: string;
    sentBy: string;
    reason: string;
    correctedBy: string;
    correctedAt: string;
  }[];
};

export type DeliveriesPage = {
  letter: BoardLetter;
  deliveredAt: string | null;
  followUpAt: string | null;
  edition: { number: number; count: number; texts: EditionText[] } | null;
  recipients: {
    id: string;
    kind: "to" | "cc";
    name: string;
    office: string;
    address: string;
    deliveries: DeliveryRow[];
  }[];
  /** Who may have carried it: oneself and the people of the leads. */
  bearers: { id: string; name: string }[];
  can: { record: boolean; correct: boolean; archive: boolean };
};

/** What was sent to whom, and what came back. @throws not_found, also before the first edition */
export async function readDeliveries(member: Member, letterId: string): Promise<DeliveriesPage> {
  const loaded = await loadLetter(member, letterId);
  const { letter, thing } = loaded;
  const [edition] = await db
    .select()
    .from(editions)
    .where(eq(editions.letterId, letter.id))
    .orderBy(desc(editions.number))
    .limit(1);
  if (!edition) throw notFound();
  const mayRecord = can(member, "letter.record_delivery", thing);
  const [to, sent, corrected, bearers, texts] = await Promise.all([
    db
      .select()
      .from(recipients)
      .where(eq(recipients.letterId, letter.id))
      .orderBy(desc(recipients.kind), asc(recipients.position)),
    db
      .select({ delivery: deliveries, edition: editions.number, by: people.name })
      .from(deliveries)
      .innerJoin(editions, eq(editions.id, deliveries.editionId))
      .leftJoin(people, eq(people.id, deliveries.sentBy))
      .where(eq(deliveries.letterId, letter.id))
      .orderBy(asc(deliveries.sentAt), asc(deliveries.id)),
    readCorrections(letter.id),
    mayRecord && thing.leadIds.length
      ? db
          .selectDistinct({ id: people.id, name: people.name })
          .from(posts)
          .innerJoin(people, eq(people.id, posts.personId))
          .where(and(inArray(posts.organizationId, [...thing.leadIds]), isNull(posts.endedAt)))
          .orderBy(asc(people.name))
      : [],
    readEditionTexts(edition.id, letter.authoritativeLocale),
  ]);
  const bearing =
    bearers.some((b) => b.id === member.personId) || !mayRecord
      ? bearers
      : [{ id: member.personId, name: member.name }, ...bearers];
  return {
    letter: await readBoardLetter(loaded),
    deliveredAt: letter.deliveredAt?.toISOString() ?? null,
    followUpAt: letter.followUpAt?.toISOString() ?? null,
    edition: { number: edition.number, count: edition.count, texts },
    recipients: to.map((r) => ({
      id: r.id,
      kind: r.kind,
      name: r.name,
      office: r.office,
      address: r.address,
      deliveries: sent
        .filter((s) => s.delivery.recipientId === r.id)
        .map(({ delivery: d, edition: number, by }) => ({
          id: d.id,
          edition: number,
          method: d.method,
          sentAt: d.sentAt.toISOString(),
          sentBy: by ?? "",
          note: d.note,
          acknowledgedAt: d.acknowledgedAt?.toISOString() ?? null,
          acknowledgedNote: d.acknowledgedNote,
          answeredAt: d.answeredAt?.toISOString() ?? null,
          answer: d.answer,
          sentById: d.sentBy,
          corrections: corrected
            .filter((c) => c.deliveryId === d.id)
            .map(({ deliveryId: _of, ...c }) => ({
              ...c,
              sentBy: c.sentBy ?? "",
              correctedBy: c.correctedBy ?? "",
              sentAt: c.sentAt.toISOString(),
              correctedAt: c.correctedAt.toISOString(),
            })),
        })),
    })),
    bearers: bearing,
    can: {
      record: canTransition(letter.status, "record_delivery") && mayRecord,
      correct: canTransition(letter.status, "correct_delivery") && mayRecord,
      archive: canTransition(letter.status, "archive") && can(member, "letter.archive", thing),
    },
  };
}

function readCorrections(letterId: string) {
  const sender = alias(people, "sender");
  const corrector = alias(people, "corrector");
  return db
    .select({
      id: deliveryCorrections.id,
      deliveryId: deliveryCorrections.deliveryId,
      recipientId: deliveryCorrections.recipientId,
      method: deliveryCorrections.method,
      sentAt: deliveryCorrections.sentAt,
      sentBy: sender.name,
      reason: deliveryCorrections.reason,
      correctedBy: corrector.name,
      correctedAt: deliveryCorrections.createdAt,
    })
    .from(deliveryCorrections)
    .innerJoin(deliveries, eq(deliveries.id, deliveryCorrections.deliveryId))
    .leftJoin(sender, eq(sender.id, deliveryCorrections.sentBy))
    .leftJoin(corrector, eq(corrector.id, deliveryCorrections.correctedBy))
    .where(eq(deliveries.letterId, letterId))
    .orderBy(asc(deliveryCorrections.createdAt), asc(deliveryCorrections.id));
}

export type PublicationPage = {
  letter: BoardLetter;
  publication: Publication;
  embargoUntil: string | null;
  publishedAt: string | null;
  slug: string;
  editions: number;
  /** A coordinator decides in the lead's absence and says why. */
  needsReason: boolean;
  can: { publish: boolean };
};

/** @throws not_found, also before the first edition */
export async function readPublication(member: Member, letterId: string): Promise<PublicationPage> {
  const loaded = await loadLetter(member, letterId);
  const { letter, thing } = loaded;
  const made = await db.select({ id: editions.id }).from(editions).where(eq(editions.letterId, letter.id));
  if (made.length === 0) throw notFound();
  return {
    letter: await readBoardLetter(loaded),
    publication: letter.publication,
    embargoUntil: letter.embargoUntil?.toISOString() ?? null,
    publishedAt: letter.publishedAt?.toISOString() ?? null,
    slug: letter.publicSlug,
    editions: made.length,
    needsReason: actsForAbsentLead(member, thing),
    can: { publish: canTransition(letter.status, "publish") && can(member, "letter.publish", thing) },
  };
}
