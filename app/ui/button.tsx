import { Link, type LinkProps } from "@remix-run/react";
import { type ButtonHTMLAttributes, forwardRef, type ReactNode, useId } from "react";
import { cx } from "./class-names";
import { Icon, type IconName } from "./icon";

/** One primary for each view. `danger` stands only inside a confirm dialog; `danger-quiet` leads to one. */
export type ButtonVariant = "default" | "primary" | "quiet" | "danger" | "danger-quiet";
export type ButtonSize = "sm" | "md" | "lg";

type Look = { variant?: ButtonVariant; size?: ButtonSize; block?: boolean; icon?: IconName };

const look = ({ variant = "default", size = "md", block }: Look, extra?: string | false) =>
  cx("btn", variant !== "default" && `btn--${variant}`, size !== "md" && `btn--${size}`, block && "btn--block", extra);

export type ButtonProps = Look &
  Omit<ButtonHTMLAttributes<HTMLButtonElement>, "disabled"> & {
    /** Work is under way: keeps its width, takes no second press, and says what happens. */
    busy?: boolean;
    busyLabel?: string;
    /** Why it cannot be pressed now; stands beside it, and the button stays reachable by keyboard. */
    blocked?: ReactNode;
  };

/** A button. `type` is "button" unless told: a form's own says `type="submit"`. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { variant, size, block, icon, busy, busyLabel, blocked, className, children, onClick, type = "button", ...rest },
  ref,
) {
  const reason = useId();
  const stopped = Boolean(busy || blocked);
  const button = (
    <button
      {...rest}
      ref={ref}
      type={type}
      className={look({ variant, size, block }, className)}
      aria-busy={busy || undefined}
      aria-disabled={blocked ? true : undefined}
      aria-describedby={blocked ? reason : rest["aria-describedby"]}
      onClick={(event) => {
        if (stopped) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <Icon name="loader-circle" small className="icon--busy" /> : icon && <Icon name={icon} small />}
      {busy && busyLabel ? busyLabel : children}
    </button>
  );
  if (!blocked) return button;
  return (
    <span className="btn-blocked">
      {button}
      <span id={reason} className="btn__reason">
        {blocked}
      </span>
    </span>
  );
});

/** Looks like a button, goes somewhere. An address of another kind (mailto:, https:) is a plain link. */
export function ButtonLink({
  variant,
  size,
  block,
  icon,
  className,
  children,
  ...rest
}: Look & LinkProps & { children: ReactNode }) {
  return (
    <Link {...rest} className={look({ variant, size, block }, className)}>
      {icon && <Icon name={icon} small />}
      {children}
    </Link>
  );
}

/** A button that shows only an icon; its name is for screen readers and the tooltip. */
export const IconButton = forwardRef<
  HTMLButtonElement,
  Omit<ButtonProps, "icon" | "children" | "blocked" | "busyLabel" | "block"> & {
    icon: IconName;
    label: string;
    children?: ReactNode;
  }
>(function IconButton(
  { icon, label, variant = "quiet", size, busy, className, type = "button", children, ...rest },
  ref,
) {
  return (
    <button
      title={label}
      {...rest}
      ref={ref}
      type={type}
      className={look({ variant, size }, cx("btn--icon", className))}
      aria-label={label}
      aria-busy={busy || undefined}
    >
      <Icon name={busy ? "loader-circle" : icon} small={size === "sm"} className={busy ? "icon--busy" : undefined} />
      {children}
    </button>
  );
});

/** The same as a link. */
export function IconLink({
  icon,
  label,
  variant = "quiet",
  size,
  className,
  children,
  ...rest
}: Omit<Look, "icon" | "block"> & LinkProps & { icon: IconName; label: string }) {
  return (
    <Link title={label} {...rest} className={look({ variant, size }, cx("btn--icon", className))} aria-label={label}>
      <Icon name={icon} small={size === "sm"} />
      {children}
    </Link>
  );
}

/** A button that reads like a link: small steps beside a text ("Show 10 more"). */
export const LinkButton = forwardRef<HTMLButtonElement, ButtonHTMLAttributes<HTMLButtonElement>>(function LinkButton(
  { className, type = "button", ...rest },
  ref,
) {
  return <button {...rest} ref={ref} type={type} className={cx("link-btn", className)} />;
});
