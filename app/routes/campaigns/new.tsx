import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { createCampaign } from "~/domain/campaigns/create-campaign.server";
import { readPartners } from "~/domain/campaigns/read-campaigns.server";
import { requireCan } from "~/domain/permissions";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { Choice, ChoiceGroup, ErrorSummary, TextArea, TextField } from "~/ui/field";
import { Page, PageHead } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.campaigns.form.newTitle);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => {
    requireCan(member, "campaign.create");
    const partners = await readPartners(member);
    return json({
      partners: partners.filter((p) => p.id !== member.actingForId),
      base: `/c/${member.coalitionSlug}/campaigns`,
    });
  });
}

const input = z.strictObject({
  name: z.string().min(1).max(200),
  purpose: z.string().max(4000).default(""),
  organizations: z.array(z.uuid()).max(1000).default([]),
});

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  return runForm(request, input, async ({ name, purpose, organizations }) => {
    const { campaignId } = await createCampaign(member, { name, purpose, organizationIds: organizations });
    return redirect(`/c/${member.coalitionSlug}/campaigns/${campaignId}`);
  });
}

export default function NewCampaign() {
  const { partners, base } = useLoaderData<typeof loader>();
  const { t } = useI18n();
  const form = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().state === "submitting";
  const chosen = form.values("organizations");
  return (
    <Page>
      <PageHead title={t.campaigns.form.newTitle} breadcrumb={[{ label: t.campaigns.title, to: base }]} />
      <Form method="post" className="max-w-form" noValidate>
        <ErrorSummary {...form.summary} />
        <TextField
          name="name"
          label={t.campaigns.form.name}
          hint={t.campaigns.form.nameHint}
          error={form.error("name")}
          defaultValue={form.value("name")}
        />
        <TextArea
          name="purpose"
          label={t.campaigns.form.purpose}
          hint={t.campaigns.form.purposeHint}
          optional
          error={form.error("purpose")}
          defaultValue={form.value("purpose")}
        />
        <ChoiceGroup
          id="organizations"
          legend={t.campaigns.form.organizations}
          hint={t.campaigns.form.organizationsHint}
          optional
        >
          {partners.map((p) => (
            <Choice
              key={p.id}
              type="checkbox"
              name="organizations[]"
              value={p.id}
              label={p.name}
              light
              defaultChecked={chosen.includes(p.id)}
            />
          ))}
        </ChoiceGroup>
        <Button type="submit" variant="primary" busy={busy} busyLabel={t.campaigns.form.creating}>
          {t.campaigns.form.create}
        </Button>
      </Form>
    </Page>
  );
}
