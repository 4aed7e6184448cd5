import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { readCampaigns, readPartners } from "~/domain/campaigns/read-campaigns.server";
import { newId } from "~/domain/id";
import { createLetter } from "~/domain/letters/create-letter.server";
import { letterLanguages } from "~/domain/letters/languages";
import { roleIn } from "~/domain/member";
import { can } from "~/domain/permissions";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { ErrorSummary, Select, TextArea, TextField } from "~/ui/field";
import { Page, PageHead } from "~/ui/page";
import { NoAccess } from "~/ui/states";
import { nameOf } from "./letter-bar";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.letters.newPage.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => {
    const works = (id: string) => ["signatory", "delegate"].includes(roleIn(member, id) ?? "");
    const [campaigns, partners] = await Promise.all([readCampaigns(member), readPartners(member)]);
    return json({
      // Sent back with the form: whoever sends it twice begins one letter.
      opId: newId(),
      // Whoever has no campaign to write in, and may create one, is told so by the form.
      may: campaigns.some((c) => c.createLetter) || can(member, "campaign.create"),
      campaigns: campaigns.filter((c) => c.createLetter).map(({ id, name }) => ({ id, name })),
      // A coordinator may begin a letter for any partner, everybody else for where they work.
      leads: partners.filter((o) => member.coordinator || works(o.id)),
      lead: member.actingForId ?? "",
      campaign: new URL(request.url).searchParams.get("campaign") ?? "",
      locale: member.locale,
      base: `/c/${member.coalitionSlug}`,
    });
  });
}

const schema = z.strictObject({
  id: z.uuid(),
  campaign: z.uuid(),
  subject: z.string().trim().min(1).max(2000),
  locale: z.string().max(10),
  lead: z.union([z.uuid(), z.literal("")]).default(""),
  ask: z.string().max(5000).default(""),
  text: z.string().max(200_000).default(""),
});

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  return runForm(request, schema, async (form) => {
    const letterId = await createLetter(member, {
      id: form.id,
      campaignId: form.campaign,
      subject: form.subject,
      locale: form.locale,
      leadOrganizationId: form.lead || undefined,
      ask: form.ask,
      text: form.text,
    });
    return redirect(`/c/${member.coalitionSlug}/letters/${letterId}/text/${form.locale}`);
  });
}

export default function NewLetter() {
  const data = useLoaderData<typeof loader>();
  const { t, format } = useI18n();
  const failure = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().formMethod === "POST";
  const words = t.letters.newPage;
  if (!data.may) return <NoAccess />;
  const head = (
    <PageHead title={words.title} breadcrumb={[{ label: t.letters.title, to: `${data.base}/letters` }]}>
      <p className="lead">{words.lead}</p>
    </PageHead>
  );
  if (data.campaigns.length === 0) {
    return (
      <Page>
        {head}
        <EmptyState
          level={2}
          title={words.noCampaign}
          action={<Link to={`${data.base}/campaigns`}>{words.toCampaigns}</Link>}
        />
      </Page>
    );
  }
  const campaign = data.campaigns.some((c) => c.id === data.campaign)
    ? data.campaign
    : data.campaigns.length === 1
      ? (data.campaigns[0]?.id ?? "")
      : "";
  return (
    <Page>
      {head}
      <Form method="post" className="form max-w-form" noValidate>
        <ErrorSummary {...failure.summary} />
        <input type="hidden" name="id" value={failure.value("id", data.opId)} />
        <Select
          name="campaign"
          label={words.campaign}
          hint={words.campaignHint}
          required
          error={failure.error("campaign")}
          defaultValue={failure.value("campaign", campaign)}
          options={[
            ...(campaign ? [] : [{ value: "", label: words.chooseCampaign }]),
            ...data.campaigns.map((c) => ({ value: c.id, label: c.name })),
          ]}
        />
        <TextField
          name="subject"
          label={words.subject}
          hint={words.subjectHint}
          required
          maxLength={200}
          error={failure.error("subject")}
          defaultValue={failure.value("subject")}
        />
        <Select
          name="locale"
          label={words.language}
          hint={words.languageHint}
          error={failure.error("locale")}
          defaultValue={failure.value("locale", data.locale)}
          options={letterLanguages.map((l) => ({ value: l, label: format.capital(nameOf(l, t.common.languageNames)) }))}
        />
        {data.leads.length === 1 ? (
          <input type="hidden" name="lead" value={data.leads[0]?.id} />
        ) : (
          <Select
            name="lead"
            id="leadOrganizationId"
            label={words.leadOrganization}
            hint={words.leadHint}
            error={failure.error("leadOrganizationId") ?? failure.error("lead")}
            defaultValue={failure.value("lead", data.lead)}
            options={data.leads.map((o) => ({ value: o.id, label: o.name }))}
          />
        )}
        <TextArea
          name="ask"
          label={words.ask}
          hint={words.askHint}
          optional
          rows={3}
          maxLength={600}
          error={failure.error("ask")}
          defaultValue={failure.value("ask")}
        />
        <TextArea
          name="text"
          label={words.text}
          hint={words.textHint}
          optional
          rows={8}
          error={failure.error("text")}
          defaultValue={failure.value("text")}
        />
        <div className="btn-row">
          <Button type="submit" variant="primary" busy={busy} busyLabel={words.creating}>
            {words.create}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
