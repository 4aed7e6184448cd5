import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { readCampaigns } from "~/domain/campaigns/read-campaigns.server";
import { readLetterStreams } from "~/domain/letters/read-letter-streams.server";
import { can } from "~/domain/permissions";
import { readHeads } from "~/domain/read-heads.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Page, PageHead, Section } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.campaigns.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  // A new campaign comes by the coalition's stream, which the layout follows; how many letters there are by their own.
  const live = await readHeads(await readLetterStreams(member));
  const [campaigns, archived] = await Promise.all([readCampaigns(member), readCampaigns(member, { archived: true })]);
  return json({
    campaigns,
    archived,
    live,
    base: `/c/${member.coalitionSlug}/campaigns`,
    can: { create: can(member, "campaign.create") },
  });
}

export default function Campaigns() {
  const { campaigns, archived, live, base, can: may } = useLoaderData<typeof loader>();
  useLive(live);
  const { t } = useI18n();
  const create = may.create && (
    <ButtonLink to={`${base}/new`} icon="plus">
      {t.campaigns.new}
    </ButtonLink>
  );
  return (
    <Page>
      <PageHead title={t.campaigns.title} actions={create}>
        <p className="lead">{t.campaigns.list.intro}</p>
      </PageHead>
      {campaigns.length === 0 ? (
        <EmptyState title={t.campaigns.list.empty.title} level={2} action={create}>
          {t.campaigns.list.empty.text}
        </EmptyState>
      ) : (
        <ul className="rows">
          {campaigns.map((c) => (
            <li key={c.id} className="campaign-row">
              <div>
                <h2 className="task__title" lang={c.nameLocale}>
                  {c.open ? <Link to={`${base}/${c.id}`}>{c.name}</Link> : c.name}
                </h2>
                {c.purpose && (
                  <p className="campaign-row__purpose" lang={c.nameLocale}>
                    {c.purpose}
                  </p>
                )}
                <p className="meta">{c.inside ? t.campaigns.list.meta(c.inside) : t.campaigns.list.notIn}</p>
              </div>
              {c.unread > 0 && (
                <span className="count" role="img" aria-label={t.common.unread({ n: c.unread })}>
                  {c.unread}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {archived.length > 0 && (
        <Section title={t.campaigns.list.archived} count={archived.length} id="archived">
          <p className="meta py-2">{t.campaigns.list.archivedIntro}</p>
          <ul className="rows">
            {archived.map((c) => (
              <li key={c.id} className="campaign-row">
                <div>
                  <h3 className="font-semibold" lang={c.nameLocale}>
                    {c.open ? <Link to={`${base}/${c.id}`}>{c.name}</Link> : c.name}
                  </h3>
                  {!c.open && <p className="meta">{t.campaigns.list.notIn}</p>}
                </div>
                {c.restore && (
                  <Form method="post" action={`${base}/${c.id}/about`}>
                    <input type="hidden" name="intent" value="restore" />
                    <Button type="submit" size="sm" aria-label={t.campaigns.about.restoreNamed({ name: c.name })}>
                      {t.campaigns.about.restoreShort}
                    </Button>
                  </Form>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}
