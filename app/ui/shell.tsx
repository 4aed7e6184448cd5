import { Form, NavLink, useLocation, useNavigate } from "@remix-run/react";
import { type ReactNode, useId, useMemo, useState } from "react";
import { nativeName } from "~/i18n/language-names";
import { locales } from "~/i18n/locales";
import { useI18n } from "~/i18n/use-i18n";
import { Avatar } from "./avatar";
import { Button, IconButton, IconLink } from "./button";
import { cx } from "./class-names";
import { clearDevice } from "./clear-device";
import { CoalitionMark } from "./coalition-mark";
import { CommandPalette, type PaletteItem, type PaletteSearch } from "./command-palette";
import { Dialog, Sheet } from "./dialog";
import type { Dye } from "./faja";
import { Icon, type IconName } from "./icon";
import { Menu, type MenuItem, MenuList } from "./menu";
import { type Connection, OfflineBar } from "./offline-bar";
import { Orillo } from "./orillo";
import { useArriving } from "./pending";
import { ShortcutsDialog, useShortcuts } from "./shortcuts";
import { PageSkeleton } from "./skeleton";

export type ShellCoalition = {
  name: string;
  dye: Dye;
  /** Organizations in it, when known. */
  organizations?: number;
  to: string;
  /** Language of the name. */
  lang?: string;
  unread?: number;
};

/** A destination of the main navigation. `home` is the coalition's own address; the others lie below it. */
export type ShellNav = {
  home: string;
  letters: string;
  /** Letters that wait for the reader's organizations; none for those who work for no organization. */
  inbox?: string;
  calendar: string;
  organizations: string;
  notices: string;
  rooms: string;
  more: string;
};

export type ShellProps = {
  coalition: ShellCoalition & { organizations: number };
  /** All of the reader's coalitions, the present one included. */
  coalitions: readonly ShellCoalition[];
  /** null for a guest, who has only the rooms below. */
  nav: ShellNav | null;
  /** Decisions that wait for the reader, and unread notices. */
  counts?: { home?: number; inbox?: number; notices?: number };
  /** Campaigns, or a guest's rooms. */
  campaigns: readonly { id: string; name: string; to: string; unread: number; lang?: string }[];
  newCampaignTo?: string | null;
  me: {
    id: string;
    name: string;
    actingFor: { id: string; name: string } | null;
    /** Organizations for which the reader may act, when there is a choice. */
    organizations?: readonly { id: string; name: string }[];
    accountTo: string;
    settingsTo?: string | null;
    administrationTo?: string | null;
  };
  /** Where the forms of the person's menu go. Fields: `organization`; `lang` or `theme`; `clear`; and `redirectTo`. */
  actions: { actingFor: string; preferences: string; signOut: string };
  theme: "light" | "dark" | null;
  /** false: the reader turned single-key shortcuts off. */
  singleKeys?: boolean;
  connection: Connection;
  /** Narrow sidebar: letters and reading want the width. Without it, a letter's own pages have it. */
  rail?: boolean;
  /** The bar of phones; without it, the section's name, and on inner pages the way back to it. */
  mobile?: { title?: string; back?: string | null };
  palette?: { items?: readonly PaletteItem[]; search?: PaletteSearch };
  children: ReactNode;
};

