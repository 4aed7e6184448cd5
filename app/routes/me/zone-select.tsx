import { useEffect, useRef } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { Select } from "~/ui/field";

/**
 * A time zone, by the name of its city. The list comes from the server, so that both draw the same.
 * @param value the present choice; empty takes the reader's zone
 * @param guess takes the zone of the reader's own clock, once the page runs in the browser and nothing was chosen
 */
export function ZoneSelect({
  name,
  label,
  hint,
  zones,
  value,
  guess,
  error,
}: {
  name: string;
  label: string;
  hint?: string;
  zones: readonly string[];
  value: string;
  guess?: boolean;
  error?: string;
}) {
  const { format, timeZone } = useI18n();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const select = place.current?.querySelector("select");
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (guess && !value && select && zones.includes(own)) select.value = own;
  }, [guess, value, zones]);
  const chosen = value || timeZone;
  return (
    <div ref={place}>
      <Select name={name} label={label} hint={hint} error={error} defaultValue={chosen}>
        {!zones.includes(chosen) && <option value={chosen}>{format.city(chosen)}</option>}
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {`${format.city(zone)} (${zone.replaceAll("_", " ")})`}
          </option>
        ))}
      </Select>
    </div>
  );
}
