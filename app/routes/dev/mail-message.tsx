import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readOutgoingMail } from "~/domain/people/outgoing-mail.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { MessageBody } from "~/ui/message-body";
import { Page, PageHead } from "~/ui/page";
import { requireMailbox } from "./require-mailbox.server";

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.subject ?? "");

export async function loader({ params }: LoaderFunctionArgs) {
  requireMailbox();
  const mail = await readOutgoingMail(params.mail ?? "");
  if (!mail) throw new Response(null, { status: 404 });
  const { subject, toAddress, locale, bodyText, createdAt, kind } = mail;
  return json({ subject, toAddress, locale, bodyText, createdAt, kind });
}

/** One mail as its reader without pictures sees it; its links work. */
export default function MailMessage() {
  const mail = useLoaderData<typeof loader>();
  const { t, format } = useI18n();
  return (
    <main id="main">
      <Page>
        <PageHead
          title={mail.subject}
          lang={mail.locale}
          breadcrumb={[{ label: t.home.mailbox.back, to: "/dev/mail" }]}
          overline={`${t.home.mailbox.to}: ${mail.toAddress} · ${format.dateTime(mail.createdAt)} · ${mail.kind}`}
        />
        <div className="mail-text" lang={mail.locale}>
          <MessageBody body={mail.bodyText} splitMentions={(text) => [{ text, name: null }]} isMe={() => false} />
        </div>
      </Page>
    </main>
  );
}
