/**
 * Every form of the product × who has no business with it. A route with an action, or a form of one, that is not in the list
 * fails here: nothing is asked of the server that nobody thought of.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { ActionFunction, ActionFunctionArgs } from "@remix-run/node";
import { beforeAll, describe, expect, it } from "vitest";
import { planAction } from "~/domain/actions/plan-action.server";
import { newId } from "~/domain/id";
import { addComment } from "~/domain/letters/add-comment.server";
import { createLetter } from "~/domain/letters/create-letter.server";
import { createRoom } from "~/domain/rooms/create-room.server";
import { inviteGuest } from "~/domain/rooms/invite-guest.server";
import { postMessage } from "~/domain/rooms/post-message.server";
import routes from "~/routes";
import { rawSql } from "~db/client.server";
import { useDatabase } from "~tests/support/database";
import { signedIn } from "~tests/support/people";
import { root } from "~tests/support/settings";
import { freezeNewLetter, inFuture, makeWorld } from "~tests/support/signing-world";
import { makeGuest } from "~tests/support/small-world";

await useDatabase();

type Fields = Record<string, string | string[]>;
type Asked = "nobody" | "other coalition" | "guest";

const id = newId();
const until = inFuture(3 * 86_400_000);
const reason = "A reason that is long enough to be one.";
const organizationFields = {
  name: "New name",
  nameLocale: "en",
  country: "MX",
  scope: "national",
  kind: "legal",
};
const actionFields = { title: "A vigil", kind: "vigil", starts: until.deadline, zone: until.zone };

/** What is asked about; filled when the world is made. Fields beginning with `$` name one of these. */
const known: Record<string, string> = { id, until: until.deadline, zone: until.zone };

/**
 * Forms for members of a coalition, by the route's file: each by the name that its schema gives it; "" or a name in brackets is
 * one that its fields alone tell from others.
 */
