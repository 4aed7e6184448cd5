import { Link, useParams } from "@remix-run/react";
import { answerOf } from "~/domain/letters/signature";
import type { Messages } from "~/i18n";
import { useI18n } from "~/i18n/use-i18n";
import { ButtonLink } from "~/ui/button";
import type { IconName } from "~/ui/icon";
import { Notice } from "~/ui/notice";
import { State } from "~/ui/state-glyph";
import { type Tab, Tabs } from "~/ui/tabs";
import { useLetter } from "./use-letter";

/** A page of the letter that is there for whoever reads. */
export type LetterPlace = { to: string; label: string; icon: IconName; count?: number };

/**
 * What the letter has beside its text: signatures, list, final letter, deliveries, publication. Only pages that exist by now and
 * that the reader may see, in the order of the letter's life.
 */
export function useLetterPlaces(): LetterPlace[] {
  const { letter, base } = useLetter();
  const { t } = useI18n();
  return letterPlaces(letter, base, t);
}

/** The same, for those who are around the letter's pages. */
export function letterPlaces(
  letter: Pick<ReturnType<typeof useLetter>["letter"], "letterId" | "can" | "edition" | "lateRequests" | "own">,
  base: string,
  t: Messages,
): LetterPlace[] {
  const words = t.letters.places;
  const own = `${base}/letters/${letter.letterId}`;
  const { can, edition } = letter;
  return [
    ...(can.seeBoard ? [{ to: `${own}/board`, label: words.board, icon: "scroll-text" as const }] : []),
    ...(can.seeList
      ? [{ to: `${own}/list`, label: words.list, icon: "list-ordered" as const, count: letter.lateRequests }]
      : []),
    ...(edition !== null
      ? [
          { to: `${own}/editions/${edition}`, label: words.edition, icon: "receipt-text" as const },
          { to: `${own}/deliveries`, label: words.deliveries, icon: "send" as const },
          { to: `${own}/publication`, label: words.publication, icon: "globe" as const },
        ]
      : []),
    ...(letter.own.length > 0 ? [{ to: `${own}/signature`, label: words.signature, icon: "pen-line" as const }] : []),
  ];
}

/** The letter's pages as tabs, on all of them but in the editor. */
export function LetterTabs() {
  const { letter, base } = useLetter();
  const { t } = useI18n();
  const words = t.letters.places;
  const own = `${base}/letters/${letter.letterId}`;
  const { locale = letter.locale } = useParams();
  const items: Tab[] = [
    { to: `${own}/text/${locale}/reading`, label: words.text },
    ...useLetterPlaces().map(({ to, label, count }) => ({ to, label, count })),
    { to: `${own}/history`, label: words.history },
  ];
  return <Tabs label={words.label} items={items} />;
}

/** Where the reader's own organizations stand with the letter, each with the step that is open to it. */
export function OwnAnswers() {
  const { letter, base } = useLetter();
  const { t } = useI18n();
  const words = t.letters.own;
  if (letter.own.length === 0) return null;
  return (
    <ul className="rows" aria-label={words.label}>
      {letter.own.map((o) => (
        <li key={o.organizationId} className="py-2 flex flex-wrap gap-x-4 gap-y-1">
          <State className="whitespace-normal" state={answerOf(o.state)}>
            {words.state({ org: o.name, state: t.signing.states[o.state] })}
          </State>
          <Link to={`${base}/letters/${letter.letterId}/signature?for=${o.organizationId}`}>{words.steps[o.step]}</Link>
        </li>
      ))}
    </ul>
  );
}

/** Says on every page of a cancelled letter that it is, and why. */
export function Cancelled() {
  const { letter } = useLetter();
  const { t } = useI18n();
  if (letter.status !== "cancelled") return null;
  const words = t.letters.reading;
  return (
    <Notice kind="alert">{letter.reason ? words.cancelledWhy({ reason: letter.reason }) : words.cancelled}</Notice>
  );
}

/** Once sign-on is over: what has become of the letter, and the next thing that whoever reads can do or see. */
export function AfterSignOn() {
  const { letter, base } = useLetter();
  const { t, format } = useI18n();
  const words = t.letters.after;
  const own = `${base}/letters/${letter.letterId}`;
  const { can, dates, edition, lateRequests } = letter;
  const link = (to: string, label: string) => (
    <ButtonLink size="sm" to={`${own}/${to}`}>
      {label}
    </ButtonLink>
  );
  return (
    <>
      {letter.status === "closed" && can.reviewList && (
        <Notice action={link("list", t.signing.board.lookThrough)}>{t.signing.board.closedNotice}</Notice>
      )}
      {letter.status === "finalized" && can.recordDelivery && (
        <Notice action={link("deliveries", words.recordDelivery)}>{words.composed}</Notice>
      )}
      {letter.status === "delivered" && can.recordDelivery && (
        <Notice kind="plain" action={link("deliveries", words.recordAnswer)}>
          {dates.deliveredAt && t.delivery.deliveries.delivered({ when: format.dateLong(dates.deliveredAt) })}{" "}
          {dates.followUpAt && t.delivery.deliveries.followUp({ when: format.dateLong(dates.followUpAt) })}
        </Notice>
      )}
      {lateRequests > 0 && (
        <Notice action={link("list#late", words.decideLate)}>{words.late({ n: lateRequests })}</Notice>
      )}
      {edition !== null && (
        <Notice kind="signed" action={link(`editions/${edition}`, words.final)}>
          {words.edition({ n: edition })}
        </Notice>
      )}
    </>
  );
}
