import { Fragment, useEffect, useState } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { cx } from "./class-names";
import { Icon } from "./icon";

const hour = 3_600_000;

/** The hours at which it is worth a word to a screen reader. */
const announcedAt = [72, 24, 1] as const;

/**
 * The present moment, from the loader's until the page lives, then by the browser's clock corrected by the difference:
 * a phone that is ten minutes off must not show another deadline. It moves with each minute.
 */
export function useNow(now: string): number {
  const [at, setAt] = useState(() => Date.parse(now));
  useEffect(() => {
    const ahead = Date.now() - Date.parse(now);
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const present = Date.now() - ahead;
      setAt(present);
      timer = setTimeout(tick, 60_000 - (present % 60_000) + 50);
    };
    tick();
    return () => clearTimeout(timer);
  }, [now]);
  return at;
}

/** The announcement due at a moment, or null: only when the time left has just passed 72, 24 or 1 hours. */
function dueAnnouncement(left: number): number | null {
  for (const hours of announcedAt) {
    if (left <= hours * hour && left > hours * hour - 60_000) return hours;
  }
  return null;
}

/**
 * What is left, then the reader's time, then the recipient's.
 * @param at the deadline, ISO
 * @param since when the time began to run (the opening): draws the bar of the time that has passed
 * @param zone the recipient's zone, shown when its clock differs from the reader's
 * @param now the moment that the loader answered, ISO
 * @param closedText what stands in its place once it has passed
 * @param announce says 72, 24 and 1 h aloud; once on a page
 */
export function Deadline({
  at,
  since,
  zone,
  now,
  closedText,
  big,
  announce,
  className,
}: {
  at: string;
  since?: string | null;
  zone?: string | null;
  now: string;
  closedText?: string;
  big?: boolean;
  announce?: boolean;
  className?: string;
}) {
  const { t, format } = useI18n();
  const present = useNow(now);
  const left = Date.parse(at) - present;
  const urgent = left > 0 && left <= 24 * hour;
  const soon = !urgent && left > 0 && left <= 72 * hour;
  const lines = [format.dateTime(at), ...(zone && format.differs(at, zone) ? [format.timeIn(at, zone)] : [])];
  const began = since ? Date.parse(since) : null;
  const elapsed =
    began === null ? null : Math.min(1, Math.max(0, (present - began) / Math.max(1, Date.parse(at) - began)));
  const due = announce ? dueAnnouncement(left) : null;
  return (
    <div
      className={cx(
        "deadline",
        soon && "deadline--soon",
        urgent && "deadline--urgent",
        big && "deadline--big",
        className,
      )}
    >
      {left > 0 ? (
        <p className="deadline__left">
          {urgent && <Icon name="hourglass" small />}
          {format.deadlineLeft(left)}
        </p>
      ) : (
        <p className="deadline__left faint">{closedText ?? t.common.deadline.passed}</p>
      )}
      <p className="deadline__when">
        {lines.map((line, index) => (
          <Fragment key={line}>
            {index > 0 && <br />}
            {line}
          </Fragment>
        ))}
      </p>
      {elapsed !== null && left > 0 && (
        <svg className="deadline__bar" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
          <rect width={Math.round(elapsed * 1000) / 10} height="3" />
        </svg>
      )}
      {announce && (
        <span className="sr-only" role="status">
          {due ? t.common.deadline.announce({ left: format.deadlineLeft(left) }) : ""}
        </span>
      )}
    </div>
  );
}
