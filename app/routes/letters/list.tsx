import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData, useSearchParams, useSubmit } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { leadTaskPages } from "~/domain/letters/lead-task";
import { type LetterStage, letterStages } from "~/domain/letters/letter";
import { readDesksAfterSignOn } from "~/domain/letters/read-lead-tasks.server";
import { type LetterListItem, readLetterList } from "~/domain/letters/read-letter-list.server";
import { readLetterStreams } from "~/domain/letters/read-letter-streams.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import type { Messages } from "~/i18n";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard } from "~/routes/form.server";
import { useDye } from "~/routes/use-coalition";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { FajaBand } from "~/ui/faja-band";
import { Select, TextField } from "~/ui/field";
import { Page, PageHead, Section } from "~/ui/page";
import { StageBadge } from "~/ui/stage";
import { nameOf } from "./letter-bar";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.letters.title);

const shelves = [...letterStages, "over"] as const;
type Shelf = LetterStage | "over";
const isShelf = (value: string): value is Shelf => (shelves as readonly string[]).includes(value);

/** Letters on their shelves, those that end next first. Filters stand in the address. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const search = new URL(request.url).searchParams;
  const stage = search.get("stage") ?? "";
  return guard(async () => {
    // Lists move with whatever happens to letters at home, and with the details of the campaigns' letters.
    const live = await readHeads([
      stream("coalition", member.coalitionId),
      ...(await readLetterStreams(member)),
      ...(await readDesksAfterSignOn(member)),
    ]);
    const list = await readLetterList(member, {
      stage: isShelf(stage) ? stage : undefined,
      campaignId: search.get("campaign") || undefined,
      query: search.get("q") ?? "",
    });
    return json({
      list,
      live,
      base: `/c/${member.coalitionSlug}`,
      now: new Date().toISOString(),
    });
  });
}

export default function Letters() {
  const { list, live, base } = useLoaderData<typeof loader>();
  useLive(live);
  const { t } = useI18n();
  const [search] = useSearchParams();
  const submit = useSubmit();
  const filtered = ["stage", "campaign", "q"].some((name) => search.get(name));
  const shown = shelves.filter((shelf) => list.letters.some((l) => shelfOf(l) === shelf));
  const create = list.can.create && (
    <ButtonLink variant="primary" icon="plus" to={`${base}/letters/new`}>
      {t.letters.new}
    </ButtonLink>
  );
  return (
    <Page>
      <PageHead title={t.letters.title} actions={create}>
        <p className="lead">{t.letters.lead}</p>
      </PageHead>
      <Form
        method="get"
        className="filters"
        role="search"
        aria-label={t.letters.filters.label}
        onChange={(event) => {
          const form = event.currentTarget;
          if (event.target instanceof HTMLSelectElement) submit(form, { replace: true, preventScrollReset: true });
        }}
      >
        <TextField
          name="q"
          type="search"
          label={t.letters.filters.search}
          hideLabel
          placeholder={t.letters.filters.search}
          defaultValue={search.get("q") ?? ""}
        />
        <Select
          name="stage"
          label={t.letters.filters.stage}
          hideLabel
          defaultValue={search.get("stage") ?? ""}
          options={[
            { value: "", label: t.letters.filters.all },
            ...shelves.map((shelf) => ({
              value: shelf,
              label: `${shelfName(t, shelf)} (${list.counts[shelf]})`,
            })),
          ]}
        />
        <Select
          name="campaign"
          label={t.letters.filters.campaign}
          hideLabel
          defaultValue={search.get("campaign") ?? ""}
          options={[
            { value: "", label: t.letters.filters.allCampaigns },
            ...list.campaigns.map((c) => ({ value: c.id, label: c.name })),
          ]}
        />
        <Button type="submit">{t.letters.filters.apply}</Button>
        {filtered && <Link to={`${base}/letters`}>{t.letters.filters.clear}</Link>}
      </Form>
      <p className="sr-only" role="status">
        {t.letters.filters.found({ n: list.letters.length })}
      </p>
      {list.letters.length === 0 ? (
        <EmptyState
          level={2}
          title={filtered ? t.letters.empty.noneFound : t.letters.empty.title}
          action={filtered ? undefined : create}
        >
          {filtered ? t.letters.empty.noneFoundText : t.letters.empty.text}
        </EmptyState>
      ) : (
        shown.map((shelf) => {
          const letters = list.letters.filter((l) => shelfOf(l) === shelf);
          return (
            <Section key={shelf} title={shelfName(t, shelf)} count={letters.length}>
              <ol className="rows">
                {letters.map((letter) => (
                  <LetterItem key={letter.letterId} letter={letter} />
                ))}
              </ol>
            </Section>
          );
        })
      )}
    </Page>
  );
}

function shelfOf(letter: Pick<LetterListItem, "status" | "stage">): Shelf {
  return letter.status === "archived" || letter.stage === null ? "over" : letter.stage;
}

/** One shelf holds the letters that take signatures and those whose list is looked through: its name says both. */
function shelfName(t: Messages, shelf: Shelf): string {
  if (shelf === "over") return t.letters.filters.over;
  return shelf === "open" ? t.letters.filters.signing : t.common.stage[shelf];
}

function LetterItem({ letter }: { letter: LetterListItem }) {
  const { base, now } = useLoaderData<typeof loader>();
  const { t, format } = useI18n();
  const dye = useDye();
  const { row } = t.letters;
  const when =
    letter.status === "open" && letter.until
      ? row.closes({ when: format.dateTime(letter.until) })
      : letter.status === "in_review" && letter.until
        ? row.consultation({ when: format.dateTime(letter.until) })
        : row.since({ when: format.monthDay(letter.changedAt, now) });
  return (
    <li className="task task--plain letter-row">
      <div>
        <p className="task__kind">
          <StageBadge status={letter.status} />
          {letter.waits && <span className="tag tag--waiting">{row.waits}</span>}
          {letter.leads && <span className="tag">{letter.leads === "lead" ? row.youLead : row.youCoLead}</span>}
        </p>
        <h3 className="task__title" lang={letter.locale}>
          <Link to={`${base}/letters/${letter.letterId}`}>{letter.title}</Link>
        </h3>
        <p className="task__meta">
          <span lang={letter.campaign.locale}>{letter.campaign.name}</span>
          {letter.lead && ` · ${row.ledBy({ org: letter.lead })}`} · {when}
          {letter.languages.length > 1 && (
            <> · {letter.languages.map((l) => nameOf(l, t.common.languageNames)).join(", ")}</>
          )}
        </p>
        {letter.task && (
          <p className="mt-1">
            <Link to={`${base}/letters/${letter.letterId}/${leadTaskPages[letter.task.kind]}`}>
              {t.home.tasks.go[letter.task.kind]}
              <span className="sr-only">
                : <span lang={letter.locale}>{letter.title}</span>
              </span>
            </Link>
          </p>
        )}
      </div>
      {letter.total > 0 && (
        <div className="task__band">
          <FajaBand
            signed={letter.signed}
            total={letter.total}
            letterId={letter.letterId}
            dye={dye}
            width={180}
            rows={7}
          />
          <span className="meta num" aria-hidden="true">
            {row.signed({ signed: letter.signed, total: letter.total })}
          </span>
        </div>
      )}
    </li>
  );
}
