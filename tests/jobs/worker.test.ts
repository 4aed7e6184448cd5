import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addJob } from "~/domain/add-job.server";
import { newId } from "~/domain/id";
import { forgetExpired } from "~/domain/people/forget-expired.server";
import { chooseNotices, markNoticesRead } from "~/domain/people/notifications.server";
import { putInOutbox, readOutgoingMail } from "~/domain/people/outgoing-mail.server";
import { deleteMessage } from "~/domain/rooms/delete-message.server";
import { postMessage } from "~/domain/rooms/post-message.server";
import { forgetEnv } from "~/env.server";
import { mailNotification } from "~/jobs/mail-notification.server";
import { sweepDueLetters } from "~/jobs/sweep-due-letters.server";
import { type WorkerWatch, watchWorkers } from "~/jobs/watch-workers.server";
import { startWorker } from "~/jobs/worker.server";
import { rawSql, transaction } from "~db/client.server";
import { letterLeads, letters } from "~db/schema";
import { useDatabase } from "~tests/support/database";
import { makeSmallWorld, type SmallWorld } from "~tests/support/small-world";

const database = await useDatabase();
let w: SmallWorld;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  // Also those that a test has left as taken.
  await rawSql()`delete from graphile_worker._private_jobs`;
  w = await makeSmallWorld();
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Waits for a row to become true, by asking: jobs have no other door. The limit is against hanging. */
async function until(test: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await test())) if (Date.now() > end) throw new Error("the job did not come to its end within 60 s");
}
async function work() {
  const worker = await startWorker(database.url);
  closers.push(() => worker.close());
}
const mail = (more: object = {}) => ({
  coalitionId: w.mesa,
  personId: w.people.lucia,
  kind: "test",
  toAddress: "lucia@example.org",
  locale: "es",
  subject: "Firmó Casa Ceiba",
  text: "Buenos días: ¿ya leyeron?",
  html: "<p>Buenos días</p>",
  ...more,
});

/** A mail server on this machine that keeps what it gets. */
async function mailServer(options: { refuse?: number } = {}): Promise<{ url: string; mails: string[] }> {
  const mails: string[] = [];
  let refuse = options.refuse ?? 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    // Our transport keeps its connection open for the next mail.
    closeTimeout: 100,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (refuse-- > 0) return done(Object.assign(new Error("later"), { responseCode: 451 }));
        mails.push(Buffer.concat(chunks).toString("utf8"));
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, mails };
}

describe("the outbox", () => {
  it("in the demo marks a mail as sent, so that it can be read in the inbox page; the same id is one mail", async () => {
    const id = newId();
    await transaction((tx) => putInOutbox(tx, mail(), id));
    await transaction((tx) => putInOutbox(tx, mail({ subject: "Again" }), id));
    const [jobs] = await rawSql()`select count(*)::int n from graphile_worker.jobs where task_identifier = 'send_mail'`;
    expect(jobs?.n).toBe(1);
    await work();
    await until(async () => (await readOutgoingMail(id))?.sentAt != null);
    expect(await readOutgoingMail(id)).toMatchObject({ subject: "Firmó Casa Ceiba", lastError: "" });
  });

  it("leaves nothing behind when the verb's transaction fails", async () => {
    const id = newId();
    await expect(
      transaction(async (tx) => {
        await putInOutbox(tx, mail(), id);
        throw new Error("the verb failed");
      }),
    ).rejects.toThrow("the verb failed");
    expect(await readOutgoingMail(id)).toBeNull();
    const [jobs] = await rawSql()`select count(*)::int n from graphile_worker.jobs`;
    expect(jobs?.n).toBe(0);
  });

  it("hands a mail to the mail server with its own Message-ID and language, and notes only a code when that fails", async () => {
    const smtp = await mailServer({ refuse: 1 });
    process.env.SMTP_URL = smtp.url;
    forgetEnv();
    closers.push(async () => {
      delete process.env.SMTP_URL;
      forgetEnv();
    });
    const id = newId();
    await transaction((tx) => putInOutbox(tx, mail(), id));
    await work();
    await until(async () => (await readOutgoingMail(id))?.lastError !== "");
    expect(await readOutgoingMail(id)).toMatchObject({ sentAt: null, lastError: "EMESSAGE" });
    // The second try is due in a few seconds; the test does not wait for that.
    await rawSql()`select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs), run_at := now())`;
    await until(async () => (await readOutgoingMail(id))?.sentAt != null);
    expect(smtp.mails).toHaveLength(1);
    expect(smtp.mails[0]).toMatch(new RegExp(`Message-ID: <${id}@`, "i"));
    expect(smtp.mails[0]).toMatch(/Content-Language: es/i);
    expect(smtp.mails[0]).toMatch(/To: lucia@example\.org/i);
    // A stolen copy of the database tells that a mail was sent, and not what it said or to which address.
    expect(await readOutgoingMail(id)).toMatchObject({ toAddress: "", subject: "", bodyText: "", bodyHtml: "" });
  });

  it("forgets what a mail says that nobody takes for days, and after a month that it was", async () => {
    const [fresh, stuck, old] = [newId(), newId(), newId()];
    for (const id of [fresh, stuck, old]) await transaction((tx) => putInOutbox(tx, mail(), id));
    await rawSql()`update outgoing_mails set created_at = now() - interval '5 days' where id = ${stuck}`;
    await rawSql()`update outgoing_mails set created_at = now() - interval '31 days' where id = ${old}`;
    await forgetExpired();
    expect(await readOutgoingMail(fresh)).toMatchObject({ toAddress: "lucia@example.org", bodyText: mail().text });
    expect(await readOutgoingMail(stuck)).toMatchObject({ toAddress: "", subject: "", bodyText: "", bodyHtml: "" });
    expect(await readOutgoingMail(old)).toBeNull();
  });
});

