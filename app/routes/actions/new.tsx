import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { planAction } from "~/domain/actions/plan-action.server";
import { readCampaigns, readPartners } from "~/domain/campaigns/read-campaigns.server";
import { requireCan } from "~/domain/permissions";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Page, PageHead } from "~/ui/page";
import { ActionForm } from "./action-form";
import { actionInput, actionSchema } from "./action-form.server";
import { zoneOptions } from "./zone-options.server";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.actions.form.newTitle);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => {
    requireCan(member, "action.create");
    const [campaigns, organizations] = await Promise.all([readCampaigns(member), readPartners(member)]);
    return json({
      campaigns: campaigns.filter((c) => c.open).map(({ id, name }) => ({ id, name })),
      organizations,
      zones: zoneOptions(member.locale, member.timeZone, new Date().toISOString()),
      campaign: new URL(request.url).searchParams.get("campaign") ?? "",
      lead: member.actingForId ?? "",
      zone: member.timeZone,
      base: `/c/${member.coalitionSlug}`,
    });
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  return runForm(request, actionSchema, async (form) => {
    const id = await planAction(member, actionInput(form));
    return redirect(`/c/${member.coalitionSlug}/actions/${id}`);
  });
}

export default function NewAction() {
  const { campaigns, organizations, zones, campaign, lead, zone, base } = useLoaderData<typeof loader>();
  const { t } = useI18n();
  const failure = useFormFailure(useActionResult<typeof action>());
  return (
    <Page>
      <PageHead title={t.actions.form.newTitle} breadcrumb={[{ label: t.actions.title, to: `${base}/calendar` }]} />
      <ActionForm
        values={{ kind: "lobby_visit", campaign, lead, zone }}
        {...{ failure, campaigns, organizations, zones }}
        verb={t.actions.form.create}
        busyVerb={t.actions.form.creating}
      />
    </Page>
  );
}
