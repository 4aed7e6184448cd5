import { useI18n } from "~/i18n/use-i18n";
import { cx } from "./class-names";

/** Weekday and day of a row in a list of dates. Decorative: the row says the date in its words. */
export function DateBlock({ at, now, large }: { at: string; now?: string; large?: boolean }) {
  const { format } = useI18n();
  const today = now !== undefined && format.daysFrom(at, now) === 0;
  return (
    <div className={cx("date-block", large && "date-block--lg", today && "date-block--today")} aria-hidden="true">
      <span className="date-block__dow">{format.weekday(at)}</span>
      <span className="date-block__day">{format.dayNumber(at)}</span>
    </div>
  );
}
