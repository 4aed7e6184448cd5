import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireMember } from "~/auth/require-member.server";
import { hasBoard, isWritable } from "~/domain/letters/letter";
import { readThreadLocale } from "~/domain/letters/read-comments.server";
import { readLetterPage } from "~/domain/letters/read-letter-page.server";
import { guard } from "~/routes/form.server";

/**
 * A letter's own address leads to where its life is: the text while it is written, the frozen text before sign-on, the board
 * afterwards. With `?thread=` it leads to that conversation. The reader's language is preferred where there is a version in it.
 */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const letter = await guard(() => readLetterPage(member, params.letter ?? ""));
  const own = `/c/${member.coalitionSlug}/letters/${letter.letterId}`;
  const thread = new URL(request.url).searchParams.get("thread");
  if (thread) {
    const locale = await readThreadLocale(member, letter.letterId, thread);
    if (locale) return redirect(`${own}/text/${locale}#thread-${thread}`);
  }
  const shown = letter.languages.filter((l) => l.state !== "left_out");
  const locale = shown.find((l) => l.locale === member.locale)?.locale ?? letter.locale;
  if (isWritable(letter.status)) return redirect(`${own}/text/${locale}`);
  if (hasBoard(letter.status)) return redirect(`${own}/board`);
  return redirect(`${own}/text/${locale}/reading`);
}
