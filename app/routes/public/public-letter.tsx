import type { PublicLetter } from "~/domain/letters/read-public-letter.server";
import { isLocale, messagesFor } from "~/i18n";
import { nativeName, readInNative } from "~/i18n/language-names";
import { I18nProvider, useI18n } from "~/i18n/use-i18n";
import { bandRows } from "~/routes/signing/band-rows";
import { LetterSheet } from "~/routes/signing/letter-sheet";
import { FajaBand } from "~/ui/faja-band";
import { Icon } from "~/ui/icon";
import { PublicLayout } from "~/ui/public-layout";

/** A published letter as its page gets it. */
export type PublicData = {
  letter: Omit<PublicLetter, "doc">;
  /** The language of the letter that its reader understands better than this one. */
  offer: string | null;
  html: string;
  origin: string;
  description: string;
};

/** Title, canonical address and the other languages, for search engines and whoever shares it. */
export function publicMeta(data: PublicData | undefined) {
  if (!data) return [];
  const { letter, origin, description } = data;
  const here = (locale: string) => `${origin}/p/${letter.slug}/${locale}`;
  return [
    {
      title: messagesFor(isLocale(letter.locale) ? letter.locale : "en").common.documentTitle({ page: letter.subject }),
    },
    { name: "description", content: description },
    { tagName: "link" as const, rel: "canonical", href: here(letter.locale) },
    ...letter.texts.map((text) => ({
      tagName: "link" as const,
      rel: "alternate",
      hrefLang: text.locale,
      href: here(text.locale),
    })),
    { property: "og:title", content: letter.subject },
    { property: "og:description", content: description },
    { property: "og:type", content: "article" },
    { property: "og:url", content: here(letter.locale) },
  ];
}

/** Words around the letter are in its language where the interface has it, else in the reader's. */
export function PublicLetterPage({ data }: { data: PublicData }) {
  const own = useI18n();
  const { locale, zone } = data.letter;
  const words = isLocale(locale) ? locale : own.locale;
  return (
    <I18nProvider locale={words} timeZone={zone}>
      <div lang={words}>
        <Content {...data} />
      </div>
    </I18nProvider>
  );
}

function Content({ letter, offer, html }: PublicData) {
  const { t, format } = useI18n();
  const { coalition, signatories } = letter;
  const words = t.public.letter;
  const text = letter.texts.find((x) => x.locale === letter.locale);
  const others = letter.texts.filter((x) => x.locale !== letter.locale);
  const language = (locale: string) => t.common.languageNames[locale as "en"] ?? locale;
  const organizations = signatories.filter((s) => s.capacity === "organization");
  const individuals = signatories.filter((s) => s.capacity === "individual");
  const band = (width: number, className: string) => (
    <FajaBand
      className={className}
      signed={letter.count}
      total={letter.count}
      letterId={letter.letterId}
      dye={coalition.dye}
      width={width}
      rows={bandRows(letter.count)}
      label={words.signed({ n: letter.count })}
    />
  );
  return (
    <PublicLayout
      coalition={{ name: coalition.name, dye: coalition.dye, lang: coalition.nameLocale }}
      languages={letter.texts.map((x) => ({
        locale: x.locale,
        name: nativeName(x.locale),
        to: `/p/${letter.slug}/${x.locale}`,
        current: x.locale === letter.locale,
      }))}
      offer={offer ? { locale: offer, name: readInNative(offer), to: `/p/${letter.slug}/${offer}` } : null}
      footer={letter.leads.length > 0 && <span>{`${words.convened} ${format.list(letter.leads)}`}</span>}
    >
      <div className="public-head">
        <p className="meta">{letter.deliveredAt ? words.overlineDelivered : words.overline}</p>
        <h1 lang={letter.locale}>{letter.subject}</h1>
        {letter.ask && (
          <p className="lead" lang={letter.locale}>
            {letter.ask}
          </p>
        )}
        <dl className="public-facts">
          {letter.leads.length > 0 && (
            <div>
              <dt>{words.convened}</dt>
              <dd>{format.list(letter.leads)}</dd>
            </div>
          )}
          {letter.deliveredAt && (
            <div>
              <dt>{words.delivered}</dt>
              <dd>{format.dateInLetter(letter.deliveredAt)}</dd>
            </div>
          )}
          <div>
            <dt>{words.frozen}</dt>
            <dd>{format.dateInLetter(letter.frozenAt)}</dd>
          </div>
        </dl>
      </div>
      <div className="public-band">
        {band(700, "faja--wide")}
        {band(280, "faja--narrow")}
        <p className="soft mt-2">
          <b>{words.signed({ n: letter.count })}</b>, {words.oneThread}. <a href="#names">{words.readNames}</a>
        </p>
      </div>
      <div className="min-w-0">
        <LetterSheet text={{ ...letter, html }} label={words.textLabel} />
        <p className="frozen-line mt-3">
          <Icon name="lock-keyhole" small />
          <span>
            {words.frozenLine({ date: format.dateInLetter(letter.frozenAt) })} <a href="#proof">{words.check}</a>
            {text?.pdf && (
              <>
                {" · "}
                <a href={`/p/${letter.slug}/${letter.locale}/letter.pdf`}>
                  {words.pdf({ size: format.bytes(text.pdf.bytes) })}
                </a>
              </>
            )}
            {others.map((x) => (
              <span key={x.locale}>
                {" · "}
                <a href={`/p/${letter.slug}/${x.locale}`} hrefLang={x.locale}>
                  {words.inLanguage({ language: language(x.locale) })}
                </a>
              </span>
            ))}
          </span>
        </p>
      </div>
      <aside className="sign-form" aria-labelledby="proof">
        <h2 id="proof">{words.proof}</h2>
        <p className="intro">{words.proofText}</p>
        <p className="field__label">{words.hash}</p>
        <p className="hash break-all">{letter.sha256}</p>
        <p className="mt-4">
          <a className="btn" href={`/verify?hash=${letter.sha256}`}>
            {words.check}
          </a>
        </p>
        <details className="explain mt-6">
          <summary>{words.canonical}</summary>
          <pre className="mono whitespace-pre-wrap break-words mt-3" lang={letter.locale}>
            {letter.canonical}
          </pre>
        </details>
      </aside>
      <section className="public-names" id="names" aria-labelledby="names-title">
        <h2 id="names-title">
          {t.pdf.counted({ organizations: organizations.length, individuals: individuals.length })}
        </h2>
        <ul className="mt-4">
          {organizations.map((s, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: printed order, two organizations may share a name
            <li key={i}>
              <span className="public-names__name" lang={s.locale || undefined}>
                {s.name}
              </span>
              <span className="public-names__place">
                {[format.country(s.country), s.lead ? (s.lead === "lead" ? t.pdf.lead : t.pdf.coLead) : ""]
                  .filter(Boolean)
                  .join(", ")}
              </span>
            </li>
          ))}
        </ul>
        {individuals.length > 0 && (
          <>
            <h3>{words.individuals}</h3>
            <ul>
              {individuals.map((s) => (
                <li key={s.person}>
                  <span className="public-names__name">{s.person}</span>
                  <span className="public-names__place">{s.name}</span>
                </li>
              ))}
            </ul>
          </>
        )}
        <p className="meta mt-4">{words.edition({ n: letter.edition })}</p>
      </section>
    </PublicLayout>
  );
}