describe("the mail of a mention", () => {
  async function mentioned(): Promise<{ id: string; messageId: string }> {
    const { messageId } = await postMessage(await w.as("tomas"), {
      roomId: w.roomId,
      opId: newId(),
      body: "@Ruth see this",
      mentions: [w.people.ruth],
    });
    const [row] = await rawSql()`select id from notifications where person_id = ${w.people.ruth} and kind = 'mention'`;
    return { id: row?.id as string, messageId };
  }
  const written = async (id: string) => {
    await mailNotification({ notificationId: id });
    return readOutgoingMail(id);
  };

  it("says who and where, in the reader's language, with a link that decides nothing; not what was said", async () => {
    const { id } = await mentioned();
    const found = await written(id);
    expect(found).toMatchObject({ kind: "mention", personId: w.people.ruth, locale: "en" });
    expect(found?.bodyText).toContain("Tomas");
    expect(found?.bodyText).toContain(`/campaigns/${w.campaignId}/rooms/${w.roomId}`);
    expect(found?.bodyText).toContain("/me/notifications");
    expect(`${found?.bodyText}${found?.bodyHtml}`).not.toContain("see this");
    // A second run of the job is no second mail.
    await mailNotification({ notificationId: id });
    const [mails] = await rawSql()`select count(*)::int n from outgoing_mails`;
    expect(mails?.n).toBeGreaterThanOrEqual(1);
    const [own] = await rawSql()`select count(*)::int n from outgoing_mails where id = ${id}`;
    expect(own?.n).toBe(1);
  });

  it("is not written when the mention was read, the message deleted, mail turned off, or the reader has left", async () => {
    const read = await mentioned();
    await markNoticesRead(await w.as("ruth"), { all: true });
    expect(await written(read.id)).toBeNull();

    w = await makeSmallWorld();
    const deleted = await mentioned();
    await deleteMessage(await w.as("tomas"), { messageId: deleted.messageId });
    expect(await written(deleted.id)).toBeNull();

    w = await makeSmallWorld();
    const off = await mentioned();
    await chooseNotices(w.people.ruth, [{ kind: "mention", inApp: true, byMail: false }]);
    expect(await written(off.id)).toBeNull();

    w = await makeSmallWorld();
    const left = await mentioned();
    await transaction((tx) => tx.execute(`update posts set ended_at = now() where person_id = '${w.people.ruth}'`));
    expect(await written(left.id)).toBeNull();
  });
});

