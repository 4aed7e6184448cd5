import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { readOutbox } from "~/domain/people/outgoing-mail.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { DataTable } from "~/ui/data-table";
import { Page, PageHead } from "~/ui/page";
import { requireMailbox } from "./require-mailbox.server";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.home.mailbox.title);

export async function loader(_: LoaderFunctionArgs) {
  requireMailbox();
  return json({ mails: await readOutbox(200), now: new Date().toISOString() });
}

export default function Mailbox() {
  const { mails, now } = useLoaderData<typeof loader>();
  const { t, format } = useI18n();
  const words = t.home.mailbox;
  return (
    <main id="main">
      <Page>
        <PageHead title={words.title}>
          <p className="lead">{words.intro}</p>
        </PageHead>
        {mails.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <DataTable
            caption={words.title}
            head={[
              { label: words.subject },
              { label: words.to },
              { label: words.kind },
              { label: words.when },
              { label: words.state },
            ]}
          >
            {mails.map((mail) => (
              <tr key={mail.id}>
                <th scope="row" lang={mail.locale}>
                  <Link to={`/dev/mail/${mail.id}`}>{mail.subject}</Link>
                </th>
                <td data-label={words.to}>{mail.toAddress}</td>
                <td data-label={words.kind}>{mail.kind}</td>
                <td data-label={words.when}>
                  <time dateTime={mail.createdAt}>{format.happened(mail.createdAt, now)}</time>
                </td>
                <td data-label={words.state}>
                  {mail.sentAt ? words.sent : mail.lastError ? words.failed({ code: mail.lastError }) : words.queued}
                </td>
              </tr>
            ))}
          </DataTable>
        )}
      </Page>
    </main>
  );
}
