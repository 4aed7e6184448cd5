import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { archiveCampaign } from "~/domain/campaigns/archive-campaign.server";
import { bringInOrganizations } from "~/domain/campaigns/bring-in-organizations.server";
import { editCampaign } from "~/domain/campaigns/edit-campaign.server";
import { readCampaign, readPartnersOutside } from "~/domain/campaigns/read-campaigns.server";
import { restoreCampaign } from "~/domain/campaigns/restore-campaign.server";
import { takeOutOrganization } from "~/domain/campaigns/take-out-organization.server";
import { roleIn } from "~/domain/member";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { ConfirmStep } from "~/ui/confirm-step";
import { Choice, ChoiceGroup, ErrorSummary, TextArea, TextField } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { OrgMark } from "~/ui/org-mark";
import { Section } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.campaigns.tabs.about);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.campaign ?? "";
  return guard(async () => {
    const campaign = await readCampaign(member, id);
    const outside = campaign.can.bringIn ? await readPartnersOutside(member, id) : [];
    return json({ campaign, outside, base: `/c/${member.coalitionSlug}` });
  });
}

const input = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("edit"), name: z.string().max(200), purpose: z.string().max(4000).default("") }),
  z.strictObject({ intent: z.literal("bring-in"), organizations: z.array(z.uuid()).max(1000).default([]) }),
  z.strictObject({ intent: z.literal("take-out"), organization: z.uuid() }),
  z.strictObject({ intent: z.literal("archive") }),
  z.strictObject({ intent: z.literal("restore") }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const campaignId = params.campaign ?? "";
  return runForm(request, input, async (what) => {
    if (what.intent === "edit") await editCampaign(member, { campaignId, name: what.name, purpose: what.purpose });
    else if (what.intent === "bring-in")
      await bringInOrganizations(member, { campaignId, organizationIds: what.organizations });
    else if (what.intent === "take-out") {
      await takeOutOrganization(member, { campaignId, organizationId: what.organization });
      // Who leaves may not come back to this page.
      if (!member.coordinator && roleIn(member, what.organization)) {
        return redirect(`/c/${member.coalitionSlug}/campaigns`);
      }
    } else if (what.intent === "restore") await restoreCampaign(member, { campaignId });
    else await archiveCampaign(member, { campaignId });
    return redirect(`/c/${member.coalitionSlug}/campaigns/${campaignId}/about`);
  });
}

export default function AboutCampaign() {
  const { campaign, outside, base } = useLoaderData<typeof loader>();
  const { t, format } = useI18n();
  const form = useFormFailure(useActionResult<typeof action>());
  const takingOut = form.value("intent") === "take-out";
  const intent = useNavigation().formData?.get("intent");
  return (
    <div className="home-grid">
      <div>
        {campaign.archived && (
          <Notice
            kind="plain"
            action={
              campaign.can.edit && (
                <Form method="post">
                  <input type="hidden" name="intent" value="restore" />
                  <Button type="submit" size="sm" busy={intent === "restore"} busyLabel={t.campaigns.about.restoring}>
                    {t.campaigns.about.restore}
                  </Button>
                </Form>
              )
            }
          >
            {t.campaigns.about.archived}
          </Notice>
        )}
        <Section title={t.campaigns.about.purpose}>
          <p className="py-3 whitespace-pre-line" lang={campaign.purpose ? campaign.nameLocale : undefined}>
            {campaign.purpose || t.campaigns.about.noPurpose}
          </p>
          <p className="meta">{t.campaigns.about.created({ date: format.dateLong(campaign.createdAt) })}</p>
        </Section>
        {takingOut && <ErrorSummary {...form.summary} />}
        <Section title={t.campaigns.about.organizations} count={campaign.organizations.length}>
          <ul className="rows">
            {campaign.organizations.map((o) => (
              <li key={o.id} className="flex flex-wrap items-center gap-3 py-2">
                <OrgMark id={o.id} name={o.name} acronym={o.acronym} />
                <Link to={`${base}/organizations/${o.id}`}>{o.name}</Link>
                <span className="meta flex-1">{format.country(o.country)}</span>
                {campaign.can.bringIn && (
                  <ConfirmStep
                    size="sm"
                    label={t.campaigns.about.takeOut}
                    ariaLabel={t.campaigns.about.takeOutNamed({ name: o.name })}
                    title={t.campaigns.about.takeOutQuestion({ name: o.name })}
                    verb={t.campaigns.about.takeOutNamed({ name: o.name })}
                    safe={t.campaigns.about.keepIn}
                    fields={{ intent: "take-out", organization: o.id }}
                  >
                    <p>{t.campaigns.about.takeOutConsequence}</p>
                  </ConfirmStep>
                )}
              </li>
            ))}
          </ul>
        </Section>
        {campaign.can.bringIn && (
          <Section title={t.campaigns.about.bringIn}>
            {outside.length === 0 ? (
              <p className="meta py-3">{t.campaigns.about.everybodyIn}</p>
            ) : (
              <Form method="post" className="max-w-form py-3">
                <input type="hidden" name="intent" value="bring-in" />
                <ChoiceGroup
                  id="organizations"
                  legend={t.campaigns.about.bringIn}
                  hideLegend
                  hint={t.campaigns.about.bringInHint}
                >
                  {outside.map((o) => (
                    <Choice key={o.id} type="checkbox" name="organizations[]" value={o.id} label={o.name} light />
                  ))}
                </ChoiceGroup>
                <Button type="submit" busy={intent === "bring-in"} busyLabel={t.campaigns.about.bringingIn}>
                  {t.campaigns.about.bringInVerb}
                </Button>
              </Form>
            )}
          </Section>
        )}
      </div>
      {campaign.can.edit && (
        <aside aria-label={t.campaigns.form.editTitle}>
          <Section title={t.campaigns.form.editTitle}>
            <Form method="post" className="py-3" noValidate>
              {!takingOut && <ErrorSummary {...form.summary} />}
              <input type="hidden" name="intent" value="edit" />
              <TextField
                name="name"
                label={t.campaigns.form.name}
                error={form.error("name")}
                defaultValue={form.value("name", campaign.name)}
              />
              <TextArea
                name="purpose"
                label={t.campaigns.form.purpose}
                optional
                error={form.error("purpose")}
                defaultValue={form.value("purpose", campaign.purpose)}
                rows={6}
              />
              <Button type="submit" busy={intent === "edit"} busyLabel={t.common.saving}>
                {t.campaigns.form.save}
              </Button>
            </Form>
            {!campaign.archived && (
              <ConfirmStep
                label={t.campaigns.about.archive}
                title={t.campaigns.about.archiveQuestion({ name: campaign.name })}
                verb={t.campaigns.about.archive}
                safe={t.campaigns.about.keep}
                fields={{ intent: "archive" }}
              >
                <p>{t.campaigns.about.archiveConsequence}</p>
              </ConfirmStep>
            )}
          </Section>
        </aside>
      )}
    </div>
  );
}
