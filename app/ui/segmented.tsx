import { Link } from "@remix-run/react";
import { cx } from "./class-names";
import { Icon, type IconName } from "./icon";

export type SegmentedOption = {
  value: string;
  label: string;
  icon?: IconName;
  /** Goes there: the choice lives in the address. */
  to?: string;
  lang?: string;
};

/**
 * Two to four views or answers. With `to` the options are links; with `name` they submit the form around them; else
 * `onChange` hears of the choice.
 */
export function Segmented({
  label,
  value,
  options,
  onChange,
  name,
  small,
  className,
}: {
  label: string;
  value: string | null;
  options: readonly SegmentedOption[];
  onChange?: (value: string) => void;
  name?: string;
  small?: boolean;
  className?: string;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw and announce a form that is not there
    <div className={cx("segmented", small && "segmented--sm", className)} role="group" aria-label={label}>
      {options.map((option) => {
        const inside = (
          <>
            {option.icon && <Icon name={option.icon} small />}
            {option.label}
          </>
        );
        const chosen = option.value === value;
        if (option.to !== undefined) {
          return (
            <Link
              key={option.value}
              to={option.to}
              lang={option.lang}
              aria-current={chosen ? "true" : undefined}
              preventScrollReset
            >
              {inside}
            </Link>
          );
        }
        return (
          <button
            key={option.value}
            type={name ? "submit" : "button"}
            name={name}
            value={option.value}
            lang={option.lang}
            aria-pressed={chosen}
            onClick={() => onChange?.(option.value)}
          >
            {inside}
          </button>
        );
      })}
    </div>
  );
}
