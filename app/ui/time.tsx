import { useI18n } from "~/i18n/use-i18n";

/**
 * A moment in the reader's words, with the exact one for machines.
 * @param format "happened" needs `now`, the moment that the loader answered
 */
export function Time({
  at,
  format: how = "dateTime",
  now,
  className,
}: {
  at: string;
  format?: "dateTime" | "dateTimeLong" | "date" | "dateLong" | "day" | "dayLong" | "time" | "happened";
  now?: string;
  className?: string;
}) {
  const { format } = useI18n();
  const words = how === "happened" ? format.happened(at, now ?? at) : format[how](at);
  return (
    <time dateTime={at} className={className}>
      {words}
    </time>
  );
}
