import { useI18n } from "~/i18n/use-i18n";
import { Select, TextField } from "~/ui/field";

/**
 * A moment as people say it: a day and a time on the wall clock of a place.
 * @param zones from the loader, because a browser may know other ones than the server
 */
export function DeadlineFields({
  name = "deadline",
  suffix = "",
  label,
  zones,
  zone,
  value,
  error,
  zoneError,
  hint,
  max,
}: {
  name?: string;
  /** Makes the ids of the fields unique on a page with several of them. */
  suffix?: string;
  label?: string;
  zones: readonly string[];
  zone: string;
  value: string;
  error?: string;
  zoneError?: string;
  hint?: string;
  /** Latest wall time, for what has passed. */
  max?: string;
}) {
  const { t, format } = useI18n();
  const choices = zones.includes(zone) ? zones : [zone, ...zones];
  return (
    <div className="form-pair">
      <TextField
        type="datetime-local"
        name={name}
        id={`${name}${suffix}`}
        label={label ?? t.signing.deadlineField}
        hint={hint}
        defaultValue={value}
        error={error}
        max={max}
        required
      />
      <Select
        name="zone"
        id={`zone${suffix}`}
        label={t.signing.zone}
        hint={hint ? t.signing.zoneHint : undefined}
        defaultValue={zone}
        error={zoneError}
        options={choices.map((z) => ({
          value: z,
          label: placeOf(z, format.city(z)),
        }))}
      />
    </div>
  );
}

/** "Washington", "Madrid, Europe": most of the work is on one side of the ocean. */
function placeOf(zone: string, city: string): string {
  const region = zone.split("/")[0] ?? "";
  return region === "America" || region === zone ? city : `${city}, ${region}`;
}
