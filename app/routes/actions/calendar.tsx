import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigate, useSearchParams, useSubmit } from "@remix-run/react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { requireMember } from "~/auth/require-member.server";
import type { ActionInList } from "~/domain/actions/action";
import { addDays, addMonths, type Day, daysOf, monthGrid, parseMonth } from "~/domain/actions/calendar";
import { type LetterMoment, readCalendar } from "~/domain/actions/read-calendar.server";
import { readLetterStreams } from "~/domain/letters/read-letter-streams.server";
import { can } from "~/domain/permissions";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { isTimeZone } from "~/domain/time-zones";
import { makeFormat } from "~/i18n";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard } from "~/routes/form.server";
import { Button, ButtonLink, IconLink } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { Icon, type IconName } from "~/ui/icon";
import { Page } from "~/ui/page";
import { Segmented } from "~/ui/segmented";
import { OwnAnswer } from "./action-row";
import { kindIcons } from "./action-when";
import { ZoneOptions } from "./zone-options";
import { zoneOptions } from "./zone-options.server";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.actions.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => {
    const query = new URL(request.url).searchParams;
    const zone = isTimeZone(query.get("zone")) ? (query.get("zone") as string) : member.timeZone;
    const now = new Date().toISOString();
    const today = makeFormat(member.locale, zone).dayKey(now);
    const month = parseMonth(query.get("month")) ?? today.slice(0, 7);
    const agenda = query.get("view") === "agenda";
    const weeks = monthGrid(month);
    const first = weeks[0]?.[0] ?? `${month}-01`;
    const last = weeks.at(-1)?.[6] ?? first;
    const live = await readHeads([stream("coalition", member.coalitionId), ...(await readLetterStreams(member))]);
    const soonTo = addDays(today, 14);
    const inGrid = today >= first && soonTo <= last;
    const [grid, soon] = await Promise.all([
      readCalendar(member, first, last),
      agenda || inGrid ? null : readCalendar(member, today, soonTo),
    ]);
    return json({
      month,
      today,
      zone,
      agenda,
      weeks,
      grid,
      soon: soon ?? grid,
      soonTo,
      now,
      live,
      ownZone: member.timeZone,
      zones: zoneOptions(member.locale, zone, now),
      base: `/c/${member.coalitionSlug}`,
      can: { plan: can(member, "action.create") },
    });
  });
}

type Entry = {
  key: string;
  to: string;
  title: string;
  locale: string;
  icon: IconName;
  kind: string;
  /** A deadline that is still to come. */
  deadline: boolean;
  /** A deadline that is over: nobody has to hurry. */
  done: boolean;
  allDay: boolean;
  starts: string;
  days: Day[];
  zone: string;
  action: ActionInList | null;
};

/** Actions and closing moments as one list of entries, each with the days that it touches by the chosen clock. */
function useEntries(
  found: { actions: ActionInList[]; letters: LetterMoment[] },
  { zone, base, today, now }: { zone: string; base: string; today: Day; now: string },
): Entry[] {
  const { t, locale } = useI18n();
  const letterTitles: { [K in LetterMoment["kind"]]: (of: { title: string }) => string } = {
    closes: t.actions.calendar.letterCloses,
    closed: t.actions.calendar.letterClosed,
    review_closes: t.actions.calendar.reviewCloses,
    follow_up: t.actions.calendar.followUp,
  };
  const format = makeFormat(locale, zone);
  const actions = found.actions.map((a): Entry => {
    const days = daysOf(a, format.dayKey);
    const over = a.kind === "deadline" && ((days.at(-1) ?? today) < today || (!a.allDay && (a.startsAt ?? now) < now));
    return {
      key: a.id,
      to: `${base}/actions/${a.id}`,
      title: a.title,
      locale: a.locale,
      icon: kindIcons[a.kind],
      kind: t.actions.kinds[a.kind],
      deadline: a.kind === "deadline" && !over,
      done: over,
      allDay: a.allDay,
      starts: a.startsAt ?? a.startsOn ?? "",
      days,
      zone: a.zone,
      action: a,
    };
  });
  const letters = found.letters.map(
    (l): Entry => ({
      key: `${l.letterId} ${l.kind}`,
      to: `${base}/letters/${l.letterId}${l.kind === "follow_up" ? "/deliveries" : ""}`,
      title: letterTitles[l.kind]({ title: l.title }),
      locale,
      icon: "hourglass",
      kind: t.actions.kinds.deadline,
      deadline: l.kind !== "closed" && l.at > now,
      done: l.kind === "closed" || l.at <= now,
      allDay: false,
      starts: l.at,
      days: [format.dayKey(l.at)],
      zone: l.zone,
      action: null,
    }),
  );
  const order = (e: Entry) => (e.allDay ? `${e.days[0]}T00:00` : new Date(e.starts).toISOString());
  return [...actions, ...letters].sort((a, b) => order(a).localeCompare(order(b)));
}

