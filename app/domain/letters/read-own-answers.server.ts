import { and, asc, eq, inArray } from "drizzle-orm";
import { db } from "~db/client.server";
import { organizations, signatures } from "~db/schema";
import { type Member, roleIn } from "../member";
import { showsBoard } from "./letter";
import { clock, type LetterRow } from "./load-letter.server";
import { type OwnStanding, ownStep } from "./own-answer";
import { isSigningOpen } from "./signature";

/** The reader's organizations that were asked to sign, each with where it stands; none before the letter was opened. */
export async function readOwnAnswers(member: Member, letter: LetterRow): Promise<OwnStanding[]> {
  const own = member.posts.map((post) => post.organizationId);
  if (own.length === 0 || !showsBoard(letter)) return [];
  const [rows, at] = await Promise.all([
    db
      .select({ signature: signatures, name: organizations.name })
      .from(signatures)
      .innerJoin(organizations, eq(organizations.id, signatures.organizationId))
      .where(and(eq(signatures.letterId, letter.id), inArray(signatures.organizationId, own)))
      .orderBy(asc(organizations.name)),
    clock(db),
  ]);
  return rows.map(({ signature, name }) => {
    const role = roleIn(member, signature.organizationId);
    const open = isSigningOpen({ ...letter, at, lateAdmitted: signature.lateAdmittedAt !== null });
    return {
      organizationId: signature.organizationId,
      name,
      state: signature.state,
      step: ownStep(
        signature.state,
        { worksFor: role === "signatory" || role === "delegate", signsFor: role === "signatory" },
        { status: letter.status, open },
      ),
    };
  });
}
