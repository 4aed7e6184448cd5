import { useI18n } from "~/i18n/use-i18n";
import type { useFormFailure } from "~/routes/form-failure";
import { TextArea } from "~/ui/field";
import { useLetter } from "./use-letter";

/** Asks a coordinator why they decide instead of the lead; nothing for the lead itself. */
export function AbsenceReason({ failure, id = "reason" }: { failure: ReturnType<typeof useFormFailure>; id?: string }) {
  const { letter } = useLetter();
  const { t } = useI18n();
  if (!letter.leadAbsent) return null;
  return (
    <TextArea
      name="reason"
      id={id}
      label={t.letters.absence.reason}
      hint={t.letters.absence.hint}
      rows={2}
      maxLength={600}
      required
      error={failure.error("reason")}
      defaultValue={failure.value("reason")}
    />
  );
}
