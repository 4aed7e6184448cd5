import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { readHome } from "~/domain/home/read-home.server";
import { readDesksAfterSignOn } from "~/domain/letters/read-lead-tasks.server";
import { readLetterStreams } from "~/domain/letters/read-letter-streams.server";
import { isGuest } from "~/domain/member";
import { readHeads } from "~/domain/read-heads.server";
import { splitMentions } from "~/domain/rooms/mentions";
import { readOwnNames } from "~/domain/rooms/read-room.server";
import { readRooms } from "~/domain/rooms/read-unread.server";
import { stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { ActionRow } from "~/routes/actions/action-row";
import { useDye } from "~/routes/use-coalition";
import { Avatar } from "~/ui/avatar";
import { ButtonLink } from "~/ui/button";
import { Deadline } from "~/ui/deadline";
import { EmptyState } from "~/ui/empty-state";
import { FajaBand } from "~/ui/faja-band";
import { MessageBody } from "~/ui/message-body";
import { Page, PageHead, Section } from "~/ui/page";
import { StageBadge } from "~/ui/stage";
import { ActivityList } from "./activity-list";
import { LeadTaskRow, LetterRow } from "./letter-row";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.home.title);

/** Where decisions are sent from: nearly all recipients sit there. */
const CAPITAL_ZONE = "America/New_York";

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const now = new Date();
  const base = `/c/${member.coalitionSlug}`;
  if (isGuest(member)) return json({ guest: true as const, rooms: await readRooms(member, { archived: true }), base });
  const live = await readHeads([
    stream("coalition", member.coalitionId),
    stream("person", member.personId),
    ...member.posts.map((post) => stream("organization", post.organizationId)),
    ...(await readLetterStreams(member)),
    ...(await readDesksAfterSignOn(member)),
  ]);
  const [home, names] = await Promise.all([readHome(member, now), readOwnNames(member)]);
  return json({
    guest: false as const,
    home,
    live,
    base,
    now: now.toISOString(),
    me: { name: member.name, names: [member.name, ...names] },
    several: member.posts.length > 1,
  });
}

