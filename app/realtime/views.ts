import type { SignatureView } from "~/domain/letters/signature-view";
import type { MessageView } from "~/domain/rooms/message";

/** What hot lists get with the event, so that they can append without asking: event type → view. */
export type HydratedViews = {
  "message.posted": MessageView;
  "message.edited": MessageView;
  "message.deleted": MessageView;
  "letter.signed": SignatureView;
};
