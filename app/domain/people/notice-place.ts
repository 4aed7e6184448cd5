import type { Notice } from "./notice";

/** Where a notice leads, below the coalition's address. Pages and mails ask here. */
export function noticePlace(notice: Pick<Notice, "kind" | "room" | "action" | "letter" | "organization">): string {
  if (notice.room) return `/campaigns/${notice.room.campaignId}/rooms/${notice.room.id}`;
  if (notice.action) return `/actions/${notice.action.id}`;
  if (notice.kind === "role_changed" && notice.organization) return `/organizations/${notice.organization.id}`;
  if (!notice.letter) return "/notices";
  const signing = ["signature_awaited", "approval_requested", "reminder", "deadline_extended", "deadline_near"];
  return `/letters/${notice.letter.id}${signing.includes(notice.kind) ? "/signature" : ""}`;
}
