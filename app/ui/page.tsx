import { Link } from "@remix-run/react";
import { Fragment, type ReactNode, useId } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { cx } from "./class-names";

/** The padding and width of an ordinary page. */
export function Page({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cx("page", className)}>{children}</div>;
}

export type Crumb = { label: ReactNode; to?: string };

/** The way here; the last one may be the present page. `children` stand at the end (a badge). */
export function Breadcrumb({ items, children }: { items: readonly Crumb[]; children?: ReactNode }) {
  const { t } = useI18n();
  return (
    <nav className="breadcrumb" aria-label={t.shell.breadcrumb}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a way has an order and no other identity
        <Fragment key={index}>
          {index > 0 && <span aria-hidden="true">/</span>}
          {item.to ? <Link to={item.to}>{item.label}</Link> : <span>{item.label}</span>}
        </Fragment>
      ))}
      {children}
    </nav>
  );
}

/** The head of a page: its only h1, what stands over it, and at most a few actions. */
export function PageHead({
  title,
  overline,
  breadcrumb,
  actions,
  lang,
  children,
}: {
  title: ReactNode;
  overline?: ReactNode;
  breadcrumb?: readonly Crumb[];
  actions?: ReactNode;
  /** Language of the title, when it is not the interface's. */
  lang?: string;
  children?: ReactNode;
}) {
  return (
    <div className="page__head">
      <div>
        {breadcrumb && <Breadcrumb items={breadcrumb} />}
        {overline && <p className="page__overline">{overline}</p>}
        <h1 className="page__title" lang={lang}>
          {title}
        </h1>
        {children}
      </div>
      {actions && <div className="page__actions">{actions}</div>}
    </div>
  );
}

/** A ruled part of a page with its heading, a count and a link to all of it. */
export function Section({
  title,
  count,
  link,
  end,
  id: given,
  level = 2,
  className,
  children,
}: {
  title: ReactNode;
  count?: ReactNode;
  link?: { to: string; label: string };
  /** Instead of a link. */
  end?: ReactNode;
  id?: string;
  level?: 2 | 3;
  className?: string;
  children: ReactNode;
}) {
  const own = useId();
  const id = given ?? own;
  const Heading = `h${level}` as const;
  return (
    <section className={cx("section", className)} aria-labelledby={id}>
      <div className="section__head">
        <Heading className="section__title" id={id}>
          {title}
        </Heading>
        {count !== undefined && count !== null && <span className="section__count">{count}</span>}
        {link && (
          <Link className="section__link" to={link.to}>
            {link.label}
          </Link>
        )}
        {end && <span className="section__link">{end}</span>}
      </div>
      {children}
    </section>
  );
}
