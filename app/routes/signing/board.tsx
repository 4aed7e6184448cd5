import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData, useRevalidator, useSearchParams, useSubmit } from "@remix-run/react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { requireMember } from "~/auth/require-member.server";
import {
  type Board,
  type BoardFilter,
  type ChaseRow,
  countBy,
  momentum,
  passes,
  withSignature,
} from "~/domain/letters/board";
import { readAnswerStreams } from "~/domain/letters/read-answer-streams.server";
import { readBoard } from "~/domain/letters/read-board.server";
import { type BoardAnswer, boardAnswers, isUndecided } from "~/domain/letters/signature";
import type { SignatureView } from "~/domain/letters/signature-view";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { type Format, type Locale, makeFormat } from "~/i18n";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive, useLiveEvents } from "~/realtime/use-live";
import { guard } from "~/routes/form.server";
import { LetterRail } from "~/routes/letters/letter-bar";
import { AfterSignOn, Cancelled, LetterTabs, OwnAnswers } from "~/routes/letters/letter-pages";
import type { LetterHandle } from "~/routes/letters/use-letter";
import { Button, ButtonLink } from "~/ui/button";
import { MomentumChart, ThreadBars } from "~/ui/charts";
import { Deadline } from "~/ui/deadline";
import { EmptyState } from "~/ui/empty-state";
import { FajaBand } from "~/ui/faja-band";
import { Icon } from "~/ui/icon";
import { Notice } from "~/ui/notice";
import { OrgMark } from "~/ui/org-mark";
import { Breadcrumb, Page, Section } from "~/ui/page";
import { State, StateGlyph } from "~/ui/state-glyph";
import { bandRows } from "./band-rows";
import { SealedLine } from "./sealed-line";

/** Signatures come in crowds: this page appends them. */
export const handle: LetterHandle = { appends: ["letter.signed"] };
export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, (t) =>
    data ? t.signing.board.metaTitle({ letter: data.board.letter.title }) : t.signing.board.title,
  );

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  const live = await guard(async () => readHeads([stream("letter", id), ...(await readAnswerStreams(member, id))]));
  const board = await guard(() => readBoard(member, id));
  return json({ board, live, base: `/c/${member.coalitionSlug}`, now: new Date().toISOString() });
}

/** Rows of each group before "Show 10 more". */
const SHOWN = 8;
const FIRST = 5;

/**
 * The board as the database has it now: the loader's reading plus the signatures that arrived since. A signature that the
 * reading already holds, or that was read again meanwhile, is passed over by its number.
 */
function useLiveBoard(read: Board, letterStream: { stream: ReturnType<typeof stream>; seq: number }): Board {
  const [arrived, setArrived] = useState<{ seq: number; view: SignatureView }[]>([]);
  const { revalidate } = useRevalidator();
  useLiveEvents(letterStream.stream, letterStream.seq, (news) => {
    if ("reset" in news) return revalidate();
    for (const event of news.events) {
      if (event.type !== "letter.signed") continue;
      const view = event.view as SignatureView | undefined;
      if (view && withSignature(read, view)) setArrived((all) => [...all, { seq: event.seq, view }]);
      else revalidate();
    }
  });
  return useMemo(
    () =>
      arrived
        .filter((a) => a.seq > letterStream.seq)
        .reduce<Board>((board, { view }) => withSignature(board, view) ?? board, read),
    [arrived, read, letterStream.seq],
  );
}