describe("the sweep", () => {
  it("closes letters past their deadline whose job is missing, and leaves those that still have time", async () => {
    const [late, open] = [newId(), newId()];
    await transaction(async (tx) => {
      for (const [id, hours] of [
        [late, -1],
        [open, 1],
      ] as const) {
        await tx.insert(letters).values({
          id,
          coalitionId: w.mesa,
          campaignId: w.campaignId,
          title: "A letter",
          authoritativeLocale: "en",
          publicSlug: id,
          status: "open",
          hardDeadline: new Date(Date.now() + hours * 3_600_000),
          deadlineZone: "UTC",
        });
        await tx.insert(letterLeads).values({ letterId: id, organizationId: w.ceiba, kind: "lead" });
      }
    });
    await sweepDueLetters();
    await sweepDueLetters();
    const rows = await rawSql()`select id, status from letters where id in (${late}, ${open})`;
    expect(Object.fromEntries(rows.map((r) => [r.id, r.status]))).toEqual({ [late]: "closed", [open]: "open" });
  });
});

describe("the worker", () => {
  it("does what becomes due while it runs, and goes on after its connections were cut", async () => {
    await work();
    await database.killBackends();
    const id = newId();
    await until(() =>
      transaction((tx) => putInOutbox(tx, mail(), id)).then(
        () => true,
        () => false,
      ),
    );
    await until(async () => (await readOutgoingMail(id).catch(() => null))?.sentAt != null);
  });

  it("finds nothing to do, and does not fail, when what a job is about is gone", async () => {
    // A mail that is not there is no failure: there is nothing to do.
    await transaction((tx) => addJob(tx, "send_mail", { mailId: newId() }));
    await work();
    await until(async () => (await rawSql()`select 1 from graphile_worker.jobs`).length === 0);
    // An address that no letter has makes the domain answer nothing, too.
    await transaction((tx) => addJob(tx, "close_letter", { letterId: newId() }));
    await transaction((tx) => addJob(tx, "follow_up", { letterId: newId() }));
    await until(async () => (await rawSql()`select 1 from graphile_worker.jobs`).length === 0);
  });
});

describe("workers that were killed", () => {
  /** A job that a worker has taken and not ended: what a killed process leaves. */
  async function taken(by: string, seconds: number): Promise<string> {
    const id = newId();
    await transaction((tx) => putInOutbox(tx, mail(), id));
    const { count } = await rawSql()`update graphile_worker._private_jobs set locked_by = ${by}, attempts = 1,
      locked_at = clock_timestamp() - make_interval(secs => ${seconds}) where payload->>'mailId' = ${id}`;
    expect(count).toBe(1);
    return id;
  }
  /** One that looks only when it is told to. */
  const watch = () => {
    const made = watchWorkers(database.url, 3_600_000);
    closers.push(() => made.close());
    return made;
  };

  it("have their jobs done by others, at once and not after hours", async () => {
    const id = await taken("worker-killed", 6);
    await work();
    await until(async () => (await readOutgoingMail(id))?.sentAt != null);
  });

  it("are told from those that live: each job is freed when its worker's process has ended", async () => {
    const [here, elsewhere] = [watch(), watchWorkers(database.url, 3_600_000)];
    elsewhere.add("worker-elsewhere");
    here.add("worker-here");
    expect(await elsewhere.look()).toEqual([]);
    await taken("worker-elsewhere", 3_600);
    await taken("worker-here", 3_600);
    await taken("worker-killed", 3_600);
    await taken("worker-killed-now", 1);
    expect(await here.look()).toEqual(["worker-killed"]);
    expect(await here.look()).toEqual([]);
    await elsewhere.close();
    expect(await here.look()).toEqual(["worker-elsewhere"]);
  });

  it("are not mistaken for those whose connection was cut", async () => {
    const [here, elsewhere] = [watch(), watch()];
    elsewhere.add("worker-elsewhere");
    await elsewhere.look();
    await taken("worker-elsewhere", 3_600);
    await database.killBackends();
    const looked = async (one: WorkerWatch): Promise<string[]> => {
      let freed: string[] | undefined;
      await until(async () => {
        freed = await one.look().catch(() => undefined);
        return freed !== undefined;
      });
      return freed ?? [];
    };
    await looked(elsewhere);
    expect(await looked(here)).toEqual([]);
  });
});
