import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { endSession } from "~/auth/sessions.server";
import { readForm } from "~/routes/form.server";

/** Ends this session. With `clear`, the browser also forgets what the site kept on the device. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request);
  if (form === null) throw new Response(null, { status: 400 });
  const clear = form.get("clear") === "1";
  const headers = new Headers({ "Set-Cookie": await endSession(request.headers.get("Cookie")) });
  if (clear) headers.set("Clear-Site-Data", '"cache", "cookies", "storage"');
  return redirect("/sign-in", { headers });
}

export function loader() {
  return redirect("/");
}
