import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "~/domain/id";
import { addComment } from "~/domain/letters/add-comment.server";
import type { ThreadView } from "~/domain/letters/comment";
import { createLetter } from "~/domain/letters/create-letter.server";
import { deleteComment } from "~/domain/letters/delete-comment.server";
import { editComment } from "~/domain/letters/edit-comment.server";
import { readComments } from "~/domain/letters/read-comments.server";
import { reopenThread } from "~/domain/letters/reopen-thread.server";
import { replyToComment } from "~/domain/letters/reply-to-comment.server";
import { resolveThread } from "~/domain/letters/resolve-thread.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { useDatabase } from "~tests/support/database";
import { LiveReader } from "~tests/support/live-reader";
import { type RunningServer, startServer } from "~tests/support/server";
import { makeWorld, type World, type WorldOrganization } from "~tests/support/signing-world";

const database = await useDatabase();
let server: RunningServer;
let world: World;
const readers: LiveReader[] = [];
beforeAll(async () => {
  [server, world] = await Promise.all([
    startServer({ databaseUrl: database.url, pages: false }),
    makeWorld({ organizations: 3 }),
  ]);
}, 60_000);
afterAll(async () => {
  for (const reader of readers) reader.close();
  await server.kill();
});

const org = (i: number) => world.organizations[i] as WorldOrganization;
async function open(personId: string): Promise<LiveReader> {
  const reader = await LiveReader.open(server.url, personId);
  readers.push(reader);
  return reader;
}

describe("comments, live", () => {
  it("equal a reload: whoever reads again at each event has what a fresh load has; outsiders hear nothing", async () => {
    const lead = org(0).delegate;
    const letterId = await createLetter(lead, {
      campaignId: world.campaignId,
      subject: "Protect the rivers",
      locale: "en",
      text: "We ask you to protect the rivers.",
    });
    const name = stream("letter", letterId);
    const watcher = org(2).person;
    const cursors = await readHeads([name]);
    let page: ThreadView[] = await readComments(watcher, letterId, "en");
    const reader = await open(watcher.personId);
    const outsider = await open(world.outsider.signatory.personId);
    await reader.ask("live:subscribe", { cursors });
    const refused = await outsider.ask("live:subscribe", { cursors });
    expect(refused.refused).toEqual([name]);

    let heard = 0;
    /** Does something and, when the socket says that the letter moved on, reads what the page reads. */
    const then = async <T>(doing: Promise<T>, type: string): Promise<T> => {
      const value = await doing;
      heard += 1;
      await reader.until(() => reader.events.length >= heard, 10_000, type);
      const event = reader.events[heard - 1];
      expect([event?.stream, event?.type]).toEqual([name, type]);
      // Ids alone travel: who reads the words is asked at each reading.
      expect(JSON.stringify(event)).not.toMatch(/rivers|lakes/);
      page = await readComments(watcher, letterId, "en");
      return value;
    };
    const { threadId, commentId } = await then(
      addComment(lead, { letterId, locale: "en", opId: newId(), body: "Which rivers?", quote: "the rivers" }),
      "comment.added",
    );
    expect(page.map((t) => t.comments.map((c) => c.body))).toEqual([["Which rivers?"]]);
    const reply = await then(
      replyToComment(org(1).signatory, { threadId, opId: newId(), body: "All, and the lakes." }),
      "comment.added",
    );
    await then(editComment(lead, { commentId, body: "Which of the rivers?" }), "comment.changed");
    expect(page[0]?.comments[0]).toMatchObject({ body: "Which of the rivers?", edited: true });
    await then(resolveThread(lead, { threadId }), "comment.resolved");
    expect(page[0]?.resolved).not.toBeNull();
    await then(reopenThread(org(1).signatory, { threadId }), "comment.reopened");
    await then(deleteComment(org(1).signatory, { commentId: reply }), "comment.changed");
    expect(page).toEqual(await readComments(watcher, letterId, "en"));
    expect(page[0]?.comments.map((c) => [c.body, c.deleted])).toEqual([
      ["Which of the rivers?", false],
      ["", true],
    ]);
    expect(reader.seqs(name)).toEqual(reader.seqs(name).map((_, i) => (cursors[0]?.seq ?? 0) + 1 + i));
    expect(outsider.events).toEqual([]);
  });
});
