import { beforeAll, describe, expect, it } from "vitest";
import { createCampaign } from "~/domain/campaigns/create-campaign.server";
import { eventCatalogue, isToldIn } from "~/domain/events";
import { newId } from "~/domain/id";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { declineSignature } from "~/domain/letters/decline-signature.server";
import { requestSignature } from "~/domain/letters/request-signature.server";
import { withdrawSignature } from "~/domain/letters/withdraw-signature.server";
import type { Member, Person } from "~/domain/member";
import { stream } from "~/domain/streams";
import { mayJoin } from "~/realtime/rooms.server";
import { rawSql } from "~db/client.server";
import { useDatabase } from "~tests/support/database";
import { asPerson, memberIn } from "~tests/support/people";
import {
  confirmation,
  type FrozenLetter,
  makeWorld,
  openNewLetter,
  type World,
  type WorldOrganization,
} from "~tests/support/signing-world";

await useDatabase();

let world: World;
let letter: FrozenLetter;
const org = (i: number) => world.organizations[i] as WorldOrganization;

beforeAll(async () => {
  world = await makeWorld({ organizations: 5 });
  letter = await openNewLetter(world);
  await confirmSignature(org(2).signatory, await confirmation(org(2).signatory, letter, org(2)));
  await requestSignature(org(3).delegate, { letterId: letter.letterId, organizationId: org(3).id });
  await declineSignature(org(4).signatory, { letterId: letter.letterId, organizationId: org(4).id, reason: "No" });
  await createCampaign(org(0).signatory, { name: "Quiet one", organizationIds: [org(0).id, org(1).id] });
});

/** Every event that somebody's sockets may get, as they get it: from every stream that lets them in. */
async function heardBy(member: Member): Promise<{ stream: string; type: string; told: string }[]> {
  const person: Person = await asPerson(member.personId);
  const rows = await rawSql()<{ stream: string; type: string; actor: string | null; data: unknown }[]>`
    select stream, type, actor, data from events order by stream, seq`;
  const joins = new Map<string, boolean>();
  for (const name of new Set(rows.map((r) => r.stream))) {
    joins.set(name, await mayJoin(person, (coalitionId) => memberIn(coalitionId, person.id), name as never));
  }
  return rows
    .filter((r) => joins.get(r.stream))
    .map((r) => ({ stream: r.stream, type: r.type, told: JSON.stringify([r.actor, r.data]) }));
}

describe("what the streams tell", () => {
  it("as a table: whose answers to a letter each of its readers, and others, can learn of from any stream", async () => {
    const about = async (member: Member) => {
      const told = (await heardBy(member)).map((e) => e.told).join("\n");
      return [2, 3, 4].map((i) => (told.includes(org(i).id) ? "yes" : "no")).join(" ");
    };
    expect({
      "                          ": "signed asked declined",
      "lead                      ": await about(org(0).delegate),
      "coordinator               ": await about(world.coordinator),
      "member of another reader  ": await about(org(1).person),
      "partner outside the letter": await about(world.outsider.signatory),
    }).toMatchInlineSnapshot(`
      {
        "                          ": "signed asked declined",
        "coordinator               ": "yes no no",
        "lead                      ": "yes yes yes",
        "member of another reader  ": "yes no no",
        "partner outside the letter": "no no no",
      }
    `);
  });

  it("never name the hand that signed, and give coordinators only bells", async () => {
    expect(eventCatalogue["letter.signed"].quietActor).toBe(true);
    const desk = stream("desk", letter.letterId);
    const answers = stream("answers", letter.letterId);
    const heard = await heardBy(world.coordinator);
    expect(heard.some((e) => e.stream === desk)).toBe(false);
    const bells = heard.filter((e) => e.stream === answers);
    expect(bells.length).toBeGreaterThan(0);
    expect(bells.every((e) => e.type === "changed" && e.told === "[null,{}]")).toBe(true);
  });

  it("ring once where several events of one verb would, and not where one is told", async () => {
    const ids = await rawSql()`select stream, event_id from events where type = 'changed'`;
    expect(new Set(ids.map((r) => `${r.stream} ${r.event_id}`)).size).toBe(ids.length);
  });

  it("give what an older catalogue told too widely as a bell", () => {
    const data = {
      coalitionId: world.coalitionId,
      campaignId: world.campaignId,
      letterId: letter.letterId,
      organizationId: org(2).id,
      signatureId: newId(),
    };
    expect(isToldIn(stream("letter", letter.letterId), "letter.signed", data)).toBe(true);
    expect(isToldIn(stream("coalition", world.coalitionId), "letter.signed", data)).toBe(false);
    expect(isToldIn(stream("letter", letter.letterId), "letter.signed", { ...data, extra: 1 })).toBe(false);
    expect(isToldIn(stream("letter", letter.letterId), "letter.whispered", data)).toBe(false);
  });

  it("say that a name was taken back, and not whose, except to its leads and itself", async () => {
    await withdrawSignature(org(2).signatory, {
      letterId: letter.letterId,
      organizationId: org(2).id,
      reason: "The board decided",
    });
    const withdrawn = async (member: Member) =>
      (await heardBy(member)).some((e) => e.type === "signature.withdrawn" && e.told.includes(org(2).id));
    expect([await withdrawn(org(0).delegate), await withdrawn(org(2).delegate)]).toEqual([true, true]);
    expect([await withdrawn(org(3).delegate), await withdrawn(world.coordinator)]).toEqual([false, false]);
  });
});
