import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { inviteOrganization } from "~/domain/organizations/invite-organization.server";
import { readPossibleParents } from "~/domain/organizations/read-organization.server";
import { requireCan } from "~/domain/permissions";
import { locales } from "~/i18n";
import { nativeName } from "~/i18n/language-names";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { countryOptions } from "~/routes/organizations/country-options.server";
import { OrganizationFields } from "~/routes/organizations/organization-form";
import { organizationFrom, organizationShape } from "~/routes/organizations/organization-input";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { Select, TextArea, TextField } from "~/ui/field";
import { Page, PageHead } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.organizations.form.newTitle);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => {
    requireCan(member, "coalition.invite_organization");
    return json({
      parents: await readPossibleParents(member),
      countries: countryOptions(member.locale),
      base: `/c/${member.coalitionSlug}/organizations`,
    });
  });
}

const input = z.strictObject({
  ...organizationShape,
  email: z.string().max(320),
  personName: z.string().max(400).default(""),
  personTitle: z.string().max(400).default(""),
  mailLocale: z.enum(locales),
  note: z.string().max(4000).default(""),
});

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  return runForm(request, input, async (sent) => {
    requireCan(member, "coalition.invite_organization");
    const { organizationId } = await inviteOrganization(member, {
      ...organizationFrom(sent),
      signatory: {
        email: sent.email,
        name: sent.personName,
        title: sent.personTitle,
        locale: sent.mailLocale,
        note: sent.note,
      },
    });
    return redirect(`/c/${member.coalitionSlug}/organizations/${organizationId}`);
  });
}

export default function InviteOrganization() {
  const { parents, countries, base } = useLoaderData<typeof loader>();
  const form = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().state === "submitting";
  const { t, locale } = useI18n();
  const words = t.organizations.form;
  return (
    <Page>
      <PageHead title={words.newTitle} breadcrumb={[{ label: t.organizations.directory.title, to: base }]}>
        <p className="soft mt-2">{words.newLead}</p>
      </PageHead>
      <Form method="post" noValidate className="max-w-form">
        <OrganizationFields
          form={form}
          parents={parents}
          countries={countries}
          values={{
            name: "",
            nameLocale: locale,
            names: {},
            acronym: "",
            country: "",
            place: "",
            scope: "national",
            kind: "human_rights",
            website: "",
            parentId: null,
          }}
        >
          <fieldset className="mt-8">
            <legend className="section__title mb-4">{words.signatory}</legend>
            <TextField
              name="email"
              type="email"
              inputMode="email"
              label={words.signatoryEmail}
              autoComplete="off"
              defaultValue={form.value("email")}
              error={form.error("email")}
            />
            <TextField
              name="personName"
              label={words.signatoryName}
              optional
              autoComplete="off"
              defaultValue={form.value("personName")}
            />
            <TextField
              name="personTitle"
              label={words.signatoryTitle}
              hint={words.titleHint}
              optional
              autoComplete="off"
              defaultValue={form.value("personTitle")}
              error={form.error("title")}
            />
            <Select
              name="mailLocale"
              label={words.mailLocale}
              defaultValue={form.value("mailLocale", locale)}
              options={locales.map((one) => ({ value: one, label: nativeName(one), lang: one }))}
            />
            <TextArea
              name="note"
              label={words.note}
              optional
              rows={3}
              defaultValue={form.value("note")}
              error={form.error("note")}
            />
          </fieldset>
        </OrganizationFields>
        <Button type="submit" variant="primary" busy={busy} busyLabel={words.inviting}>
          {words.invite}
        </Button>
      </Form>
    </Page>
  );
}
