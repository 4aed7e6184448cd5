import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { rememberDevice } from "~/auth/device-cookie.server";
import { optionalPerson } from "~/auth/require-member.server";
import { deviceName, listDemoPeople, signIn } from "~/auth/sign-in.server";
import { DEMO_PASSWORD } from "~/domain/demo";
import { env } from "~/env.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useEntryLanguages } from "~/routes/auth/entry-languages";
import { runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { safePath } from "~/routes/safe-path";
import { useActionResult } from "~/routes/use-action-result";
import { Avatar } from "~/ui/avatar";
import { Button } from "~/ui/button";
import { EntryLayout } from "~/ui/entry";
import { ErrorSummary, PasswordField, TextField } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.auth.signIn.title);

export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const next = safePath(searchParams.get("next"));
  if (await optionalPerson(request)) throw redirect(next);
  return json({
    next,
    changed: searchParams.has("changed"),
    demo: env().demo ? { people: await listDemoPeople(), password: DEMO_PASSWORD } : null,
  });
}

const input = z.strictObject({
  email: z.string().min(1).max(320),
  password: z.string().min(1).max(256),
  next: z.string().max(2000),
});

export async function action({ request, context }: ActionFunctionArgs) {
  return runForm(request, input, async ({ email, password, next }) => {
    const cookies = request.headers.get("Cookie");
    const device = deviceName(request.headers.get("User-Agent"));
    const session = await signIn(
      { email, password, device, from: context.clientAddress, cookies },
      context.services.passwords,
    );
    const headers = new Headers({ "Set-Cookie": session });
    headers.append("Set-Cookie", rememberDevice(cookies, email));
    return redirect(safePath(next), { headers });
  });
}

export default function SignIn() {
  const { next, demo, changed } = useLoaderData<typeof loader>();
  const form = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().formAction === "/sign-in";
  const { t } = useI18n();
  const languages = useEntryLanguages();
  const tours = tourKinds.flatMap((kind) => demo?.people.filter((person) => person.tour === kind) ?? []);
  const others = demo?.people.filter((person) => person.tour === null) ?? [];
  return (
    <EntryLayout languages={languages}>
      <main className="entry__form" id="main">
        <h1 tabIndex={-1}>{t.auth.signIn.title}</h1>
        <p className="lead">{t.auth.signIn.lead}</p>
        {changed && (
          <Notice kind="signed" live="status" className="mb-4">
            {t.auth.passwordChanged}
          </Notice>
        )}
        <ErrorSummary {...form.summary} />
        <Form method="post" noValidate>
          <input type="hidden" name="next" value={next} />
          <TextField
            name="email"
            type="email"
            label={t.auth.signIn.email}
            autoComplete="username"
            inputMode="email"
            defaultValue={form.value("email")}
            error={form.error("email")}
          />
          <PasswordField
            name="password"
            label={t.auth.signIn.password}
            autoComplete="current-password"
            error={form.error("password")}
          />
          <Button type="submit" variant="primary" block size="lg" busy={busy} busyLabel={t.auth.signIn.busy}>
            {t.auth.signIn.submit}
          </Button>
        </Form>
        <p className="meta mt-4">
          <Link to="/password/forgotten">{t.auth.signIn.forgotten}</Link>
        </p>
        <p className="meta mt-2">{t.auth.signIn.invited}</p>
        {demo && (
          <Section title={t.auth.signIn.demoTitle} count={demo.people.length} className="mt-12">
            <p className="meta my-2">{t.auth.signIn.demoLead({ password: demo.password })}</p>
            <ul className="rows">
              {tours.map((person) => (
                <li key={person.id}>
                  <DemoDoor person={person} next={next} />
                </li>
              ))}
            </ul>
            {[...new Set(others.map((person) => person.coalition))].map((coalition) => {
              const people = others.filter((person) => person.coalition === coalition);
              return (
                <details key={coalition} className="fold mt-2">
                  <summary>{t.auth.signIn.demoOthers({ coalition, n: people.length })}</summary>
                  <ul className="rows">
                    {people.map((person) => (
                      <li key={person.id}>
                        <DemoDoor person={person} next={next} />
                      </li>
                    ))}
                  </ul>
                </details>
              );
            })}
          </Section>
        )}
      </main>
    </EntryLayout>
  );
}

const tourKinds = ["coordinator", "lead", "signatory", "guest"] as const;

type DemoPerson = {
  id: string;
  name: string;
  role: string;
  organization: string | null;
  tour: (typeof tourKinds)[number] | null;
  locale: "en" | "es";
};

function DemoDoor({ person, next }: { person: DemoPerson; next: string }) {
  const { t, locale } = useI18n();
  return (
    <Form method="post" action="/demo-sign-in" reloadDocument className="flex items-center gap-3 py-2">
      <input type="hidden" name="person" value={person.id} />
      <input type="hidden" name="next" value={next} />
      <Avatar name={person.name} id={person.id} />
      <span className="min-w-0 flex-1">
        <b>{person.name}</b>
        <span className="meta block">
          {[t.auth.roles[person.role], person.organization].filter(Boolean).join(" · ")}
        </span>
        {person.tour && (
          <span className="block text-sm">
            {t.auth.signIn.tours[person.tour]}
            {person.locale !== locale && ` ${t.auth.signIn.tourLanguage[person.locale]}`}
          </span>
        )}
      </span>
      <Button type="submit" size="sm" aria-label={t.auth.signIn.enterAs({ name: person.name })}>
        {t.auth.signIn.submit}
      </Button>
    </Form>
  );
}
