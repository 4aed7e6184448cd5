import type { ReactNode } from "react";
import { cx } from "./class-names";

export type TableHead = {
  label: string;
  /** Only for screen readers: a column of buttons needs no visible head. */
  hidden?: boolean;
};

/**
 * A real table; under 900 px each row becomes a block, so cells that lose their head carry `data-label`.
 * @param plain the first cell has no mark to stand under
 */
export function DataTable({
  caption,
  showCaption,
  head,
  plain,
  className,
  children,
}: {
  caption: string;
  showCaption?: boolean;
  head: readonly TableHead[];
  plain?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <table className={cx("data-table", plain && "data-table--plain", className)}>
      <caption className={showCaption ? undefined : "sr-only"}>{caption}</caption>
      <thead>
        <tr>
          {head.map(({ label, hidden }) => (
            <th key={label} scope="col">
              {hidden ? <span className="sr-only">{label}</span> : label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
