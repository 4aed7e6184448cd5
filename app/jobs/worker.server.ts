import { Logger, parseCronItems, type Runner, run, type TaskList } from "graphile-worker";
import type { Jobs } from "~/domain/add-job.server";
import { forgetExpired } from "~/domain/people/forget-expired.server";
import { log } from "~/log.server";
import { closeLetter } from "./close-letter.server";
import { mailInvitation } from "./mail-invitation.server";
import { mailNotification } from "./mail-notification.server";
import { mailPasswordReset } from "./mail-password-reset.server";
import { makeEditionPdfs } from "./make-edition-pdfs.server";
import { publishLetter } from "./publish-letter.server";
import { sendFinalCopies } from "./send-final-copies.server";
import { sendMail } from "./send-mail.server";
import { sweepDueLetters } from "./sweep-due-letters.server";
import { warnOfDeadline } from "./warn-of-deadline.server";

/** One function for each kind of job; a kind without one does not compile. */
const handlers: { [K in keyof Jobs]: (payload: Jobs[K]) => Promise<void> } = {
  send_mail: sendMail,
  mail_invitation: mailInvitation,
  mail_password_reset: mailPasswordReset,
  mail_notification: mailNotification,
  close_letter: closeLetter,
  publish_letter: publishLetter,
  make_edition_pdfs: makeEditionPdfs,
  warn_of_deadline: warnOfDeadline,
  send_final_copies: sendFinalCopies,
};

/** Jobs at once on one node. */
const CONCURRENCY = 4;
/** How often jobs of the future are looked for (ms): a letter closes at most this long after its deadline. */
const POLL_MS = 1_000;
/** Pause before a worker that ended by itself is started again (ms). */
const RESTART_MS = 1_000;

/**
 * Runs the jobs that verbs have written, until closed. A worker that ends by itself (the database went away for long) is
 * started again: the jobs are rows, so none is lost meanwhile.
 *
 * It sets no signal handlers, because `server.ts` decides the order of closing. Nothing of a job but its kind is logged.
 *
 * @param databaseUrl where graphile-worker's tables are (migrated before)
 * @returns `close` lets running jobs end; those that take longer than some seconds run again at the next start
 */
export async function startWorker(databaseUrl: string): Promise<{ close(): Promise<void> }> {
  let closing = false;
  let restart: NodeJS.Timeout | undefined;
  let runner: Runner | undefined = await start();

  async function start(): Promise<Runner> {
    const started = await run({
      connectionString: databaseUrl,
      concurrency: CONCURRENCY,
      maxPoolSize: CONCURRENCY + 1,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      logger: new Logger(quiet),
      taskList: tasks(),
      // The belt: should a job row be missing or late, the clock still closes letters and ends embargoes.
      parsedCronItems: parseCronItems([
        {
          task: "sweep_due_letters",
          match: "* * * * *",
          identifier: "sweep",
          options: { backfillPeriod: 0, maxAttempts: 1 },
        },
        {
          task: "forget_expired",
          match: "17 4 * * *",
          identifier: "forget",
          options: { backfillPeriod: 0, maxAttempts: 3 },
        },
      ]),
    });
    started.events.on("job:error", ({ job, error }) =>
      log.warn(
        { event: "job.failed", job: job.task_identifier, attempt: job.attempts, error },
        "A job failed; it is tried again",
      ),
    );
    started.events.on("job:failed", ({ job, error }) =>
      log.error(
        { event: "job.given_up", job: job.task_identifier, attempt: job.attempts, error },
        "A job was given up",
      ),
    );
    started.promise.then(restartUnlessClosing, (error: unknown) => {
      if (!closing) log.error({ event: "worker.ended", error }, "The worker ended; it is started again");
      restartUnlessClosing();
    });
    return started;
  }

  function restartUnlessClosing(): void {
    runner = undefined;
    if (closing) return;
    restart = setTimeout(() => {
      start().then(
        (started) => {
          runner = started;
          if (closing) void started.stop().catch(() => {});
        },
        (error: unknown) => {
          log.error({ event: "worker.start", error }, "The worker could not start; it is tried again");
          restartUnlessClosing();
        },
      );
    }, RESTART_MS);
  }

  return {
    async close() {
      closing = true;
      clearTimeout(restart);
      await runner?.stop();
    },
  };
}

function tasks(): TaskList {
  const list: TaskList = { sweep_due_letters: () => sweepDueLetters(), forget_expired: () => forgetExpired() };
  for (const [kind, handle] of Object.entries(handlers)) {
    // The payload was typed where the job was added (`addJob`), in the same release or an earlier one.
    list[kind] = (payload) => (handle as (payload: unknown) => Promise<void>)(payload);
  }
  return list;
}

/** graphile-worker quotes payloads and errors in its lines; ours are written from its events, above. */
function quiet() {
  return () => {};
}
