import { Link, useLocation, useParams } from "@remix-run/react";
import { stream } from "~/domain/streams";
import { useI18n } from "~/i18n/use-i18n";
import { usePresence } from "~/realtime/use-live";
import { AvatarStack } from "~/ui/avatar";
import { ButtonLink } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { Icon, type IconName } from "~/ui/icon";
import { Menu, type MenuItem } from "~/ui/menu";
import { Breadcrumb } from "~/ui/page";
import { Segmented } from "~/ui/segmented";
import { type StageDates, StageRail } from "~/ui/stage";
import { LetterTabs, useLetterPlaces } from "./letter-pages";
import { useLetter } from "./use-letter";

/** What is known of whether the text on this page is stored. `at`: when it last was, ISO. */
export type SavedState = {
  state: "loading" | "saved" | "saving" | "offline" | "readonly" | "closed" | "reload-needed";
  at?: string;
};

/** The bar of a letter: where it lies, its name, saved or not, who is here, its languages, and the next step. */
export function LetterBar({ heading, saved }: { heading: boolean; saved: SavedState | null }) {
  const { letter, base } = useLetter();
  const { t } = useI18n();
  const { locale } = useParams();
  const here = usePresence(stream("letter", letter.letterId));
  const own = `${base}/letters/${letter.letterId}`;
  const shown = letter.languages.find((l) => l.locale === locale) ?? letter.languages[0];
  const languages = letter.languages.filter((l) => l.state !== "left_out" || l.locale === locale);
  const next = useNextStep();
  const { pathname } = useLocation();
  const title = letter.languages.find((l) => l.locale === locale)?.subject ?? letter.title;
  const titleLang = shown && locale ? shown.locale : letter.locale;
  const text = (of: string) => `${own}/text/${of}${letter.can.editText || letter.can.comment ? "" : "/reading"}`;
  return (
    <>
      <header className="doc-bar">
        <div className="doc-bar__text">
          <Breadcrumb
            items={[
              {
                label: <span lang={letter.campaign.locale}>{letter.campaign.name}</span>,
                to: `${base}/campaigns/${letter.campaign.id}`,
              },
              { label: t.letters.title, to: `${base}/letters` },
            ]}
          />
          {heading ? (
            <h1 className="doc-bar__title" lang={titleLang}>
              {title}
            </h1>
          ) : (
            <p className="doc-bar__title" lang={titleLang}>
              <Link to={text(shown?.locale ?? letter.locale)}>{title}</Link>
            </p>
          )}
        </div>
        <div className="doc-bar__tools">
          {saved && <Saved saved={saved} />}
          {here.length > 1 && <AvatarStack people={here.map((p) => ({ id: p.personId, name: p.name }))} max={4} />}
          {languages.length > 1 && (
            <Segmented
              small
              label={t.letters.language}
              value={locale ?? null}
              options={languages.map((l) => ({
                value: l.locale,
                label: nameOf(l.locale, t.letters.autonyms),
                lang: l.locale,
                to: text(l.locale),
              }))}
            />
          )}
          <ButtonLink
            className="doc-bar__versions"
            size="sm"
            icon="history"
            to={`${own}/text/${shown?.locale ?? letter.locale}/versions`}
          >
            <span className="doc-bar__label">{t.letters.bar.versions}</span>
          </ButtonLink>
          <LetterMenu />
          {/* A step that is taken on this very page has its own button there. */}
          {next && next.to.split("#")[0] !== pathname && (
            <ButtonLink className="doc-bar__next" variant="primary" size="sm" to={next.to}>
              {next.label}
            </ButtonLink>
          )}
        </div>
      </header>
      <LetterRail />
      {/* The editor keeps its height for the text; its menu has the same pages. */}
      {!heading && (
        <div className="doc-tabs">
          <LetterTabs />
        </div>
      )}
    </>
  );
}

const savedIcons: Record<SavedState["state"], IconName> = {
  loading: "loader-circle",
  saved: "check",
  saving: "loader-circle",
  offline: "wifi-off",
  readonly: "eye",
  closed: "lock-keyhole",
  "reload-needed": "refresh-cw",
};

/** Says the truth: "saved" only when the server has committed what was typed. */
function Saved({ saved }: { saved: SavedState }) {
  const { t, format } = useI18n();
  return (
    <span className={cx("saved", saved.state === "saved" && "saved--done")} role="status">
      <Icon name={savedIcons[saved.state]} small />
      <span className="saved__words">
        {saved.state === "saved" && saved.at
          ? t.letters.saved.savedAt({ time: format.time(saved.at) })
          : t.letters.saved[saved.state]}
      </span>
    </span>
  );
}

