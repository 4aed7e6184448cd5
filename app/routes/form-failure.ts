import { errorText } from "~/i18n";
import { useI18n } from "~/i18n/use-i18n";
import type { FieldErrorItem } from "~/ui/field";

type Failure = {
  ok: false;
  code: string;
  facts?: Readonly<Record<string, unknown>>;
  fields: Readonly<Record<string, { code: string; facts?: Readonly<Record<string, unknown>> }>>;
  values: Readonly<Record<string, string | string[]>>;
};

/**
 * What a page shows of a form that could not be carried out (`runForm`).
 * @param result the action's data: a failure, a success of another shape, or nothing yet
 * @returns `error(name)` for the field, `value(name, otherwise)` for what was typed, `summary` for ErrorSummary's props
 */
export function useFormFailure(result: unknown) {
  const { t } = useI18n();
  const failure = isFailure(result) ? result : null;
  const error = (name: string) => {
    const found = failure?.fields[name];
    if (found?.code === "required" && Object.hasOwn(t.errors.missing, name)) return t.errors.missing[name];
    return found ? errorText(t, found) : undefined;
  };
  const errors: FieldErrorItem[] = Object.keys(failure?.fields ?? {}).map((field) => ({
    field,
    message: error(field) ?? "",
  }));
  return {
    failure,
    error,
    value: (name: string, otherwise = "") => {
      const typed = failure?.values[name];
      return failure ? (Array.isArray(typed) ? (typed[0] ?? "") : (typed ?? "")) : otherwise;
    },
    values: (name: string, otherwise: readonly string[] = []) => {
      const typed = failure?.values[name];
      return failure ? (Array.isArray(typed) ? typed : typed ? [typed] : []) : otherwise;
    },
    summary: { errors, message: failure && errors.length === 0 ? errorText(t, failure) : null },
  };
}

function isFailure(result: unknown): result is Failure {
  return typeof result === "object" && result !== null && (result as { ok?: unknown }).ok === false;
}