const forms: Record<string, Record<string, Fields>> = {
  "routes/coalition/settings.tsx": {
    edit: { name: "Taken over", nameLocale: "en", motto: "", dye: "anil" },
    invite: { email: "intruder@example.org", personName: "I", locale: "en" },
    remove: { person: "$coordinator" },
    resend: { invitation: "$invitation" },
    revoke: { invitation: "$invitation" },
  },
  "routes/coalition/acting-for.ts": { "": { organization: "$lead" } },
  "routes/home/notices.tsx": { one: { notice: "$notice" }, all: {} },
  "routes/organizations/new.tsx": { "": { ...organizationFields, email: "new@example.org", mailLocale: "en" } },
  "routes/organizations/organization.tsx": { remove: { sure: "1" } },
  "routes/organizations/edit.tsx": { "": organizationFields },
  "routes/organizations/people.tsx": {
    invite: { email: "intruder@example.org", role: "signatory", locale: "en" },
    change: { person: "$delegate", role: "signatory", title: "" },
    remove: { person: "$delegate" },
    leave: {},
    resend: { invitation: "$invitation" },
    revoke: { invitation: "$invitation" },
    rule: { rule: "two" },
  },
  "routes/campaigns/new.tsx": { "": { name: "A campaign of mine" } },
  "routes/campaigns/about.tsx": {
    edit: { name: "Taken over" },
    "bring-in": { "organizations[]": ["$outsider"] },
    "take-out": { organization: "$lead" },
    archive: {},
    restore: {},
  },
  "routes/rooms/rooms.tsx": {
    create: { name: "A room of mine" },
    edit: { room: "$room", name: "Taken over" },
    archive: { room: "$room" },
    restore: { room: "$room" },
    invite: { room: "$room", guestName: "I", email: "intruder@example.org", locale: "en" },
    remove: { room: "$guestRoom", person: "$guest" },
  },
  "routes/rooms/messages.ts": {
    post: { opId: "$id", body: "I was here" },
    edit: { messageId: "$message", body: "Not what was said", mentions: "" },
    delete: { messageId: "$message" },
  },
  "routes/letters/new.tsx": { "": { id: "$id", campaign: "$campaign", subject: "Mine", locale: "en" } },
  "routes/letters/text.tsx": {
    comment: { opId: "an operation", body: "I was here" },
    reply: { threadId: "$thread", opId: "an operation", body: "I was here" },
    "edit-comment": { commentId: "$comment", body: "Not what was said" },
    "delete-comment": { commentId: "$comment" },
    resolve: { threadId: "$thread" },
    reopen: { threadId: "$thread" },
    "save-version": { note: "" },
  },
  "routes/letters/versions.tsx": { restore: { number: "1" } },
  "routes/letters/details.tsx": {
    recipients: {
      "id[]": [""],
      "kind[]": ["to"],
      "name[]": ["Somebody else"],
      "office[]": [""],
      "address[]": [""],
    },
    details: { ask: "Another", campaign: "$campaign", lead: "$lead" },
    language: { locale: "en", subject: "Taken over" },
    "add-language": { locale: "pt", subject: "Mine" },
    "remove-language": { locale: "en" },
  },
  "routes/letters/review.tsx": { send: { until: "$until", zone: "$zone", reason }, return: { reason } },
  "routes/letters/freeze.tsx": { freeze: { reason }, unfreeze: { reason }, consent: { organization: "$coLead" } },
  "routes/letters/cancellation.tsx": { "": { reason } },
  "routes/signing/opening.tsx": { "": { deadline: "$until", zone: "$zone", meaning: "We sign.", reason } },
  "routes/signing/signature.tsx": {
    consider: { organization: "$lead" },
    request: { organization: "$lead" },
    confirm: { organization: "$lead", locale: "en", sha256: "$sha256", listedName: "Mine", password: "secret" },
    decline: { organization: "$lead", reason },
    reopen: { organization: "$lead" },
    withdraw: { organization: "$lead", reason, password: "secret" },
    correct: { organization: "$lead", listedName: "Taken over" },
  },
  "routes/signing/reminders.tsx": { "": { body_en: "Sign, please." } },
  "routes/signing/invited.tsx": { "": { "organizations[]": ["$outsider"] }, "(take back)": { takeBack: "$lead" } },
  "routes/signing/deadline.tsx": { "": { deadline: "$until", zone: "$zone", reason } },
  "routes/signing/closing.tsx": { close: { reason }, reopen: { deadline: "$until", zone: "$zone", reason } },
  "routes/delivery/list.tsx": {
    review: { columns: "1", fingerprint: "" },
    finalize: { reason },
    admit: { organization: "$outsider", reason },
  },
  "routes/delivery/deliveries.tsx": {
    deliver: { recipient: "$recipient", method: "email", at: "2026-01-02T10:00", zone: "$zone", sentBy: "$delegate" },
    acknowledge: { delivery: "$id", at: "2026-01-02T10:00", zone: "$zone" },
    answer: { delivery: "$id", at: "2026-01-02T10:00", zone: "$zone", answer: "No." },
    correct: {
      delivery: "$id",
      to: "$recipient",
      method: "email",
      at: "2026-01-02T10:00",
      zone: "$zone",
      sentBy: "$delegate",
    },
    archive: {},
  },
  "routes/delivery/publication.tsx": { "": { publication: "public", reason } },
  "routes/actions/new.tsx": { "": actionFields },
  "routes/actions/edit.tsx": { "": { ...actionFields, title: "Taken over" } },
  "routes/actions/action.tsx": { "": { answer: "going" }, cancel: {}, restore: {} },
};

/** What belongs to whoever asks: a guest has none of it, so that nothing may move either. */
const ownOfGuests = new Set(["routes/home/notices.tsx one", "routes/home/notices.tsx all"]);

/** Forms without a coalition: of the person alone, or of nobody yet. */
const ofPersons: Record<string, Record<string, Fields>> = {
  "routes/me/profile.tsx": { "": { name: "Somebody else", locale: "en", timeZone: "UTC", theme: "system" } },
  "routes/me/sessions.tsx": {
    end: { session: "$session" },
    "end-others": {},
    password: { presentPassword: "wrong", nextPassword: "cuatro gatos en el tejado" },
  },
  "routes/me/notifications.tsx": { "": {} },
  "routes/me/calendar.tsx": { create: { coalition: "$coalition" }, revoke: { coalition: "$coalition" } },
  "routes/admin/coalitions.tsx": {
    "": { name: "Mine", nameLocale: "en", dye: "anil", email: "intruder@example.org", locale: "en" },
  },
};
/** Open to everybody, each with its own tests: getting in and out, one's own language, and proving a text. */
const ofEverybody = [
  "routes/auth/sign-in.tsx",
  "routes/auth/sign-out.ts",
  "routes/auth/demo-sign-in.ts",
  "routes/auth/forgotten-password.tsx",
  "routes/auth/reset-password.tsx",
  "routes/auth/invitation.tsx",
  "routes/auth/preferences.ts",
  "routes/public/verify.tsx",
];

