import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireMember } from "~/auth/require-member.server";
import { loadAction } from "~/domain/actions/load-action.server";
import { env } from "~/env.server";
import { actionToIcs } from "~/exports/icalendar.server";
import { guard } from "~/routes/form.server";

/** One action as a file for a calendar program. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const { action } = await guard(() => loadAction(member, params.action ?? ""));
  const { origin } = env();
  const url = `${origin}/c/${member.coalitionSlug}/actions/${action.id}`;
  return new Response(actionToIcs({ ...action, url }, { domain: new URL(origin).hostname, locale: member.locale }), {
    headers: {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": `attachment; filename="action-${action.id}.ics"`,
      "Cache-Control": "private, no-store",
    },
  });
}
