import { Link } from "@remix-run/react";
import type { ActionInList, RsvpAnswer } from "~/domain/actions/action";
import { useI18n } from "~/i18n/use-i18n";
import { DateBlock } from "~/ui/date-block";
import { Icon } from "~/ui/icon";
import { type GlyphState, State } from "~/ui/state-glyph";
import { kindIcons, startOf, whenWords } from "./action-when";

export const answerGlyphs: Record<RsvpAnswer, GlyphState> = { going: "signed", maybe: "review", no: "declined" };

/** What the reader said, or a link to say it; and how many go. */
export function OwnAnswer({
  action,
  to,
}: {
  action: Pick<ActionInList, "answer" | "going" | "cancelled">;
  to: string;
}) {
  const { t } = useI18n();
  if (action.cancelled) return <span className="tag">{t.actions.calendar.cancelled}</span>;
  const said = { going: t.actions.answers.youGo, maybe: t.actions.answers.youMaybe, no: t.actions.answers.youCannot };
  return (
    <span className="rsvp">
      {action.answer ? (
        <State state={answerGlyphs[action.answer]}>{said[action.answer]}</State>
      ) : (
        <Link className="link-btn" to={to}>
          {t.actions.answers.sayIf}
        </Link>
      )}
      {action.going > 0 && <span className="faint">{t.actions.answers.goingCount({ n: action.going })}</span>}
    </span>
  );
}

/** One action in a list: date block, title, both times, one's answer. */
export function ActionRow({
  action,
  base,
  now,
  level = 3,
}: {
  action: ActionInList;
  base: string;
  now: string;
  level?: 2 | 3;
}) {
  const { t, format } = useI18n();
  const Heading = `h${level}` as const;
  const to = `${base}/actions/${action.id}`;
  const start = startOf(action);
  return (
    <li className="action-row">
      <DateBlock at={start} now={now} />
      <div>
        <Heading className="action-row__title" lang={action.locale}>
          <Icon name={kindIcons[action.kind]} small label={t.actions.kinds[action.kind]} />{" "}
          <Link to={to}>{action.cancelled ? <s>{action.title}</s> : action.title}</Link>
        </Heading>
        <p className="meta">
          <span className="sr-only">{format.dayLong(start)}, </span>
          {[whenWords(t, format, action), action.place].filter(Boolean).join(" · ")}
        </p>
        <p>
          <OwnAnswer action={action} to={to} />
        </p>
      </div>
    </li>
  );
}