export default function Calendar() {
  const data = useLoaderData<typeof loader>();
  const { month, today, zone, agenda, weeks, base } = data;
  const { t, locale } = useI18n();
  useLive(data.live);
  const format = makeFormat(locale, zone);
  const [params] = useSearchParams();
  const submit = useSubmit();
  const entries = useEntries(data.grid, data);
  const soonEntries = useEntries(data.soon, data);
  const at = (next: Record<string, string | null>) => {
    const query = new URLSearchParams(params);
    for (const [key, value] of Object.entries(next))
      if (value === null) query.delete(key);
      else query.set(key, value);
    const text = query.toString();
    return text ? `?${text}` : ".";
  };
  const [year = 0, monthNumber = 1] = month.split("-").map(Number);
  const name = format.capital(format.month(year, monthNumber));
  const monthName = (m: string) => format.capital(format.month(Number(m.slice(0, 4)), Number(m.slice(5, 7))));
  const kinds = [...new Map(entries.map((e) => [e.kind, e.icon])).entries()];
  return (
    <Page className="page--calendar">
      <div className="cal-bar">
        <h1 className="page__title">{name}</h1>
        <div className="cal-bar__nav">
          <IconLink
            variant="default"
            icon="chevron-left"
            label={monthName(addMonths(month, -1))}
            to={at({ month: addMonths(month, -1) })}
            preventScrollReset
          />
          <ButtonLink to={at({ month: null })} preventScrollReset>
            {t.actions.calendar.today}
          </ButtonLink>
          <IconLink
            variant="default"
            icon="chevron-right"
            label={monthName(addMonths(month, 1))}
            to={at({ month: addMonths(month, 1) })}
            preventScrollReset
          />
        </div>
        <Segmented
          label={t.actions.calendar.view}
          value={agenda ? "agenda" : "month"}
          options={[
            { value: "month", label: t.actions.calendar.month, to: at({ view: null }) },
            { value: "agenda", label: t.actions.calendar.agenda, to: at({ view: "agenda" }) },
          ]}
        />
        <div className="cal-bar__end">
          <Form
            method="get"
            className="cal-bar__zone"
            onChange={(event) => submit(event.currentTarget, { preventScrollReset: true })}
          >
            {params.get("month") && <input type="hidden" name="month" value={month} />}
            {agenda && <input type="hidden" name="view" value="agenda" />}
            <label className="sr-only" htmlFor="zone">
              {t.actions.calendar.zone}
            </label>
            <select id="zone" name="zone" className="field__input" defaultValue={zone} key={zone}>
              <ZoneOptions zones={data.zones} first={[data.ownZone, zone]} />
            </select>
            <noscript>
              <Button type="submit">{t.actions.calendar.zoneGo}</Button>
            </noscript>
          </Form>
          <IconLink variant="default" icon="rss" label={t.actions.calendar.subscribe} to="/me/calendar" />
          {data.can.plan && (
            <ButtonLink variant="primary" icon="calendar-plus" to={`${base}/actions/new`}>
              {t.actions.plan}
            </ButtonLink>
          )}
        </div>
      </div>
      {kinds.length > 0 && !agenda && (
        <p className="cal-legend">
          {kinds.map(([kind, icon]) => (
            <span key={kind}>
              <Icon name={icon} small />
              {kind}
            </span>
          ))}
        </p>
      )}
      {agenda ? (
        <section aria-label={t.actions.calendar.agendaOf({ month: name })} className="cal-agenda">
          <Agenda
            entries={entries}
            from={`${month}-01`}
            to={addDays(`${addMonths(month, 1)}-01`, -1)}
            zone={zone}
            today={today}
          />
        </section>
      ) : (
        <div className="cal-grid">
          <MonthTable
            entries={entries}
            weeks={weeks}
            month={month}
            today={today}
            zone={zone}
            caption={t.actions.calendar.caption({ month: name, city: format.city(zone) })}
            monthLink={(m) => at({ month: m })}
          />
          <aside aria-labelledby="soon">
            <div className="section__head">
              <h2 className="section__title" id="soon">
                {t.actions.calendar.nextTwoWeeks}
              </h2>
            </div>
            <Agenda entries={soonEntries} from={today} to={data.soonTo} zone={zone} today={today} />
          </aside>
        </div>
      )}
    </Page>
  );
}

