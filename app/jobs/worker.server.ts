import { EventEmitter } from "node:events";
import { Logger, parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from "graphile-worker";
import type { Jobs } from "~/domain/add-job.server";
import { forgetExpired } from "~/domain/people/forget-expired.server";
import { log } from "~/log.server";
import { closeMail } from "~/mail/transport.server";
import { closeLetter } from "./close-letter.server";
import { followUp } from "./follow-up.server";
import { mailInvitation } from "./mail-invitation.server";
import { mailNotification } from "./mail-notification.server";
import { mailPasswordReset } from "./mail-password-reset.server";
import { makeEditionPdfs } from "./make-edition-pdfs.server";
import { publishLetter } from "./publish-letter.server";
import { sendFinalCopies } from "./send-final-copies.server";
import { sendMail } from "./send-mail.server";
import { sweepDueLetters } from "./sweep-due-letters.server";
import { warnOfDeadline } from "./warn-of-deadline.server";
import { watchWorkers } from "./watch-workers.server";

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
  follow_up: followUp,
  send_final_copies: sendFinalCopies,
};

/** Jobs at once on one node. */
const CONCURRENCY = 4;
/** How often jobs of the future are looked for (ms): a letter closes at most this long after its deadline. */
const POLL_MS = 1_000;
type Running = { stop(): Promise<void> };

/** Pause before a worker that ended by itself is started again (ms). */
const RESTART_MS = 1_000;

/**
 * Runs the jobs that verbs have written, until closed. A worker that ends by itself (the database went away for long) is
 * started again: the jobs are rows, so none is lost meanwhile. Jobs of workers that were killed, here or on another node, are
 * done within some seconds.
 *
 * It sets no signal handlers, because `server.ts` decides the order of closing. Nothing of a job but its kind is logged.
 *
 * @param databaseUrl where graphile-worker's tables are (migrated before)
 * @returns `close` lets running jobs end; those that take longer than some seconds run again at the next start
 */
export async function startWorker(databaseUrl: string): Promise<{ close(): Promise<void> }> {
  let closing = false;
  let restart: NodeJS.Timeout | undefined;
  let running: Promise<Running> | undefined = start();
  await running;

  async function start(): Promise<Running> {
    const watch = watchWorkers(databaseUrl);
    const events = new EventEmitter() as unknown as WorkerEvents;
    events.on("worker:create", ({ worker }) => watch.add(worker.workerId));
    events.on("job:error", ({ job, error }) =>
      log.warn(
        { event: "job.failed", job: job.task_identifier, attempt: job.attempts, error },
        "A job failed; it is tried again",
      ),
    );
    events.on("job:failed", ({ job, error }) =>
      log.error(
        { event: "job.given_up", job: job.task_identifier, attempt: job.attempts, error },
        "A job was given up",
      ),
    );
    const started = await runTasks(events).catch(async (error: unknown) => {
      await watch.close();
      throw error;
    });
    const ended = started.promise.finally(() => watch.close());
    ended.then(restartUnlessClosing, (error: unknown) => {
      if (!closing) log.error({ event: "worker.ended", error }, "The worker ended; it is started again");
      restartUnlessClosing();
    });
    // It throws when it is stopped already, which is what was wanted.
    const stop = () => started.stop().catch(() => ended.catch(() => {}));
    // A connection that broke here may have left a job that is taken and that no worker knows of; and a worker that could not
    // report what became of its job ends, without another in its place. New workers have new names: what the old ones hold
    // is then free.
    for (const broken of ["worker:getJob:error", "worker:fatalError"] as const) {
      events.on(broken, ({ error }) => {
        log.warn({ event: "worker.broken", error }, "A worker lost its connection; all are started again");
        void stop();
      });
    }
    return { stop };
  }

  function runTasks(events: WorkerEvents): Promise<Runner> {
    return run({
      connectionString: databaseUrl,
      concurrency: CONCURRENCY,
      maxPoolSize: CONCURRENCY + 1,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      events,
      logger: new Logger(quiet),
      taskList: tasks(),
      // The belt: should a job row be missing or late, the clock still closes letters and ends embargoes.
      parsedCronItems: parseCronItems([
        {
          task: "sweep_due_letters",
          match: "* * * * *",
          identifier: "sweep",
          // More than one attempt: the row of a sweep whose process was killed would otherwise stay for ever.
          options: { backfillPeriod: 0, maxAttempts: 3 },
        },
        {
          task: "forget_expired",
          match: "17 4 * * *",
          identifier: "forget",
          options: { backfillPeriod: 0, maxAttempts: 3 },
        },
      ]),
    });
  }

  function restartUnlessClosing(): void {
    running = undefined;
    if (closing) return;
    restart = setTimeout(() => {
      running = start();
      running.catch((error: unknown) => {
        log.error({ event: "worker.start", error }, "The worker could not start; it is tried again");
        restartUnlessClosing();
      });
    }, RESTART_MS);
  }

  return {
    async close() {
      closing = true;
      clearTimeout(restart);
      const last = await running?.catch(() => undefined);
      await last?.stop();
      closeMail();
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
