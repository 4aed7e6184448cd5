import type { ReactNode } from "react";
import { cx } from "./class-names";

/**
 * One sentence with a rule, and one action.
 * @param live announce it when it appears ("status"), or at once ("alert")
 */
export function Notice({
  kind = "waiting",
  action,
  live,
  className,
  children,
}: {
  kind?: "waiting" | "plain" | "alert" | "signed";
  action?: ReactNode;
  live?: "status" | "alert";
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className={cx("notice", kind !== "waiting" && `notice--${kind}`, className)} role={live}>
      <p>{children}</p>
      {action}
    </div>
  );
}
