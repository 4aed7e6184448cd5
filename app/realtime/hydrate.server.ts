import type { EventType } from "~/domain/events";
import { readSignatureViews } from "~/domain/letters/read-signature-views.server";
import { readMessageViews } from "~/domain/rooms/read-message-views.server";

type Hydrator = (ids: string[]) => Promise<Map<string, unknown>>;

/**
 * For hot lists the relay reads, once per batch and node, what the event's readers may see; everybody who may follow
 * the stream may see it. Read at the time of sending: what was deleted since comes as deleted.
 */
export const hydrators: Partial<Record<EventType, { idOf: (data: never) => string; read: Hydrator }>> = {
  "message.posted": { idOf: (d: { messageId: string }) => d.messageId, read: readMessageViews },
  "message.edited": { idOf: (d: { messageId: string }) => d.messageId, read: readMessageViews },
  "message.deleted": { idOf: (d: { messageId: string }) => d.messageId, read: readMessageViews },
  "letter.signed": { idOf: (d: { signatureId: string }) => d.signatureId, read: readSignatureViews },
};