/** The step that whoever looks can take next; the server has said which. */
export function useNextStep(): { to: string; label: string } | null {
  const { letter, base } = useLetter();
  const { t } = useI18n();
  const { bar } = t.letters;
  const own = `${base}/letters/${letter.letterId}`;
  const { can } = letter;
  if (can.sendToReview && !letter.leadAbsent) return { to: `${own}/review`, label: bar.toReview };
  if (can.consent && !can.freeze) return { to: `${own}/freeze`, label: bar.consent };
  if (can.freeze && !letter.leadAbsent) return { to: `${own}/freeze`, label: bar.freeze };
  if (can.open && !letter.leadAbsent) return { to: `${own}/opening`, label: bar.open };
  if (can.sign && letter.organization)
    return { to: `${own}/signature`, label: bar.sign({ org: letter.organization.name }) };
  if (letter.lateRequests > 0 && can.seeList)
    return { to: `${own}/list#late`, label: bar.late({ n: letter.lateRequests }) };
  if (can.reviewList && !letter.leadAbsent) return { to: `${own}/list`, label: bar.list };
  if (can.recordDelivery && !letter.leadAbsent)
    return {
      to: `${own}/deliveries`,
      label: letter.status === "finalized" ? t.letters.after.recordDelivery : t.letters.after.recordAnswer,
    };
  if (letter.edition !== null) return { to: `${own}/editions/${letter.edition}`, label: t.letters.after.final };
  if (can.seeBoard) return { to: `${own}/board`, label: bar.board };
  return null;
}

/** Everything else that can be reached from here. */
function LetterMenu() {
  const { letter, base } = useLetter();
  const { t } = useI18n();
  const { locale = letter.locale } = useParams();
  const own = `${base}/letters/${letter.letterId}`;
  const { can } = letter;
  const { bar } = t.letters;
  const places = useLetterPlaces();
  const items: MenuItem[] = [
    { label: bar.reading, to: `${own}/text/${locale}/reading`, icon: "book-open-text" },
    { label: bar.details, to: `${own}/details`, icon: "file-text" },
    { label: bar.history, to: `${own}/history`, icon: "history" },
    // Signatures stand below, one line for each organization of the reader's.
    ...places
      .filter((place) => place.to !== `${own}/signature`)
      .map(({ label, to, icon, count }) => ({
        label,
        to,
        icon,
        meta: count ? <span className="count">{count}</span> : undefined,
      })),
    ...letter.own.map((o) => ({
      key: `own ${o.organizationId}`,
      label: `${o.name}: ${t.letters.own.steps[o.step]}`,
      to: `${own}/signature?for=${o.organizationId}`,
      icon: "pen-line" as const,
    })),
  ];
  const steps: MenuItem[] = [
    ...(can.sendToReview ? [{ label: bar.toReview, to: `${own}/review`, icon: "send" as const }] : []),
    ...(can.returnToDraft ? [{ label: bar.window, to: `${own}/review`, icon: "hourglass" as const }] : []),
    ...(can.freeze || can.consent
      ? [{ label: can.freeze ? bar.freeze : bar.consent, to: `${own}/freeze`, icon: "lock-keyhole" as const }]
      : []),
    ...(can.open ? [{ label: bar.open, to: `${own}/opening`, icon: "pen-line" as const }] : []),
    ...(can.unfreeze ? [{ label: bar.unfreeze, to: `${own}/freeze`, icon: "undo-2" as const }] : []),
    ...(can.cancel ? [{ label: bar.cancel, to: `${own}/cancellation`, icon: "x" as const, danger: true }] : []),
  ];
  return (
    <Menu
      end
      label={bar.more}
      trigger={{
        className: "btn btn--sm btn--icon",
        label: bar.more,
        children: <Icon name="ellipsis" small />,
      }}
      items={steps.length > 0 ? [...items, { kind: "divider" }, ...steps] : items}
    />
  );
}

/** The six stages with their dates in the reader's zone. */
export function LetterRail() {
  const { letter, now } = useLetter();
  const { t, format } = useI18n();
  const { dates: d, status } = letter;
  const words = t.letters.dates;
  const day = (at: string) => format.monthDay(at, now);
  const range = (from: string, to: string) =>
    day(from) === day(to) ? day(from) : words.range({ from: day(from), to: day(to) });
  const dates: StageDates = {};
  dates.drafting = d.reviewFrom ? range(d.createdAt, d.reviewFrom) : words.since({ date: day(d.createdAt) });
  if (status === "in_review" && d.reviewUntil) dates.in_review = words.closes({ when: format.dateTime(d.reviewUntil) });
  else if (d.reviewFrom && d.frozenAt) dates.in_review = range(d.reviewFrom, d.frozenAt);
  if (d.frozenAt) dates.frozen = day(d.frozenAt);
  if (d.openedAt && d.deadline) {
    dates.open =
      status === "open"
        ? words.closes({ when: format.dateTime(d.deadline) })
        : range(d.openedAt, d.closedAt ?? d.deadline);
  }
  if (d.deliveredAt) dates.delivered = day(d.deliveredAt);
  if (d.followUpAt) dates.followUp = words.until({ date: day(d.followUpAt) });
  return <StageRail status={status} dates={dates} />;
}

/** The language's name in the interface's language; its code when there is none. */
export function nameOf(locale: string, names: Record<string, string>): string {
  return names[locale] ?? locale;
}