type Config = (typeof routes)[number];
const filesOf = (configs: readonly Config[]): string[] =>
  configs.flatMap((config) => [config.file, ...filesOf(config.children ?? [])]);
const files = [...new Set(filesOf(routes))];

async function actionOf(file: string): Promise<ActionFunction | undefined> {
  return ((await import(path.join(root, "app", file))) as { action?: ActionFunction }).action;
}

/** The names that a route's schemas give its forms, and how many schemas it has: in its source and the schema file beside it. */
function schemasIn(file: string): { names: string[]; schemas: number } {
  const source = readFileSync(path.join(root, "app", file), "utf8");
  const beside = [...source.matchAll(/from "\.\/([\w-]+-form\.server)"/g)].map(([, name]) =>
    readFileSync(path.join(root, "app", path.dirname(file), `${name}.ts`), "utf8"),
  );
  const found = [source, ...beside].flatMap((text) =>
    [...text.matchAll(/(?:intent|step): z\.(?:literal\("([^"]+)"\)|enum\(\[([^\]]+)\]\))/g)].flatMap(
      ([, one, several]) => (one ? [one] : [...(several ?? "").matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? "")),
    ),
  );
  const schemas = [source, ...beside].reduce((n, text) => n + text.split("z.strictObject(").length - 1, 0);
  return { names: [...new Set(found)].sort(), schemas };
}

const cookies: Record<Asked, string> = { nobody: "", "other coalition": "", guest: "" };
const params: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  const mesa = await makeWorld();
  const other = await makeWorld();
  const [lead, coLead] = mesa.organizations;
  const stranger = other.organizations[0]?.signatory;
  if (!lead || !coLead || !stranger) throw new Error("a world has organizations");
  const draft = await createLetter(lead.signatory, {
    campaignId: mesa.campaignId,
    subject: "Protect the forests",
    locale: "en",
    text: "We ask you.",
  });
  const thread = await addComment(lead.signatory, { letterId: draft, locale: "en", opId: "the first", body: "Here" });
  const frozen = await freezeNewLetter(mesa);
  const campaignId = mesa.campaignId;
  const room = await createRoom(mesa.coordinator, { campaignId, name: "For us" });
  const guestRoom = await createRoom(mesa.coordinator, { campaignId, name: "With a guest" });
  const { messageId } = await postMessage(lead.signatory, { roomId: room, opId: newId(), body: "Hello", mentions: [] });
  const { personId: guest } = await makeGuest({ roomId: guestRoom, mesa: mesa.coalitionId }, "Guest");
  const action = await planAction(lead.signatory, {
    title: "A vigil",
    kind: "vigil",
    allDay: false,
    starts: until.deadline,
    ends: "",
    zone: until.zone,
    place: "",
    link: "",
    description: "",
    office: "",
    campaignId,
    leadOrganizationId: lead.id,
  });
  const [notice] = await rawSql()`select id from notifications where person_id = ${lead.delegate.personId} limit 1`;
  const victim = await signedIn(lead.signatory.personId);
  cookies.guest = (await signedIn(guest)).cookie;
  cookies["other coalition"] = (await signedIn(stranger.personId)).cookie;
  Object.assign(known, {
    coalition: mesa.coalitionId,
    coordinator: mesa.coordinator.personId,
    lead: lead.id,
    coLead: coLead.id,
    outsider: mesa.outsider.id,
    delegate: lead.delegate.personId,
    guest,
    room,
    guestRoom,
    message: messageId,
    campaign: campaignId,
    thread: thread.threadId,
    comment: thread.commentId,
    recipient: frozen.recipientIds[0],
    sha256: frozen.sha256.en,
    session: victim.person.sessionId,
    notice: String(notice?.id ?? id),
    invitation: await inviteGuest(mesa.coordinator, { roomId: room, name: "Invited", email: "invited@example.org" }),
  });
  const shared = { coalition: mesa.slug, campaign: campaignId, room, organization: lead.id, action, locale: "en" };
  params.draft = { ...shared, letter: draft, number: "1" };
  params.frozen = { ...shared, letter: frozen.letterId, number: "1" };
});