export default function Home() {
  const data = useLoaderData<typeof loader>();
  return data.guest ? <GuestHome {...data} /> : <MemberHome {...data} />;
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function GuestHome({ rooms, base }: Extract<Data, { guest: true }>) {
  const { t } = useI18n();
  return (
    <Page>
      <PageHead title={t.home.empty.guestTitle} />
      <p>{t.home.empty.guestText}</p>
      <ul className="rows mt-4">
        {rooms.map((room) => (
          <li key={room.id} className="campaign-row">
            <Link to={`${base}/campaigns/${room.campaignId}/rooms/${room.id}`}>{room.name}</Link>
            {room.unread > 0 && <span className="count">{room.unread}</span>}
          </li>
        ))}
      </ul>
    </Page>
  );
}

interface Awaiting {
  letterId: string;
  locale: string;
  organization: { id: string };
}

/** Text, decision and password on one page, for the organization that the task names. */
const decision = (base: string, letter: Awaiting) =>
  `${base}/letters/${letter.letterId}/signature?for=${letter.organization.id}`;

const reading = (base: string, letter: Awaiting) => `${base}/letters/${letter.letterId}/text/${letter.locale}/reading`;

function MemberHome({ home, live, base, now, me, several }: Extract<Data, { guest: false }>) {
  const { t, format, timeZone } = useI18n();
  const dye = useDye();
  useLive(live);
  const waiting = home.awaiting.length + home.reviews.length;
  const organization = home.organization?.name;
  const isMe = (name: string) => me.names.some((own) => own.toLocaleLowerCase() === name.toLocaleLowerCase());
  return (
    <Page>
      <PageHead
        overline={t.home.overline({
          day: format.capital(format.dayLong(now)),
          time: format.time(now),
          city: format.city(timeZone),
          there: format.differs(now, CAPITAL_ZONE) ? format.timeIn(now, CAPITAL_ZONE) : null,
        })}
        title={
          organization
            ? waiting > 0
              ? t.home.waiting({ n: waiting, organization })
              : t.home.nothingWaiting({ organization })
            : t.home.welcome({ name: me.name })
        }
        actions={
          <>
            {home.can.planAction && (
              <ButtonLink icon="calendar-plus" to={`${base}/actions/new`}>
                {t.actions.plan}
              </ButtonLink>
            )}
            {home.can.createLetter && (
              <ButtonLink icon="scroll-text" to={`${base}/letters/new`}>
                {t.home.newLetter}
              </ButtonLink>
            )}
          </>
        }
      />
      <div className="home-grid">
        <div>
          <Section
            title={t.home.awaiting.title}
            count={waiting || null}
            link={
              organization
                ? { to: `${base}/inbox`, label: t.home.awaiting.inbox }
                : { to: `${base}/letters`, label: t.home.awaiting.all }
            }
          >
            {waiting === 0 ? (
              <EmptyState
                title={
                  home.inProgress.length === 0 && home.activity.length === 0
                    ? t.home.empty.title
                    : t.home.awaiting.none.title
                }
                dye={dye}
                action={
                  home.inProgress.length === 0 && home.activity.length === 0 && home.can.createCampaign ? (
                    <ButtonLink to={`${base}/campaigns/new`} icon="plus">
                      {t.campaigns.new}
                    </ButtonLink>
                  ) : null
                }
              >
                {home.inProgress.length > 0 || home.activity.length > 0
                  ? t.home.awaiting.none.text
                  : home.can.createCampaign
                    ? t.home.empty.text
                    : t.home.empty.waitText}
              </EmptyState>
            ) : (
              <ol className="rows">
                {home.awaiting.map((letter) => (
                  <li className="task" key={`${letter.letterId} ${letter.organization.id}`}>
                    <div>
                      <p className="task__kind">
                        <StageBadge status={letter.status} />
                      </p>
                      <h3 className="task__title" lang={letter.locale}>
                        <Link to={decision(base, letter)}>{letter.title}</Link>
                      </h3>
                      <p className="task__meta">
                        {several && `${t.home.awaiting.forOrganization({ name: letter.organization.name })} · `}
                        {letter.state !== "pending_approval"
                          ? t.home.awaiting.toSign({ to: letter.to, campaign: letter.campaignName })
                          : letter.role === "signatory" && letter.requestedBy
                            ? t.home.awaiting.prepared({
                                name: letter.requestedBy,
                                when: format.happened(letter.requestedAt ?? now, now),
                              })
                            : t.home.awaiting.asked({ when: format.happened(letter.requestedAt ?? now, now) })}
                      </p>
                      {letter.total > 0 && (
                        <div className="task__band">
                          <FajaBand
                            signed={letter.signed}
                            total={letter.total}
                            letterId={letter.letterId}
                            dye={dye}
                            width={280}
                            rows={9}
                          />
                          <span className="meta num" aria-hidden="true">
                            {t.home.signedOf({ signed: letter.signed, total: letter.total })}
                          </span>
                        </div>
                      )}
                    </div>
                    {letter.deadline ? (
                      <Deadline at={letter.deadline} since={letter.since} zone={letter.deadlineZone} now={now} />
                    ) : (
                      <p className="meta">{t.home.awaiting.noDeadline}</p>
                    )}
                    <div className="task__action">
                      {letter.role === "signatory" && letter.state === "pending_approval" ? (
                        <>
                          <ButtonLink variant="primary" to={decision(base, letter)}>
                            {t.home.awaiting.authorize}
                          </ButtonLink>
                          <ButtonLink variant="quiet" to={reading(base, letter)}>
                            {t.home.awaiting.readFirst}
                          </ButtonLink>
                        </>
                      ) : letter.role === "member" || letter.state === "pending_approval" ? (
                        <ButtonLink to={reading(base, letter)}>{t.home.awaiting.read}</ButtonLink>
                      ) : (
                        <ButtonLink to={decision(base, letter)}>{t.home.awaiting.decide}</ButtonLink>
                      )}
                    </div>
                  </li>
                ))}
                {home.reviews.map((letter) => (
                  <li className="task" key={letter.letterId}>
                    <div>
                      <p className="task__kind">
                        <StageBadge status="in_review" />
                      </p>
                      <h3 className="task__title" lang={letter.locale}>
                        <Link to={`${base}/letters/${letter.letterId}`}>{letter.title}</Link>
                      </h3>
                      <p className="task__meta">{t.home.awaiting.review({ campaign: letter.campaignName })}</p>
                    </div>
                    {letter.until ? (
                      <Deadline at={letter.until} since={letter.since} zone={letter.zone} now={now} />
                    ) : (
                      <p className="meta">{t.home.awaiting.noDeadline}</p>
                    )}
                    <div className="task__action">
                      <ButtonLink to={`${base}/letters/${letter.letterId}`}>{t.home.awaiting.comment}</ButtonLink>
                    </div>
                  </li>
                ))}
              </ol>
            )}
          </Section>
          {home.tasks.length > 0 && (
            <Section title={t.home.tasks.title} count={home.tasks.length}>
              <ol className="rows">
                {home.tasks.map((task) => (
                  <LeadTaskRow key={`${task.letterId} ${task.kind}`} task={task} base={base} />
                ))}
              </ol>
            </Section>
          )}
          <Section
            title={t.home.mentions.title}
            count={home.mentions.length || null}
            link={{ to: `${base}/notices`, label: t.home.mentions.all }}
          >
            {home.mentions.length === 0 ? (
              <p className="meta py-3">{t.home.mentions.none}</p>
            ) : (
              <ul className="rows">
                {home.mentions.map((m) => (
                  <li className="mention" key={m.id}>
                    <Avatar name={m.by?.name ?? ""} id={m.by?.id} />
                    <div>
                      <p>
                        <b>{m.by?.name}</b>{" "}
                        {m.room && (
                          <Link className="meta" to={`${base}/campaigns/${m.room.campaignId}/rooms/${m.room.id}`}>
                            {t.home.mentions.where({ room: m.room.name, campaign: m.room.campaignName })}
                          </Link>
                        )}
                      </p>
                      <div className="mention__body">
                        <MessageBody
                          body={m.message?.body ?? ""}
                          lang={m.message?.locale}
                          splitMentions={(text) => splitMentions(text, me.names)}
                          isMe={isMe}
                        />
                      </div>
                    </div>
                    <time className="meta" dateTime={m.at}>
                      {format.happened(m.at, now)}
                    </time>
                  </li>
                ))}
              </ul>
            )}
          </Section>
          {home.inProgress.length > 0 && (
            <Section title={t.home.progress.title} link={{ to: `${base}/letters`, label: t.home.awaiting.all }}>
              <ol className="rows">
                {home.inProgress.map((letter) => (
                  <LetterRow key={letter.letterId} letter={letter} base={base} />
                ))}
              </ol>
            </Section>
          )}
        </div>
        <aside aria-label={t.home.since.title}>
          <Section title={t.home.actions.title} link={{ to: `${base}/calendar`, label: t.home.actions.all }}>
            {home.actions.length === 0 ? (
              <p className="meta py-3">{t.home.actions.none}</p>
            ) : (
              <ol className="rows">
                {home.actions.map((action) => (
                  <ActionRow key={action.id} action={action} base={base} now={now} />
                ))}
              </ol>
            )}
          </Section>
          <Section title={t.home.since.title}>
            {home.activity.length === 0 ? (
              <p className="meta py-3">{t.home.since.none}</p>
            ) : (
              <ActivityList items={home.activity} base={base} now={now} />
            )}
          </Section>
        </aside>
      </div>
    </Page>
  );
}
