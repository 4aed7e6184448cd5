import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { requireMember } from "~/auth/require-member.server";
import { searchCoalition } from "~/domain/coalitions/search-coalition.server";

/** What the command palette finds for the words that were typed. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const query = (new URL(request.url).searchParams.get("q") ?? "").slice(0, 200);
  return json({ found: await searchCoalition(member, query) });
}
