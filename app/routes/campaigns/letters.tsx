import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { readCampaign } from "~/domain/campaigns/read-campaigns.server";
import { readCampaignLetters } from "~/domain/home/read-home.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard } from "~/routes/form.server";
import { LetterRow } from "~/routes/home/letter-row";
import { ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Section } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.campaigns.letters.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.campaign ?? "";
  return guard(async () => {
    const campaign = await readCampaign(member, id);
    return json({
      letters: await readCampaignLetters(member, id),
      base: `/c/${member.coalitionSlug}`,
      campaignId: id,
      can: campaign.can,
    });
  });
}

export default function CampaignLetters() {
  const { letters, base, campaignId, can } = useLoaderData<typeof loader>();
  const { t } = useI18n();
  const living = letters.filter((l) => !["archived", "cancelled"].includes(l.status));
  const ended = letters.filter((l) => ["archived", "cancelled"].includes(l.status));
  const create = can.createLetter && (
    <ButtonLink to={`${base}/letters/new?campaign=${campaignId}`} icon="scroll-text">
      {t.campaigns.letters.new}
    </ButtonLink>
  );
  return (
    <>
      <Section title={t.campaigns.letters.title} count={living.length || null} end={living.length > 0 ? create : null}>
        {living.length === 0 ? (
          <EmptyState title={t.campaigns.overview.noLetters.title} action={create}>
            {t.campaigns.overview.noLetters.text}
          </EmptyState>
        ) : (
          <ol className="rows">
            {living.map((letter) => (
              <LetterRow key={letter.letterId} letter={letter} base={base} />
            ))}
          </ol>
        )}
      </Section>
      {ended.length > 0 && (
        <Section title={t.campaigns.letters.ended} count={ended.length}>
          <ol className="rows">
            {ended.map((letter) => (
              <LetterRow key={letter.letterId} letter={letter} base={base} />
            ))}
          </ol>
        </Section>
      )}
    </>
  );
}
