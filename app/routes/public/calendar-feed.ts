import type { LoaderFunctionArgs } from "@remix-run/node";
import { readFeed } from "~/domain/actions/calendar-feed.server";
import { isDomainError } from "~/domain/errors";
import { env } from "~/env.server";
import { calendarFeed } from "~/exports/icalendar.server";
import { isLocale, messagesFor } from "~/i18n";

/**
 * The private address that calendar programs ask again and again. What it answers is decided at each fetch by what its
 * person may read then; an unchanged calendar costs a 304.
 */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const content = await readFeed(params.token ?? "").catch((error: unknown) => {
    if (isDomainError(error)) throw new Response(null, { status: error.status });
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
  const body = calendarFeed(
    content.actions.map((action) => ({ ...action, url: `${origin}/c/${content.coalition.slug}/actions/${action.id}` })),
    {
      name: messagesFor(locale).actions.calendarName({ coalition: content.coalition.name }),
      domain: new URL(origin).hostname,
      locale,
    },
  );
  return new Response(body, { headers: { ...headers, "Content-Type": "text/calendar; charset=utf-8" } });
}
