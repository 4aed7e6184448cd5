import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { closeLetter } from "~/domain/letters/close-letter.server";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { considerSignature } from "~/domain/letters/consider-signature.server";
import { declineSignature } from "~/domain/letters/decline-signature.server";
import { inviteToSign } from "~/domain/letters/invite-to-sign.server";
import { loadLetter } from "~/domain/letters/load-letter.server";
import { readBoard } from "~/domain/letters/read-board.server";
import { readInvitable } from "~/domain/letters/read-invitable.server";
import { reopenSignature } from "~/domain/letters/reopen-signature.server";
import { requestSignature } from "~/domain/letters/request-signature.server";
import { takeBackInvitation } from "~/domain/letters/take-back-invitation.server";
import type { Member } from "~/domain/member";
import { removeOrganization } from "~/domain/organizations/remove-organization.server";
import { readNotices } from "~/domain/people/notifications.server";
import { db } from "~db/client.server";
import { letterDecisions, signatures } from "~db/schema";
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
let second: WorldOrganization;
let third: WorldOrganization;
beforeEach(async () => {
  world = await makeWorld({ organizations: 4 });
  [lead, , second, third] = world.organizations as [
    WorldOrganization,
    WorldOrganization,
    WorldOrganization,
    WorldOrganization,
  ];
  letter = await openNewLetter(world, { organizationIds: [world.outsider.id] });
});

const takeBack = (who: Member, organizationId: string) =>
  codeOf(takeBackInvitation(who, { letterId: letter.letterId, organizationId }));
const of = (organization: WorldOrganization) => ({ letterId: letter.letterId, organizationId: organization.id });
const types = async (stream: string) => (await eventsOf(stream)).map((e) => e.type);

