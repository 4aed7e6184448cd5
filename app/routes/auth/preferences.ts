import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { optionalPerson } from "~/auth/require-member.server";
import { editProfile, themes } from "~/domain/people/edit-profile.server";
import { env } from "~/env.server";
import { isLocale, isTimeZone, locales } from "~/i18n";
import { runForm } from "~/routes/form.server";
import { safePath } from "~/routes/safe-path";

const YEAR = 31_536_000;

const input = z.strictObject({
  lang: z.enum(locales).optional(),
  theme: z.enum(themes).optional(),
  tz: z.string().max(64).refine(isTimeZone).optional(),
  redirectTo: z.string().max(2000).optional(),
});

/** Language, appearance and time zone: for this browser, and for the person when somebody is signed in. */
export async function action({ request }: ActionFunctionArgs) {
  const person = await optionalPerson(request);
  return runForm(request, input, async ({ lang, theme, tz, redirectTo }) => {
    if (person) await editProfile(person, { locale: lang, theme, timeZone: tz });
    return redirect(safePath(redirectTo), { headers: preferenceCookies({ lang, theme, tz }) });
  });
}

/** The language switch of pages for everybody is a link, which works without script. It changes nothing but this browser. */
export function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const lang = searchParams.get("lang");
  return redirect(safePath(searchParams.get("redirectTo")), {
    headers: preferenceCookies({ lang: isLocale(lang) ? lang : undefined }),
  });
}

function preferenceCookies(values: Record<string, string | undefined>): Headers {
  const headers = new Headers();
  const secure = env().secureCookies ? "; Secure" : "";
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    headers.append(
      "Set-Cookie",
      `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`,
    );
  }
  return headers;
}
