import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { deviceName, signInToDemo } from "~/auth/sign-in.server";
import { env } from "~/env.server";
import { runForm } from "~/routes/form.server";
import { safePath } from "~/routes/safe-path";

/** The demo's door: one click, no password. It is not there outside the demo. */
export async function action({ request }: ActionFunctionArgs) {
  if (!env().demo) throw new Response(null, { status: 404 });
  return runForm(
    request,
    z.strictObject({ person: z.uuid(), next: z.string().max(2000) }),
    async ({ person, next }) => {
      const cookie = await signInToDemo(person, deviceName(request.headers.get("User-Agent")));
      return redirect(safePath(next), { headers: { "Set-Cookie": cookie } });
    },
  );
}

export function loader() {
  throw new Response(null, { status: 404 });
}
