import { hasBoard, isVerifiable } from "../letters/letter";
import type { Notice } from "./notice";

/** Kinds that ask an organization to decide: its own page of the letter answers them. */
const signing = ["signature_awaited", "approval_requested", "reminder", "deadline_extended", "deadline_near"];

/** Who signs for an organization, and how: that stands on the page of its people. */
const authority = ["rule_change_asked", "organization_authority_changed"];

/**
 * Where a notice leads, below the coalition's address: to the page where what it tells of is done or read, as long as the letter
 * has that page. Pages and mails ask here.
 */
export function noticePlace(notice: Pick<Notice, "kind" | "room" | "action" | "letter" | "organization">): string {
  if (notice.room) return `/campaigns/${notice.room.campaignId}/rooms/${notice.room.id}`;
  if (notice.action) return `/actions/${notice.action.id}`;
  if (notice.kind === "role_changed" && notice.organization) return `/organizations/${notice.organization.id}`;
  if (authority.includes(notice.kind) && notice.organization) return `/organizations/${notice.organization.id}/people`;
  if (!notice.letter) return "/notices";
  const { id, status } = notice.letter;
  const letter = `/letters/${id}`;
  if (signing.includes(notice.kind) && hasBoard(status))
    return `${letter}/signature${notice.organization ? `?for=${notice.organization.id}` : ""}`;
  switch (notice.kind) {
    case "letter_closed":
      return hasBoard(status) && status !== "open" ? `${letter}/list` : letter;
    case "signature_withdrawn":
      return isVerifiable(status) || status === "closed" ? `${letter}/list` : letter;
    case "late_request":
      return hasBoard(status) && status !== "open" ? `${letter}/list#late` : letter;
    case "letter_delivered":
      return isVerifiable(status) ? `${letter}/editions` : letter;
    case "follow_up_due":
      return isVerifiable(status) ? `${letter}/deliveries` : letter;
    default:
      return letter;
  }
}
