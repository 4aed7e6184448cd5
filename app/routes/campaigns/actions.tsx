import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { readNextActions, readPastActions } from "~/domain/actions/read-actions.server";
import { readCampaign } from "~/domain/campaigns/read-campaigns.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { ActionRow } from "~/routes/actions/action-row";
import { guard } from "~/routes/form.server";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Section } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.campaigns.actions.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.campaign ?? "";
  return guard(async () => {
    const [campaign, next, past] = await Promise.all([
      readCampaign(member, id),
      readNextActions(member, { campaignId: id }),
      readPastActions(member, id),
    ]);
    return json({
      next,
      past,
      can: campaign.can,
      campaignId: id,
      base: `/c/${member.coalitionSlug}`,
      now: new Date().toISOString(),
    });
  });
}

export default function CampaignActions() {
  const { next, past, can, campaignId, base, now } = useLoaderData<typeof loader>();
  const { t } = useI18n();
  const plan = can.planAction && (
    <ButtonLink to={`${base}/actions/new?campaign=${campaignId}`} icon="calendar-plus">
      {t.campaigns.actions.plan}
    </ButtonLink>
  );
  return (
    <>
      <Section title={t.campaigns.actions.next} count={next.length || null} end={next.length > 0 ? plan : null}>
        {next.length === 0 ? (
          <EmptyState title={t.campaigns.actions.none} action={plan} />
        ) : (
          <ol className="rows">
            {next.map((action) => (
              <ActionRow key={action.id} action={action} base={base} now={now} />
            ))}
          </ol>
        )}
      </Section>
      {past.length > 0 && (
        <Section title={t.campaigns.actions.past} count={past.length}>
          <ol className="rows">
            {past.map((action) => (
              <ActionRow key={action.id} action={action} base={base} now={now} />
            ))}
          </ol>
        </Section>
      )}
    </>
  );
}
