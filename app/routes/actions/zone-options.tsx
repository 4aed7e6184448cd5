import { useI18n } from "~/i18n/use-i18n";

export type ZoneOption = { zone: string; city: string; offset: string };

/** The zones of this coalition's work. */
const near = [
  "America/New_York",
  "America/Mexico_City",
  "America/Guatemala",
  "America/Tegucigalpa",
  "America/Bogota",
  "America/Port-au-Prince",
  "America/Sao_Paulo",
];

/** Options of a choice of zones: the chosen one, the reader's own and those near to the work first. */
export function ZoneOptions({ zones, first }: { zones: readonly ZoneOption[]; first: readonly string[] }) {
  const { t } = useI18n();
  const ahead = [...new Set([...first, ...near])];
  const option = ({ zone, city, offset }: ZoneOption) => (
    <option key={zone} value={zone}>
      {t.actions.timesIn({ city, offset })}
    </option>
  );
  return (
    <>
      <optgroup label={t.actions.form.zoneNear}>
        {ahead.flatMap((zone) => zones.find((z) => z.zone === zone) ?? []).map(option)}
      </optgroup>
      <optgroup label={t.actions.form.zoneAll}>{zones.filter((z) => !ahead.includes(z.zone)).map(option)}</optgroup>
    </>
  );
}