export default function SignOnBoard() {
  const { board: read, live, base, now } = useLoaderData<typeof loader>();
  useLive(live, { except: handle.appends });
  const latest = useLiveBoard(read, live[0] ?? { stream: stream("letter", read.letter.id), seq: 0 });
  const [params] = useSearchParams();
  const address = params.toString();

  // Rows stay where they are until the reader asks, or goes elsewhere: nothing moves under the pointer.
  const [shown, setShown] = useState({ board: latest, address, fresh: new Set<string>() });
  if (shown.address !== address) setShown({ board: latest, address, fresh: shown.fresh });
  const known = new Set(shown.board.wall.map((s) => s.id));
  const fresh = latest.wall.filter((s) => !known.has(s.id));
  const changed = fresh.length > 0 || !sameRows(shown.board, latest);
  const show = () => setShown({ board: latest, address, fresh: new Set(fresh.map((s) => s.id)) });

  const { letter } = latest;
  const { t } = useI18n();
  const own = `${base}/letters/${letter.id}`;
  const undecided = latest.own.filter((o) => isUndecided(o.state) && o.worksFor);
  const mine = latest.own.find((o) => o.state === "confirmed");
  const oldestFirst = [...latest.wall].reverse();
  const yours = mine ? oldestFirst.findIndex((s) => s.organizationId === mine.organizationId) : -1;
  const passed = letter.hardDeadline !== null && letter.hardDeadline <= now;
  const signing = letter.status === "open" && !passed;
  const woven = useRef(latest.signed);
  const weaving = latest.signed > woven.current;
  useEffect(() => {
    woven.current = latest.signed;
  }, [latest.signed]);
  return (
    <Page>
      <header className="board-head">
        <Breadcrumb
          items={[
            {
              label: <span lang={letter.campaign.locale}>{letter.campaign.name}</span>,
              to: `${base}/campaigns/${letter.campaign.id}`,
            },
            { label: t.signing.letters, to: `${base}/letters` },
          ]}
        />
        <div className="page__head items-start mb-0">
          <h1 className="page__title" lang={letter.locale}>
            {letter.title}
          </h1>
          <div className="page__actions">
            {/* On a phone the tab says it. */}
            <ButtonLink className="board-head__read" to={`${own}/text/${letter.locale}/reading`} icon="book-open-text">
              {t.signing.readText}
            </ButtonLink>
            {letter.publicSlug && (
              <ButtonLink to={`/p/${letter.publicSlug}`} icon="link" reloadDocument>
                {t.signing.publicPage}
              </ButtonLink>
            )}
            {signing &&
              undecided.map((o) => (
                <ButtonLink key={o.organizationId} variant="primary" to={`${own}/signature?for=${o.organizationId}`}>
                  {o.signsFor ? t.signing.signFor({ org: o.name }) : t.signing.decideFor({ org: o.name })}
                </ButtonLink>
              ))}
          </div>
        </div>
        <SealedLine letter={letter} />
        <LetterRail />
        <Cancelled />
        <OwnAnswers />
        <LetterTabs />
      </header>
      <div className="board-grid">
        <div>
          <section className="loom" aria-label={t.signing.board.signatures}>
            <div className="loom__line">
              <p className="loom__count" aria-live="polite">
                {t.signing.board.count({ signed: latest.signed, total: latest.total })}
              </p>
              {letter.goal > 0 && <p className="meta">{t.signing.board.goal({ n: letter.goal })}</p>}
            </div>
            <FajaBand
              className="faja--wide"
              signed={latest.signed}
              total={latest.total}
              letterId={letter.id}
              dye={letter.dye}
              width={700}
              rows={bandRows(latest.total)}
              yours={yours}
              weaving={weaving}
            />
            <FajaBand
              className="faja--narrow"
              signed={latest.signed}
              total={latest.total}
              letterId={letter.id}
              dye={letter.dye}
              width={296}
              rows={bandRows(latest.total)}
              yours={yours}
              weaving={weaving}
            />
          </section>
          <AfterSignOn />
          <Steps board={latest} own={own} signing={signing} passed={passed} />
          <Rows board={shown.board} counts={latest} fresh={shown.fresh} own={own} now={now} signing={signing}>
            {changed && (
              <Notice
                kind="signed"
                live="status"
                action={
                  <Button size="sm" onClick={show}>
                    {t.signing.board.show}
                  </Button>
                }
              >
                {fresh.length > 0 ? t.signing.board.newSignatures({ n: fresh.length }) : t.signing.board.changed}
              </Notice>
            )}
          </Rows>
        </div>
        <Figures board={latest} own={own} now={now} />
      </div>
    </Page>
  );
}

