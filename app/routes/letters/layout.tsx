import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Outlet, useLoaderData, useMatches } from "@remix-run/react";
import { useState } from "react";
import { requireMember } from "~/auth/require-member.server";
import { readAnswerStreams } from "~/domain/letters/read-answer-streams.server";
import { readLetterPage } from "~/domain/letters/read-letter-page.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useLive } from "~/realtime/use-live";
import { guard } from "~/routes/form.server";
import { LetterBar, type SavedState } from "./letter-bar";
import type { LetterHandle } from "./use-letter";
import { useSigningKey } from "./use-signing-key";

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.letter.title ?? "");

/** All pages of one letter: reads it once, keeps it live, and draws the bar for those that want it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  return guard(async () => {
    const live = await readHeads([stream("letter", id), ...(await readAnswerStreams(member, id))]);
    const letter = await readLetterPage(member, id);
    return json({
      letter,
      live,
      base: `/c/${member.coalitionSlug}`,
      me: { personId: member.personId, name: member.name },
      now: new Date().toISOString(),
    });
  });
}

/** What a page tells the bar above it. */
export type LetterOutlet = { setSaved: (saved: SavedState | null) => void };

export default function LetterLayout() {
  const { letter, base, live } = useLoaderData<typeof loader>();
  const handles = useMatches().map((match) => match.handle as LetterHandle | undefined);
  // A page that appends what comes in crowds needs no reading for it.
  useLive(live, { except: handles.flatMap((handle) => handle?.appends ?? []) });
  useSigningKey(letter.can.sign ? `${base}/letters/${letter.letterId}/signature` : null);
  const [saved, setSaved] = useState<SavedState | null>(null);
  const bar = handles.map((handle) => handle?.letterBar).find((one) => one !== undefined);
  return (
    <>
      {bar && <LetterBar heading={bar === "title"} saved={saved} />}
      <Outlet context={{ setSaved } satisfies LetterOutlet} />
    </>
  );
}
