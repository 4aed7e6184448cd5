import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import type { Notice } from "~/domain/people/notice";
import { noticePlace } from "~/domain/people/notice-place";
import { markNoticesRead, readNotices } from "~/domain/people/notifications.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { runForm } from "~/routes/form.server";
import { Avatar } from "~/ui/avatar";
import { Button, ButtonLink } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { EmptyState } from "~/ui/empty-state";
import { Icon, type IconName } from "~/ui/icon";
import { Page, PageHead } from "~/ui/page";
import { Segmented } from "~/ui/segmented";
import { fillIn } from "./activity-list";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.notices.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const unreadOnly = new URL(request.url).searchParams.get("show") === "unread";
  const live = await readHeads([stream("person", member.personId)]);
  return json({
    notices: await readNotices(member, { unreadOnly, limit: 100 }),
    unreadOnly,
    live,
    base: `/c/${member.coalitionSlug}`,
    now: new Date().toISOString(),
  });
}

const input = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("all"), show: z.string().max(20).optional() }),
  z.strictObject({ intent: z.literal("one"), notice: z.uuid(), show: z.string().max(20).optional() }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const base = `/c/${member.coalitionSlug}`;
  return runForm(request, input, async (what) => {
    if (what.intent === "all") await markNoticesRead(member, { all: true });
    else await markNoticesRead(member, { noticeId: what.notice });
    return redirect(`${base}/notices${what.show === "unread" ? "?show=unread" : ""}`);
  });
}

const icons: Record<Notice["kind"], IconName> = {
  signature_awaited: "scroll-text",
  approval_requested: "pen-line",
  reminder: "bell",
  review_opened: "message-square",
  deadline_extended: "hourglass",
  deadline_near: "hourglass",
  letter_closed: "lock-keyhole",
  letter_delivered: "send",
  letter_cancelled: "x",
  signature_withdrawn: "undo-2",
  late_request: "hourglass",
  follow_up_due: "calendar-days",
  mention: "at-sign",
  comment_reply: "message-square-reply",
  action_planned: "calendar-plus",
  action_changed: "calendar-days",
  role_changed: "user",
  rule_change_asked: "pen-line",
  organization_authority_changed: "user",
};

export default function Notices() {
  const { notices, unreadOnly, live, base, now } = useLoaderData<typeof loader>();
  const { t, format } = useI18n();
  useLive(live);
  const [params] = useSearchParams();
  const opened = useFetcher();
  const show = params.get("show") ?? undefined;
  const anyUnread = notices.some((n) => !n.read);
  return (
    <Page>
      <PageHead
        title={t.notices.title}
        actions={
          <>
            {anyUnread && (
              <Form method="post">
                <input type="hidden" name="intent" value="all" />
                {show && <input type="hidden" name="show" value={show} />}
                <Button type="submit" icon="check">
                  {t.notices.markAll}
                </Button>
              </Form>
            )}
            <ButtonLink variant="quiet" icon="settings" to="/me/notifications">
              {t.notices.settings}
            </ButtonLink>
          </>
        }
      />
      <Segmented
        label={t.notices.show}
        value={unreadOnly ? "unread" : "all"}
        options={[
          { value: "all", label: t.notices.all, to: "." },
          { value: "unread", label: t.notices.onlyUnread, to: "?show=unread" },
        ]}
      />
      {notices.length === 0 ? (
        <EmptyState title={t.notices.none.title} level={2}>
          {t.notices.none.text}
        </EmptyState>
      ) : (
        <ul className="rows mt-4">
          {notices.map((notice) => (
            <li key={notice.id} className={cx("notice-row", !notice.read && "notice-row--unread")}>
              {notice.by ? (
                <Avatar name={notice.by.name} id={notice.by.id} />
              ) : (
                <span className="notice-row__icon">
                  <Icon name={icons[notice.kind]} />
                </span>
              )}
              <div>
                <p>
                  {!notice.read && <span className="sr-only">{t.notices.unread}: </span>}
                  <Link
                    to={`${base}${noticePlace(notice)}`}
                    className="notice-row__link"
                    onClick={() => {
                      // Who follows a notice has read it. Without script the button beside it says so.
                      if (!notice.read) opened.submit({ intent: "one", notice: notice.id }, { method: "post" });
                    }}
                  >
                    {fillIn(t.notices.sentences[notice.kind](), {
                      by: <b>{notice.by?.name ?? t.notices.somebody}</b>,
                      letter: <i>{notice.letter?.title}</i>,
                      organization: <b>{notice.organization?.name ?? t.notices.yourOrganization}</b>,
                      room: notice.room?.name,
                      action: <i>{notice.action?.title}</i>,
                    })}
                  </Link>
                </p>
                {notice.message && (
                  <p className="mention__body" lang={notice.message.locale ?? undefined}>
                    {notice.message.body}
                  </p>
                )}
                <p className="meta">
                  <time dateTime={notice.at}>{format.happened(notice.at, now)}</time>
                </p>
              </div>
              {!notice.read && (
                <Form method="post">
                  <input type="hidden" name="intent" value="one" />
                  <input type="hidden" name="notice" value={notice.id} />
                  {show && <input type="hidden" name="show" value={show} />}
                  <Button type="submit" variant="quiet" size="sm">
                    {t.notices.markOne}
                  </Button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
