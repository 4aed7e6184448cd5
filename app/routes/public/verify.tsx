import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { isDomainError } from "~/domain/errors";
import { type Verdict, verifyText } from "~/domain/letters/verify-text.server";
import { countAttempt } from "~/domain/rate-limit.server";
import { errorText } from "~/i18n";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { answerTo, readForm } from "~/routes/form.server";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { TextArea } from "~/ui/field";
import { Icon } from "~/ui/icon";
import { Notice } from "~/ui/notice";
import { PublicLayout } from "~/ui/public-layout";

export const handle = { noScript: true };
export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.public.verify.title);

/** Longest text that is looked at, in characters. */
const MAX = 200_000;

type Answer = { given: string; verdict: Verdict | null; refused?: { code: string; facts: Record<string, unknown> } };

/** A hash in the address is looked up at once: links on letters lead here. */
export async function loader({ request }: LoaderFunctionArgs) {
  const given = (new URL(request.url).searchParams.get("hash") ?? "").slice(0, 200);
  return json<Answer>(
    { given, verdict: given ? await verifyText(given) : null },
    { headers: { "Cache-Control": "no-store" } },
  );
}

/** Comparing words reads every public letter, so one network asks for it only so often. */
export async function action({ request, context }: ActionFunctionArgs) {
  const given = String((await readForm(request))?.get("text") ?? "").slice(0, MAX);
  if (!given.trim()) return json<Answer>({ given, verdict: null }, { status: 400 });
  try {
    await countAttempt("verify_network", context.clientAddress);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const { code, facts } = error;
    return json<Answer>({ given, verdict: null, refused: { code, facts } }, answerTo(error));
  }
  return json<Answer>({ given, verdict: await verifyText(given) });
}

export default function Verify() {
  const loaded = useLoaderData<typeof loader>();
  const acted = useActionResult<typeof action>();
  const { given, verdict, refused } = (acted ?? loaded) as Answer;
  const { t } = useI18n();
  const words = t.public.verify;
  return (
    <PublicLayout grid={false}>
      <div className="public-verify">
        <h1 className="page__title">{words.title}</h1>
        <p className="soft mt-2 mb-6">{words.intro}</p>
        {verdict && <Result verdict={verdict} />}
        <Form method="post" action="/verify" reloadDocument>
          <TextArea
            name="text"
            label={words.input}
            hint={words.inputHint}
            rows={10}
            defaultValue={given}
            error={refused ? errorText(t, refused) : acted && !verdict ? words.empty : null}
            maxLength={MAX}
          />
          <Button type="submit" variant="primary">
            {words.submit}
          </Button>
        </Form>
      </div>
    </PublicLayout>
  );
}

function Result({ verdict }: { verdict: Verdict }) {
  const { t, format } = useI18n();
  const words = t.public.verify;
  if (verdict.kind === "no_match") {
    return (
      <section className="mb-8" aria-live="polite">
        <Notice kind="alert" live="alert">
          <b>
            <Icon name="triangle-alert" small /> {words.noMatch}.
          </b>{" "}
          {words.noMatchText}
        </Notice>
        <dl className="verify-facts">
          <dt>{words.given}</dt>
          <dd className="hash">{verdict.given}</dd>
        </dl>
      </section>
    );
  }
  const { text } = verdict;
  const how =
    verdict.kind === "corrupt"
      ? words.corruptText
      : { hash: words.byHash, canonical: words.byCanonical, words: words.byWords, body: words.byBody }[verdict.by];
  return (
    <section className="mb-8" aria-live="polite">
      <Notice kind={verdict.kind === "corrupt" ? "alert" : verdict.by === "body" ? "waiting" : "signed"} live="status">
        <b>
          <Icon name={verdict.kind === "corrupt" ? "triangle-alert" : "circle-check"} small />{" "}
          {verdict.kind === "corrupt" ? words.corrupt : words.match}.
        </b>{" "}
        {how}
      </Notice>
      <dl className="verify-facts">
        {text.letter && (
          <>
            <dt>{words.letter}</dt>
            <dd>
              <a href={`/p/${text.letter.slug}/${text.locale}`} lang={text.locale}>
                {text.letter.subject}
              </a>
              , <span lang={text.letter.coalitionLocale}>{text.letter.coalition}</span>
            </dd>
            <dt>{words.signatures}</dt>
            <dd>{words.signedBy({ n: text.letter.count, edition: text.letter.edition })}</dd>
          </>
        )}
        <dt>{words.language}</dt>
        <dd>{format.capital(t.common.languageNames[text.locale as "en"] ?? text.locale)}</dd>
        <dt>{words.frozenAt}</dt>
        <dd>{format.dateLong(text.frozenAt)}</dd>
        <dt>{words.stored}</dt>
        <dd className="hash">{text.sha256}</dd>
        <dt>{words.recomputed}</dt>
        <dd className="hash">{text.recomputed}</dd>
        {verdict.given !== text.sha256 && (
          <>
            <dt>{words.given}</dt>
            <dd className="hash">{verdict.given}</dd>
          </>
        )}
      </dl>
      {text.letter ? (
        <details className="explain mt-4">
          <summary>{words.showCanonical}</summary>
          <pre className="mono whitespace-pre-wrap break-words mt-3" lang={text.locale}>
            {text.letter.canonical}
          </pre>
          <p className="mt-3">
            {words.yourself} <code className="mono">{words.command}</code>
          </p>
        </details>
      ) : (
        <p className="meta mt-2">{words.notPublic}</p>
      )}
    </section>
  );
}
