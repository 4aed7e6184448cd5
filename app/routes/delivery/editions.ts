import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireMember } from "~/auth/require-member.server";
import { readNewestEdition } from "~/domain/letters/read-edition.server";
import { guard } from "~/routes/form.server";

/** The final letter: always its newest edition. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  const number = await guard(() => readNewestEdition(member, letterId));
  return redirect(`/c/${member.coalitionSlug}/letters/${letterId}/editions/${number}`);
}
