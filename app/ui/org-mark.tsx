import { initials } from "./avatar";
import { cx } from "./class-names";
import { pick } from "./faja";

const dyes = ["grana", "anil", "nopal", "barro", "cempa"] as const;

/** Two dyes of an organization's threads, never the same twice. */
function threadsOf(id: string): { t1: (typeof dyes)[number]; t2: (typeof dyes)[number] } {
  const t1 = pick(id, dyes);
  const step = pick(`${id}/`, [1, 2, 3, 4]);
  return { t1, t2: dyes[(dyes.indexOf(t1) + step) % dyes.length] ?? "anil" };
}

/** An organization: a square with its initials and three threads whose dyes come from its id. Decorative. */
export function OrgMark({
  id,
  name,
  acronym,
  size = "md",
}: {
  id: string;
  name: string;
  acronym?: string | null;
  size?: "sm" | "md" | "lg";
}) {
  const { t1, t2 } = threadsOf(id);
  const short = acronym && acronym.length <= 2 ? acronym : initials(name);
  return (
    <span className={cx("org-mark", size !== "md" && `org-mark--${size}`, `t1-${t1}`, `t2-${t2}`)} aria-hidden="true">
      {short}
    </span>
  );
}
