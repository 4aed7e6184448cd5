import { type ActionFunctionArgs, json, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { deleteMessage } from "~/domain/rooms/delete-message.server";
import { editMessage } from "~/domain/rooms/edit-message.server";
import { mentionsIn } from "~/domain/rooms/mentions";
import { postMessage } from "~/domain/rooms/post-message.server";
import { takePostingTurn } from "~/domain/rooms/posting-pace.server";
import { readMessages } from "~/domain/rooms/read-messages.server";
import { readRoom } from "~/domain/rooms/read-room.server";
import { guard, runForm } from "~/routes/form.server";

/** A page of older messages, for who scrolls up. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const before = Number(new URL(request.url).searchParams.get("before"));
  return json(
    await guard(() =>
      readMessages(member, params.room ?? "", { before: Number.isSafeInteger(before) && before > 0 ? before : null }),
    ),
  );
}

const ids = z
  .string()
  .max(2000)
  .optional()
  .transform((text) => (text ?? "").split(",").filter(Boolean))
  .pipe(z.array(z.uuid()).max(50));
const input = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("post"), opId: z.uuid(), body: z.string().max(20_000) }),
  z.strictObject({ intent: z.literal("edit"), messageId: z.uuid(), body: z.string().max(20_000), mentions: ids }),
  z.strictObject({ intent: z.literal("delete"), messageId: z.uuid() }),
]);

/** Posting without script (with script it goes over the socket), editing and deleting. */
export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const roomId = params.room ?? "";
  return runForm(request, input, async (what) => {
    if (what.intent === "edit") await editMessage(member, what);
    else if (what.intent === "delete") await deleteMessage(member, what);
    else {
      const { room, mentionables } = await readRoom(member, roomId);
      takePostingTurn(member.personId);
      await postMessage(member, {
        roomId,
        opId: what.opId,
        body: what.body,
        mentions: mentionsIn(what.body, mentionables),
      });
      return redirect(`/c/${member.coalitionSlug}/campaigns/${room.campaignId}/rooms/${roomId}#end`);
    }
    return json({ ok: true as const });
  });
}
