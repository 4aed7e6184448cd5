import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requirePerson } from "~/auth/require-member.server";
import { notificationKinds } from "~/domain/people/notification";
import { chooseNotices, readNoticeSettings } from "~/domain/people/notifications.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { runForm } from "~/routes/form.server";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { DataTable } from "~/ui/data-table";
import { Section } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.notices.settings);

export async function loader({ request }: LoaderFunctionArgs) {
  const person = await requirePerson(request);
  return json({ settings: await readNoticeSettings(person.id) });
}

const kinds = z.array(z.enum(notificationKinds)).default([]);
const input = z.strictObject({ inApp: kinds, byMail: kinds });

export async function action({ request }: ActionFunctionArgs) {
  const person = await requirePerson(request);
  return runForm(request, input, async ({ inApp, byMail }) => {
    await chooseNotices(
      person.id,
      notificationKinds.map((kind) => ({ kind, inApp: inApp.includes(kind), byMail: byMail.includes(kind) })),
    );
    return json({ ok: true as const });
  });
}

export default function NoticeSettings() {
  const { settings } = useLoaderData<typeof loader>();
  const result = useActionResult<typeof action>();
  const busy = useNavigation().state === "submitting";
  const { t } = useI18n();
  return (
    <Section title={t.notices.settings} className="mt-8">
      <p className="py-2">{t.notices.form.intro}</p>
      <Form method="post">
        <DataTable
          caption={t.notices.settings}
          head={[{ label: t.notices.form.kind }, { label: t.notices.form.inApp }, { label: t.notices.form.byMail }]}
        >
          {settings.map(({ kind, inApp, byMail }) => {
            const words = t.notices.kinds[kind];
            return (
              <tr key={kind}>
                <th scope="row">
                  {words.label}
                  <span className="meta block font-regular">{words.hint}</span>
                </th>
                <td data-label={t.notices.form.inApp}>
                  <input
                    className="check"
                    type="checkbox"
                    name="inApp[]"
                    value={kind}
                    defaultChecked={inApp}
                    aria-label={t.notices.form.inAppFor({ kind: words.label })}
                  />
                </td>
                <td data-label={t.notices.form.byMail}>
                  <input
                    className="check"
                    type="checkbox"
                    name="byMail[]"
                    value={kind}
                    defaultChecked={byMail}
                    aria-label={t.notices.form.byMailFor({ kind: words.label })}
                  />
                </td>
              </tr>
            );
          })}
        </DataTable>
        <p className="btn-row mt-4">
          <Button type="submit" variant="primary" busy={busy} busyLabel={t.notices.form.saving}>
            {t.notices.form.save}
          </Button>
          <span role="status">{result?.ok && !busy ? t.notices.form.saved : ""}</span>
        </p>
      </Form>
    </Section>
  );
}
