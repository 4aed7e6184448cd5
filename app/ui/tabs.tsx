import { NavLink } from "@remix-run/react";

export type Tab = {
  to: string;
  label: string;
  count?: number;
  end?: boolean /** How many there are, rather than how many wait. */;
  plain?: boolean;
};

/** The pages of one thing, as links; the one that is open is marked by NavLink itself (aria-current="page"). */
export function Tabs({ label, items }: { label: string; items: readonly Tab[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {items.map((tab) => (
        <NavLink key={tab.to} to={tab.to} end={tab.end} prefetch="intent">
          {tab.label}
          {tab.count ? <span className={tab.plain ? "count count--plain" : "count"}>{tab.count}</span> : null}
        </NavLink>
      ))}
    </nav>
  );
}
