import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { notFound } from "~/domain/errors";
import { type ComparedSide, readComparison, readVersions } from "~/domain/letters/read-versions.server";
import type { ComparedBlock } from "~/domain/letters/text/compare";
import { renderHtml } from "~/domain/letters/text/render-html";
import { messagesFor } from "~/i18n";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard } from "~/routes/form.server";
import { Button } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { Select } from "~/ui/field";
import { Page, PageHead } from "~/ui/page";
import { HashLine } from "./hash-line";
import { LetterBody } from "./paper";
import { RestoreButton } from "./restore-button";
import { type LetterHandle, useLetter } from "./use-letter";

export const handle: LetterHandle = { letterBar: "bar" };
export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, (t) =>
    data?.version.number === "now"
      ? t.letters.versionPage.now
      : t.letters.versionPage.title({ n: Number(data?.version.number) }),
  );

/** One version, alone or compared with another (`?against=3`, or `now` on either side). */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const { letter: letterId = "", locale = "" } = params;
  const against = new URL(request.url).searchParams.get("against");
  return guard(async () => {
    const number = side(params.number ?? "");
    if (number === null) throw notFound();
    const [{ version, with: other, comparison }, versions] = await Promise.all([
      readComparison(member, { letterId, locale, number, against: side(against ?? "") }),
      readVersions(member, letterId, locale),
    ]);
    const { doc, ...head } = version;
    const words = messagesFor(member.locale).letters;
    return json({
      locale,
      version: head,
      info: versions.find((v) => v.number === number) ?? null,
      html: comparison ? null : renderHtml(doc, { numbered: { label: (n) => words.paragraph({ n }) } }),
      with: other,
      comparison,
      all: versions.map(({ number: n, kind, note }) => ({ number: n, kind, note })),
    });
  });
}

function side(value: string): ComparedSide | null {
  if (value === "now") return "now";
  return /^[1-9]\d{0,5}$/.test(value) ? Number(value) : null;
}

export default function Version() {
  const data = useLoaderData<typeof loader>();
  const { version, comparison, locale } = data;
  const { letter, base } = useLetter();
  const { t, format } = useI18n();
  const words = t.letters.versionPage;
  const own = `${base}/letters/${letter.letterId}/text/${locale}/versions`;
  const nameOfSide = (number: ComparedSide) => (number === "now" ? words.now : words.title({ n: number }));
  const inSentence = (number: ComparedSide) =>
    number === "now" ? words.nowInSentence : words.inSentence({ n: number });
  const info = data.info;
  return (
    <Page>
      <PageHead
        title={
          data.with
            ? words.comparedTitle({ a: inSentence(data.with.number), b: inSentence(version.number) })
            : nameOfSide(version.number)
        }
        overline={<Link to={own}>{words.back}</Link>}
        actions={
          version.number !== "now" && letter.can.saveVersion ? (
            <RestoreButton number={version.number} action={own} />
          ) : undefined
        }
      >
        {info && (
          <p className="meta">
            <time dateTime={info.at}>{format.dateTime(info.at)}</time> ·{" "}
            {info.kind === "frozen"
              ? t.letters.versionsPage.frozenBy({ name: info.by })
              : t.letters.versionsPage.by({ name: info.by })}
            {info.note && ` · ${info.note}`}
          </p>
        )}
        {comparison && (
          <p className="meta">
            {comparison.wordsAdded + comparison.wordsRemoved === 0
              ? words.same
              : words.changes({ added: comparison.wordsAdded, removed: comparison.wordsRemoved })}
          </p>
        )}
      </PageHead>
      <Form method="get" className="filters filters--end">
        <Select
          name="against"
          label={words.with}
          defaultValue={data.with ? String(data.with.number) : ""}
          options={[
            { value: "", label: words.nothing },
            ...(version.number === "now" ? [] : [{ value: "now", label: words.now }]),
            ...data.all
              .filter((v) => v.number !== version.number)
              .map((v) => ({
                value: String(v.number),
                label: [nameOfSide(v.number), v.note].filter(Boolean).join(", "),
              })),
          ]}
        />
        <Button type="submit" size="sm">
          {words.show}
        </Button>
      </Form>
      <article className="paper letter mt-4" lang={locale}>
        {data.with && data.with.subject !== version.subject ? (
          <p className="letter__re">
            <del className="suggestion suggestion--delete">{data.with.subject}</del>{" "}
            <ins className="suggestion suggestion--insert">{version.subject}</ins>
          </p>
        ) : (
          <p className="letter__re">{version.subject}</p>
        )}
        {comparison ? <Compared blocks={comparison.blocks} /> : <LetterBody html={data.html ?? ""} locale={locale} />}
      </article>
      {version.sha256 && (
        <p className="meta mt-4">
          <HashLine sha256={version.sha256} verify={info?.kind === "frozen"} />
        </p>
      )}
      {version.canonical && (
        <details className="fold mt-2">
          <summary>{words.canonical}</summary>
          <p className="field__hint">{words.canonicalHint}</p>
          <pre className="canonical" lang={locale}>
            {version.canonical}
          </pre>
        </details>
      )}
    </Page>
  );
}

/** What changed, in place: inserted words underlined, deleted ones struck, each said for screen readers too. */
function Compared({ blocks }: { blocks: readonly ComparedBlock[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: blocks have an order and no other identity
  return blocks.map((block, index) => <Block key={index} block={block} />);
}

function Block({ block }: { block: ComparedBlock }) {
  const Element = block.type === "heading" ? "h2" : "p";
  return (
    <Element
      className={cx(
        "compared",
        block.quote > 0 && "compared--quote",
        block.depth > 0 && `compared--depth-${Math.min(block.depth, 3)}`,
      )}
    >
      {block.marker && <span className="compared__marker">{block.marker} </span>}
      {block.runs.map((run, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stretches have an order and no other identity
        <Run key={index} kind={run.kind} text={run.text} />
      ))}
    </Element>
  );
}

function Run({ kind, text }: { kind: "same" | "inserted" | "deleted"; text: string }) {
  const { t } = useI18n();
  if (kind === "same") return text;
  if (kind === "inserted") {
    return (
      <ins className="suggestion suggestion--insert">
        <span className="sr-only">[{t.letters.versionPage.inserted}] </span>
        {text}
      </ins>
    );
  }
  return (
    <del className="suggestion suggestion--delete">
      <span className="sr-only">[{t.letters.versionPage.deleted}] </span>
      {text}
    </del>
  );
}
