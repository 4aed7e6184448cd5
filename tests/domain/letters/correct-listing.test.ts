import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { admitLateSignature } from "~/domain/letters/admit-late-signature.server";
import { closeLetter } from "~/domain/letters/close-letter.server";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { correctListing } from "~/domain/letters/correct-listing.server";
import { declineSignature } from "~/domain/letters/decline-signature.server";
import { finalizeLetter } from "~/domain/letters/finalize-letter.server";
import { readBoard } from "~/domain/letters/read-board.server";
import { readLetterHistory } from "~/domain/letters/read-letter-history.server";
import { readList } from "~/domain/letters/read-list.server";
import { readSigning } from "~/domain/letters/read-signing.server";
import { requestSignature } from "~/domain/letters/request-signature.server";
import { reviewList } from "~/domain/letters/review-list.server";
import { withdrawSignature } from "~/domain/letters/withdraw-signature.server";
import type { Member } from "~/domain/member";
import { removeOrganization } from "~/domain/organizations/remove-organization.server";
import { db } from "~db/client.server";
import { editions, signatures } from "~db/schema";
import { codeOf } from "~tests/support/answers";
import { useDatabase } from "~tests/support/database";
import {
  confirmation,
  type FrozenLetter,
  makeWorld,
  openNewLetter,
  type World,
  type WorldOrganization,
} from "~tests/support/signing-world";
import { eventsOf } from "~tests/support/small-world";

await useDatabase();

let world: World;
let letter: FrozenLetter;
let lead: WorldOrganization;
let signer: WorldOrganization;
let other: WorldOrganization;
beforeEach(async () => {
  world = await makeWorld({ organizations: 4 });
  [lead, , signer, other] = world.organizations as [
    WorldOrganization,
    WorldOrganization,
    WorldOrganization,
    WorldOrganization,
  ];
  letter = await openNewLetter(world);
  await confirmSignature(signer.signatory, {
    ...(await confirmation(signer.signatory, letter, signer)),
    listedName: "Red de Mujers",
    listedPerson: "Lucia Paz",
  });
});

const of = (organization: WorldOrganization) => ({ letterId: letter.letterId, organizationId: organization.id });
const correct = (who: Member, listedName = "Red de Mujeres", listedPerson = "Lucía Paz", organization = signer) =>
  correctListing(who, { ...of(organization), listedName, listedPerson });
const signatureOf = async (organization: WorldOrganization) =>
  (await db.select().from(signatures).where(eq(signatures.organizationId, organization.id)))[0];
async function compose() {
  const list = await readList(lead.signatory, letter.letterId);
  await reviewList(lead.signatory, {
    letterId: letter.letterId,
    ...list.settings,
    reviewed: true,
    fingerprint: list.fingerprint,
  });
  return finalizeLetter(lead.signatory, { letterId: letter.letterId });
}