function sameRows(a: Board, b: Board): boolean {
  const key = (board: Board) =>
    JSON.stringify([board.wall.map((s) => s.id), board.chase?.map((r) => [r.signatureId, r.state, r.remindedAt])]);
  return key(a) === key(b);
}

/** What the leads do next, as long as sign-on is open. */
function Steps({ board, own, signing, passed }: { board: Board; own: string; signing: boolean; passed: boolean }) {
  const { t, format } = useI18n();
  const { letter, answers, chase } = board;
  if (!answers) return null;
  if (letter.status === "open" && passed) return <Notice kind="plain">{t.signing.board.overdue}</Notice>;
  if (!signing) return null;
  const undecided = answers.none + answers.review;
  const leads = chase?.filter((r) => r.lead && isUndecided(r.state)) ?? [];
  const free = chase?.filter((r) => isUndecided(r.state) && r.nextReminderAt === null).length;
  return (
    <>
      {leads.length > 0 && (
        <Notice kind="plain">{t.signing.board.leadsFirst({ names: format.list(leads.map((r) => r.name)) })}</Notice>
      )}
      {undecided > 0 && (
        <Notice
          action={
            <ButtonLink size="sm" to={`${own}/reminders`}>
              {t.signing.board.writeReminder}
            </ButtonLink>
          }
        >
          <b>{t.signing.board.notReplied({ n: undecided })}</b>{" "}
          {free !== undefined && t.signing.board.canRemind({ n: free })}
        </Notice>
      )}
    </>
  );
}

type RowsProps = {
  board: Board;
  /** The newest numbers: they may run ahead of the rows. */
  counts: Board;
  fresh: ReadonlySet<string>;
  own: string;
  now: string;
  signing: boolean;
  children: ReactNode;
};

