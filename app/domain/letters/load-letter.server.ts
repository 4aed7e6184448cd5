import { and, asc, eq, sql } from "drizzle-orm";
import { db, type Reader, type Tx } from "~db/client.server";
import { letters } from "~db/schema";
import { notFound } from "../errors";
import type { Member } from "../member";
import { readMemberAgain } from "../people/read-member.server";
import { can, type LetterThing } from "../permissions";

export type LetterRow = typeof letters.$inferSelect;
export type LoadedLetter = { letter: LetterRow; thing: LetterThing };

/** A letter that the member may read. @throws not_found: not yours = not there */
export async function loadLetter(member: Member, id: string, reader: Reader = db): Promise<LoadedLetter> {
  const [letter] = await reader
    .select()
    .from(letters)
    .where(and(eq(letters.id, id), eq(letters.coalitionId, member.coalitionId)));
  return admit(member, letter, reader);
}

/**
 * The same, with the letter's row locked for the rest of the transaction: every verb that changes a letter or signs it
 * starts here, so that states and deadlines are judged after whoever came before has committed.
 * @returns also the proof of membership, read anew under the lock: between the request's first look and this moment lie the
 *   checking of a password and the wait for the lock, and whoever was removed meanwhile decides nothing
 * @throws not_found
 */
export async function lockLetter(member: Member, id: string, tx: Tx): Promise<LoadedLetter & { member: Member }> {
  const [letter] = await tx
    .select()
    .from(letters)
    .where(and(eq(letters.id, id), eq(letters.coalitionId, member.coalitionId)))
    .for("update");
  if (!letter) throw notFound();
  const now = await readMemberAgain(member, tx);
  return { ...(await admit(now, letter, tx)), member: now };
}

async function admit(member: Member, letter: LetterRow | undefined, reader: Reader): Promise<LoadedLetter> {
  if (!letter) throw notFound();
  const thing = await readLetterThing(letter, reader);
  if (!can(member, "letter.read", thing)) throw notFound();
  return { letter, thing };
}

/** What permissions need to know of a letter, in one query. */
export async function readLetterThing(
  letter: Pick<LetterRow, "id" | "campaignId" | "editingOpen">,
  reader: Reader = db,
): Promise<LetterThing> {
  return (await readLetterThings([letter], reader))[0] as LetterThing;
}

/** The same for many letters, in their order: still one query. */
export async function readLetterThings(
  list: readonly Pick<LetterRow, "id" | "campaignId" | "editingOpen">[],
  reader: Reader = db,
): Promise<LetterThing[]> {
  if (list.length === 0) return [];
  const rows = await reader.execute<{
    id: string;
    lead_ids: string[];
    editor_ids: string[];
    campaign_organization_ids: string[];
    invited_ids: string[];
  }>(sql`select l.id,
    array_to_json(array(select organization_id from letter_leads where letter_id = l.id order by kind desc, organization_id)) lead_ids,
    array_to_json(array(select organization_id from letter_editors where letter_id = l.id)) editor_ids,
    array_to_json(array(select organization_id from campaign_organizations where campaign_id = l.campaign_id)) campaign_organization_ids,
    array_to_json(array(select organization_id from signatures where letter_id = l.id)) invited_ids
    from letters l where l.id in ${list.map((letter) => letter.id)}`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return list.map((letter) => {
    const row = byId.get(letter.id);
    return {
      id: letter.id,
      leadIds: row?.lead_ids ?? [],
      editorIds: row?.editor_ids ?? [],
      editingOpen: letter.editingOpen,
      campaignOrganizationIds: row?.campaign_organization_ids ?? [],
      invitedIds: row?.invited_ids ?? [],
    };
  });
}

/** Moment by the database's clock. Taken after the row lock it is the judge of deadlines; `now()` is too early. */
export async function clock(tx: Reader): Promise<Date> {
  const rows = await tx.execute<{ at: string }>(sql`select to_char(clock_timestamp() at time zone 'utc',
    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`);
  return new Date(rows[0]?.at ?? Number.NaN);
}

/** Letters of the coalition that the member may read, newest change first. */
export async function listReadableLetters(member: Member, reader: Reader = db): Promise<LoadedLetter[]> {
  const rows = await reader
    .select()
    .from(letters)
    .where(eq(letters.coalitionId, member.coalitionId))
    .orderBy(sql`${letters.statusChangedAt} desc`, asc(letters.id));
  const things = await readLetterThings(rows, reader);
  return rows
    .map((letter, i) => ({ letter, thing: things[i] as LetterThing }))
    .filter(({ thing }) => can(member, "letter.read", thing));
}
