import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireMember } from "~/auth/require-member.server";

/** Any address of a coalition that the sitemap does not name. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireMember(request, params);
  throw new Response(null, { status: 404 });
}

export default function NotFound() {
  return null;
}