describe("correcting how a signature is listed", () => {
  it("is for the organization's authorized signatories", async () => {
    const elsewhere = await makeWorld({ organizations: 2 });
    const asked: [string, Member, string][] = [
      ["delegate", signer.delegate, "not_allowed"],
      ["member", signer.person, "not_allowed"],
      ["the lead", lead.signatory, "not_allowed"],
      ["coordinator", world.coordinator, "not_allowed"],
      ["another coalition", elsewhere.coordinator, "not_found"],
      ["the other signatory", signer.second, "ok"],
      ["who signed", signer.signatory, "ok"],
    ];
    for (const [who, member, outcome] of asked) expect([who, await codeOf(correct(member))]).toEqual([who, outcome]);
  });

  it("changes the name and the person, keeps what was signed, and says so once", async () => {
    const before = await signatureOf(signer);
    await correct(signer.second);
    await correct(signer.second);
    const after = await signatureOf(signer);
    expect(after).toMatchObject({ listedName: "Red de Mujeres", listedPerson: "Lucía Paz" });
    for (const key of ["state", "sha256", "confirmedAt", "confirmedBy", "locale", "textVersionId", "rule"] as const)
      expect(after?.[key]).toEqual(before?.[key]);
    expect((await readBoard(lead.person, letter.letterId)).wall[0]).toMatchObject({ name: "Red de Mujeres" });
    for (const stream of [`letter:${letter.letterId}`, `organization:${signer.id}`, `desk:${letter.letterId}`])
      expect((await eventsOf(stream)).filter((e) => e.type === "letter.listing_corrected")).toHaveLength(1);
    const history = (await readLetterHistory(lead.person, letter.letterId)).filter((i) => i.kind === "decision");
    expect(history.filter((i) => i.step === "correct_listing")).toMatchObject([
      // Without the person: whoever takes their name off a list must not stand in its history.
      { reason: "Red de Mujers → Red de Mujeres" },
    ]);
  });

  it("shows the registered name beside one that is none of its own, and at the review who has left", async () => {
    await correct(signer.signatory, "Amnesty Universal");
    const wall = (await readBoard(world.organizations[1]?.person as Member, letter.letterId)).wall;
    expect(wall.map((s) => [s.name, s.registeredAs])).toEqual([["Amnesty Universal", signer.name]]);
    // However its own name is spelled, it is its own.
    await correct(signer.signatory, signer.name.toUpperCase());
    expect((await readBoard(lead.person, letter.letterId)).wall[0]?.registeredAs).toBeNull();
    await correct(signer.signatory, "Amnesty Universal");
    await removeOrganization(world.coordinator, signer.id);
    await closeLetter(lead.signatory, { letterId: letter.letterId });
    expect((await readList(lead.signatory, letter.letterId)).entries).toMatchObject([
      { name: "Amnesty Universal", registeredAs: signer.name, left: true },
    ]);
  });

  it("tells where people live to the leads only", async () => {
    expect((await readBoard(lead.delegate, letter.letterId)).zones.length).toBeGreaterThan(0);
    for (const reader of [lead.person, world.coordinator, other.signatory]) {
      expect((await readBoard(reader, letter.letterId)).zones).toEqual([]);
    }
  });

  it("needs a name, and a signature", async () => {
    expect(await codeOf(correct(signer.signatory, "  "))).toBe("required");
    expect(await codeOf(correct(signer.signatory, "x".repeat(201)))).toBe("too_long");
    expect(await codeOf(correct(other.signatory, "Other", "", other))).toBe("signature_state");
    expect(await codeOf(correct(world.outsider.signatory, "x", "", world.outsider))).toBe("not_found");
    expect((await readSigning(other.signatory, letter.letterId)).can.correctListing).toBe(false);
    expect((await readSigning(signer.signatory, letter.letterId)).can.correctListing).toBe(true);
    expect((await readSigning(signer.delegate, letter.letterId)).can.correctListing).toBe(false);
  });

  it("makes a list that was looked through be looked through again, and ends with the composition", async () => {
    await closeLetter(lead.signatory, { letterId: letter.letterId });
    const list = await readList(lead.signatory, letter.letterId);
    await reviewList(lead.signatory, {
      letterId: letter.letterId,
      ...list.settings,
      reviewed: true,
      fingerprint: list.fingerprint,
    });
    await correct(signer.signatory);
    expect(await codeOf(finalizeLetter(lead.signatory, { letterId: letter.letterId }))).toBe("list_not_reviewed");
    const { editionId } = await compose();
    const [edition] = await db.select().from(editions).where(eq(editions.id, editionId));
    expect(edition?.signatories).toMatchObject([{ name: "Red de Mujeres" }]);
    expect(await codeOf(correct(signer.signatory, "Too late"))).toBe("wrong_status");
    expect((await readSigning(signer.signatory, letter.letterId)).can.correctListing).toBe(false);
  });
});

describe("a change of mind after the closing", () => {
  it.each(["declined", "withdrawn"] as const)(
    "brings an organization that had %s into the next edition",
    async (was) => {
      const who = was === "declined" ? other : signer;
      if (was === "declined") await declineSignature(who.signatory, of(who));
      else {
        await confirmSignature(lead.signatory, await confirmation(lead.signatory, letter, lead));
        await withdrawSignature(who.signatory, { ...of(who), reason: "A mistake" });
      }
      // While sign-on is open there is another way: think again.
      expect(await codeOf(requestSignature(who.delegate, of(who)))).toBe("signature_state");
      await closeLetter(lead.signatory, { letterId: letter.letterId });
      await compose();
      expect((await readSigning(who.delegate, letter.letterId)).can.requestLate).toBe(true);
      expect((await readSigning(who.person, letter.letterId)).can.requestLate).toBe(false);
      await requestSignature(who.delegate, { ...of(who), note: "The board met again" });
      expect(await signatureOf(who)).toMatchObject({ state: "pending_approval", lateAdmittedAt: null });
      // It asks; the leads decide, and its own signatory signs.
      const before = await codeOf(confirmSignature(who.signatory, await confirmation(who.signatory, letter, who)));
      expect(before).toBe("signing_closed");
      await admitLateSignature(lead.signatory, of(who));
      await confirmSignature(who.signatory, await confirmation(who.signatory, letter, who));
      const next = await finalizeLetter(lead.signatory, { letterId: letter.letterId });
      expect(next.number).toBe(2);
      const [edition] = await db.select().from(editions).where(eq(editions.id, next.editionId));
      expect(edition?.signatories.map((s) => s.organizationId)).toContain(who.id);
    },
  );
});
