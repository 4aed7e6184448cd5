import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { type HistoryItem, readLetterHistory } from "~/domain/letters/read-letter-history.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard } from "~/routes/form.server";
import { Page, PageHead } from "~/ui/page";
import { HashLine } from "./hash-line";
import { nameOf } from "./letter-bar";
import { useLetterPlaces } from "./letter-pages";
import { type LetterHandle, useLetter } from "./use-letter";

export const handle: LetterHandle = { letterBar: "bar" };
export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.letters.historyPage.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => json({ items: await readLetterHistory(member, params.letter ?? "") }));
}

export default function History() {
  const { items } = useLoaderData<typeof loader>();
  const { letter, base } = useLetter();
  const { t, format } = useI18n();
  const words = t.letters.historyPage;
  return (
    <Page className="page--narrow">
      <PageHead title={words.title}>
        <p className="lead">{words.lead}</p>
      </PageHead>
      {items.length === 0 ? (
        <p className="meta">{words.empty}</p>
      ) : (
        <ol className="rows">
          {items.map((item) => (
            <li key={item.id} className="history-row">
              <p className="meta">
                <time dateTime={item.at}>{format.dateTime(item.at)}</time>
              </p>
              <div>
                <p>
                  <b>
                    <What item={item} own={`${base}/letters/${letter.letterId}`} />
                  </b>
                </p>
                <p className="meta">
                  {item.by ?? words.clock}
                  {item.kind === "decision" && item.leadAbsent && `, ${words.leadAbsent}`}
                </p>
                {item.kind === "decision" && item.reason && <p className="history-row__reason">{item.reason}</p>}
                {item.kind === "version" && item.note && <p>{item.note}</p>}
                {item.kind === "version" && item.frozen && (
                  <p className="meta">
                    <HashLine sha256={item.sha256} short />
                  </p>
                )}
              </div>
            </li>
          ))}
        </ol>
      )}
    </Page>
  );
}

const pageOf: Record<string, "board" | "list" | "editions" | "deliveries" | "publication"> = {
  open: "board",
  invite: "board",
  remind: "board",
  extend: "board",
  close: "board",
  reopen: "board",
  review_list: "list",
  admit_late: "list",
  finalize: "editions",
  deliver: "deliveries",
  archive: "deliveries",
  publish: "publication",
  embargo: "publication",
  unpublish: "publication",
};

function What({ item, own }: { item: HistoryItem; own: string }) {
  const { t } = useI18n();
  const words = t.letters.historyPage;
  const places = useLetterPlaces();
  if (item.kind === "decision") {
    const label = words.steps[item.step] ?? words.other;
    // The page where it was decided, as long as whoever reads has that page.
    const page = pageOf[item.step];
    const place = page && places.find((p) => p.to.startsWith(`${own}/${page}`));
    return place ? <Link to={place.to}>{label}</Link> : label;
  }
  const language = nameOf(item.locale, t.common.languageNames);
  return (
    <Link to={`${own}/text/${item.locale}/versions/${item.number}`}>
      {item.frozen ? words.frozenVersion({ n: item.number, language }) : words.version({ n: item.number, language })}
    </Link>
  );
}
