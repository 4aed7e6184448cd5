import type { LetterStatus } from "../letters/letter";
import type { NotificationKind } from "./notification";

/** A notification with what its sentence needs; words are made by i18n when it is read. */
export type Notice = {
  id: string;
  kind: NotificationKind;
  /** ISO 8601. */
  at: string;
  read: boolean;
  by: { id: string; name: string } | null;
  letter: { id: string; title: string; status: LetterStatus } | null;
  /** The organization that it is about (of the reader, mostly). */
  organization: { id: string; name: string } | null;
  room: { id: string; name: string; campaignId: string; campaignName: string } | null;
  /** What was said; null when it was deleted since, or is not a message. */
  message: { id: string; body: string; locale: string | null } | null;
  action: { id: string; title: string } | null;
};
