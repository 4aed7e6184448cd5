import { z } from "zod";
import { addComment } from "~/domain/letters/add-comment.server";
import { deleteComment } from "~/domain/letters/delete-comment.server";
import { editComment } from "~/domain/letters/edit-comment.server";
import { reopenThread } from "~/domain/letters/reopen-thread.server";
import { replyToComment } from "~/domain/letters/reply-to-comment.server";
import { resolveThread } from "~/domain/letters/resolve-thread.server";
import { type SavedVersion, saveTextVersion } from "~/domain/letters/save-text-version.server";
import type { Member } from "~/domain/member";

const body = z.string().max(20_000);
const opId = z.string().min(8).max(120);

/** The forms of a text's page. */
export const textSchema = z.discriminatedUnion("intent", [
  z.strictObject({
    intent: z.literal("comment"),
    opId,
    body,
    from: z.string().max(1000).default(""),
    to: z.string().max(1000).default(""),
    blockId: z.string().max(60).default(""),
    quote: z.string().max(5000).default(""),
  }),
  z.strictObject({ intent: z.literal("reply"), threadId: z.uuid(), opId, body }),
  z.strictObject({ intent: z.literal("edit-comment"), commentId: z.uuid(), body }),
  z.strictObject({ intent: z.literal("delete-comment"), commentId: z.uuid() }),
  z.strictObject({ intent: z.literal("resolve"), threadId: z.uuid() }),
  z.strictObject({ intent: z.literal("reopen"), threadId: z.uuid() }),
  z.strictObject({ intent: z.literal("save-version"), note: z.string().max(2000).default("") }),
]);
export type TextForm = z.infer<typeof textSchema>;

export type TextFormDone = { intent: TextForm["intent"]; threadId?: string; version?: SavedVersion };

/** Calls the verb that a form of the text's page means. */
export async function runTextForm(
  member: Member,
  at: { letterId: string; locale: string },
  form: TextForm,
): Promise<TextFormDone> {
  switch (form.intent) {
    case "comment": {
      const { from, to, blockId, quote } = form;
      const { threadId } = await addComment(member, {
        ...at,
        opId: form.opId,
        body: form.body,
        anchor: { from, to },
        blockId,
        quote,
      });
      return { intent: form.intent, threadId };
    }
    case "reply":
      await replyToComment(member, form);
      break;
    case "edit-comment":
      await editComment(member, form);
      break;
    case "delete-comment":
      await deleteComment(member, form);
      break;
    case "resolve":
      await resolveThread(member, form);
      break;
    case "reopen":
      await reopenThread(member, form);
      break;
    case "save-version":
      return { intent: form.intent, version: await saveTextVersion(member, { ...at, note: form.note }) };
  }
  return { intent: form.intent };
}