/** The four counts that filter, the filters, and the rows in order of work. */
function Rows({ board, counts, fresh, own, now, signing, children }: RowsProps) {
  const { t, format } = useI18n();
  const [params] = useSearchParams();
  const submit = useSubmit();
  const filter: BoardFilter = {
    answer: boardAnswers.find((a) => a === params.get("answer")) ?? null,
    country: params.get("country") ?? "",
    kind: params.get("kind") ?? "",
    text: params.get("text") ?? "",
  };
  const all = params.getAll("all");
  const everyone = [...board.wall, ...(board.chase ?? [])];
  const passing = <R extends { name: string; place: string; country: string; kind: string }>(rows: readonly R[]) =>
    rows.filter((row) => passes({ ...row, place: `${row.place} ${format.country(row.country)}` }, filter));
  const groups = (["review", "none", "signed", "declined"] as const)
    .filter((answer) => (filter.answer === null || filter.answer === answer) && (answer === "signed" || board.chase))
    .map((answer) => ({
      answer,
      signed: answer === "signed" ? passing(board.wall) : [],
      chase:
        answer === "signed" ? [] : passing((board.chase ?? []).filter((r) => r.answer === answer)).sort(inOrderOfWork),
    }))
    .filter((g) => g.signed.length + g.chase.length > 0);
  const numbers: Record<BoardAnswer, number | null> = {
    signed: counts.signed,
    review: counts.answers?.review ?? null,
    none: counts.answers?.none ?? null,
    declined: counts.answers?.declined ?? null,
  };
  const filtered = Boolean(filter.country || filter.kind || filter.text || filter.answer);
  const select = (
    name: "country" | "kind",
    label: string,
    allLabel: string,
    options: { value: string; label: string }[],
  ) => (
    <select
      className="field__input"
      name={name}
      aria-label={label}
      defaultValue={filter[name]}
      key={filter[name]}
      onChange={(e) => submit(e.currentTarget.form, { preventScrollReset: true, replace: true })}
    >
      <option value="">{allLabel}</option>
      {options.map((o) => (
        <option key={o.value} value={o.value}>
          {o.label}
        </option>
      ))}
    </select>
  );
  const countries = [...new Set(everyone.map((r) => r.country))]
    .map((c) => ({ value: c, label: format.country(c) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const kinds = [...new Set(everyone.map((r) => r.kind))]
    .map((k) => ({ value: k, label: kindName(t, k) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <>
      <Form method="get" preventScrollReset replace>
        {counts.answers && (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw and announce a form that is not there
          <div className="whip-tabs" role="group" aria-label={t.signing.board.filterByAnswer}>
            {boardAnswers.map((answer) => (
              <button
                key={answer}
                className="whip-tab text-left"
                type="submit"
                name="answer"
                value={filter.answer === answer ? "" : answer}
                aria-pressed={filter.answer === answer}
              >
                <StateGlyph state={answer} />
                <span className="whip-tab__n">{numbers[answer]}</span>
                <span className="whip-tab__label">{t.signing.board.answers[answer]}</span>
              </button>
            ))}
          </div>
        )}
        <search className="filters" aria-label={t.signing.board.find}>
          <label className="search">
            <Icon name="search" small />
            <span className="sr-only">{t.signing.board.search}</span>
            <input
              className="field__input"
              type="search"
              name="text"
              placeholder={t.signing.board.search}
              defaultValue={filter.text}
              key={filter.text}
            />
          </label>
          {select("country", t.signing.board.country, t.signing.board.allCountries, countries)}
          {select("kind", t.signing.board.kind, t.signing.board.allKinds, kinds)}
          {filter.answer && <input type="hidden" name="answer" value={filter.answer} />}
          <Button size="sm" type="submit">
            {t.signing.board.apply}
          </Button>
          <ButtonLink
            size="sm"
            icon="download"
            to={`${own}/board.csv`}
            reloadDocument
            aria-label={t.signing.board.download}
          >
            {t.signing.board.csv}
          </ButtonLink>
        </search>
      </Form>
      {children}
      {groups.length === 0 ? (
        filtered ? (
          <p className="py-6">
            {t.signing.board.nothingFound} <Link to="?">{t.signing.board.clear}</Link>
          </p>
        ) : (
          <div className="mt-8">
            <EmptyState title={t.signing.board.empty.title} dye={board.letter.dye} level={2}>
              {t.signing.board.empty.text}
            </EmptyState>
          </div>
        )
      ) : (
        <table className="sig-table w-full">
          <caption className="sr-only">{t.signing.board.signatures}</caption>
          <thead>
            <tr>
              <th scope="col">{t.signing.board.head.organization}</th>
              <th scope="col">{t.signing.board.head.answer}</th>
              <th scope="col">
                <span className="sr-only">{t.signing.board.head.action}</span>
              </th>
            </tr>
          </thead>
          {groups.map(({ answer, signed, chase }) => {
            const total = signed.length + chase.length;
            const limit = filtered || all.includes(answer) ? total : answer === "signed" ? SHOWN : FIRST;
            const more = new URLSearchParams(params);
            more.append("all", answer);
            const reminded = chase.filter((r) => r.nextReminderAt !== null).length;
            return (
              <tbody key={answer}>
                <tr className="group">
                  <th colSpan={3} scope="rowgroup">
                    {t.signing.board.groups[answer]}{" "}
                    <span className="meta">
                      {[
                        String(total),
                        answer === "signed"
                          ? t.signing.board.newestFirst
                          : reminded > 0
                            ? t.signing.board.remindedLately({ n: reminded })
                            : "",
                      ]
                        .filter(Boolean)
                        .join(", ")}
                    </span>
                  </th>
                </tr>
                {signed.slice(0, limit).map((s) => (
                  <SignedRow key={s.id} signature={s} isNew={fresh.has(s.id)} now={now} />
                ))}
                {chase.slice(0, limit).map((r) => (
                  <ChaseTableRow key={r.signatureId} row={r} own={own} signing={signing} />
                ))}
                {total > limit && (
                  <tr className="more">
                    <td colSpan={3}>
                      <Link to={`?${more}`} preventScrollReset replace>
                        {t.signing.board.showMore({ n: total - limit })}
                      </Link>
                    </td>
                  </tr>
                )}
              </tbody>
            );
          })}
        </table>
      )}
      {!board.chase && (
        <p className="meta mt-6">{board.answers ? t.signing.board.coordinatorNote : t.signing.board.readerNote}</p>
      )}
    </>
  );
}

/** Leads first, then who told us something, then those that can be reminded, then by name. */
function inOrderOfWork(a: ChaseRow, b: ChaseRow): number {
  const rank = (r: ChaseRow) => (r.lead ? 0 : 4) + (r.state === "considering" ? 0 : 2) + (r.nextReminderAt ? 1 : 0);
  return rank(a) - rank(b) || a.name.localeCompare(b.name);
}

type T = ReturnType<typeof useI18n>["t"];
const kindName = (t: T, kind: string) => t.signing.kinds[kind as keyof T["signing"]["kinds"]] ?? kind;

function Organization({
  id,
  name,
  registeredAs = null,
  place,
  country,
  lead,
  isNew,
}: {
  id: string;
  name: string;
  registeredAs?: string | null;
  place: string;
  country: string;
  lead: "lead" | "co_lead" | null;
  isNew?: boolean;
}) {
  const { t, format } = useI18n();
  return (
    <span className="signature-row__org">
      <OrgMark id={id} name={name} />
      <span>
        <span className="signature-row__name">
          {isNew && <span className="sr-only">{t.signing.board.isNew}: </span>}
          {name}
        </span>
        {lead && <span className="tag ml-2">{lead === "lead" ? t.signing.lead : t.signing.coLead}</span>}
        {registeredAs && (
          <span className="signature-row__place block">{t.signing.registeredAs({ org: registeredAs })}</span>
        )}
        <br />
        <span className="signature-row__place">{[place, format.country(country)].filter(Boolean).join(", ")}</span>
      </span>
    </span>
  );
}

function SignedRow({ signature: s, isNew, now }: { signature: SignatureView; isNew: boolean; now: string }) {
  const { t, format } = useI18n();
  return (
    <tr className={isNew ? "signature-row signature-row--new" : "signature-row"}>
      <td>
        <Organization
          id={s.organizationId}
          name={s.name}
          registeredAs={s.registeredAs}
          place={s.place}
          country={s.country}
          lead={s.lead}
          isNew={isNew}
        />
      </td>
      <td>
        <State state="signed">{s.person || t.signing.states.confirmed}</State>
        <span className="signature-row__note block pl-6">
          <time dateTime={s.confirmedAt}>{format.happened(s.confirmedAt, now)}</time>
        </span>
      </td>
      <td />
    </tr>
  );
}

function ChaseTableRow({ row: r, own, signing }: { row: ChaseRow; own: string; signing: boolean }) {
  const { t, format } = useI18n();
  const when = format.day(r.at);
  const note = {
    invited: r.nextReminderAt
      ? t.signing.board.nextReminder({ when: format.day(r.nextReminderAt) })
      : t.signing.board.invitedOn({ when }),
    considering: t.signing.board.readingSince({ when }),
    pending_approval: [r.who && t.signing.board.askedBy({ who: r.who }), when, r.note].filter(Boolean).join(", "),
    declined: r.note || t.signing.board.noReason,
    withdrawn: [t.signing.board.withdrew({ who: r.who }), r.note].filter(Boolean).join(": "),
    confirmed: "",
  }[r.state];
  const words =
    r.state === "invited"
      ? r.remindedAt
        ? t.signing.board.remindedOn({ when: format.day(r.remindedAt) })
        : t.signing.board.notReminded
      : t.signing.states[r.state];
  return (
    <tr className="signature-row">
      <td>
        <Organization id={r.organizationId} name={r.name} place={r.place} country={r.country} lead={r.lead} />
      </td>
      <td>
        <State state={r.answer}>{words}</State>
        <span className="signature-row__note block pl-6">{note}</span>
      </td>
      <td>
        {signing && isUndecided(r.state) && r.nextReminderAt === null && (
          <ButtonLink
            size="sm"
            to={`${own}/reminders?for=${r.organizationId}`}
            aria-label={`${t.signing.board.remind}: ${r.name}`}
          >
            {t.signing.board.remind}
          </ButtonLink>
        )}
      </td>
    </tr>
  );
}

/** Deadline in several zones, what the leads can do, and the figures. */
function Figures({ board, own, now }: { board: Board; own: string; now: string }) {
  const { t, timeZone, locale, format } = useI18n();
  const { letter, wall } = board;
  const at = letter.hardDeadline;
  const points = letter.openedAt ? [{ at: letter.openedAt, count: 0 }, ...momentum(wall)] : [];
  return (
    <aside aria-label={t.signing.board.aside}>
      {letter.status !== "cancelled" && (
        <Section title={letter.status === "open" ? t.signing.board.closesIn : t.signing.board.closed}>
          {at && letter.status === "open" ? (
            <>
              <Deadline big announce at={at} since={letter.openedAt} now={now} />
              <dl className="zones">
                {clocks(at, [letter.zone, timeZone, ...board.zones], locale, format).map(({ time, cities }) => (
                  <div key={time}>
                    <dt>
                      {cities
                        .map((c) => (c === format.city(timeZone) ? t.signing.board.yours({ city: c }) : c))
                        .join(", ")}
                    </dt>
                    <dd>{time}</dd>
                  </div>
                ))}
              </dl>
            </>
          ) : (
            <p>{t.signing.board.closedAt({ when: format.dateTime(letter.closedAt ?? at ?? now) })}</p>
          )}
        </Section>
      )}
      {board.answers && (letter.status === "open" || letter.status === "closed") && (
        <Section title={t.signing.board.desk}>
          <ul className="rows">
            {letter.status === "open" ? (
              <>
                <li className="py-2">
                  <Link to={`${own}/invited`}>{t.signing.board.invite}</Link>
                </li>
                <li className="py-2">
                  <Link to={`${own}/deadline`}>{t.signing.board.changeDeadline}</Link>
                </li>
                <li className="py-2">
                  <Link to={`${own}/closing`}>{t.signing.board.close}</Link>
                </li>
              </>
            ) : (
              <>
                <li className="py-2">
                  <Link to={`${own}/list`}>{t.signing.board.lookThrough}</Link>
                </li>
                <li className="py-2">
                  <Link to={`${own}/closing`}>{t.signing.board.reopen}</Link>
                </li>
              </>
            )}
          </ul>
        </Section>
      )}
      {wall.length > 0 && (
        <>
          <Section title={t.signing.board.over}>
            <MomentumChart
              points={points}
              goal={letter.goal || null}
              deadline={at}
              nudges={board.nudges}
              dye={letter.dye}
              now={now}
            />
          </Section>
          <Section title={t.signing.board.byCountry} count={new Set(wall.map((s) => s.country)).size}>
            <ThreadBars
              title={t.signing.board.byCountry}
              dye={letter.dye}
              rows={countBy(wall, "country").map((c) => ({ label: format.country(c.key), count: c.count }))}
            />
            <p className="meta mt-1">{t.signing.board.threadNote}</p>
          </Section>
          <Section title={t.signing.board.byKind}>
            <ThreadBars
              title={t.signing.board.byKind}
              dye={letter.dye}
              rows={countBy(wall, "kind").map((k) => ({ label: kindName(t, k.key), count: k.count }))}
            />
          </Section>
        </>
      )}
    </aside>
  );
}

/**
 * One line for each time that clocks show at the deadline, with the cities where they show it; at most five lines. The day stands
 * beside a time where it is not the reader's.
 */
function clocks(
  at: string,
  zones: readonly string[],
  locale: Locale,
  format: Format,
): { time: string; cities: string[] }[] {
  const lines = new Map<string, string[]>();
  for (const zone of new Set(zones)) {
    const there = makeFormat(locale, zone);
    const time = there.day(at) === format.day(at) ? there.time(at) : `${there.day(at)}, ${there.time(at)}`;
    const cities = lines.get(time) ?? [];
    const city = format.city(zone);
    if (!cities.includes(city)) lines.set(time, [...cities, city]);
  }
  return [...lines].slice(0, 5).map(([time, cities]) => ({ time, cities: cities.slice(0, 3) }));
}
