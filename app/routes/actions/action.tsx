import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { answers } from "~/domain/actions/action";
import { answerAction } from "~/domain/actions/answer-action.server";
import { cancelAction } from "~/domain/actions/cancel-action.server";
import { readAction } from "~/domain/actions/read-action.server";
import { restoreAction } from "~/domain/actions/restore-action.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { makeFormat } from "~/i18n";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Avatar } from "~/ui/avatar";
import { Button, ButtonLink } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { ConfirmStep } from "~/ui/confirm-step";
import { ErrorSummary } from "~/ui/field";
import { Icon } from "~/ui/icon";
import { Notice } from "~/ui/notice";
import { OrgMark } from "~/ui/org-mark";
import { Breadcrumb, Page, Section } from "~/ui/page";
import { Segmented } from "~/ui/segmented";
import { StateGlyph } from "~/ui/state-glyph";
import { answerGlyphs } from "./action-row";
import { endWords, kindIcons, startOf } from "./action-when";

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.action.title ?? "");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => {
    const live = await readHeads([stream("coalition", member.coalitionId)]);
    return json({ action: await readAction(member, params.action ?? ""), live, base: `/c/${member.coalitionSlug}` });
  });
}

const input = z.union([
  z.strictObject({ answer: z.enum(answers) }),
  z.strictObject({ intent: z.enum(["cancel", "restore"]) }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const actionId = params.action ?? "";
  return runForm(request, input, async (what) => {
    if ("answer" in what) await answerAction(member, { actionId, answer: what.answer });
    else if (what.intent === "restore") await restoreAction(member, { actionId });
    else await cancelAction(member, { actionId });
    return redirect(`/c/${member.coalitionSlug}/actions/${actionId}`);
  });
}

export default function ActionPage() {
  const { action: a, live, base } = useLoaderData<typeof loader>();
  const { t, format, locale, timeZone } = useI18n();
  const { summary } = useFormFailure(useActionResult<typeof action>());
  const form = useNavigation().formData;
  const sent = form?.get("answer");
  useLive(live);
  const there = makeFormat(locale, a.zone);
  const start = startOf(a);
  const answer = typeof sent === "string" ? sent : a.answer;
  const labels = { going: t.actions.answers.going, maybe: t.actions.answers.maybe, no: t.actions.answers.no };
  const counts = answers.map((kind) => ({ kind, n: a.answers.filter((x) => x.answer === kind).length }));
  const organizations = [
    ...new Map(
      a.answers.filter((x) => x.answer === "going" && x.organization).map((x) => [x.organization?.id, x.organization]),
    ).values(),
  ];
  return (
    <Page>
      <Breadcrumb
        items={[
          { label: t.actions.title, to: `${base}/calendar` },
          ...(a.campaign ? [{ label: a.campaign.name, to: `${base}/campaigns/${a.campaign.id}` }] : []),
        ]}
      />
      <ErrorSummary {...summary} />
      {a.cancelled && (
        <Notice
          kind="alert"
          action={
            a.can.restore && (
              <Form method="post">
                <input type="hidden" name="intent" value="restore" />
                <Button type="submit" size="sm" busy={form?.get("intent") === "restore"} busyLabel={t.common.saving}>
                  {t.actions.page.restore}
                </Button>
              </Form>
            )
          }
        >
          {t.actions.page.cancelled}
          {a.can.restore && ` ${t.actions.page.restoreHint({ n: a.answers.length })}`}
        </Notice>
      )}
      <header className="action-head mt-4">
        <div className="date-block date-block--lg" aria-hidden="true">
          <span className="date-block__dow">{format.weekday(start)}</span>
          <span className="date-block__day">{format.dayNumber(start)}</span>
        </div>
        <div>
          <h1 className="page__title" lang={a.locale}>
            {a.cancelled ? <s>{a.title}</s> : a.title}
          </h1>
          <p>
            {a.allDay ? (
              <>
                {a.endsOn && a.endsOn !== a.startsOn
                  ? t.actions.page.range({
                      from: format.capital(format.dayLong(a.startsOn ?? "")),
                      to: format.dayLong(a.endsOn),
                    })
                  : format.capital(format.dayLong(a.startsOn ?? ""))}
                , <b>{t.actions.allDay.toLocaleLowerCase(locale)}</b>
              </>
            ) : (
              <>
                {format.capital(format.dayLong(start))},{" "}
                <b>
                  {t.actions.page.range({ from: format.time(start), to: endWords(format, start, a.endsAt ?? start) })}
                </b>
                {format.differs(start, a.zone) && (
                  <>
                    {" "}
                    {t.actions.page.yourTime}, {t.actions.page.range({ from: there.time(start), to: "" }).trim()}{" "}
                    {format.timeIn(a.endsAt ?? start, a.zone)}
                  </>
                )}
              </>
            )}
          </p>
          <p className="meta">
            <Icon name={kindIcons[a.kind]} small /> {t.actions.kinds[a.kind]}
            {". "}
            {a.leadOrganization
              ? t.actions.page.organizedBy({ name: a.leadOrganization.name })
              : a.createdBy && t.actions.page.plannedBy({ name: a.createdBy })}
          </p>
        </div>
        {a.can.answer && (
          <div>
            <p className="meta mb-1" id="question">
              {t.actions.answers.question}
            </p>
            <Form method="post" preventScrollReset>
              <Segmented
                label={t.actions.answers.label}
                name="answer"
                value={answer ?? null}
                options={answers.map((kind) => ({ value: kind, label: labels[kind] }))}
              />
            </Form>
          </div>
        )}
      </header>
      <div className="action-grid">
        <div>
          {!a.allDay && a.startsAt && a.endsAt && (
            <ZoneRuler
              startsAt={a.startsAt}
              endsAt={a.endsAt}
              zones={[...new Set([a.zone, timeZone])]}
              own={timeZone}
            />
          )}
          <Section title={t.actions.page.about}>
            {a.description ? (
              <p className="py-3 whitespace-pre-line max-w-prose" lang={a.locale}>
                {a.description}
              </p>
            ) : (
              <p className="py-3 meta">{t.actions.page.noDescription}</p>
            )}
            <dl className="facts">
              {a.place && (
                <Fact icon="map-pin" label={t.actions.page.where}>
                  {a.place}
                </Fact>
              )}
              {a.link && (
                <Fact icon="link" label={t.actions.page.link}>
                  <a href={a.link} target="_blank" rel="noopener noreferrer nofollow">
                    {a.link}
                  </a>
                </Fact>
              )}
              {a.office && (
                <Fact icon="landmark" label={t.actions.page.office}>
                  {a.office}
                </Fact>
              )}
            </dl>
          </Section>
          <div className="btn-row">
            <ButtonLink to={`${base}/actions/${a.id}/action.ics`} icon="download" reloadDocument>
              {t.actions.page.download}
            </ButtonLink>
            {a.can.edit && (
              <ButtonLink to={`${base}/actions/${a.id}/edit`} icon="pencil">
                {t.actions.page.edit}
              </ButtonLink>
            )}
            {a.can.edit && (
              <ConfirmStep
                label={t.actions.page.cancel}
                title={t.actions.page.cancelQuestion({ title: a.title })}
                verb={t.actions.page.cancel}
                safe={t.actions.page.keep}
                fields={{ intent: "cancel" }}
              >
                <p>{t.actions.page.cancelConsequence({ n: a.answers.length })}</p>
              </ConfirmStep>
            )}
          </div>
        </div>
        <aside aria-label={t.actions.answers.title}>
          <Section title={t.actions.answers.title} count={t.actions.answers.invited({ n: a.invited })}>
            <div className="rsvp-sum">
              {counts.map(({ kind, n }) => (
                <Sum key={kind} state={answerGlyphs[kind]} label={t.actions.answers.counted[kind]} n={n} />
              ))}
              <Sum state="none" label={t.actions.answers.none} n={Math.max(0, a.invited - a.answers.length)} />
            </div>
            {organizations.length > 0 && (
              <p className="mt-2 flex flex-wrap items-center gap-1">
                {organizations.map(
                  (o) =>
                    o && (
                      <span key={o.id} title={o.name}>
                        <OrgMark size="sm" id={o.id} name={o.name} acronym={o.acronym} />
                      </span>
                    ),
                )}
                <span className="meta ml-1">{t.common.organizations({ n: organizations.length })}</span>
              </p>
            )}
            {a.answers.length === 0 ? (
              <p className="meta py-2">{t.actions.answers.nobody}</p>
            ) : (
              <ul className="side-list mt-3">
                {a.answers.map((x) => (
                  <li key={x.personId} className="flex items-center gap-2">
                    <Avatar size="sm" name={x.name} id={x.personId} />
                    <span className="flex-1">
                      {x.name}
                      {x.organization && <span className="meta"> {x.organization.acronym || x.organization.name}</span>}
                    </span>
                    <StateGlyph state={answerGlyphs[x.answer]} label={t.actions.answers.theirs[x.answer]} />
                  </li>
                ))}
              </ul>
            )}
          </Section>
        </aside>
      </div>
    </Page>
  );
}

function Fact({
  icon,
  label,
  children,
}: {
  icon: "map-pin" | "link" | "landmark";
  label: string;
  children: React.ReactNode;
}) {
  return (
    <div>
      <dt>
        <Icon name={icon} small /> {label}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function Sum({
  state,
  label,
  n,
}: {
  state: React.ComponentProps<typeof StateGlyph>["state"];
  label: string;
  n: number;
}) {
  return (
    <>
      <StateGlyph state={state} />
      <span>{label}</span>
      <b className="num">{n}</b>
    </>
  );
}

const HOUR = 3_600_000;

/** The hours of the action in each zone, the reader's own marked. Only where one screen holds them. */
function ZoneRuler({
  startsAt,
  endsAt,
  zones,
  own,
}: {
  startsAt: string;
  endsAt: string;
  zones: string[];
  own: string;
}) {
  const { t, format, locale } = useI18n();
  const first = Math.floor(Date.parse(startsAt) / HOUR) * HOUR;
  const count = Math.ceil((Date.parse(endsAt) - first) / HOUR) + 1;
  if (zones.length < 2 || count > 14 || !format.differs(startsAt, zones[0] ?? own)) return null;
  const hours = Array.from({ length: count }, (_, i) => new Date(first + i * HOUR).toISOString());
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="zone-ruler" tabIndex={0} aria-label={t.actions.page.zones}>
      <table>
        <tbody>
          {zones.map((zone) => (
            <tr key={zone} className={cx(zone === own && "you")}>
              <th scope="row">{zone === own ? t.actions.page.you({ city: format.city(zone) }) : format.city(zone)}</th>
              {hours.map((hour) => (
                <td key={hour}>{makeFormat(locale, zone).time(hour)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
