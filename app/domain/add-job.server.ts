import { sql } from "drizzle-orm";
import type { Tx } from "~db/client.server";

/** Every kind of job with its payload: ids only, because job rows are kept and may be logged. */
export type Jobs = {
  /** Sends a row of `outgoing_mails`. */
  send_mail: { mailId: string };
  /** Writes and sends the mail of an invitation: its link is made when it is written, and stored nowhere before. */
  mail_invitation: { invitationId: string };
  /** The same for a forgotten password; the row is named by the hash of its token. */
  mail_password_reset: { tokenHash: string };
  /** Writes and sends the mail of a notification, if it is still unread and wanted. */
  mail_notification: { notificationId: string };
  /** The database's clock closes a letter at its deadline. */
  close_letter: { letterId: string };
  /** The end of an embargo. */
  publish_letter: { letterId: string };
  /** Makes the PDFs of an edition. */
  make_edition_pdfs: { editionId: string };
  /** Tells undecided organizations that the deadline is near (72 h, 24 h). */
  warn_of_deadline: { letterId: string; hours: number };
  /** Two weeks after the delivery: tells the leads to ask what became of the letter. */
  follow_up: { letterId: string };
  /** After delivery: each signer gets the final copy. */
  send_final_copies: { letterId: string; editionId: string };
};

/**
 * Who goes first when many wait (lower is sooner): somebody looks at an empty inbox for a link, and a deadline is a promise;
 * opening a letter to two hundred organizations must not stand in their way.
 */
const priorities: Partial<Record<keyof Jobs, number>> = {
  mail_notification: 10,
  warn_of_deadline: 10,
  follow_up: 10,
  send_final_copies: 10,
  make_edition_pdfs: 5,
};

/**
 * Adds a job in the verb's transaction: it exists exactly if the change does (graphile-worker `add_job`).
 * @param options.runAt not before this moment
 * @param options.key a later job with the same key replaces this one, as long as it has not started
 */
export async function addJob<K extends keyof Jobs>(
  tx: Tx,
  kind: K,
  payload: Jobs[K],
  options: { runAt?: Date; key?: string } = {},
): Promise<void> {
  await tx.execute(sql`select graphile_worker.add_job(${kind}, ${JSON.stringify(payload)}::json,
    run_at := ${options.runAt?.toISOString() ?? null}::timestamptz, job_key := ${options.key ?? null}::text,
    max_attempts := 12, priority := ${priorities[kind] ?? 0}::int)`);
}

/** Takes back a job that has not started; nothing happens when there is none. */
export async function removeJob(tx: Tx, key: string): Promise<void> {
  await tx.execute(sql`select graphile_worker.remove_job(${key}::text)`);
}
