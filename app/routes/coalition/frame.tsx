import { Form, Link, NavLink } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Frame } from "~/domain/coalitions/read-frame.server";
import { useI18n } from "~/i18n/use-i18n";
import { Avatar } from "~/ui/avatar";
import { Button } from "~/ui/button";
import { CoalitionMark } from "~/ui/coalition-mark";
import { Icon, type IconName } from "~/ui/icon";
import { Orillo } from "~/ui/orillo";

/** Sidebar, phone bars and selvedge around the pages of a coalition (ux/DESIGN.md, section 3). */
export function CoalitionFrame({ frame, bar, children }: { frame: Frame; bar: ReactNode; children: ReactNode }) {
  const { t } = useI18n();
  const { coalition, me } = frame;
  const home = `/c/${coalition.slug}`;
  const links: { to: string; icon: IconName; label: string; count?: number; end?: boolean }[] = frame.guest
    ? []
    : [
        { to: home, icon: "house", label: t.shell.nav.home, end: true },
        { to: `${home}/letters`, icon: "scroll-text", label: t.shell.nav.letters },
        { to: `${home}/calendar`, icon: "calendar-days", label: t.shell.nav.calendar },
        { to: `${home}/organizations`, icon: "building-2", label: t.shell.nav.organizations },
        { to: `${home}/notices`, icon: "bell", label: t.shell.nav.notices, count: frame.notices },
      ];
  const rooms = frame.guest
    ? frame.guestRooms.map((r) => ({ id: r.id, to: `${home}/campaigns/${r.campaignId}/rooms/${r.id}`, name: r.name, unread: 0 }))
    : frame.campaigns.map((c) => ({ id: c.id, to: `${home}/campaigns/${c.id}`, name: c.name, unread: c.unread }));
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        {t.shell.skip}
      </a>
      <Orillo dye={coalition.dye} organizations={coalition.organizations} />
      <header className="mobile-bar">
        <Link to={home} className="coalition-switcher coalition-switcher--mark" aria-label={coalition.name}>
          <CoalitionMark dye={coalition.dye} size={32} />
        </Link>
        <p className="mobile-bar__title" lang={coalition.nameLocale}>
          {coalition.name}
        </p>
        {!frame.guest && (
          <Link className="btn btn--quiet btn--icon" to={`${home}/notices`} aria-label={t.shell.noticesCount({ n: frame.notices })}>
            <Icon name="bell" />
            {frame.notices > 0 && <span className="dot" aria-hidden="true" />}
          </Link>
        )}
      </header>
      <aside className="sidebar" aria-label={t.shell.coalition}>
        <Link to={home} className="coalition-switcher">
          <CoalitionMark dye={coalition.dye} size={40} />
          <span className="coalition-switcher__text">
            <span className="coalition-switcher__name" lang={coalition.nameLocale}>
              {coalition.name}
            </span>
            <span className="coalition-switcher__meta">{t.organizations.count({ n: coalition.organizations })}</span>
          </span>
        </Link>
        {frame.coalitions.length > 1 && (
          <nav aria-label={t.shell.yourCoalitions}>
            <ul className="nav-list">
              {frame.coalitions
                .filter((c) => c.slug !== coalition.slug)
                .map((c) => (
                  <li key={c.slug}>
                    <Link className="nav-item" to={`/c/${c.slug}`} aria-label={t.shell.switchCoalition({ name: c.name })}>
                      <CoalitionMark dye={c.dye} size={20} />
                      <span className="nav-item__label">{c.name}</span>
                    </Link>
                  </li>
                ))}
            </ul>
          </nav>
        )}
        {links.length > 0 && (
          <nav aria-label={t.shell.main}>
            <ul className="nav-list">
              {links.map((link) => (
                <li key={link.to}>
                  <NavLink className="nav-item" to={link.to} end={link.end}>
                    <Icon name={link.icon} />
                    <span className="nav-item__label">{link.label}</span>
                    {link.count ? <span className="count">{link.count}</span> : null}
                  </NavLink>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <nav className="sidebar__campaigns" aria-label={frame.guest ? t.shell.nav.rooms : t.shell.campaigns}>
          <div className="sidebar__head">
            <h2>{frame.guest ? t.shell.nav.rooms : t.shell.campaigns}</h2>
            {!frame.guest && (
              <Link className="btn btn--quiet btn--icon btn--sm" to={`${home}/campaigns/new`} aria-label={t.shell.newCampaign}>
                <Icon name="plus" small />
              </Link>
            )}
          </div>
          <ul className="nav-list">
            {rooms.map((c) => (
              <li key={c.id}>
                <NavLink className="nav-item nav-item--campaign" to={c.to}>
                  <span className="nav-item__label">{c.name}</span>
                  {c.unread > 0 && <span className="count">{c.unread}</span>}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className="sidebar__foot">
          <div className="me">
            <Avatar name={me.name} id={me.id} presence="here" />
            <span className="me__text">
              <span className="me__name">{me.name}</span>
              {me.actingFor && <span className="me__org">{t.shell.actingFor({ organization: me.actingFor })}</span>}
            </span>
          </div>
          <Form method="post" action="/sign-out" reloadDocument>
            <Button type="submit" variant="quiet" size="sm">
              {t.shell.menu.signOut}
            </Button>
          </Form>
        </div>
      </aside>
      <div className="min-w-0">
        {bar}
        {children}
      </div>
      {links.length > 0 && (
        <nav className="tabbar" aria-label={t.shell.main}>
          <ul>
            {[
              links[0],
              links[1],
              { to: `${home}/campaigns`, icon: "messages-square" as const, label: t.shell.nav.rooms },
              links[2],
              { to: `${home}/more`, icon: "menu" as const, label: t.shell.nav.more },
            ].map(
              (link) =>
                link && (
                  <li key={link.to}>
                    <NavLink to={link.to} end={link.to === home}>
                      <Icon name={link.icon} />
                      <span>{link.label}</span>
                    </NavLink>
                  </li>
                ),
            )}
          </ul>
        </nav>
      )}
    </div>
  );
}