describe("taking an invitation back", () => {
  it("is for those who work for the letter's leads", async () => {
    const other = await makeWorld({ organizations: 2 });
    const asked: [string, Member, string][] = [
      ["coordinator", world.coordinator, "not_allowed"],
      ["member of the lead", lead.person, "not_allowed"],
      ["signatory of another organization", third.signatory, "not_allowed"],
      ["the organization itself", world.outsider.signatory, "not_allowed"],
      ["another coalition", other.coordinator, "not_found"],
      ["delegate of the lead", lead.delegate, "ok"],
      ["again", lead.signatory, "ok"],
    ];
    for (const [who, member, outcome] of asked)
      expect([who, await takeBack(member, world.outsider.id)]).toEqual([who, outcome]);
  });

  it("makes the figures and the chase list right, without saying to everybody whose it was", async () => {
    const before = await readBoard(lead.signatory, letter.letterId);
    await considerSignature(world.outsider.delegate, of(world.outsider));
    await takeBack(lead.signatory, world.outsider.id);
    const after = await readBoard(lead.signatory, letter.letterId);
    expect(after.total).toBe(before.total - 1);
    expect(after.chase?.map((r) => r.organizationId)).not.toContain(world.outsider.id);
    expect(after.answers?.none).toBe((before.answers?.none ?? 0) - 1);
    const told = (await eventsOf(`letter:${letter.letterId}`)).at(-1);
    expect(told?.type).toBe("letter.invitation_taken_back");
    expect(JSON.stringify(told?.data)).not.toContain(world.outsider.id);
    for (const stream of [`desk:${letter.letterId}`, `organization:${world.outsider.id}`])
      expect((await types(stream)).at(-1)).toBe("signature.taken_back");
    expect(await types(`person:${world.outsider.person.personId}`)).toContain("person.access_changed");
    expect(
      await db
        .select({ kind: letterDecisions.kind })
        .from(letterDecisions)
        .where(and(eq(letterDecisions.letterId, letter.letterId), eq(letterDecisions.kind, "take_back_invitation"))),
    ).toHaveLength(1);
  });

  it("ends the access of an organization outside of the campaign and its notices; invited again it is told again", async () => {
    const { signatory } = world.outsider;
    const notices = async () => (await readNotices(signatory)).filter((n) => n.kind === "signature_awaited").length;
    expect(await notices()).toBe(1);
    await takeBack(lead.signatory, world.outsider.id);
    expect(await notices()).toBe(0);
    await expect(loadLetter(signatory, letter.letterId)).rejects.toMatchObject({ code: "not_found" });
    expect((await readInvitable(lead.signatory, letter.letterId)).organizations).toContainEqual(
      expect.objectContaining({ id: world.outsider.id, invited: false }),
    );
    await inviteToSign(lead.signatory, { letterId: letter.letterId, organizationIds: [world.outsider.id] });
    expect(await notices()).toBe(1);
    await expect(loadLetter(signatory, letter.letterId)).resolves.toBeTruthy();
    // Within the campaign the letter stays in sight.
    await takeBack(lead.signatory, third.id);
    await expect(loadLetter(third.signatory, letter.letterId)).resolves.toBeTruthy();
  });

  it("is refused once it has answered, for the leads' own, and when sign-on has closed", async () => {
    await requestSignature(world.outsider.delegate, of(world.outsider));
    expect(await takeBack(lead.signatory, world.outsider.id)).toBe("invitation_answered");
    await confirmSignature(second.signatory, await confirmation(second.signatory, letter, second));
    expect(await takeBack(lead.signatory, second.id)).toBe("invitation_answered");
    await declineSignature(third.signatory, of(third));
    expect(await takeBack(lead.signatory, third.id)).toBe("invitation_answered");
    await reopenSignature(third.signatory, of(third));
    expect(await takeBack(lead.signatory, third.id)).toBe("invitation_answered");
    expect(await takeBack(lead.signatory, lead.id)).toBe("lead_stays_invited");
    await closeLetter(lead.signatory, { letterId: letter.letterId });
    expect(await takeBack(lead.signatory, world.outsider.id)).toBe("wrong_status");
  });

  it("shows who can be taken back to the leads, and to nobody else", async () => {
    await confirmSignature(second.signatory, await confirmation(second.signatory, letter, second));
    const page = await readInvitable(lead.signatory, letter.letterId);
    expect(page.unanswered?.map((o) => o.id).sort()).toEqual([third.id, world.outsider.id].sort());
    expect((await readInvitable(world.coordinator, letter.letterId)).unanswered).toBeNull();
  });

  it("and signing at the same moment: one of both", async () => {
    const ready = await confirmation(world.outsider.signatory, letter, world.outsider);
    const [signed, taken] = await Promise.all([
      codeOf(confirmSignature(world.outsider.signatory, ready)),
      takeBack(lead.signatory, world.outsider.id),
    ]);
    const [row] = await db.select().from(signatures).where(eq(signatures.organizationId, world.outsider.id));
    if (row) expect([row.state, signed, taken]).toEqual(["confirmed", "ok", "invitation_answered"]);
    else expect([signed === "ok", taken]).toEqual([false, "ok"]);
  });
});

describe("an organization that leaves the coalition", () => {
  it("is asked no more, and counted no more; its answers stay", async () => {
    const before = (await readBoard(lead.signatory, letter.letterId)).total;
    await requestSignature(world.outsider.delegate, of(world.outsider));
    await declineSignature(third.signatory, of(third));
    await reopenSignature(third.signatory, of(third));
    await confirmSignature(second.signatory, await confirmation(second.signatory, letter, second));
    for (const organization of [world.outsider, third, second])
      await removeOrganization(world.coordinator, organization.id);
    const board = await readBoard(lead.signatory, letter.letterId);
    expect(board).toMatchObject({ signed: 1, total: before - 1 });
    expect(board.wall.map((s) => s.organizationId)).toEqual([second.id]);
    expect(board.chase?.find((r) => r.organizationId === third.id)).toMatchObject({ state: "declined" });
    expect(board.chase?.find((r) => r.organizationId === world.outsider.id)).toBeUndefined();
    expect(await types(`letter:${letter.letterId}`)).toContain("letter.invitation_taken_back");
  });
});
