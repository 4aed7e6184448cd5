import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { readVersions } from "~/domain/letters/read-versions.server";
import { restoreTextVersion } from "~/domain/letters/restore-text-version.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Page, PageHead } from "~/ui/page";
import { HashLine } from "./hash-line";
import { nameOf } from "./letter-bar";
import { RestoreButton } from "./restore-button";
import { type LetterHandle, useLetter } from "./use-letter";
import { Changes } from "./version-list";

export const handle: LetterHandle = { letterBar: "bar" };
export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.letters.versionsPage.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const locale = params.locale ?? "";
  return guard(async () => json({ locale, versions: await readVersions(member, params.letter ?? "", locale) }));
}

const schema = z.strictObject({ intent: z.literal("restore"), number: z.coerce.number().int().min(1) });

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const { letter: letterId = "", locale = "" } = params;
  return runForm(request, schema, async ({ number }) => {
    const restored = await restoreTextVersion(member, { letterId, locale, number });
    const own = `/c/${member.coalitionSlug}/letters/${letterId}/text/${locale}/versions`;
    return redirect(`${own}?restored=${number}&as=${restored.number}`);
  });
}

export default function Versions() {
  const { locale, versions } = useLoaderData<typeof loader>();
  const { letter, base } = useLetter();
  const { t, format } = useI18n();
  const failure = useFormFailure(useActionResult<typeof action>());
  const [search] = useSearchParams();
  const words = t.letters.versionsPage;
  const own = `${base}/letters/${letter.letterId}/text/${locale}`;
  const from = Number(search.get("restored"));
  const as = Number(search.get("as"));
  return (
    <Page className="page--narrow">
      <PageHead title={words.title} overline={format.capital(nameOf(locale, t.common.languageNames))}>
        <p className="lead">{words.lead}</p>
      </PageHead>
      <ErrorSummary {...failure.summary} />
      {from > 0 && as > 0 && (
        <Notice kind="signed" live="status">
          {words.restored({ n: as, from })}
        </Notice>
      )}
      {versions.length === 0 ? (
        <EmptyState level={2} title={words.empty}>
          {words.emptyText}
        </EmptyState>
      ) : (
        <ol className="rows versions">
          {versions.map((version, i) => {
            const before = versions[i + 1];
            return (
              <li key={version.id} className="version-row">
                <span className="version__dot" aria-hidden="true" />
                <div>
                  <h2 className="version__name">
                    <Link to={`${own}/versions/${version.number}`}>
                      {version.kind === "frozen"
                        ? words.frozen({ n: version.number })
                        : words.name({ n: version.number })}
                    </Link>
                  </h2>
                  <p className="meta">
                    <time dateTime={version.at}>{format.dateTime(version.at)}</time> ·{" "}
                    {version.kind === "frozen" ? words.frozenBy({ name: version.by }) : words.by({ name: version.by })}{" "}
                    · {t.letters.words({ n: version.words })}
                  </p>
                  {version.note && <p>{version.note}</p>}
                  {version.sameAs !== null && <p className="meta">{words.sameAs({ n: version.sameAs })}</p>}
                  <Changes version={version} />
                  {version.kind === "frozen" && (
                    <p className="meta">
                      <HashLine sha256={version.sha256} short />
                    </p>
                  )}
                </div>
                <div className="version-row__tools">
                  {before && (
                    <Link to={`${own}/versions/${version.number}?against=${before.number}`}>
                      {words.compareWith({ n: before.number })}
                    </Link>
                  )}
                  {letter.can.saveVersion && <RestoreButton number={version.number} />}
                </div>
              </li>
            );
          })}
        </ol>
      )}
    </Page>
  );
}
