import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { actFor } from "~/domain/coalitions/act-for.server";
import { runForm } from "~/routes/form.server";
import { safePath } from "~/routes/safe-path";

/** For which of their organizations the member speaks. */
export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const input = z.strictObject({ organization: z.uuid(), redirectTo: z.string().max(2000).optional() });
  return runForm(request, input, async ({ organization, redirectTo }) => {
    await actFor(member, organization);
    return redirect(safePath(redirectTo ?? `/c/${member.coalitionSlug}`));
  });
}

export function loader() {
  throw new Response(null, { status: 404 });
}
