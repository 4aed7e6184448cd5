import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PublicLetterPage, publicMeta } from "./public-letter";
import { loadPublicLetter } from "./public-letter.server";

export const handle = { noScript: true };
export const meta: MetaFunction<typeof loader> = ({ data }) => publicMeta(data);
export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

/** A published letter in one of its languages. */
export const loader = (args: LoaderFunctionArgs) => loadPublicLetter(args);

export default function PublishedLetterInLanguage() {
  return <PublicLetterPage data={useLoaderData<typeof loader>()} />;
}
