import { desc, eq, sql } from "drizzle-orm";
import { db, type Tx } from "~db/client.server";
import { outgoingMails } from "~db/schema";
import { addJob } from "../add-job.server";
import { newId } from "../id";

export type MailToSend = {
  coalitionId: string | null;
  personId: string | null;
  kind: string;
  toAddress: string;
  locale: string;
  subject: string;
  text: string;
  html: string;
};

/**
 * Puts a mail into the outbox, in the caller's transaction: it is sent exactly if what it tells of was committed.
 * @param id the same id is put in once, such as that of the notification which the mail tells
 */
export async function putInOutbox(tx: Tx, mail: MailToSend, id: string = newId()): Promise<void> {
  const written = await tx
    .insert(outgoingMails)
    .values({
      id,
      coalitionId: mail.coalitionId,
      personId: mail.personId,
      kind: mail.kind,
      toAddress: mail.toAddress,
      locale: mail.locale,
      subject: mail.subject,
      bodyText: mail.text,
      bodyHtml: mail.html,
    })
    .onConflictDoNothing()
    .returning({ id: outgoingMails.id });
  if (written.length > 0) await addJob(tx, "send_mail", { mailId: id });
}

export type OutgoingMail = typeof outgoingMails.$inferSelect;

/** One mail of the outbox, for the job that sends it and for the inbox page of demo and development. */
export async function readOutgoingMail(id: string): Promise<OutgoingMail | null> {
  const [mail] = await db.select().from(outgoingMails).where(eq(outgoingMails.id, id));
  return mail ?? null;
}

/** The newest mails of the outbox, without their texts, for the inbox page of demo and development. */
export async function readOutbox(limit = 100): Promise<Omit<OutgoingMail, "bodyText" | "bodyHtml">[]> {
  const rows = await db
    .select()
    .from(outgoingMails)
    .orderBy(desc(outgoingMails.createdAt), desc(outgoingMails.id))
    .limit(limit);
  return rows.map(({ bodyText: _text, bodyHtml: _html, ...mail }) => mail);
}

/** What a mail says, and to whom, once it is nobody's any more: some hold links that open an account, all say who was asked what. */
export const forgotten = { toAddress: "", subject: "", bodyText: "", bodyHtml: "" } as const;

/**
 * Once a mail server has it, what it says is forgotten; that it was sent, when and to whose account stays.
 * @param handedOver to a mail server; false in demo and development, where the inbox page is the only place to read it
 */
export async function markMailSent(id: string, handedOver: boolean): Promise<void> {
  await db
    .update(outgoingMails)
    .set({ sentAt: sql`clock_timestamp()`, lastError: "", ...(handedOver ? forgotten : {}) })
    .where(eq(outgoingMails.id, id));
}

/** @param code of the error, never its message: that quotes addresses */
export async function markMailFailed(id: string, code: string): Promise<void> {
  await db.update(outgoingMails).set({ lastError: code }).where(eq(outgoingMails.id, id));
}
