import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { admitLateSignature } from "~/domain/letters/admit-late-signature.server";
import { archiveLetter } from "~/domain/letters/archive-letter.server";
import { cancelLetter } from "~/domain/letters/cancel-letter.server";
import { closeLetter } from "~/domain/letters/close-letter.server";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { considerSignature } from "~/domain/letters/consider-signature.server";
import { declineSignature } from "~/domain/letters/decline-signature.server";
import { extendDeadline } from "~/domain/letters/extend-deadline.server";
import { finalizeLetter } from "~/domain/letters/finalize-letter.server";
import { inviteToSign } from "~/domain/letters/invite-to-sign.server";
import { openLetter } from "~/domain/letters/open-letter.server";
import { publishLetter } from "~/domain/letters/publish-letter.server";
import { readList } from "~/domain/letters/read-list.server";
import { recordAnswer } from "~/domain/letters/record-answer.server";
import { recordDelivery } from "~/domain/letters/record-delivery.server";
import { reopenLetter } from "~/domain/letters/reopen-letter.server";
import { reopenSignature } from "~/domain/letters/reopen-signature.server";
import { requestSignature } from "~/domain/letters/request-signature.server";
import { reviewList } from "~/domain/letters/review-list.server";
import { unpublishLetter } from "~/domain/letters/unpublish-letter.server";
import { withdrawSignature } from "~/domain/letters/withdraw-signature.server";
import type { Member } from "~/domain/member";
import { createRoom } from "~/domain/rooms/create-room.server";
import { wallTimeOf } from "~/domain/time-zones";
import { db } from "~db/client.server";
import { events, letters } from "~db/schema";
import { useDatabase } from "~tests/support/database";
import { roleTable, tried } from "~tests/support/role-table";
import {
  confirmation,
  type FrozenLetter,
  freezeNewLetter,
  inFuture,
  makeWorld,
  type World,
  type WorldOrganization,
} from "~tests/support/signing-world";
import { makeGuest } from "~tests/support/small-world";

await useDatabase();
const DAY = 86_400_000;
const zone = "America/Bogota";
const reason = "The lead could not be reached.";
let world: World;
let roles: Record<string, Member>;
const org = (i: number) => world.organizations[i] as WorldOrganization;
/** The organization whose signature it is. */
const signer = () => org(2);

beforeAll(async () => {
  world = await makeWorld({ organizations: 4 });
  const other = await makeWorld({ organizations: 1 });
  const roomId = await createRoom(world.coordinator, { campaignId: world.campaignId, name: "With a guest" });
  roles = {
    stranger: (other.organizations[0] as WorldOrganization).signatory,
    guest: await makeGuest({ roomId, mesa: world.coalitionId }, "Guest"),
    outsider: world.outsider.signatory,
    partner: org(3).signatory,
    member: signer().person,
    delegate: signer().delegate,
    signatory: signer().signatory,
    coordinator: world.coordinator,
    "lead's member": org(0).person,
    "lead's delegate": org(0).delegate,
    lead: org(0).signatory,
    "co-lead": org(1).signatory,
  };
});

const id = (letter: FrozenLetter) => ({ letterId: letter.letterId });
const ofSigner = (letter: FrozenLetter) => ({ ...id(letter), organizationId: signer().id });
const frozen = () => freezeNewLetter(world);
async function opened(): Promise<FrozenLetter> {
  const letter = await frozen();
  await openLetter(org(0).signatory, { ...id(letter), ...inFuture(DAY), meaning: "We sign.", inviteCampaign: true });
  return letter;
}
const sign = async (letter: FrozenLetter, who = signer().signatory) =>
  confirmSignature(who, await confirmation(who, letter, signer()));
async function signed(): Promise<FrozenLetter> {
  const letter = await opened();
  await sign(letter);
  return letter;
}
async function closed(): Promise<FrozenLetter> {
  const letter = await signed();
  await closeLetter(org(0).signatory, id(letter));
  return letter;
}
const review = async (member: Member, letter: FrozenLetter) => {
  const { settings, fingerprint } = await readList(org(0).signatory, letter.letterId);
  await reviewList(member, { ...id(letter), ...settings, reviewed: true, fingerprint });
};
async function reviewed(): Promise<FrozenLetter> {
  const letter = await closed();
  await review(org(0).signatory, letter);
  return letter;
}
async function finalized(): Promise<FrozenLetter> {
  const letter = await reviewed();
  await finalizeLetter(org(0).signatory, id(letter));
  return letter;
}
const ago = (ms: number) => wallTimeOf(new Date(Date.now() - ms), zone);
const delivery = (letter: FrozenLetter) => ({
  ...id(letter),
  recipientId: letter.recipientIds[0] ?? "",
  method: "hand" as const,
  sentAt: ago(3_600_000),
  zone,
});
async function delivered(): Promise<FrozenLetter & { deliveryId: string }> {
  const letter = await finalized();
  return { ...letter, ...(await recordDelivery(org(0).signatory, delivery(letter))) };
}
async function declined(): Promise<FrozenLetter> {
  const letter = await opened();
  await declineSignature(signer().signatory, ofSigner(letter));
  return letter;
}
/** Final, with a request of another organization that came too late. */
async function withLateRequest(): Promise<FrozenLetter> {
  const letter = await closed();
  await requestSignature(org(3).delegate, { ...id(letter), organizationId: org(3).id });
  await review(org(0).signatory, letter);
  await finalizeLetter(org(0).signatory, id(letter));
  return letter;
}

