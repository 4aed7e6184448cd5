import type { LoaderFunctionArgs } from "@remix-run/node";
import { readFeed } from "~/domain/actions/calendar-feed.server";
import type { LetterMomentInFeed } from "~/domain/actions/read-calendar.server";
import { isDomainError } from "~/domain/errors";
import { env } from "~/env.server";
import { type CalendarAction, calendarFeed } from "~/exports/icalendar.server";
import { isLocale, type Locale, messagesFor } from "~/i18n";
import { answerTo } from "~/routes/form.server";

/**
 * The private address that calendar programs ask again and again. What it answers is decided at each fetch by what its
 * person may read then; an unchanged calendar costs a 304.
 */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const content = await readFeed(params.token ?? "").catch((error: unknown) => {
    if (isDomainError(error)) throw new Response(null, answerTo(error));
    throw error;
  });
  const etag = `"${content.version}"`;
  const headers = {
    ETag: etag,
    "Cache-Control": "private, max-age=0, must-revalidate",
    "Referrer-Policy": "no-referrer",
  };
  if (
    request.headers
      .get("If-None-Match")
      ?.split(/\s*,\s*/)
      .includes(etag)
  )
    return new Response(null, { status: 304, headers });
  const { origin } = env();
  const locale = isLocale(content.locale) ? content.locale : "en";
  const base = `${origin}/c/${content.coalition.slug}`;
  const body = calendarFeed(
    [
      ...content.actions.map((action) => ({ ...action, url: `${base}/actions/${action.id}` })),
      ...content.letters.map((moment) => letterEntry(moment, base, locale)),
    ],
    {
      name: messagesFor(locale).actions.calendarName({ coalition: content.coalition.name }),
      domain: new URL(origin).hostname,
      locale,
    },
  );
  return new Response(body, { headers: { ...headers, "Content-Type": "text/calendar; charset=utf-8" } });
}

/** A moment of a letter as an entry. It keeps its id when the letter closes, so that programs move it and make no second one. */
function letterEntry(moment: LetterMomentInFeed, base: string, locale: Locale): CalendarAction {
  const words = messagesFor(locale).actions.calendar;
  const [id, title, page] = {
    closes: ["closing", words.letterCloses, "board"] as const,
    closed: ["closing", words.letterClosed, "board"] as const,
    review_closes: ["consultation", words.reviewCloses, ""] as const,
    follow_up: ["follow-up", words.followUp, "deliveries"] as const,
  }[moment.kind];
  const letter = `${base}/letters/${moment.letterId}`;
  return {
    id: `${moment.letterId}-${id}`,
    title: title({ title: moment.title }),
    description: "",
    place: "",
    link: "",
    allDay: false,
    startsAt: new Date(moment.at),
    endsAt: null,
    startsOn: null,
    endsOn: null,
    zone: moment.zone,
    revision: moment.revision,
    createdAt: moment.createdAt,
    updatedAt: moment.updatedAt,
    cancelledAt: null,
    url: page ? `${letter}/${page}` : letter,
  };
}
