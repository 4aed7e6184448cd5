import { NavLink, useLocation } from "@remix-run/react";
import { useEffect, useRef } from "react";

export type Tab = {
  to: string;
  label: string;
  count?: number;
  end?: boolean /** How many there are, rather than how many wait. */;
  plain?: boolean;
};

/** The pages of one thing, as links; the one that is open is marked by NavLink itself (aria-current="page"). */
export function Tabs({ label, items }: { label: string; items: readonly Tab[] }) {
  const bar = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // Where they do not fit side by side, the open one is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address has another open page
  useEffect(() => {
    const nav = bar.current;
    const open = nav?.querySelector("[aria-current]")?.getBoundingClientRect();
    if (!nav || !open || nav.scrollWidth <= nav.clientWidth) return;
    const room = nav.getBoundingClientRect();
    nav.scrollLeft += open.left - room.left - (room.width - open.width) / 2;
  }, [pathname]);
  return (
    <nav className="tabs" aria-label={label} ref={bar}>
      {items.map((tab) => (
        <NavLink key={tab.to} to={tab.to} end={tab.end} prefetch="intent">
          {tab.label}
          {tab.count ? <span className={tab.plain ? "count count--plain" : "count"}>{tab.count}</span> : null}
        </NavLink>
      ))}
    </nav>
  );
}
