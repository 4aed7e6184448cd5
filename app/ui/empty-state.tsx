import type { ReactNode } from "react";
import type { Dye } from "./faja";
import { FajaBand } from "./faja-band";

/** An empty loom, what belongs here, and one action. */
export function EmptyState({
  title,
  action,
  dye = "grana",
  level = 3,
  children,
}: {
  title: string;
  action?: ReactNode;
  dye?: Dye;
  level?: 1 | 2 | 3;
  children?: ReactNode;
}) {
  const Heading = `h${level}` as const;
  return (
    <div className="empty-state">
      <FajaBand signed={0} total={90} dye={dye} motif="rombo" width={270} rows={7} decorative />
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
