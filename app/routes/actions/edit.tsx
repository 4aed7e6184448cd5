import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { editAction } from "~/domain/actions/edit-action.server";
import { readAction } from "~/domain/actions/read-action.server";
import { readCampaigns, readPartners } from "~/domain/campaigns/read-campaigns.server";
import { DomainError } from "~/domain/errors";
import { wallTimeOf } from "~/domain/time-zones";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Page, PageHead } from "~/ui/page";
import { ActionForm } from "./action-form";
import { actionInput, actionSchema } from "./action-form.server";
import { zoneOptions } from "./zone-options.server";

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.title ?? "");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => {
    const a = await readAction(member, params.action ?? "");
    if (!a.can.edit) throw new DomainError(a.cancelled ? "action_cancelled" : "not_allowed");
    const [campaigns, organizations] = await Promise.all([readCampaigns(member), readPartners(member)]);
    const wall = (at: string | null) => (at ? wallTimeOf(new Date(at), a.zone) : "");
    return json({
      title: a.title,
      values: {
        title: a.title,
        kind: a.kind,
        campaign: a.campaign?.id ?? "",
        lead: a.leadOrganization?.id ?? "",
        zone: a.zone,
        place: a.place,
        link: a.link,
        office: a.office,
        description: a.description,
        ...(a.allDay ? { allDay: "on" } : {}),
        starts: wall(a.startsAt),
        ends: wall(a.endsAt),
        startsOn: a.startsOn ?? "",
        endsOn: a.endsOn ?? "",
      },
      // The campaign that it is of stays to choose, also when it was put away.
      campaigns: [
        ...campaigns.filter((c) => c.open).map(({ id, name }) => ({ id, name })),
        ...(a.campaign && !campaigns.some((c) => c.id === a.campaign?.id) ? [a.campaign] : []),
      ],
      organizations,
      zones: zoneOptions(member.locale, a.zone, new Date().toISOString()),
      back: `/c/${member.coalitionSlug}/actions/${a.id}`,
      calendar: `/c/${member.coalitionSlug}/calendar`,
    });
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const actionId = params.action ?? "";
  return runForm(request, actionSchema, async (form) => {
    await editAction(member, { actionId, ...actionInput(form) });
    return redirect(`/c/${member.coalitionSlug}/actions/${actionId}`);
  });
}

export default function EditAction() {
  const { title, values, campaigns, organizations, zones, back, calendar } = useLoaderData<typeof loader>();
  const { t } = useI18n();
  const failure = useFormFailure(useActionResult<typeof action>());
  return (
    <Page>
      <PageHead
        title={t.actions.form.editTitle({ title })}
        breadcrumb={[
          { label: t.actions.title, to: calendar },
          { label: title, to: back },
        ]}
      />
      <ActionForm
        values={values}
        {...{ failure, campaigns, organizations, zones }}
        verb={t.actions.form.save}
        busyVerb={t.common.saving}
      />
    </Page>
  );
}
