import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { readEdition } from "~/domain/letters/read-edition.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard } from "~/routes/form.server";
import { bandRows } from "~/routes/signing/band-rows";
import { LetterPage } from "~/routes/signing/letter-page";
import { ButtonLink } from "~/ui/button";
import { FajaBand } from "~/ui/faja-band";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/page";
import { Tabs } from "~/ui/tabs";

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, (t) => t.delivery.edition.title({ n: data?.page.number ?? 1 }));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  const live = await readHeads([stream("letter", id)]);
  const page = await guard(() => readEdition(member, id, Number(params.number)));
  return json({ page, base: `/c/${member.coalitionSlug}`, live });
}

/** An edition for those who read the letter: its names, its hash, its PDF. */
export default function Edition() {
  const { page, base, live } = useLoaderData<typeof loader>();
  useLive(live);
  const { t, format } = useI18n();
  const { letter } = page;
  const own = `${base}/letters/${letter.id}`;
  const organizations = page.signatories.filter((s) => s.capacity === "organization");
  const individuals = page.signatories.filter((s) => s.capacity === "individual");
  return (
    <LetterPage
      letter={letter}
      base={base}
      title={t.delivery.edition.title({ n: page.number })}
      actions={
        <ButtonLink to={`${own}/deliveries`} icon="receipt-text">
          {t.delivery.edition.deliveries}
        </ButtonLink>
      }
    >
      {page.numbers.length > 1 && (
        <Tabs
          label={t.delivery.edition.others}
          items={page.numbers.map((n) => ({
            to: `${own}/editions/${n}`,
            label: t.delivery.edition.title({ n }),
            end: true,
          }))}
        />
      )}
      <p className="soft mt-4">{t.delivery.edition.meta({ when: format.dateTime(page.createdAt), by: page.by })}</p>
      <div className="loom">
        <FajaBand
          className="faja--wide"
          signed={page.count}
          total={page.count}
          letterId={letter.id}
          dye={letter.dye}
          width={700}
          rows={bandRows(page.count)}
        />
        <FajaBand
          className="faja--narrow"
          signed={page.count}
          total={page.count}
          letterId={letter.id}
          dye={letter.dye}
          width={296}
          rows={bandRows(page.count)}
        />
        <p className="meta">{t.delivery.edition.band({ n: page.count })}</p>
      </div>
      <Section title={t.delivery.edition.languages}>
        <ul className="rows">
          {page.texts.map((text) => (
            <li key={text.locale} className="py-3 flex flex-wrap items-center gap-x-6 gap-y-2 justify-between">
              <div className="min-w-0">
                <b>{format.capital(t.common.languageNames[text.locale as "en"] ?? text.locale)}</b>
                <p className="meta break-all">
                  {t.signing.sealed.hash} <span className="hash">{text.sha256}</span>
                </p>
              </div>
              {text.pdf ? (
                <ButtonLink
                  variant="primary"
                  icon="download"
                  to={`${own}/editions/${page.number}/${text.locale}/letter.pdf`}
                  reloadDocument
                >
                  {t.delivery.edition.pdf({ size: format.bytes(text.pdf.bytes) })}
                </ButtonLink>
              ) : (
                <Notice kind="plain" live="status">
                  {t.delivery.edition.making}
                </Notice>
              )}
            </li>
          ))}
        </ul>
      </Section>
      <section className="signatories" id="names" aria-labelledby="names-title">
        <h2 id="names-title">
          {t.pdf.counted({ organizations: organizations.length, individuals: individuals.length })}
        </h2>
        <ul className="mt-4">
          {organizations.map((s) => (
            <li key={s.organizationId}>
              {s.name}
              <span>
                {[format.country(s.country), s.lead ? (s.lead === "lead" ? t.signing.lead : t.signing.coLead) : ""]
                  .filter(Boolean)
                  .join(", ")}
              </span>
            </li>
          ))}
        </ul>
        {individuals.length > 0 && (
          <>
            <h3>{t.delivery.edition.individuals}</h3>
            <ul>
              {individuals.map((s) => (
                <li key={s.organizationId}>
                  {s.person}
                  <span>{s.name}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      <p className="mt-8">
        <Link to={`/verify?hash=${page.texts[0]?.sha256 ?? ""}`} reloadDocument>
          {t.signing.sealed.verify}
        </Link>
      </p>
    </LetterPage>
  );
}
