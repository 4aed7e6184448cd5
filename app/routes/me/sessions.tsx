import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { z } from "zod";
import { changePassword } from "~/auth/change-password.server";
import { requirePerson } from "~/auth/require-member.server";
import { endSessionById, endSessionsOf, listSessions } from "~/auth/sessions.server";
import { PASSWORD_MAX, PASSWORD_MIN } from "~/domain/people/password";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { DataTable } from "~/ui/data-table";
import { ErrorSummary, PasswordField } from "~/ui/field";
import { Section } from "~/ui/page";
import { ClearDialog } from "~/ui/shell";
import { Time } from "~/ui/time";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.auth.me.sessions.title);

export async function loader({ request }: LoaderFunctionArgs) {
  const person = await requirePerson(request);
  const sessions = await listSessions(person.id);
  return json({ sessions: sessions.map((one) => ({ ...one, here: one.id === person.sessionId })) });
}

const input = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("end"), session: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ intent: z.literal("end-others") }),
  z.strictObject({
    intent: z.literal("password"),
    presentPassword: z.string().min(1).max(1024),
    nextPassword: z.string().max(1024),
  }),
]);

export async function action({ request, context }: ActionFunctionArgs) {
  const person = await requirePerson(request);
  return runForm(request, input, async (form) => {
    switch (form.intent) {
      case "end":
        await endSessionById(person.id, form.session);
        break;
      case "end-others":
        await endSessionsOf(person.id, person.sessionId);
        break;
      case "password":
        await changePassword(
          person,
          { present: form.presentPassword, next: form.nextPassword },
          context.services.passwords,
        );
    }
    return json({ ok: true as const, did: form.intent });
  });
}

export default function Sessions() {
  const { sessions } = useLoaderData<typeof loader>();
  const result = useActionResult<typeof action>();
  const form = useFormFailure(result);
  const navigation = useNavigation();
  const busy = navigation.state === "submitting" ? navigation.formData?.get("intent") : null;
  const { t } = useI18n();
  const [clearing, setClearing] = useState(false);
  const words = t.auth.me.sessions;
  const did = result?.ok && !busy ? result.did : null;
  return (
    <div className="settings-grid">
      <div>
        <Section title={words.title} count={sessions.length}>
          <p className="soft py-2">{words.lead}</p>
          <DataTable
            plain
            caption={words.table}
            head={[
              { label: words.device },
              { label: words.since },
              { label: words.lastSeen },
              { label: t.people.actions, hidden: true },
            ]}
          >
            {sessions.map((one) => {
              const device = one.device || words.unknown;
              return (
                <tr key={one.id}>
                  <td>
                    <b>{device}</b> {one.here && <span className="tag">{words.here}</span>}
                  </td>
                  <td data-label={words.since}>
                    <Time at={one.createdAt} format="date" />
                  </td>
                  <td data-label={words.lastSeen}>
                    <Time at={one.lastSeenAt} format="dateTime" />
                  </td>
                  <td>
                    {!one.here && (
                      <Form method="post">
                        <input type="hidden" name="intent" value="end" />
                        <input type="hidden" name="session" value={one.id} />
                        <Button type="submit" size="sm" aria-label={words.endNamed({ device })}>
                          {words.end}
                        </Button>
                      </Form>
                    )}
                  </td>
                </tr>
              );
            })}
          </DataTable>
          <Form method="post" className="btn-row mt-4">
            <input type="hidden" name="intent" value="end-others" />
            {sessions.length > 1 ? (
              <Button type="submit" busy={busy === "end-others"}>
                {words.endOthers}
              </Button>
            ) : (
              <span className="soft">{words.onlyThis}</span>
            )}
            <span role="status">{did === "end" || did === "end-others" ? words.ended : ""}</span>
          </Form>
        </Section>
        <Section title={t.auth.me.password.title} className="mt-12">
          <Form method="post" noValidate className="max-w-form pt-4" key={did === "password" ? "changed" : "typing"}>
            <ErrorSummary {...form.summary} />
            <input type="hidden" name="intent" value="password" />
            <PasswordField
              name="presentPassword"
              label={t.auth.me.password.present}
              autoComplete="current-password"
              error={form.error("presentPassword")}
            />
            <PasswordField
              name="nextPassword"
              label={t.auth.newPassword.label}
              hint={t.auth.newPassword.hint({ min: PASSWORD_MIN })}
              maxLength={PASSWORD_MAX}
              autoComplete="new-password"
              error={form.error("nextPassword")}
            />
            <p className="btn-row">
              <Button type="submit" variant="primary" busy={busy === "password"} busyLabel={t.common.saving}>
                {t.auth.me.password.submit}
              </Button>
              <span role="status">{did === "password" ? t.auth.me.password.done : ""}</span>
            </p>
          </Form>
        </Section>
      </div>
      <Section title={t.auth.me.leave.title}>
        <p className="soft py-2">{t.auth.me.leave.text}</p>
        <div className="btn-row">
          <Form method="post" action="/sign-out" reloadDocument>
            <Button type="submit">{t.auth.me.leave.signOut}</Button>
          </Form>
          <Button variant="danger-quiet" onClick={() => setClearing(true)}>
            {t.auth.me.leave.clear}
          </Button>
        </div>
        <ClearDialog open={clearing} onClose={() => setClearing(false)} action="/sign-out" />
      </Section>
    </div>
  );
}
