import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { editOrganization } from "~/domain/organizations/edit-organization.server";
import { readOrganizationHead, readOrganizationToEdit } from "~/domain/organizations/read-organization.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { countryOptions } from "~/routes/organizations/country-options.server";
import { OrganizationFields } from "~/routes/organizations/organization-form";
import { OrganizationHead } from "~/routes/organizations/organization-head";
import { organizationFrom, organizationShape } from "~/routes/organizations/organization-input";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { Page } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.organizations.form.editTitle);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.organization ?? "";
  return guard(async () => {
    const [head, values] = await Promise.all([readOrganizationHead(member, id), readOrganizationToEdit(member, id)]);
    return json({
      head,
      values,
      countries: countryOptions(member.locale),
      base: `/c/${member.coalitionSlug}/organizations`,
    });
  });
}

const input = z.strictObject(organizationShape);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  return runForm(request, input, async (sent) => {
    await editOrganization(member, { organizationId: params.organization ?? "", ...organizationFrom(sent) });
    return json({ ok: true as const });
  });
}

export default function EditOrganization() {
  const { head, values, countries, base } = useLoaderData<typeof loader>();
  const result = useActionResult<typeof action>();
  const form = useFormFailure(result);
  const busy = useNavigation().state === "submitting";
  const { t } = useI18n();
  const words = t.organizations.form;
  return (
    <Page>
      <OrganizationHead head={head} base={base} />
      <Form method="post" noValidate className="mt-8 max-w-form">
        <OrganizationFields form={form} values={values} parents={values.parents} countries={countries} />
        <p className="btn-row">
          <Button type="submit" variant="primary" busy={busy} busyLabel={t.common.saving}>
            {words.save}
          </Button>
          <span role="status">{result?.ok && !busy ? words.saved : ""}</span>
        </p>
      </Form>
    </Page>
  );
}
