import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { readLetterText } from "~/domain/letters/read-letter-text.server";
import { renderHtml } from "~/domain/letters/text/render-html";
import { UnsavedWords } from "~/editor/unsaved-words";
import { messagesFor } from "~/i18n";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard } from "~/routes/form.server";
import { ButtonLink } from "~/ui/button";
import { Deadline } from "~/ui/deadline";
import { Icon } from "~/ui/icon";
import { StageBadge } from "~/ui/stage";
import { HashLine } from "./hash-line";
import { nameOf, useNextStep } from "./letter-bar";
import { Cancelled, OwnAnswers, useLetterPlaces } from "./letter-pages";
import { LetterBody, LetterFoot, LetterHead } from "./paper";
import { type LetterHandle, useLetter } from "./use-letter";

export const handle: LetterHandle = { letterBar: "bar" };
export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.text.subject ?? "");

/** The text to be read: no editor, no script needed; sealed once it is frozen. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => {
    const { doc, ...text } = await readLetterText(member, params.letter ?? "", params.locale ?? "");
    const words = messagesFor(member.locale).letters;
    return json({ text, html: renderHtml(doc, { numbered: { label: (n) => words.paragraph({ n }) } }) });
  });
}

export default function Reading() {
  const { text, html } = useLoaderData<typeof loader>();
  const { letter, base, me, now } = useLetter();
  const { t, format } = useI18n();
  const own = `${base}/letters/${letter.letterId}`;
  const words = t.letters.reading;
  const head = { locale: text.locale, subject: text.subject, dateLine: text.dateLine, recipients: text.recipients };
  const others = letter.languages.filter((l) => l.locale !== text.locale && l.state !== "left_out");
  const next = useNextStep();
  const places = useLetterPlaces();
  const own_ = letter.languages.find((l) => l.locale === text.locale);
  const writable = letter.status === "drafting" || letter.status === "in_review";
  const lead = letter.leads.map((l) => l.name);
  return (
    <>
      <div className="reading">
        {!writable && (
          <UnsavedWords
            personId={me.personId}
            languageVersionId={text.languageVersionId}
            lang={text.locale}
            html={html}
          />
        )}
        <article
          className="paper letter"
          aria-label={t.letters.head.articleIn({ language: nameOf(text.locale, t.common.languageNames) })}
        >
          <LetterHead head={head}>
            <h1 className="letter__title" lang={text.locale}>
              {text.subject}
            </h1>
            <p className="frozen-line">
              <Icon name={text.frozen ? "lock-keyhole" : "pencil-line"} small />
              <span>
                {text.frozen
                  ? words.frozen({ when: format.dateLong(text.frozen.at) })
                  : own_?.state === "left_out" && !writable
                    ? words.leftOut
                    : words.draft}{" "}
                {letter.dates.openedAt && words.signed({ signed: letter.signed, total: letter.total })}{" "}
                {others.map((l) => (
                  <Link key={l.locale} to={`${own}/text/${l.locale}/reading`}>
                    {words.readIn({ language: nameOf(l.locale, t.common.languageNames) })}
                  </Link>
                ))}
              </span>
            </p>
          </LetterHead>
          {text.words === 0 ? <p className="faint">{words.empty}</p> : <LetterBody html={html} locale={text.locale} />}
          <LetterFoot head={head} />
          {text.frozen && (
            <p className="letter-seal">
              {words.version({ n: text.frozen.number })} · <HashLine sha256={text.frozen.sha256} />
            </p>
          )}
        </article>
        <aside className="reading__aside" aria-label={words.aside}>
          <div className="decide">
            <p>
              <StageBadge status={letter.status} />
            </p>
            <Cancelled />
            {letter.status === "open" && letter.dates.deadline && (
              <Deadline at={letter.dates.deadline} since={letter.dates.openedAt} zone={letter.deadlineZone} now={now} />
            )}
            {next && (
              <ButtonLink block variant="primary" to={next.to}>
                {next.label}
              </ButtonLink>
            )}
            {writable && letter.can.editText && (
              <ButtonLink block icon="pencil-line" to={`${own}/text/${text.locale}`}>
                {words.edit}
              </ButtonLink>
            )}
            {writable && !letter.can.editText && (
              <ButtonLink block icon="message-square" to={`${own}/text/${text.locale}`}>
                {t.letters.comments.add}
              </ButtonLink>
            )}
          </div>
          <dl className="facts mt-6">
            {letter.ask && (
              <>
                <dt>{words.ask}</dt>
                <dd>{letter.ask}</dd>
              </>
            )}
            <dt>{words.leads}</dt>
            <dd>{format.list(lead)}</dd>
            <dt>{t.letters.language}</dt>
            <dd>
              {nameOf(text.locale, t.common.languageNames)}
              {own_?.authoritative && ` (${t.letters.authoritative})`} · {t.letters.words({ n: text.words })}
            </dd>
          </dl>
          {letter.own.length > 0 && (
            <div className="mt-4">
              <OwnAnswers />
            </div>
          )}
          <ul className="link-list mt-4">
            {places.map((place) => (
              <li key={place.to}>
                <Link to={place.to}>{place.label}</Link>
              </li>
            ))}
            <li>
              <Link to={`${own}/details`}>{t.letters.bar.details}</Link>
            </li>
            <li>
              <Link to={`${own}/text/${text.locale}/versions`}>{t.letters.bar.versions}</Link>
            </li>
            <li>
              <Link to={`${own}/history`}>{t.letters.bar.history}</Link>
            </li>
          </ul>
        </aside>
      </div>
      {letter.can.sign && next && (
        <div className="decision-bar">
          {letter.dates.deadline && (
            <p className="meta">{t.letters.row.closes({ when: format.dateTime(letter.dates.deadline) })}</p>
          )}
          <ButtonLink variant="primary" to={next.to}>
            {next.label}
          </ButtonLink>
        </div>
      )}
    </>
  );
}
