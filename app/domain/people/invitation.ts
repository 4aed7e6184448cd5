import type { PostRole } from "../member";

/** Life of an invitation, from writing it. */
export const INVITATION_HOURS = 72;

export type InvitationRole = PostRole | "coordinator" | "guest";
export type InvitationState = "pending" | "accepted" | "revoked" | "expired";

/** Where an invitation stands. Pure; a verb passes the database's clock. */
export function invitationState(
  row: { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  now: Date,
): InvitationState {
  if (row.acceptedAt) return "accepted";
  if (row.revokedAt) return "revoked";
  return row.expiresAt.getTime() <= now.getTime() ? "expired" : "pending";
}