/** Everything around a page of a coalition. The page itself brings its h1 and no `main`: the shell has it. */
export function Shell(props: ShellProps) {
  const { coalition, coalitions, nav, counts = {}, campaigns, connection, children } = props;
  const { t } = useI18n();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const [switcher, setSwitcher] = useState(false);

  const links = useMemo(() => mainLinks(nav, counts, t.shell.nav), [nav, counts, t]);
  const go = (to: string | undefined) => () => {
    if (to) navigate(to);
  };
  useShortcuts(
    {
      "mod+k": () => setPalette(true),
      "?": () => setHelp(true),
      "g h": go(nav?.home),
      "g l": go(nav?.letters),
      "g c": go(nav?.calendar),
      "g o": go(nav?.organizations),
      "g n": go(nav?.notices),
    },
    props.singleKeys,
  );

  const items = useMemo<PaletteItem[]>(
    () => [
      ...campaigns.map((one) => ({
        id: `campaign ${one.id}`,
        group: "rooms" as const,
        label: one.name,
        to: one.to,
        icon: "messages-square" as const,
        lang: one.lang,
      })),
      ...links.map((link) => ({
        id: link.to,
        group: "pages" as const,
        label: link.label,
        to: link.to,
        icon: link.icon,
      })),
      ...(props.palette?.items ?? []),
    ],
    [campaigns, links, props.palette?.items],
  );

  const arriving = whatArrives(useArriving(pathname), pathname, coalition.to);
  const place = placeOf(pathname, nav, links);
  const rail = props.rail ?? Boolean(nav && pathname.startsWith(`${nav.letters}/`) && !pathname.endsWith("/new"));
  const campaign = campaigns.find((one) => pathname === one.to || pathname.startsWith(`${one.to}/`));
  const title = props.mobile?.title ?? place.title ?? campaign?.name ?? coalition.name;
  const back = props.mobile?.back === undefined ? place.back : props.mobile.back;

  return (
    <>
      <a className="skip-link" href="#main">
        {t.shell.skip}
      </a>
      <div className={cx("shell", rail && "shell--rail")}>
        <Orillo dye={coalition.dye} organizations={coalition.organizations} />
        <header className="mobile-bar">
          {back ? (
            <IconLink icon="arrow-left" label={t.common.back} to={back} />
          ) : (
            <button
              type="button"
              className="coalition-switcher coalition-switcher--mark"
              aria-haspopup="dialog"
              aria-label={t.shell.switchCoalition({ name: coalition.name })}
              onClick={() => setSwitcher(true)}
            >
              <CoalitionMark dye={coalition.dye} size={32} />
            </button>
          )}
          <p
            className="mobile-bar__title"
            lang={title === coalition.name ? coalition.lang : title === campaign?.name ? campaign.lang : undefined}
          >
            {title}
          </p>
          <IconButton icon="search" label={t.shell.searchOrJump} onClick={() => setPalette(true)} />
          {nav && (
            <IconLink icon="bell" label={t.shell.noticesCount({ n: counts.notices ?? 0 })} to={nav.notices}>
              {counts.notices ? <span className="dot" aria-hidden="true" /> : null}
            </IconLink>
          )}
        </header>
        <aside className="sidebar" aria-label={t.shell.coalition}>
          <Menu
            className="coalition-menu"
            label={t.shell.yourCoalitions}
            trigger={{
              className: "coalition-switcher",
              title: t.shell.switchCoalition({ name: coalition.name }),
              children: (
                <>
                  <CoalitionMark dye={coalition.dye} />
                  <span className="coalition-switcher__text">
                    <span className="coalition-switcher__name" lang={coalition.lang}>
                      {coalition.name}
                    </span>
                    <span className="coalition-switcher__meta">
                      {t.common.organizations({ n: coalition.organizations })}
                    </span>
                  </span>
                  <Icon name="chevrons-up-down" small />
                </>
              ),
            }}
            items={coalitionItems(coalitions, coalition.to, t.common.organizations)}
          />
          <button
            type="button"
            className="search-trigger"
            aria-keyshortcuts="Control+K"
            title={t.shell.searchOrJump}
            onClick={() => setPalette(true)}
          >
            <Icon name="search" small />
            <span className="nav-item__label">{t.shell.searchOrJump}</span>
            <span className="search-trigger__keys" aria-hidden="true">
              <kbd>{t.shell.keys.search}</kbd>
            </span>
          </button>
          {links.length > 0 && (
            <nav className="sidebar__main" aria-label={t.shell.main}>
              <ul className="nav-list">
                {links.map((link) => (
                  <li key={link.to}>
                    <NavLink className="nav-item" to={link.to} end={link.end} title={rail ? link.label : undefined}>
                      <Icon name={link.icon} />
                      <span className="nav-item__label">{link.label}</span>
                      <Count n={link.count} label={t.shell.waiting} />
                    </NavLink>
                  </li>
                ))}
              </ul>
            </nav>
          )}
          <nav className="sidebar__campaigns" aria-label={nav ? t.shell.campaigns : t.shell.nav.rooms}>
            <div className="sidebar__head">
              <h2>{nav ? t.shell.campaigns : t.shell.nav.rooms}</h2>
              {props.newCampaignTo && (
                <IconLink icon="plus" size="sm" label={t.shell.newCampaign} to={props.newCampaignTo} />
              )}
            </div>
            {campaigns.length === 0 ? (
              <p className="meta px-3">{t.shell.noCampaigns}</p>
            ) : (
              <ul className="nav-list">
                {campaigns.map((one) => (
                  <li key={one.id}>
                    <NavLink className="nav-item nav-item--campaign" to={one.to} lang={one.lang}>
                      <span className="nav-item__label">{one.name}</span>
                      <Count n={one.unread} label={t.common.unread} />
                    </NavLink>
                  </li>
                ))}
              </ul>
            )}
          </nav>
          <div className="sidebar__foot">
            <PersonMenu {...props} onShortcuts={() => setHelp(true)} />
          </div>
        </aside>
        <main className="main" id="main" tabIndex={-1} data-arriving={arriving ?? undefined}>
          <OfflineBar state={connection} />
          {children}
          {arriving && <PageSkeleton />}
        </main>
        {nav && (
          <nav className="tabbar" aria-label={t.shell.main}>
            <ul>
              {[
                { to: nav.home, icon: "house" as const, label: t.shell.nav.home, count: counts.home, end: true },
                { to: nav.letters, icon: "scroll-text" as const, label: t.shell.nav.letters },
                {
                  to: nav.rooms,
                  icon: "messages-square" as const,
                  label: t.shell.nav.rooms,
                  count: campaigns.reduce((sum, one) => sum + one.unread, 0),
                },
                { to: nav.calendar, icon: "calendar-days" as const, label: t.shell.nav.calendar },
                { to: nav.more, icon: "menu" as const, label: t.shell.nav.more },
              ].map((link) => (
                <li key={link.to}>
                  <NavLink to={link.to} end={link.end}>
                    <Icon name={link.icon} />
                    <span>{link.label}</span>
                    <Count n={link.count} label={t.common.unread} />
                  </NavLink>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </div>
      <CommandPalette open={palette} onClose={() => setPalette(false)} items={items} search={props.palette?.search} />
      <ShortcutsDialog
        open={help}
        onClose={() => setHelp(false)}
        singleKeys={props.singleKeys ?? true}
        accountTo={props.me.accountTo}
      />
      <Sheet open={switcher} onClose={() => setSwitcher(false)} title={t.shell.yourCoalitions}>
        <MenuList
          label={t.shell.yourCoalitions}
          items={coalitionItems(coalitions, coalition.to, t.common.organizations)}
          onClose={() => setSwitcher(false)}
        />
      </Sheet>
    </>
  );
}

/** Whether the page that comes takes the whole place, or only the part under what a letter's or a campaign's pages share. */
function whatArrives(to: string | null, pathname: string, base: string): "page" | "part" | null {
  if (to === null || (to !== base && !to.startsWith(`${base}/`))) return null;
  const shared = (path: string) => /^\/(?:letters|campaigns)\/[^/]+/.exec(path.slice(base.length))?.[0];
  const here = shared(pathname);
  return here !== undefined && here === shared(to) ? "part" : "page";
}

function Count({ n, label }: { n: number | undefined; label: (facts: { n: number }) => string }) {
  if (!n) return null;
  return (
    <>
      <span className="count" aria-hidden="true">
        {n > 99 ? "99+" : n}
      </span>
      <span className="sr-only">, {label({ n })}</span>
    </>
  );
}

type MainLink = { to: string; icon: IconName; label: string; count?: number; end?: boolean };

function mainLinks(
  nav: ShellNav | null,
  counts: NonNullable<ShellProps["counts"]>,
  words: Record<"home" | "letters" | "inbox" | "calendar" | "organizations" | "notices", string>,
): MainLink[] {
  if (!nav) return [];
  return [
    { to: nav.home, icon: "house", label: words.home, count: counts.home, end: true },
    { to: nav.letters, icon: "scroll-text", label: words.letters },
    ...(nav.inbox ? [{ to: nav.inbox, icon: "pen-line" as const, label: words.inbox, count: counts.inbox }] : []),
    { to: nav.calendar, icon: "calendar-days", label: words.calendar },
    { to: nav.organizations, icon: "building-2", label: words.organizations },
    { to: nav.notices, icon: "bell", label: words.notices, count: counts.notices },
  ];
}

/** Which section the reader is in, and the way back when it is an inner page of it. */
function placeOf(pathname: string, nav: ShellNav | null, links: readonly MainLink[]) {
  if (!nav) return { title: undefined, back: null };
  const section = links.find((link) => !link.end && (pathname === link.to || pathname.startsWith(`${link.to}/`)));
  if (section) return { title: section.label, back: pathname === section.to ? null : section.to };
  const path = pathname.replace(/\/$/, "");
  const atTop = path === nav.home || path === nav.rooms || path === nav.more;
  return { title: undefined, back: atTop ? null : path.startsWith(`${nav.rooms}/`) ? nav.rooms : nav.home };
}

function coalitionItems(
  coalitions: readonly ShellCoalition[],
  here: string,
  organizations: (facts: { n: number }) => string,
): MenuItem[] {
  return coalitions.map((one) => ({
    kind: "radio",
    to: one.to,
    reloadDocument: one.to !== here,
    checked: one.to === here,
    className: "menu-item--coalition",
    mark: <CoalitionMark dye={one.dye} />,
    label: (
      <>
        <b className="letter-type" lang={one.lang}>
          {one.name}
        </b>
        {one.organizations !== undefined && (
          <>
            <br />
            <span className="meta">{organizations({ n: one.organizations })}</span>
          </>
        )}
      </>
    ),
    meta: one.unread ? <span className="count">{one.unread}</span> : undefined,
  }));
}

/** The person, for whom they act, and what belongs to them: language, theme, keys, and the way out. */
function PersonMenu({
  me,
  actions,
  theme,
  onShortcuts,
}: Pick<ShellProps, "me" | "actions" | "theme"> & { onShortcuts: () => void }) {
  const { t, locale } = useI18n();
  const { pathname, search } = useLocation();
  const [clearing, setClearing] = useState(false);
  const id = useId();
  const words = t.shell.menu;
  const form = { acting: `${id}-acting`, preferences: `${id}-preferences`, out: `${id}-out` };
  const themes = [
    { value: "system", label: words.themeSystem, icon: "smartphone" as const },
    { value: "light", label: words.themeLight, icon: "sun" as const },
    { value: "dark", label: words.themeDark, icon: "moon" as const },
  ];
  const chosen = (is: boolean) => (is ? <Icon name="check" small /> : undefined);
  const acting: MenuItem[] =
    me.organizations && me.organizations.length > 1
      ? [
          { kind: "heading", label: words.actingFor },
          ...me.organizations.map(
            (one): MenuItem => ({
              kind: "radio",
              label: one.name,
              icon: "building-2",
              checked: one.id === me.actingFor?.id,
              meta: chosen(one.id === me.actingFor?.id),
              submit: { form: form.acting, name: "organization", value: one.id },
            }),
          ),
          { kind: "divider" },
        ]
      : [];
  const items: MenuItem[] = [
    ...acting,
    { kind: "heading", label: words.language },
    ...locales.map(
      (one): MenuItem => ({
        kind: "radio",
        label: nativeName(one),
        lang: one,
        icon: "languages",
        checked: one === locale,
        meta: chosen(one === locale),
        submit: { form: form.preferences, name: "lang", value: one },
      }),
    ),
    { kind: "heading", label: words.theme },
    ...themes.map(
      ({ value, label, icon }): MenuItem => ({
        kind: "radio",
        label,
        icon,
        checked: value === (theme ?? "system"),
        meta: chosen(value === (theme ?? "system")),
        submit: { form: form.preferences, name: "theme", value },
      }),
    ),
    { kind: "divider" },
    { label: words.account, icon: "user", to: me.accountTo },
    ...(me.settingsTo ? [{ label: words.settings, icon: "settings" as const, to: me.settingsTo }] : []),
    ...(me.administrationTo
      ? [{ label: words.administration, icon: "shield-check" as const, to: me.administrationTo }]
      : []),
    { label: words.shortcuts, icon: "keyboard", meta: <kbd>?</kbd>, onSelect: onShortcuts },
    { kind: "divider" },
    { label: words.signOut, icon: "log-out", submit: { form: form.out } },
    { label: words.signOutClear, icon: "eraser", danger: true, onSelect: () => setClearing(true) },
  ];
  const redirectTo = <input type="hidden" name="redirectTo" value={pathname + search} />;
  return (
    <>
      <Menu
        className="me-menu"
        up
        label={me.name}
        trigger={{
          className: "me",
          title: me.actingFor ? t.shell.me({ name: me.name, organization: me.actingFor.name }) : me.name,
          children: (
            <>
              <Avatar id={me.id} name={me.name} presence="here" />
              <span className="me__text">
                <span className="me__name">{me.name}</span>
                {me.actingFor && (
                  <span className="me__org">{t.shell.actingFor({ organization: me.actingFor.name })}</span>
                )}
              </span>
              <Icon name="ellipsis" small />
            </>
          ),
        }}
        items={items}
      />
      <Form id={form.acting} method="post" action={actions.actingFor} reloadDocument hidden>
        {redirectTo}
      </Form>
      <Form id={form.preferences} method="post" action={actions.preferences} reloadDocument hidden>
        {redirectTo}
      </Form>
      <Form id={form.out} method="post" action={actions.signOut} reloadDocument hidden />
      <ClearDialog open={clearing} onClose={() => setClearing(false)} action={actions.signOut} />
    </>
  );
}

/** Signs out and empties this device; asks first, because drafts that were not sent are lost. */
export function ClearDialog({ open, onClose, action }: { open: boolean; onClose: () => void; action: string }) {
  const { t } = useI18n();
  const words = t.shell.menu;
  return (
    <Dialog open={open} onClose={onClose} title={words.clearTitle} danger alert>
      <p>{words.clearBody}</p>
      <Form
        method="post"
        action={action}
        reloadDocument
        onSubmit={(event) => {
          const form = event.currentTarget;
          event.preventDefault();
          void clearDevice().finally(() => form.submit());
        }}
      >
        <input type="hidden" name="clear" value="1" />
        <div className="btn-row">
          <Button variant="quiet" onClick={onClose} data-autofocus="">
            {t.common.cancel}
          </Button>
          <Button variant="danger" type="submit">
            {words.clearVerb}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
