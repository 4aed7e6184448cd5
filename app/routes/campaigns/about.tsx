import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { archiveCampaign } from "~/domain/campaigns/archive-campaign.server";
import { bringInOrganizations } from "~/domain/campaigns/bring-in-organizations.server";
import { editCampaign } from "~/domain/campaigns/edit-campaign.server";
import { readCampaign, readPartnersOutside } from "~/domain/campaigns/read-campaigns.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
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
  z.strictObject({ intent: z.literal("archive") }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const campaignId = params.campaign ?? "";
  return runForm(request, input, async (what) => {
    if (what.intent === "edit") await editCampaign(member, { campaignId, name: what.name, purpose: what.purpose });
    else if (what.intent === "bring-in")
      await bringInOrganizations(member, { campaignId, organizationIds: what.organizations });
    else await archiveCampaign(member, { campaignId });
    return redirect(`/c/${member.coalitionSlug}/campaigns/${campaignId}/about`);
  });
}

export default function AboutCampaign() {
  const { campaign, outside, base } = useLoaderData<typeof loader>();
  const { t, format } = useI18n();
  const form = useFormFailure(useActionResult<typeof action>());
  const intent = useNavigation().formData?.get("intent");
  const [asking, setAsking] = useState(false);
  return (
    <div className="home-grid">
      <div>
        {campaign.archived && <Notice kind="plain">{t.campaigns.about.archived}</Notice>}
        <Section title={t.campaigns.about.purpose}>
          <p className="py-3 whitespace-pre-line" lang={campaign.purpose ? campaign.nameLocale : undefined}>
            {campaign.purpose || t.campaigns.about.noPurpose}
          </p>
          <p className="meta">{t.campaigns.about.created({ date: format.dateLong(campaign.createdAt) })}</p>
        </Section>
        <Section title={t.campaigns.about.organizations} count={campaign.organizations.length}>
          <ul className="rows">
            {campaign.organizations.map((o) => (
              <li key={o.id} className="flex items-center gap-3 py-2">
                <OrgMark id={o.id} name={o.name} acronym={o.acronym} />
                <Link to={`${base}/organizations/${o.id}`}>{o.name}</Link>
                <span className="meta">{format.country(o.country)}</span>
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
              <ErrorSummary {...form.summary} />
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
              <>
                <Button variant="danger-quiet" onClick={() => setAsking(true)}>
                  {t.campaigns.about.archive}
                </Button>
                <ConfirmDialog
                  open={asking}
                  onClose={() => setAsking(false)}
                  title={t.campaigns.about.archiveQuestion({ name: campaign.name })}
                  verb={t.campaigns.about.archive}
                  safe={t.campaigns.about.keep}
                  danger
                  form={{ fields: { intent: "archive" } }}
                >
                  <p>{t.campaigns.about.archiveConsequence}</p>
                </ConfirmDialog>
              </>
            )}
          </Section>
        </aside>
      )}
    </div>
  );
}
