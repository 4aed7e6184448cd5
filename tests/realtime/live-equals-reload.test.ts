import { readdirSync } from "node:fs";
import path from "node:path";
import { eq, type SQL, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { withRequestMemory } from "~/auth/request-memory.server";
import { answerAction } from "~/domain/actions/answer-action.server";
import { createCalendarFeed, revokeCalendarFeed } from "~/domain/actions/calendar-feed.server";
import { cancelAction } from "~/domain/actions/cancel-action.server";
import { editAction } from "~/domain/actions/edit-action.server";
import { planAction } from "~/domain/actions/plan-action.server";
import { restoreAction } from "~/domain/actions/restore-action.server";
import { archiveCampaign } from "~/domain/campaigns/archive-campaign.server";
import { bringInOrganizations } from "~/domain/campaigns/bring-in-organizations.server";
import { createCampaign } from "~/domain/campaigns/create-campaign.server";
import { editCampaign } from "~/domain/campaigns/edit-campaign.server";
import { restoreCampaign } from "~/domain/campaigns/restore-campaign.server";
import { takeOutOrganization } from "~/domain/campaigns/take-out-organization.server";
import { actFor } from "~/domain/coalitions/act-for.server";
import { editCoalition } from "~/domain/coalitions/edit-coalition.server";
import { inviteCoordinator } from "~/domain/coalitions/invite-coordinator.server";
import { removeCoordinator } from "~/domain/coalitions/remove-coordinator.server";
import { newId } from "~/domain/id";
import { addComment } from "~/domain/letters/add-comment.server";
import { addLanguageVersion } from "~/domain/letters/add-language-version.server";
import { admitLateSignature } from "~/domain/letters/admit-late-signature.server";
import { archiveLetter } from "~/domain/letters/archive-letter.server";
import { cancelLetter } from "~/domain/letters/cancel-letter.server";
import { closeDueLetter } from "~/domain/letters/close-due-letter.server";
import { closeLetter } from "~/domain/letters/close-letter.server";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { consentToFreeze } from "~/domain/letters/consent-to-freeze.server";
import { considerSignature } from "~/domain/letters/consider-signature.server";
import { correctDelivery } from "~/domain/letters/correct-delivery.server";
import { correctListing } from "~/domain/letters/correct-listing.server";
import { createLetter } from "~/domain/letters/create-letter.server";
import { declineSignature } from "~/domain/letters/decline-signature.server";
import { deleteComment } from "~/domain/letters/delete-comment.server";
import { editComment } from "~/domain/letters/edit-comment.server";
import { editLanguageVersion } from "~/domain/letters/edit-language-version.server";
import { editLetterDetails } from "~/domain/letters/edit-letter-details.server";
import { extendDeadline } from "~/domain/letters/extend-deadline.server";
import { finalizeLetter } from "~/domain/letters/finalize-letter.server";
import { freezeLetter } from "~/domain/letters/freeze-letter.server";
import { inviteToSign } from "~/domain/letters/invite-to-sign.server";
import { openLetter } from "~/domain/letters/open-letter.server";
import { publishDueLetter } from "~/domain/letters/publish-due-letter.server";
import { publishLetter } from "~/domain/letters/publish-letter.server";
import { readList } from "~/domain/letters/read-list.server";
import { recordAcknowledgement } from "~/domain/letters/record-acknowledgement.server";
import { recordAnswer } from "~/domain/letters/record-answer.server";
import { recordDelivery } from "~/domain/letters/record-delivery.server";
import { remindOfFollowUp } from "~/domain/letters/remind-of-follow-up.server";
import { removeLanguageVersion } from "~/domain/letters/remove-language-version.server";
import { reopenLetter } from "~/domain/letters/reopen-letter.server";
import { reopenSignature } from "~/domain/letters/reopen-signature.server";
import { reopenThread } from "~/domain/letters/reopen-thread.server";
import { replyToComment } from "~/domain/letters/reply-to-comment.server";
import { requestSignature } from "~/domain/letters/request-signature.server";
import { resolveThread } from "~/domain/letters/resolve-thread.server";
import { restoreTextVersion } from "~/domain/letters/restore-text-version.server";
import { returnToDraft } from "~/domain/letters/return-to-draft.server";
import { reviewList } from "~/domain/letters/review-list.server";
import { saveTextVersion } from "~/domain/letters/save-text-version.server";
import { sendReminder } from "~/domain/letters/send-reminder.server";
import { sendToReview } from "~/domain/letters/send-to-review.server";
import { setRecipients } from "~/domain/letters/set-recipients.server";
import { storeEditionPdf } from "~/domain/letters/store-edition-pdf.server";
import { takeBackInvitation } from "~/domain/letters/take-back-invitation.server";
import { unfreezeLetter } from "~/domain/letters/unfreeze-letter.server";
import { unpublishLetter } from "~/domain/letters/unpublish-letter.server";
import { warnOfDeadline } from "~/domain/letters/warn-of-deadline.server";
import { withdrawSignature } from "~/domain/letters/withdraw-signature.server";
import type { Member, Person } from "~/domain/member";
import { editOrganization } from "~/domain/organizations/edit-organization.server";
import { inviteOrganization } from "~/domain/organizations/invite-organization.server";
import { removeOrganization } from "~/domain/organizations/remove-organization.server";
import { setSignOffRule } from "~/domain/organizations/set-sign-off-rule.server";
import { acceptInvitation } from "~/domain/people/accept-invitation.server";
import { changeRole } from "~/domain/people/change-role.server";
import { editProfile } from "~/domain/people/edit-profile.server";
import { invitePerson } from "~/domain/people/invite-person.server";
import { chooseNotices, markNoticesRead } from "~/domain/people/notifications.server";
import { removePerson } from "~/domain/people/remove-person.server";
import { resendInvitation } from "~/domain/people/resend-invitation.server";
import { revokeInvitation } from "~/domain/people/revoke-invitation.server";
import { readHeads } from "~/domain/read-heads.server";
import { archiveRoom } from "~/domain/rooms/archive-room.server";
import { createRoom } from "~/domain/rooms/create-room.server";
import { deleteMessage } from "~/domain/rooms/delete-message.server";
import { editMessage } from "~/domain/rooms/edit-message.server";
import { editRoom } from "~/domain/rooms/edit-room.server";
import { inviteGuest } from "~/domain/rooms/invite-guest.server";
import { markRead } from "~/domain/rooms/mark-read.server";
import { postMessage } from "~/domain/rooms/post-message.server";
import { removeGuest } from "~/domain/rooms/remove-guest.server";
import { restoreRoom } from "~/domain/rooms/restore-room.server";
import { wallTimeOf } from "~/domain/time-zones";
import { mayJoin } from "~/realtime/rooms.server";
import { db, transaction } from "~db/client.server";
import { editions, letters, organizations, recipients } from "~db/schema";
import { useDatabase } from "~tests/support/database";
import { invitationToken, memberIn, signedIn } from "~tests/support/people";
import { root } from "~tests/support/settings";
import { confirmation, inFuture, makeWorld, type World, type WorldOrganization } from "~tests/support/signing-world";
import { type PageReading, readPage, sitemap } from "~tests/support/site";

/*
 * Live equals reload, for every verb and every page. One story carries out all verbs. Before and after each, every page of
 * the sitemap is read for people of all roles. Where a page shows something else afterwards, one of the streams that it
 * follows must have moved on, and its reader must be let into that stream: then the open page has read itself again, and
 * shows what a fresh one would. A page that changed in silence is a page that lies until it is reloaded.
 */

await useDatabase();

const DAY = 86_400_000;
const zone = "America/Bogota";
const ago = (ms: number) => wallTimeOf(new Date(Date.now() - ms), zone);

let world: World;
const org = (i: number) => world.organizations[i] as WorldOrganization;

type Reader = { name: string; person: Person; cookie: string };
const readers: Reader[] = [];
/** Things that exist by now, for the places in the sitemap's addresses. */
const known = { organization: [], campaign: [], room: [], letter: [], action: [] } as Record<string, string[]>;

beforeAll(async () => {
  world = await makeWorld({ organizations: 4 });
  const cast: [string, Member][] = [
    ["coordinator", world.coordinator],
    ["signatory of the lead", org(0).signatory],
    ["delegate of an invited organization", org(2).delegate],
    ["member of an invited organization", org(3).person],
    ["signatory of a partner outside of the campaign", world.outsider.signatory],
  ];
  for (const [name, member] of cast) {
    readers.push({ name, ...(await signedIn(member.personId)) });
  }
  known.organization?.push(org(0).id, org(2).id, world.outsider.id);
  known.campaign?.push(world.campaignId);
});

/** Pages that are not one person's view of the coalition: signing in, the public's, files, answers to a program. */
const notWatched = [
  /^\/(sign-in|sign-out|demo-sign-in|password|invitations|preferences|verify|p|feeds|dev)\b/,
  /^\/(admin|\*)?$/,
  /\.(pdf|csv|ics)$|\/(search|messages|acting-for|not-found|\*)$/,
];
const watched = sitemap().filter((address) => !notWatched.some((pattern) => pattern.test(address)));

function pages(): string[] {
  return watched.flatMap((address) => {
    let filled = [address.replace(":coalition", world.slug).replace(":locale", "en").replace(":number", "1")];
    // A room stands in one campaign; its page in another leads there.
    for (const [thing, ids] of Object.entries(known)) {
      filled = filled.flatMap((a) => (a.includes(`:${thing}`) ? ids.map((id) => a.replace(`:${thing}`, id)) : [a]));
    }
    return filled;
  });
}

type Readings = Map<string, PageReading & { reader: Reader; address: string }>;
async function readEverything(): Promise<Readings> {
  const readings: Readings = new Map();
  const readAll = async (reader: Reader) => {
    const shared = new Map();
    const work = pages();
    const next = async (): Promise<void> => {
      for (let address = work.pop(); address; address = work.pop()) {
        const reading = await readPage(address, reader.cookie, shared);
        readings.set(`${reader.name} ${address}`, { ...reading, reader, address });
      }
    };
    await Promise.all([next(), next()]);
  };
  // All of one moment: who somebody is is asked once for all their pages.
  await Promise.all(readers.map((reader) => withRequestMemory(() => readAll(reader))));
  return readings;
}

/** Pages that show something else than before, though no stream that their reader follows has moved on. */
async function silentChanges(before: Readings, after: Readings): Promise<{ silent: string[]; changed: number }> {
  const silent: string[] = [];
  let changed = 0;
  for (const [key, was] of before) {
    const is = after.get(key);
    if (!is || is.shown === was.shown) continue;
    changed++;
    const heads = await readHeads(was.cursors.map((c) => c.stream));
    const moved = heads.filter((head) => head.seq > (was.cursors.find((c) => c.stream === head.stream)?.seq ?? 0));
    // Asked as before the verb would be wrong: the gateway asks with what somebody may do now. Who is let in nowhere any
    // more is told so, and the page is read again for that.
    const { person } = was.reader;
    const joins = await Promise.all(
      moved.map((head) => mayJoin(person, (coalitionId) => memberIn(coalitionId, person.id), head.stream)),
    );
    if (moved.length === 0 || (joins.every((yes) => !yes) && is.status < 400)) {
      silent.push(`${key}: ${difference(was.shown, is.shown)}`);
    }
  }
  return { silent, changed };
}

function difference(a: string, b: string): string {
  let i = 0;
  while (a[i] === b[i]) i++;
  return `…${a.slice(Math.max(0, i - 60), i + 60)}… → …${b.slice(Math.max(0, i - 60), i + 60)}…`;
}

type Step = { verb: string; run: () => Promise<unknown>; given?: () => Promise<unknown> };
const steps: Step[] = [];
/** @param given what time has done before: the clock cannot be moved, so the moments in the rows are */
const step = (verb: string, run: () => Promise<unknown>, given?: () => Promise<unknown>) =>
  steps.push({ verb, run, ...(given ? { given } : {}) });
const timePasses = (set: Partial<Record<"hardDeadline" | "embargoUntil" | "followUpAt", SQL>>) =>
  transaction((tx) => tx.update(letters).set(set).where(eq(letters.id, letterId)));

let letterId = "";
let second = "";
let roomId = "";
let guestInvitation = "";
let actionId = "";
let threadId = "";
let commentId = "";
let messageId = "";
let invitationId = "";
let deliveryId = "";
let newOrganization = "";
let newPerson = "";
let secondCoordinator = "";
const lead = () => org(0).signatory;
const here = () => ({ letterId });
const newcomer = { name: "Newcomer", passwordHash: "not a hash", locale: "en" as const, timeZone: "UTC" };

/** The hash of what was frozen last, as the signing page shows it. */
async function frozenHash(): Promise<string> {
  const [row] = await db.execute<{ sha256: string }>(sql`
    select v.sha256 from text_versions v join language_versions l on l.id = v.language_version_id
    where l.letter_id = ${letterId} and l.locale = 'en' and v.kind = 'frozen' order by v.number desc limit 1`);
  return row?.sha256 ?? "";
}
const sign = async (o: WorldOrganization) =>
  confirmSignature(
    o.signatory,
    await confirmation(
      o.signatory,
      { letterId, slug: "", recipientIds: [], textIds: {}, sha256: { en: await frozenHash() } },
      o,
    ),
  );
async function finalize(): Promise<void> {
  const { settings, fingerprint } = await readList(lead(), letterId);
  await reviewList(lead(), { letterId, ...settings, reviewed: true, fingerprint });
}

// the coalition and its people
step("edit-coalition", () => editCoalition(world.coordinator, { name: "The Coalition", dye: "anil" }));
step("invite-coordinator", async () => {
  invitationId = await inviteCoordinator(world.coordinator, { email: "second@example.org" });
});
step("accept-invitation", async () => {
  secondCoordinator = (await acceptInvitation(await invitationToken(invitationId), newcomer)).personId;
});
step("remove-coordinator", () => removeCoordinator(world.coordinator, secondCoordinator));
step("invite-organization", async () => {
  const made = await inviteOrganization(world.coordinator, {
    name: "Newly Invited",
    country: "PE",
    signatory: { email: "new@example.org" },
  });
  newOrganization = made.organizationId;
  invitationId = made.invitationId;
  known.organization?.push(newOrganization);
});
step("resend-invitation", async () => {
  invitationId = await resendInvitation(world.coordinator, invitationId);
});
step("accept-invitation", async () => {
  const accepted = await acceptInvitation(await invitationToken(invitationId), newcomer);
  newPerson = accepted.personId;
});
step("edit-organization", () =>
  editOrganization(org(2).signatory, { organizationId: org(2).id, name: "Organization Renamed", country: "GT" }),
);
step("set-sign-off-rule", () =>
  setSignOffRule(world.outsider.signatory, { organizationId: world.outsider.id, rule: "two" }),
);
step("invite-person", async () => {
  invitationId = await invitePerson(lead(), {
    organizationId: org(0).id,
    role: "member",
    email: "more@example.org",
  });
});
step("revoke-invitation", () => revokeInvitation(lead(), invitationId));
step("change-role", () =>
  changeRole(org(2).signatory, { organizationId: org(2).id, personId: org(2).person.personId, role: "delegate" }),
);
step("remove-person", () =>
  removePerson(org(2).signatory, { organizationId: org(2).id, personId: org(2).person.personId }),
);
step("edit-profile", async () =>
  editProfile(readers[2]?.person as Person, { name: "Renamed Delegate", timeZone: "America/Lima" }),
);
step("act-for", () => actFor(org(2).delegate, org(2).id));
step("remove-organization", () => removeOrganization(world.coordinator, newOrganization));

// a campaign, its rooms and actions
step("create-campaign", async () => {
  const { campaignId } = await createCampaign(lead(), {
    name: "Another campaign",
    organizationIds: [org(0).id, org(2).id],
  });
  known.campaign?.push(campaignId);
});
step("edit-campaign", () =>
  editCampaign(lead(), { campaignId: world.campaignId, name: "Campaign renamed", purpose: "To protect rivers" }),
);
step("bring-in-organizations", () =>
  bringInOrganizations(lead(), { campaignId: known.campaign?.[1] ?? "", organizationIds: [org(3).id] }),
);
step("take-out-organization", () =>
  takeOutOrganization(lead(), { campaignId: known.campaign?.[1] ?? "", organizationId: org(3).id }),
);
step("create-room", async () => {
  roomId = await createRoom(lead(), { campaignId: world.campaignId, name: "Strategy" });
  known.room?.push(roomId);
});
step("edit-room", () => editRoom(lead(), { roomId, name: "Strategy and press", topic: "Who calls whom" }));
step("post-message", async () => {
  messageId = (
    await postMessage(lead(), { roomId, opId: newId(), body: "Hello all", mentions: [org(2).delegate.personId] })
  ).messageId;
});
step("edit-message", () => editMessage(lead(), { messageId, body: "Hello everybody" }));
step("mark-read", () => markRead(org(2).delegate, { roomId, number: 1 }));
step("delete-message", () => deleteMessage(lead(), { messageId }));
step("invite-guest", async () => {
  guestInvitation = await inviteGuest(lead(), { roomId, email: "guest@example.org" });
});
step("accept-invitation", async () => {
  const { personId } = await acceptInvitation(await invitationToken(guestInvitation), newcomer);
  newPerson = personId;
  readers.push({ name: "guest", ...(await signedIn(personId)) });
});
step("post-message", () => postMessage(org(2).delegate, { roomId, opId: newId(), body: "Welcome" }));
step("remove-guest", () => removeGuest(lead(), { roomId, personId: newPerson }));
step("plan-action", async () => {
  actionId = await planAction(lead(), {
    kind: "briefing",
    title: "Briefing",
    allDay: false,
    starts: wallTimeOf(new Date(Date.now() + 3 * DAY), zone),
    ends: wallTimeOf(new Date(Date.now() + 3 * DAY + 3_600_000), zone),
    zone,
    campaignId: world.campaignId,
    leadOrganizationId: org(0).id,
  });
  known.action?.push(actionId);
});
step("answer-action", () => answerAction(org(2).delegate, { actionId, answer: "going" }));
step("edit-action", () =>
  editAction(lead(), {
    actionId,
    kind: "briefing",
    title: "Briefing for staff",
    allDay: false,
    starts: wallTimeOf(new Date(Date.now() + 4 * DAY), zone),
    ends: wallTimeOf(new Date(Date.now() + 4 * DAY + 3_600_000), zone),
    zone,
    campaignId: world.campaignId,
    leadOrganizationId: org(0).id,
  }),
);
step("cancel-action", () => cancelAction(lead(), { actionId }));
step("restore-action", () => restoreAction(lead(), { actionId }));
step("calendar-feed", () => createCalendarFeed(org(2).delegate));
step("calendar-feed", () => revokeCalendarFeed(org(2).delegate));
step("notifications", () => markNoticesRead(org(2).delegate, { all: true }));
step("notifications", () => chooseNotices(org(2).delegate.personId, [{ kind: "mention", inApp: true, byMail: false }]));

// a letter is written
step("create-letter", async () => {
  letterId = await createLetter(org(0).delegate, {
    campaignId: world.campaignId,
    subject: "Protect the rivers",
    locale: "en",
    coLeadIds: [org(1).id],
    editorIds: [org(2).id],
    recipients: [{ kind: "to", name: "The Chair", office: "Committee", address: "Washington, DC" }],
    text: "Dear Chair:\n\nWe ask you to protect the rivers.\n\nSincerely,",
  });
  known.letter?.push(letterId);
});
step("edit-letter-details", () =>
  editLetterDetails(lead(), { letterId, ask: "Protect them in the law.", editingOpen: true, coLeadsConsent: true }),
);
step("set-recipients", () =>
  setRecipients(lead(), {
    letterId,
    recipients: [{ kind: "to", name: "The Chairwoman", office: "Committee", address: "Washington, DC" }],
  }),
);
step("add-language-version", () =>
  addLanguageVersion(lead(), { letterId, locale: "es", subject: "Proteger los ríos", text: "Pedimos protegerlos." }),
);
step("edit-language-version", () => editLanguageVersion(lead(), { letterId, locale: "es", state: "ready" }));
step("remove-language-version", () => removeLanguageVersion(lead(), { letterId, locale: "es" }));
step("save-text-version", () => saveTextVersion(lead(), { letterId, locale: "en", note: "Before the call" }));
step("edit-language-version", () =>
  editLanguageVersion(lead(), { letterId, locale: "en", subject: "Protect all rivers", state: "ready" }),
);
step("restore-text-version", () => restoreTextVersion(lead(), { letterId, locale: "en", number: 1 }));
step("add-comment", async () => {
  const added = await addComment(org(3).person, { letterId, locale: "en", opId: newId(), body: "Which rivers?" });
  threadId = added.threadId;
  commentId = added.commentId;
});
step("reply-to-comment", () => replyToComment(lead(), { threadId, opId: newId(), body: "All of them" }));
step("edit-comment", () => editComment(org(3).person, { commentId, body: "Which rivers, please?" }));
step("resolve-thread", () => resolveThread(lead(), { threadId }));
step("reopen-thread", () => reopenThread(lead(), { threadId }));
step("delete-comment", () => deleteComment(org(3).person, { commentId }));
step("send-to-review", () =>
  sendToReview(lead(), { letterId, until: wallTimeOf(new Date(Date.now() + DAY), zone), zone }),
);
step("return-to-draft", () => returnToDraft(lead(), here()));
step("send-to-review", () =>
  sendToReview(lead(), { letterId, until: wallTimeOf(new Date(Date.now() + DAY), zone), zone }),
);
step("consent-to-freeze", () => consentToFreeze(org(1).signatory, here()));
step("freeze-letter", () => freezeLetter(lead(), here()));
step("unfreeze-letter", () => unfreezeLetter(lead(), here()));
step("consent-to-freeze", () => consentToFreeze(org(1).signatory, here()));
step("freeze-letter", () => freezeLetter(lead(), here()));

// it is signed
step("open-letter", () =>
  openLetter(lead(), { letterId, ...inFuture(DAY), meaning: "Name under letter", inviteCampaign: true }),
);
step("invite-to-sign", () => inviteToSign(lead(), { letterId, organizationIds: [world.outsider.id] }));
step("take-back-invitation", () => takeBackInvitation(lead(), { letterId, organizationId: world.outsider.id }));
step("invite-to-sign", () => inviteToSign(lead(), { letterId, organizationIds: [world.outsider.id] }));
step("consider-signature", () => considerSignature(org(2).delegate, { letterId, organizationId: org(2).id }));
step("request-signature", () =>
  requestSignature(org(2).delegate, { letterId, organizationId: org(2).id, note: "Please" }),
);
step("send-reminder", () =>
  sendReminder(lead(), {
    letterId,
    organizationIds: [org(2).id, org(3).id],
    bodies: { en: "Please decide", es: "Decidan" },
  }),
);
step("confirm-signature", () => sign(org(2)));
step("confirm-signature", () => sign(world.outsider));
step("correct-listing", () =>
  correctListing(org(2).signatory, { letterId, organizationId: org(2).id, listedName: "Organization Renamed" }),
);
step("decline-signature", () =>
  declineSignature(org(3).signatory, { letterId, organizationId: org(3).id, reason: "Not our field" }),
);
step("reopen-signature", () => reopenSignature(org(3).signatory, { letterId, organizationId: org(3).id }));
step("confirm-signature", () => sign(org(0)));
step("extend-deadline", () => extendDeadline(lead(), { letterId, ...inFuture(2 * DAY), reason: "Holidays" }));
step(
  "warn-of-deadline",
  () => warnOfDeadline(letterId, 24),
  () => timePasses({ hardDeadline: sql`clock_timestamp() + interval '1 hour'` }),
);
step("close-letter", () => closeLetter(lead(), here()));
step("reopen-letter", () => reopenLetter(lead(), { letterId, ...inFuture(DAY), reason: "One more" }));
step(
  "close-due-letter",
  () => closeDueLetter(letterId),
  () => timePasses({ hardDeadline: sql`clock_timestamp() - interval '1 second'` }),
);
step("review-list", finalize);
step("finalize-letter", () => finalizeLetter(lead(), here()));
step("store-edition-pdf", async () => {
  const [edition] = await db.select().from(editions).where(eq(editions.letterId, letterId));
  await storeEditionPdf({ editionId: edition?.id ?? "", locale: "en", pdf: Buffer.from("%PDF-1.7"), pages: 1 });
});
step("request-signature", () => requestSignature(org(3).delegate, { letterId, organizationId: org(3).id }));
step("admit-late-signature", () => admitLateSignature(lead(), { letterId, organizationId: org(3).id }));
step("record-delivery", async () => {
  const [to] = await db.select().from(recipients).where(eq(recipients.letterId, letterId));
  ({ deliveryId } = await recordDelivery(lead(), {
    letterId,
    recipientId: to?.id ?? "",
    method: "hand",
    sentAt: ago(3_600_000),
    zone,
  }));
});
step("correct-delivery", async () => {
  const [to] = await db.select().from(recipients).where(eq(recipients.letterId, letterId));
  await correctDelivery(lead(), {
    letterId,
    deliveryId,
    recipientId: to?.id ?? "",
    method: "email",
    sentAt: ago(3_600_000),
    zone,
    reason: "It went by mail",
  });
});
step(
  "remind-of-follow-up",
  () => remindOfFollowUp(letterId),
  () => timePasses({ followUpAt: sql`clock_timestamp() - interval '1 second'` }),
);
step("record-acknowledgement", () => recordAcknowledgement(lead(), { letterId, deliveryId, at: ago(60_000), zone }));
step("record-answer", () =>
  recordAnswer(lead(), { letterId, deliveryId, at: ago(60_000), zone, answer: "They will." }),
);
step("withdraw-signature", () =>
  withdrawSignature(org(2).signatory, { letterId, organizationId: org(2).id, reason: "The board decided" }),
);
step("publish-letter", () =>
  publishLetter(lead(), { letterId, embargo: { until: wallTimeOf(new Date(Date.now() + DAY), zone), zone } }),
);
step(
  "publish-due-letter",
  () => publishDueLetter(letterId),
  () => timePasses({ embargoUntil: sql`clock_timestamp() - interval '1 second'` }),
);
step("unpublish-letter", () => unpublishLetter(lead(), here()));
step("archive-letter", () => archiveLetter(lead(), here()));
step("create-letter", async () => {
  second = await createLetter(lead(), { campaignId: world.campaignId, subject: "A second letter", locale: "en" });
  known.letter?.splice(0, 1, second);
});
step("cancel-letter", () => cancelLetter(lead(), { letterId: second, reason: "Overtaken" }));
step("archive-room", () => archiveRoom(lead(), { roomId }));
step("restore-room", () => restoreRoom(lead(), { roomId }));
step("archive-campaign", () => archiveCampaign(lead(), { campaignId: known.campaign?.[1] ?? "" }));

step("restore-campaign", () => restoreCampaign(lead(), { campaignId: known.campaign?.[1] ?? "" }));

/** Verbs that change nothing on a page of the coalition, and why. */
const without: Record<string, string> = {
  "create-coalition": "another coalition begins: nobody has a page of it open",
  "step-up": "a proof that the next signature spends",
  "join-as": "a part of accepting an invitation",
  "send-final-copies": "mails",
  "outgoing-mail": "the outbox, which no page of the coalition shows",
  "request-password-reset": "a mail to whoever asked",
  "reset-password": "ends every session: tried with the sockets in the gateway's tests",
  "verify-text": "a question",
  "forget-expired": "rows that no page shows any more",
};

it("knows every verb", () => {
  const domain = path.join(root, "app/domain");
  const notVerbs =
    /^(read|load|lock|search|require|write|draft)-|^(add-job|rate-limit|posting-pace|follow-up|record-event|record-decision|mail-token|notify|sign-on|revoke-sent|signing-authority)$/;
  const verbs = readdirSync(domain, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".server.ts") && !file.includes("text/"))
    .map((file) => path.basename(file, ".server.ts"))
    .filter((name) => !notVerbs.test(name));
  expect([...new Set(steps.map((s) => s.verb)), ...Object.keys(without)].sort()).toEqual([...new Set(verbs)].sort());
});

it("shows in every open page, after every verb, what a fresh page would show", async () => {
  let before = await readEverything();
  const again = await readEverything();
  expect((await silentChanges(before, again)).silent, "two readings without a verb between them").toEqual([]);

  // The planted sin: a row changes and nobody is told. Whoever shows it is found out.
  await transaction((tx) =>
    tx
      .update(organizations)
      .set({ place: "Cobán" })
      .where(eq(organizations.id, org(2).id)),
  );
  const sin = await silentChanges(again, await readEverything());
  expect(sin.silent.length).toBeGreaterThan(0);

  const findings: string[] = [];
  const report: string[] = [];
  before = await readEverything();
  for (const { verb, run, given } of steps) {
    if (given) {
      await given();
      before = await readEverything();
    }
    await run();
    const after = await readEverything();
    const { silent, changed } = await silentChanges(before, after);
    findings.push(...silent.map((one) => `${verb}: ${one}`));
    report.push(`${verb.padEnd(24)} ${String(changed).padStart(4)} of ${before.size} pages showed something new`);
    before = after;
  }
  console.log(report.join("\n"));
  expect(findings).toEqual([]);
}, 900_000);
