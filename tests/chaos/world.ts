import { eq } from "drizzle-orm";
import { passwords } from "~/auth/passwords.server";
import { createSession } from "~/auth/sessions.server";
import { newId } from "~/domain/id";
import { openLetter } from "~/domain/letters/open-letter.server";
import { parsePlainText } from "~/domain/letters/text/parse-plain-text";
import { writeFirstText } from "~/domain/letters/text/stored-text.server";
import type { Member } from "~/domain/member";
import { createRoom } from "~/domain/rooms/create-room.server";
import { rawSql, transaction } from "~db/client.server";
import { languageVersions, letterLeads, letters, people } from "~db/schema";
import { freezeNewLetter, inFuture, makeWorld } from "~tests/support/signing-world";

export const PASSWORD = "puentes de papel mojado";

const NAMES = [
  "Casa Ceiba",
  "Red Patuca",
  "Hemisphere Desk",
  "Comité del Río",
  "Lantè Limyè",
  "Mesa de Mujeres",
  "Border Pilgrims",
  "Taller Quetzal",
  "Observatorio Sur",
  "Friends of Lempa",
  "Colectivo Ámbar",
  "Open Harbor",
];

export type Signer = { name: string; member: Member; organizationId: string; organization: string; cookie: string };
export type OpenLetter = { letterId: string; sha256: string };
export type ChaosWorld = {
  slug: string;
  roomId: string;
  /** The text that everybody writes. */
  languageVersionId: string;
  signers: Signer[];
  /** All letters that are to be signed. */
  letters: OpenLetter[];
  /** Those of them that are open, in the order in which they were opened. */
  open: OpenLetter[];
  /** Opens the next letter for signatures, which writes to all organizations. */
  openNext(): Promise<void>;
};

/** Twelve organizations with a signatory each, one draft that all may write, one room, and `count` letters to sign. */
export async function makeChaosWorld(count: number): Promise<ChaosWorld> {
  const world = await makeWorld({ names: NAMES });
  const [lead] = world.organizations;
  if (!lead) throw new Error("there are twelve");
  const passwordHash = await passwords.hash(PASSWORD);
  const signers = await Promise.all(
    world.organizations.map(async ({ id, name, signatory }): Promise<Signer> => {
      await transaction((tx) => tx.update(people).set({ passwordHash }).where(eq(people.id, signatory.personId)));
      const cookie = (await createSession(signatory.personId, "Test")).split(";")[0] ?? "";
      return { name, member: signatory, organizationId: id, organization: name, cookie };
    }),
  );
  const roomId = await createRoom(lead.signatory, { campaignId: world.campaignId, name: "Taller" });
  const letters: OpenLetter[] = [];
  for (let n = 1; n <= count; n++) {
    const body = `We ask you to protect river number ${n}.\n\nSincerely,`;
    const { letterId, sha256 } = await freezeNewLetter(world, [{ locale: "en", subject: `River ${n}`, body }]);
    letters.push({ letterId, sha256: sha256.en ?? "" });
  }
  const open: OpenLetter[] = [];
  const openNext = async () => {
    const letter = letters[open.length];
    if (!letter) throw new Error("all letters are open");
    await openLetter(lead.signatory, {
      letterId: letter.letterId,
      ...inFuture(86_400_000),
      meaning: "The organization supports every word.",
      inviteCampaign: true,
    });
    open.push(letter);
  };
  const languageVersionId = await makeDraft(world, lead);
  return { slug: world.slug, roomId, languageVersionId, signers, letters, open, openNext };
}

async function makeDraft(
  { coalitionId, campaignId }: { coalitionId: string; campaignId: string },
  lead: { id: string; delegate: Member },
): Promise<string> {
  const [letterId, languageVersionId] = [newId(), newId()];
  await transaction(async (tx) => {
    await tx.insert(letters).values({
      id: letterId,
      coalitionId,
      campaignId,
      title: "Carta de todas",
      authoritativeLocale: "es",
      publicSlug: letterId.slice(-12),
      createdBy: lead.delegate.personId,
      editingOpen: true,
    });
    await tx.insert(letterLeads).values({ letterId, organizationId: lead.id, kind: "lead" });
    await tx
      .insert(languageVersions)
      .values({ id: languageVersionId, letterId, locale: "es", subject: "Carta de todas" });
    await writeFirstText(
      tx,
      languageVersionId,
      parsePlainText("Estimada Secretaria:\n\nEscribimos juntas.\n\nAtentamente,"),
    );
  });
  return languageVersionId;
}

/**
 * Keeps a copy of every row that ever enters the log of texts, because the log itself is compacted: the checker replays
 * all of it.
 */
export async function keepWholeLog(): Promise<void> {
  const sql = rawSql();
  await sql`create schema chaos`;
  await sql`create table chaos.log (id bigint primary key, doc text not null, data bytea not null)`;
  await sql`create table chaos.first as select language_version_id as doc, data from doc_snapshots`;
  await sql.unsafe(`create function chaos.keep() returns trigger language plpgsql as $$ begin
    insert into chaos.log (id, doc, data) values (new.id, new.language_version_id, new.data); return null; end $$`);
  await sql`create trigger keep after insert on doc_updates for each row execute function chaos.keep()`;
}