/** The month as a table. One day is in the tab order; arrows, Home, End, Page Up and Page Down move it. */
function MonthTable({
  entries,
  weeks,
  month,
  today,
  zone,
  caption,
  monthLink,
}: {
  entries: Entry[];
  weeks: Day[][];
  month: string;
  today: Day;
  zone: string;
  caption: string;
  monthLink: (month: string) => string;
}) {
  const { t, locale } = useI18n();
  const format = makeFormat(locale, zone);
  const table = useRef<HTMLTableElement>(null);
  const navigate = useNavigate();
  const wanted = useRef<Day | null>(null);
  const entryDay = today.startsWith(month) ? today : `${month}-01`;

  // After leaving the month by keyboard the focus goes on in the next one.
  useEffect(() => {
    if (!wanted.current || !weeks.flat().includes(wanted.current)) return;
    focusDay(table.current, wanted.current);
    wanted.current = null;
  }, [weeks]);

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const day = (event.target as HTMLElement).closest<HTMLElement>("[data-day]")?.dataset.day;
    if (!day || (event.target as HTMLElement).tagName === "A") return;
    const weekday = weeks.find((w) => w.includes(day))?.indexOf(day) ?? 0;
    const sameDay = (m: string) => {
      const last = addDays(`${addMonths(m, 1)}-01`, -1);
      const there = `${m}-${day.slice(8)}`;
      return there > last ? last : there;
    };
    const next: Record<string, () => Day> = {
      ArrowLeft: () => addDays(day, -1),
      ArrowRight: () => addDays(day, 1),
      ArrowUp: () => addDays(day, -7),
      ArrowDown: () => addDays(day, 7),
      Home: () => addDays(day, -weekday),
      End: () => addDays(day, 6 - weekday),
      PageUp: () => sameDay(addMonths(day.slice(0, 7), -1)),
      PageDown: () => sameDay(addMonths(day.slice(0, 7), 1)),
    };
    const go = next[event.key]?.();
    if (!go) return;
    event.preventDefault();
    if (go.startsWith(month)) focusDay(table.current, go);
    else {
      wanted.current = go;
      navigate(monthLink(go.slice(0, 7)), { preventScrollReset: true });
    }
  };

  return (
    <table className="calendar-month" ref={table} onKeyDown={onKeyDown}>
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {format.weekdaysShort.map((weekday, index) => (
            <th scope="col" key={weekday}>
              <abbr title={format.weekdays[index]}>{weekday}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day, weekday) => {
              const here = entries.filter((e) => e.days.includes(day));
              const out = !day.startsWith(month);
              return (
                <td key={day}>
                  <div
                    className={cx(
                      "cal-day",
                      out && "cal-day--out",
                      !out && day < today && "cal-day--past",
                      day === today && "cal-day--today",
                      (weekday === 0 || weekday === 6) && "cal-day--weekend",
                    )}
                    data-day={day}
                    tabIndex={day === entryDay ? 0 : -1}
                    {...{
                      role: "group",
                      "aria-label": t.actions.calendar.dayLabel({ day: format.dayLong(day), n: here.length }),
                    }}
                    aria-current={day === today ? "date" : undefined}
                  >
                    <time className="cal-day__n" dateTime={day}>
                      {day.endsWith("-01") && out
                        ? format.date(day).replace(/,? ?(?:de )?\d{4}$/, "")
                        : format.dayNumber(day)}
                    </time>
                    {here.map((e) => (
                      <CalendarEvent key={e.key} entry={e} day={day} zone={zone} />
                    ))}
                  </div>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function focusDay(table: HTMLTableElement | null, day: Day): void {
  const target = table?.querySelector<HTMLElement>(`[data-day="${day}"]`);
  if (!target) return;
  for (const other of table?.querySelectorAll<HTMLElement>("[data-day][tabindex='0']") ?? []) other.tabIndex = -1;
  target.tabIndex = 0;
  target.focus();
}

function CalendarEvent({ entry: e, day, zone }: { entry: Entry; day: Day; zone: string }) {
  const { t, locale } = useI18n();
  const format = makeFormat(locale, zone);
  const goes = e.action?.answer === "going";
  const title = e.action?.cancelled ? <s>{e.title}</s> : e.title;
  return (
    <Link
      to={e.to}
      className={cx(
        "cal-event",
        e.deadline && "cal-event--deadline",
        e.done && "cal-event--done",
        e.allDay && !e.deadline && !e.done && "cal-event--span",
        goes && "cal-event--going",
      )}
      title={e.title}
    >
      <Icon name={e.icon} small label={e.kind} />
      <span>
        {!e.allDay && e.days[0] === day && <b>{format.time(e.starts)} </b>}
        <span lang={e.locale}>{title}</span>
        {e.action?.cancelled && <span className="sr-only"> ({t.actions.calendar.cancelled})</span>}
        {goes && <span className="sr-only"> ({t.actions.answers.youGo})</span>}
      </span>
    </Link>
  );
}

/** Day by day, days without anything left out. */
function Agenda({
  entries,
  from,
  to,
  zone,
  today,
}: {
  entries: Entry[];
  from: Day;
  to: Day;
  zone: string;
  today: Day;
}) {
  const { t, locale } = useI18n();
  const format = makeFormat(locale, zone);
  const days = new Map<Day, Entry[]>();
  for (const e of entries) {
    // An action of several days stands on its first one in sight.
    const day = e.days.find((d) => d >= from && d <= to);
    if (day) days.set(day, [...(days.get(day) ?? []), e]);
  }
  if (days.size === 0) return <p className="meta py-3">{t.actions.calendar.nothing}</p>;
  return (
    <ol>
      {[...days.entries()]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([day, list]) => (
          <li className="agenda__day" key={day}>
            <div className={cx("date-block", day === today && "date-block--today")} aria-hidden="true">
              <span className="date-block__dow">{day === today ? t.common.today : format.weekday(day)}</span>
              <span className="date-block__day">{format.dayNumber(day)}</span>
            </div>
            <ul className="agenda__items">
              {list.map((e) => (
                <li key={e.key}>
                  <p
                    className={cx(
                      "agenda__title",
                      e.deadline && "agenda__title--deadline",
                      e.done && "agenda__title--done",
                    )}
                  >
                    <Link to={e.to}>
                      <Icon name={e.icon} small label={e.kind} />
                      <span lang={e.locale}>{e.action?.cancelled ? <s>{e.title}</s> : e.title}</span>
                    </Link>
                  </p>
                  <p className="meta">
                    <span className="sr-only">{format.dayLong(day)}, </span>
                    {e.allDay
                      ? e.action?.endsOn && e.action.endsOn !== e.action.startsOn
                        ? t.actions.page.range({
                            from: format.day(e.action.startsOn ?? day),
                            to: format.day(e.action.endsOn),
                          })
                        : t.actions.allDay
                      : [format.time(e.starts), format.differs(e.starts, e.zone) ? format.timeIn(e.starts, e.zone) : ""]
                          .filter(Boolean)
                          .join(" · ")}
                    {e.action?.place && (
                      <>
                        <br />
                        {e.action.place}
                      </>
                    )}
                  </p>
                  {e.action && e.action.kind !== "deadline" && <OwnAnswer action={e.action} to={e.to} />}
                </li>
              ))}
            </ul>
          </li>
        ))}
    </ol>
  );
}