it("who may do what with a letter that is signed", async () => {
  const table = await roleTable(roles, {
    open: tried(frozen, (m, l) => openLetter(m, { ...id(l), ...inFuture(DAY), meaning: "We sign.", reason })),
    invite: tried(opened, (m, l) => inviteToSign(m, { ...id(l), organizationIds: [world.outsider.id], reason })),
    extend: tried(opened, (m, l) => extendDeadline(m, { ...id(l), ...inFuture(3 * DAY), reason })),
    close: tried(opened, (m, l) => closeLetter(m, { ...id(l), reason })),
    reopen: tried(closed, (m, l) => reopenLetter(m, { ...id(l), ...inFuture(DAY), reason })),
    "review list": tried(closed, (m, l) => review(m, l)),
    finalize: tried(reviewed, (m, l) => finalizeLetter(m, { ...id(l), reason })),
    "admit late": tried(withLateRequest, (m, l) =>
      admitLateSignature(m, { ...id(l), organizationId: org(3).id, reason }),
    ),
    publish: tried(finalized, (m, l) => publishLetter(m, { ...id(l), reason })),
    unpublish: tried(finalized, (m, l) => unpublishLetter(m, { ...id(l), reason })),
    deliver: tried(finalized, (m, l) => recordDelivery(m, delivery(l))),
    answer: tried(delivered, (m, l) =>
      recordAnswer(m, { ...id(l), deliveryId: l.deliveryId, at: ago(60_000), zone, answer: "No." }),
    ),
    archive: tried(delivered, (m, l) => archiveLetter(m, id(l))),
    cancel: tried(frozen, (m, l) => cancelLetter(m, { ...id(l), reason })),
  });
  expect(table).toMatchInlineSnapshot(`
    "             stranger   guest      outsider   partner      member       delegate     signatory    coordinator  lead's member  lead's delegate  lead  co-lead
    open         not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    invite       not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    extend       not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    close        not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    reopen       not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    review list  not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    finalize     not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    admit late   not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    publish      not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    unpublish    not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    deliver      not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    answer       not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    archive      not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes
    cancel       not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  not_allowed  yes          not_allowed    yes              yes   yes"
  `);
});

it("who may do what with an organization's signature", async () => {
  const table = await roleTable(roles, {
    consider: tried(opened, (m, l) => considerSignature(m, ofSigner(l))),
    request: tried(opened, (m, l) => requestSignature(m, ofSigner(l))),
    confirm: tried(opened, (m, l) => sign(l, m)),
    decline: tried(opened, (m, l) => declineSignature(m, ofSigner(l))),
    reopen: tried(declined, (m, l) => reopenSignature(m, ofSigner(l))),
    withdraw: tried(signed, (m, l) => withdrawSignature(m, { ...ofSigner(l), reason })),
  });
  expect(table).toMatchInlineSnapshot(`
    "          stranger   guest      outsider   partner      member       delegate     signatory  coordinator  lead's member  lead's delegate  lead         co-lead
    consider  not_found  not_found  not_found  not_allowed  not_allowed  yes          yes        not_allowed  not_allowed    not_allowed      not_allowed  not_allowed
    request   not_found  not_found  not_found  not_allowed  not_allowed  yes          yes        not_allowed  not_allowed    not_allowed      not_allowed  not_allowed
    confirm   not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  yes        not_allowed  not_allowed    not_allowed      not_allowed  not_allowed
    decline   not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  yes        not_allowed  not_allowed    not_allowed      not_allowed  not_allowed
    reopen    not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  yes        not_allowed  not_allowed    not_allowed      not_allowed  not_allowed
    withdraw  not_found  not_found  not_found  not_allowed  not_allowed  not_allowed  yes        not_allowed  not_allowed    not_allowed      not_allowed  not_allowed"
  `);
});

describe("archiving", () => {
  const row = async (letter: FrozenLetter) =>
    (await db.select().from(letters).where(eq(letters.id, letter.letterId)))[0]?.status;
  const told = async (letter: FrozenLetter) =>
    (
      await db
        .select({ type: events.type })
        .from(events)
        .where(eq(events.stream, `letter:${letter.letterId}`))
    ).filter((e) => e.type === "letter.archived").length;

  it("ends the follow-up of a delivered letter, once", async () => {
    const letter = await delivered();
    await archiveLetter(org(0).delegate, id(letter));
    await archiveLetter(org(1).signatory, id(letter));
    expect([await row(letter), await told(letter)]).toEqual(["archived", 1]);
  });

  it("is not for a letter that is still on its way", async () => {
    for (const make of [frozen, opened, closed, finalized]) {
      const letter = await make();
      const before = await row(letter);
      await expect(archiveLetter(org(0).signatory, id(letter))).rejects.toMatchObject({ code: "wrong_status" });
      expect([await row(letter), await told(letter)]).toEqual([before, 0]);
    }
  });
});
