import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { readNextActions } from "~/domain/actions/read-actions.server";
import { readCampaign } from "~/domain/campaigns/read-campaigns.server";
import { readActivity } from "~/domain/home/read-activity.server";
import { readCampaignLetters } from "~/domain/home/read-home.server";
import { stream } from "~/domain/streams";
import { useI18n } from "~/i18n/use-i18n";
import { usePresence } from "~/realtime/use-live";
import { ActionRow } from "~/routes/actions/action-row";
import { guard } from "~/routes/form.server";
import { ActivityList } from "~/routes/home/activity-list";
import { LetterRow } from "~/routes/home/letter-row";
import { AvatarStack } from "~/ui/avatar";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Section } from "~/ui/page";

/** Letters, rooms, actions, what happened lately and who is here. The layout follows the campaign's stream. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.campaign ?? "";
  return guard(async () => {
    const [campaign, letters, actions, activity] = await Promise.all([
      readCampaign(member, id),
      readCampaignLetters(member, id),
      readNextActions(member, { campaignId: id, limit: 4 }),
      readActivity(member, { campaignId: id, limit: 10 }),
    ]);
    return json({
      campaign,
      letters: letters.filter((l) => !["archived", "cancelled"].includes(l.status)).slice(0, 6),
      actions,
      activity,
      base: `/c/${member.coalitionSlug}`,
      now: new Date().toISOString(),
    });
  });
}

export default function CampaignOverview() {
  const { campaign, letters, actions, activity, base, now } = useLoaderData<typeof loader>();
  const { t } = useI18n();
  const here = usePresence(stream("campaign", campaign.id));
  const own = `${base}/campaigns/${campaign.id}`;
  return (
    <div className="home-grid">
      <div>
        {(campaign.purpose || here.length > 0) && (
          <div className="mb-8">
            {campaign.purpose && (
              <p className="lead" lang={campaign.nameLocale}>
                {campaign.purpose}
              </p>
            )}
            {here.length > 0 && (
              <p className="meta mt-2 flex items-center gap-3">
                <AvatarStack people={here.map((p) => ({ id: p.personId, name: p.name }))} max={6} />
                {here.length > 1 ? t.rooms.hereNow({ n: here.length }) : t.rooms.onlyYou}
              </p>
            )}
          </div>
        )}
        <Section
          title={t.campaigns.overview.letters}
          count={letters.length || null}
          link={{ to: `${own}/letters`, label: t.campaigns.overview.allLetters }}
        >
          {letters.length === 0 ? (
            <EmptyState
              title={t.campaigns.overview.noLetters.title}
              action={
                campaign.can.createLetter && (
                  <ButtonLink to={`${base}/letters/new?campaign=${campaign.id}`} icon="scroll-text">
                    {t.campaigns.letters.new}
                  </ButtonLink>
                )
              }
            >
              {t.campaigns.overview.noLetters.text}
            </EmptyState>
          ) : (
            <ol className="rows">
              {letters.map((letter) => (
                <LetterRow key={letter.letterId} letter={letter} base={base} />
              ))}
            </ol>
          )}
        </Section>
        <Section
          title={t.campaigns.overview.rooms}
          count={campaign.rooms.length || null}
          link={{ to: `${own}/rooms`, label: t.campaigns.overview.allRooms }}
        >
          <ul className="rows">
            {campaign.rooms.map((room) => (
              <li key={room.id} className="campaign-row">
                <div>
                  <h3 className="font-semibold">
                    <Link to={`${own}/rooms/${room.id}`}>{room.name}</Link>
                  </h3>
                  {room.topic && <p className="meta">{room.topic}</p>}
                </div>
                {room.unread > 0 && (
                  <span className="count" role="img" aria-label={t.common.unread({ n: room.unread })}>
                    {room.unread}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Section>
      </div>
      <aside aria-label={t.campaigns.overview.lately}>
        <Section
          title={t.campaigns.overview.actions}
          link={{ to: `${own}/actions`, label: t.campaigns.overview.allActions }}
        >
          {actions.length === 0 ? (
            <p className="meta py-3">{t.campaigns.overview.noActions}</p>
          ) : (
            <ol className="rows">
              {actions.map((action) => (
                <ActionRow key={action.id} action={action} base={base} now={now} />
              ))}
            </ol>
          )}
        </Section>
        <Section title={t.campaigns.overview.lately}>
          {activity.length === 0 ? (
            <p className="meta py-3">{t.campaigns.overview.nothingLately}</p>
          ) : (
            <ActivityList items={activity} base={base} now={now} />
          )}
        </Section>
      </aside>
    </div>
  );
}
