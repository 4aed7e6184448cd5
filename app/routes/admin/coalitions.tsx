import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requirePerson } from "~/auth/require-member.server";
import { coalitionDyes } from "~/domain/coalitions/coalition";
import { createCoalition } from "~/domain/coalitions/create-coalition.server";
import { readAllCoalitions } from "~/domain/coalitions/read-settings.server";
import type { Person } from "~/domain/member";
import { nameLocales } from "~/domain/organizations/organization";
import { locales } from "~/i18n";
import { nativeName } from "~/i18n/language-names";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { CoalitionMark } from "~/ui/coalition-mark";
import { DataTable } from "~/ui/data-table";
import { EmptyState } from "~/ui/empty-state";
import { Choice, ChoiceGroup, ErrorSummary, Select, TextField } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Page, PageHead, Section } from "~/ui/page";
import { Time } from "~/ui/time";
import { Wordmark } from "~/ui/wordmark";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.organizations.admin.title);

/** For everybody else the page is not there. */
async function requireAdministrator(request: Request): Promise<Person> {
  const person = await requirePerson(request);
  if (!person.instanceAdmin) throw new Response(null, { status: 404 });
  return person;
}

export async function loader({ request }: LoaderFunctionArgs) {
  const person = await requireAdministrator(request);
  return json({ coalitions: await readAllCoalitions(person) });
}

const input = z.strictObject({
  name: z.string().max(400),
  nameLocale: z.enum(nameLocales),
  motto: z.string().max(1000).default(""),
  dye: z.enum(coalitionDyes),
  email: z.string().max(320),
  coordinator: z.string().max(400).default(""),
  locale: z.enum(locales),
});

export async function action({ request }: ActionFunctionArgs) {
  const person = await requireAdministrator(request);
  return runForm(request, input, async ({ email, coordinator, locale, ...values }) => {
    await createCoalition(person, { ...values, coordinator: { email, name: coordinator, locale } });
    return json({ ok: true as const, name: values.name.trim() });
  });
}

export default function Administration() {
  const { coalitions } = useLoaderData<typeof loader>();
  const result = useActionResult<typeof action>();
  const form = useFormFailure(result);
  const busy = useNavigation().state === "submitting";
  const { t, locale, format } = useI18n();
  const words = t.organizations.admin;
  const settings = t.organizations.coalition;
  const dye = form.value("dye", "grana");
  return (
    <>
      <a className="skip-link" href="#main">
        {t.shell.skip}
      </a>
      <header className="page pb-0">
        <Link to="/">
          <Wordmark height={28} />
        </Link>
      </header>
      <main id="main">
        <Page>
          <PageHead title={words.title}>
            <p className="soft mt-2">{words.lead}</p>
          </PageHead>
          <div role="status">{result?.ok && <Notice kind="signed">{words.created({ name: result.name })}</Notice>}</div>
          {coalitions.length === 0 ? (
            <EmptyState level={2} title={words.none}>
              {words.noneText}
            </EmptyState>
          ) : (
            <DataTable
              caption={words.caption}
              head={[{ label: words.coalition }, { label: words.partners }, { label: words.since }]}
            >
              {coalitions.map((c) => (
                <tr key={c.id}>
                  <td>
                    <span className="person">
                      <CoalitionMark dye={c.dye} size={32} />
                      <b lang={c.nameLocale}>{c.name}</b>
                    </span>
                  </td>
                  <td data-label={words.partners}>{format.number(c.partners)}</td>
                  <td data-label={words.since}>
                    <Time at={c.createdAt} format="date" />
                  </td>
                </tr>
              ))}
            </DataTable>
          )}
          <Section title={words.create} className="mt-12">
            <p className="soft py-2">{words.createLead}</p>
            <Form method="post" noValidate className="max-w-form" key={result?.ok ? result.name : "typing"}>
              <ErrorSummary {...form.summary} />
              <TextField
                name="name"
                label={settings.name}
                defaultValue={form.value("name")}
                error={form.error("name")}
              />
              <Select
                name="nameLocale"
                label={settings.nameLocale}
                defaultValue={form.value("nameLocale", locale)}
                options={nameLocales.map((one) => ({ value: one, label: format.capital(t.common.languageNames[one]) }))}
              />
              <TextField
                name="motto"
                label={settings.motto}
                hint={settings.mottoHint}
                optional
                defaultValue={form.value("motto")}
                error={form.error("motto")}
              />
              <ChoiceGroup legend={settings.dye} row>
                {coalitionDyes.map((one) => (
                  <Choice
                    key={one}
                    type="radio"
                    name="dye"
                    value={one}
                    light
                    defaultChecked={dye === one}
                    label={settings.dyes[one]}
                  />
                ))}
              </ChoiceGroup>
              <TextField
                name="email"
                type="email"
                inputMode="email"
                autoComplete="off"
                label={words.coordinatorEmail}
                defaultValue={form.value("email")}
                error={form.error("email")}
              />
              <TextField
                name="coordinator"
                label={words.coordinatorName}
                optional
                autoComplete="off"
                defaultValue={form.value("coordinator")}
              />
              <Select
                name="locale"
                label={t.people.locale}
                defaultValue={form.value("locale", locale)}
                options={locales.map((one) => ({ value: one, label: nativeName(one), lang: one }))}
              />
              <Button type="submit" variant="primary" busy={busy} busyLabel={t.people.inviting}>
                {words.submit}
              </Button>
            </Form>
          </Section>
        </Page>
      </main>
    </>
  );
}
