import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useI18n } from "~/i18n/use-i18n";
import { cx } from "./class-names";
import { Icon } from "./icon";

/** What every field has: its name is also its id unless another is given, so that an error summary can link to it. */
type FieldProps = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Only what may stay empty says so. */
  optional?: boolean;
  /** Says what to write: "Write the email with an @". */
  error?: string | null;
  /** Hides the label from sight, for a field whose place explains it. */
  hideLabel?: boolean;
  fieldClassName?: string;
};

function describedBy(id: string, hint: ReactNode, error: string | null | undefined) {
  return cx(hint ? `${id}-hint` : null, error ? `${id}-error` : null) || undefined;
}

function FieldFrame({
  id,
  label,
  hint,
  optional,
  error,
  hideLabel,
  fieldClassName,
  children,
}: Omit<FieldProps, "name"> & { id: string; children: ReactNode }) {
  const { t } = useI18n();
  return (
    <div className={cx("field", error && "field--error", fieldClassName)}>
      <label className={cx("field__label", hideLabel && "sr-only")} htmlFor={id}>
        {label}
        {optional && <span className="field__optional"> ({t.common.optional})</span>}
      </label>
      {hint && (
        <p className="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldError id={id} error={error} />
      {children}
    </div>
  );
}

function FieldError({ id, error }: { id: string; error?: string | null }) {
  if (!error) return null;
  return (
    <p className="field__error" id={`${id}-error`}>
      <Icon name="circle-alert" small />
      {error}
    </p>
  );
}

export type TextFieldProps = FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, "name">;

/** One line of text, or any input that looks like it (email, date, datetime-local, number, search). */
export function TextField({
  label,
  hint,
  optional,
  error,
  hideLabel,
  fieldClassName,
  id: given,
  className,
  ...input
}: TextFieldProps) {
  const id = given ?? input.name;
  return (
    <FieldFrame {...{ id, label, hint, optional, error, hideLabel, fieldClassName }}>
      <input
        {...input}
        id={id}
        className={cx("field__input", className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
      />
    </FieldFrame>
  );
}

/** A password, with a button that shows what is written. */
export function PasswordField({
  label,
  hint,
  optional,
  error,
  hideLabel,
  fieldClassName,
  id: given,
  className,
  ...input
}: Omit<TextFieldProps, "type">) {
  const { t } = useI18n();
  const [shown, setShown] = useState(false);
  const id = given ?? input.name;
  return (
    <FieldFrame {...{ id, label, hint, optional, error, hideLabel, fieldClassName }}>
      <div className="field__affix">
        <input
          spellCheck={false}
          autoCapitalize="none"
          {...input}
          id={id}
          type={shown ? "text" : "password"}
          className={cx("field__input", className)}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, hint, error)}
        />
        <button
          type="button"
          className="btn btn--quiet btn--icon"
          aria-label={shown ? t.common.password.hide : t.common.password.show}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          <Icon name={shown ? "eye-off" : "eye"} />
        </button>
      </div>
    </FieldFrame>
  );
}

/** Several lines of text. */
export function TextArea({
  label,
  hint,
  optional,
  error,
  hideLabel,
  fieldClassName,
  id: given,
  className,
  ...input
}: FieldProps & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "name">) {
  const id = given ?? input.name;
  return (
    <FieldFrame {...{ id, label, hint, optional, error, hideLabel, fieldClassName }}>
      <textarea
        rows={4}
        {...input}
        id={id}
        className={cx("field__input", className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
      />
    </FieldFrame>
  );
}

export type SelectOption = { value: string; label: string; disabled?: boolean; lang?: string };

/** One of a list. Options as data, or as children when they need groups. */
export function Select({
  label,
  hint,
  optional,
  error,
  hideLabel,
  fieldClassName,
  id: given,
  className,
  options,
  children,
  ...input
}: FieldProps & Omit<SelectHTMLAttributes<HTMLSelectElement>, "name"> & { options?: readonly SelectOption[] }) {
  const id = given ?? input.name;
  return (
    <FieldFrame {...{ id, label, hint, optional, error, hideLabel, fieldClassName }}>
      <select
        {...input}
        id={id}
        className={cx("field__input", className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
      >
        {options?.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled} lang={option.lang}>
            {option.label}
          </option>
        ))}
        {children}
      </select>
    </FieldFrame>
  );
}

/** A radio button or a checkbox with its hint. */
export function Choice({
  label,
  hint,
  type,
  light,
  id: given,
  className,
  ...input
}: Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & {
  name: string;
  type: "radio" | "checkbox";
  label: ReactNode;
  hint?: ReactNode;
  /** A sentence rather than a heading: in regular weight. */
  light?: boolean;
}) {
  const own = useId();
  const id = given ?? own;
  return (
    <label className={cx("choice", className)} htmlFor={id}>
      <input {...input} id={id} type={type} aria-describedby={hint ? `${id}-hint` : undefined} />
      <span className={cx("choice__label", light && "font-regular")}>{label}</span>
      {hint && (
        <span className="choice__hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </label>
  );
}

/** Choices under one question. Give it the id that an error summary links to. */
export function ChoiceGroup({
  legend,
  hint,
  error,
  optional,
  row,
  id: given,
  hideLegend,
  children,
}: {
  legend: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  optional?: boolean;
  /** Side by side, for short words. */
  row?: boolean;
  id?: string;
  hideLegend?: boolean;
  children: ReactNode;
}) {
  const { t } = useI18n();
  const own = useId();
  const id = given ?? own;
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      className={cx("field", error && "field--error")}
      aria-describedby={describedBy(id, hint, error)}
    >
      <legend className={cx("field__label", hideLegend && "sr-only")}>
        {legend}
        {optional && <span className="field__optional"> ({t.common.optional})</span>}
      </legend>
      {hint && (
        <p className="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldError id={id} error={error} />
      {row ? <div className="check-row">{children}</div> : children}
    </fieldset>
  );
}

export type FieldErrorItem = { field: string; message: string };

/** The errors of a form as the summary wants them, from `{ controlId: message }`. */
export function fieldErrors(errors: Readonly<Record<string, string | null | undefined>> | undefined): FieldErrorItem[] {
  return Object.entries(errors ?? {}).flatMap(([field, message]) => (message ? [{ field, message }] : []));
}

/** What stands over a field: its label, or the legend of its group. Without what is said beside it, such as "(optional)". */
function nameOfField(id: string): string {
  const name =
    document.querySelector(`label[for="${CSS.escape(id)}"]`) ?? document.getElementById(id)?.querySelector("legend");
  return name?.firstChild?.textContent?.trim() ?? "";
}

/**
 * What needs a change, at the top of a form. It takes the focus when it appears or changes, and links to each field.
 * @param message an error of the whole form, for which no field can be blamed
 */
export function ErrorSummary({
  title,
  errors = [],
  message,
}: {
  title?: string;
  errors?: readonly FieldErrorItem[];
  message?: string | null;
}) {
  const { t } = useI18n();
  const box = useRef<HTMLDivElement>(null);
  const key = JSON.stringify([message, errors]);
  const empty = errors.length === 0 && !message;
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  // Two answers that are missing say the same: each is called by the name that its field has on the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew with each set of errors
  useEffect(() => {
    setNames(Object.fromEntries(errors.map(({ field }) => [field, nameOfField(field)])));
  }, [key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new set of errors takes the focus again
  useEffect(() => {
    if (!empty) box.current?.focus();
  }, [empty, key]);
  if (empty) return null;
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{title ?? (errors.length > 0 ? t.common.errorSummary({ n: errors.length }) : message)}</h2>
      {message && (title || errors.length > 0) && <p>{message}</p>}
      {errors.length > 0 && (
        <ul>
          {errors.map(({ field, message: words }) => (
            <li key={field}>
              <a
                href={`#${field}`}
                onClick={(event) => {
                  const control = document.getElementById(field);
                  if (!control) return;
                  event.preventDefault();
                  control.focus();
                  control.scrollIntoView({ block: "center" });
                }}
              >
                {names[field] ? `${names[field]}: ${words}` : words}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
