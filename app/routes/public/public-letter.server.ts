import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { readPublicLetter } from "~/domain/letters/read-public-letter.server";
import { renderHtml } from "~/domain/letters/text/render-html";
import { env } from "~/env.server";
import { isLocale, messagesFor } from "~/i18n";
import { guard } from "~/routes/form.server";
import { readLanguages } from "~/routes/root-data.server";

/**
 * A published letter, for everybody: no account, no script, nothing from elsewhere. Two addresses show it: `/p/:slug` in the language of
 * reference, `/p/:slug/:locale` in each. Neither changes its language by its reader, so that what is quoted under an address stays there;
 * whoever reads another of the letter's languages better is offered it.
 */
export async function loadPublicLetter({ request, params }: LoaderFunctionArgs) {
  const { doc, ...letter } = await guard(() => readPublicLetter(params.slug ?? "", params.locale));
  const t = messagesFor(isLocale(letter.locale) ? letter.locale : "en");
  const best = readLanguages(request).find((locale) => letter.texts.some((text) => text.locale === locale));
  const data = {
    letter,
    offer: best && best !== letter.locale ? best : null,
    html: renderHtml(doc, { numbered: { label: (n) => t.public.letter.paragraph({ n }) } }),
    origin: env().origin,
    description: t.public.letter.description({ letter: letter.subject, n: letter.count }),
  };
  return json(data, {
    headers: {
      // Short, so that a page which is taken back is gone soon; the theme comes from a cookie, the offered language from the browser.
      "Cache-Control": "public, max-age=60, must-revalidate",
      Vary: "Cookie, Accept-Language",
    },
  });
}