/** Posts a form as this person would, and says in a word what came of it. */
async function post(who: Asked, file: string, name: string, fields: Fields): Promise<string> {
  const action = await actionOf(file);
  if (!action) return "no action";
  const body = new URLSearchParams();
  const step = /step: z\./.test(readFileSync(path.join(root, "app", file), "utf8")) ? "step" : "intent";
  if (/^\w/.test(name)) body.set(step, name);
  for (const [key, value] of Object.entries(fields)) {
    for (const one of [value].flat()) body.append(key, one.startsWith("$") ? (known[one.slice(1)] ?? "?") : one);
  }
  const request = new Request("http://localhost:3000/here", {
    method: "POST",
    body,
    headers: cookies[who] ? { Cookie: cookies[who] } : {},
  });
  const letter = /routes\/(signing|delivery)/.test(file) ? params.frozen : params.draft;
  const services = { passwords: { hash: async () => "", verify: async () => who !== "nobody" } };
  const context = { services, clientAddress: "192.0.2.1", cspNonce: "" };
  const given = await Promise.resolve(
    action({ request, params: letter, context } as unknown as ActionFunctionArgs),
  ).catch((thrown: unknown) => thrown);
  if (!(given instanceof Response)) return given instanceof Error ? `failed: ${given.message}` : "done";
  const to = given.headers.get("Location");
  return to ? `to ${to.split("?")[0]}` : String(given.status);
}

/** All rows of all tables, but for what only counts attempts, proves a password or notes when somebody was here. */
async function everything(): Promise<Record<string, string>> {
  const tables = await rawSql()`select tablename from pg_tables where schemaname = 'public'
    and tablename not in ('rate_limits', 'step_ups', 'sessions', 'person_coalitions')`;
  const rows: Record<string, string> = {};
  for (const { tablename } of tables) {
    const [row] = await rawSql().unsafe(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from "${tablename}" t`,
    );
    rows[String(tablename)] = String(row?.sum);
  }
  return rows;
}

it("has every route with an action, and every form of it, in the list", async () => {
  const withAction: string[] = [];
  for (const file of files) if (await actionOf(file)) withAction.push(file);
  const listed = { ...forms, ...ofPersons };
  expect(withAction.sort()).toEqual([...Object.keys(listed), ...ofEverybody].sort());
  for (const [file, all] of Object.entries(listed)) {
    const { names, schemas } = schemasIn(file);
    const inList = Object.keys(all);
    expect([file, ...inList.filter((name) => /^\w/.test(name)).sort()]).toEqual([file, ...names]);
    expect([file, inList.length]).toEqual([file, Math.max(inList.length, schemas)]);
  }
});

describe.each<[Asked, RegExp]>([
  ["nobody", /^to \/sign-in$/],
  ["other coalition", /^404$/],
  ["guest", /^40[34]$/],
])("asked by %s", (who, refused) => {
  it("every form of a coalition is refused, and nothing moves", async () => {
    const before = await everything();
    const answers: Record<string, string> = {};
    for (const [file, all] of Object.entries(forms)) {
      for (const [name, fields] of Object.entries(all)) {
        const form = `${file} ${name}`.trim();
        const answer = await post(who, file, name, fields);
        if (who !== "guest" || !ownOfGuests.has(form)) answers[form] = answer;
      }
    }
    console.log(`${who}: ${Object.keys(answers).length} forms refused`);
    expect(Object.fromEntries(Object.entries(answers).filter(([, answer]) => !refused.test(answer)))).toEqual({});
    expect(await everything()).toEqual(before);
  });
});

it("asked by nobody, every form of a person leads to the sign-in page", async () => {
  const before = await everything();
  for (const [file, all] of Object.entries(ofPersons)) {
    for (const [name, fields] of Object.entries(all)) {
      expect([file, name, await post("nobody", file, name, fields)]).toEqual([file, name, "to /sign-in"]);
    }
  }
  expect(await everything()).toEqual(before);
});

it("nobody ends another's session, subscribes to another coalition, or makes a coalition", async () => {
  const before = await everything();
  const of = (file: string, name: string) => ofPersons[file]?.[name] ?? {};
  await post("guest", "routes/me/sessions.tsx", "end", of("routes/me/sessions.tsx", "end"));
  const [still] = await rawSql()`select count(*)::int as n from sessions where id = ${known.session ?? ""}`;
  expect(still?.n).toBe(1);
  const feed = of("routes/me/calendar.tsx", "create");
  expect(await post("other coalition", "routes/me/calendar.tsx", "create", feed)).toBe("404");
  expect(await post("other coalition", "routes/me/calendar.tsx", "revoke", feed)).toBe("404");
  const admin = of("routes/admin/coalitions.tsx", "");
  for (const who of ["other coalition", "guest"] as const) {
    expect(await post(who, "routes/admin/coalitions.tsx", "", admin)).toBe("404");
  }
  expect(await everything()).toEqual(before);
});
