import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { type InboxItem, readInbox } from "~/domain/letters/read-inbox.server";
import { readLetterStreams } from "~/domain/letters/read-letter-streams.server";
import { answerOf } from "~/domain/letters/signature";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard } from "~/routes/form.server";
import { ButtonLink } from "~/ui/button";
import { Deadline } from "~/ui/deadline";
import { EmptyState } from "~/ui/empty-state";
import type { Dye } from "~/ui/faja";
import { FajaBand } from "~/ui/faja-band";
import { Notice } from "~/ui/notice";
import { Page, PageHead, Section } from "~/ui/page";
import { State } from "~/ui/state-glyph";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.signing.inbox.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const live = await readHeads([
    ...member.posts.map((p) => stream("organization", p.organizationId)),
    stream("person", member.personId),
    ...(await readLetterStreams(member)),
  ]);
  const inbox = await guard(() => readInbox(member));
  return json({ inbox, base: `/c/${member.coalitionSlug}`, now: new Date().toISOString(), live });
}

/** What waits for the reader's organizations, the nearest deadline first. */
export default function Inbox() {
  const { inbox, base, now, live } = useLoaderData<typeof loader>();
  useLive(live);
  const { t } = useI18n();
  const many = inbox.organizations.length > 1;
  return (
    <Page>
      <PageHead title={t.signing.inbox.title}>
        {inbox.organizations.map((o) => (
          <p className="soft mt-1" key={o.id}>
            {o.role === "signatory"
              ? t.signing.inbox.signsFor({ org: o.name })
              : o.role === "delegate"
                ? t.signing.inbox.worksFor({ org: o.name })
                : t.signing.inbox.memberOf({ org: o.name })}{" "}
            {o.rule === "two" && t.signing.inbox.ruleTwo}
          </p>
        ))}
      </PageHead>
      {inbox.organizations.length === 0 ? (
        <Notice kind="plain">{t.signing.inbox.noOrganization}</Notice>
      ) : (
        <>
          <Section title={t.signing.inbox.waiting} count={inbox.waiting.length || null}>
            {inbox.waiting.length === 0 ? (
              <EmptyState title={t.signing.inbox.empty.title}>{t.signing.inbox.empty.text}</EmptyState>
            ) : (
              <ol className="rows">
                {inbox.waiting.map((item) => (
                  <Waiting
                    dye={inbox.dye}
                    key={`${item.letterId}${item.organizationId}`}
                    item={item}
                    base={base}
                    now={now}
                    many={many}
                  />
                ))}
              </ol>
            )}
          </Section>
          {inbox.past.length > 0 && (
            <Section title={t.signing.inbox.past} count={inbox.past.length}>
              <ol className="rows">
                {inbox.past.map((item) => (
                  <Past key={`${item.letterId}${item.organizationId}`} item={item} base={base} many={many} />
                ))}
              </ol>
            </Section>
          )}
        </>
      )}
    </Page>
  );
}

const address = (base: string, item: InboxItem) =>
  `${base}/letters/${item.letterId}/signature?for=${item.organizationId}`;

function Waiting({
  item,
  base,
  now,
  many,
  dye,
}: {
  item: InboxItem;
  base: string;
  now: string;
  many: boolean;
  dye: Dye;
}) {
  const { t } = useI18n();
  const to = address(base, item);
  const note = item.approvedByMe
    ? t.signing.inbox.approved
    : item.state === "pending_approval" && item.requestedBy
      ? [t.signing.inbox.asked({ who: item.requestedBy }), item.requestNote].filter(Boolean).join(": ")
      : "";
  return (
    <li className="task">
      <div>
        <p className="task__kind">
          <State state={answerOf(item.state)}>{t.signing.states[item.state]}</State>
          {many && <span className="tag">{item.organizationName}</span>}
        </p>
        <h3 className="task__title" lang={item.locale}>
          <Link to={to}>{item.title}</Link>
        </h3>
        <p className="task__meta">
          <span lang={item.campaignLocale}>{item.campaign}</span> ·{" "}
          {item.languages.map((l) => t.common.languageNames[l as "en"] ?? l).join(", ")}
        </p>
        {note && <p className="mt-2">{note}</p>}
        {item.total > 0 && (
          <div className="task__band">
            <FajaBand
              signed={item.signed}
              total={item.total}
              letterId={item.letterId}
              dye={dye}
              width={220}
              rows={7}
              decorative
            />
            <span className="meta num">{t.signing.inbox.signedOf({ signed: item.signed, total: item.total })}</span>
          </div>
        )}
      </div>
      {item.hardDeadline ? (
        <Deadline at={item.hardDeadline} since={item.openedAt} zone={item.zone} now={now} />
      ) : (
        <span />
      )}
      <div className="task__action">
        <ButtonLink to={to} variant={item.role === "signatory" && !item.approvedByMe ? "primary" : "default"}>
          {item.role === "signatory" && !item.approvedByMe
            ? t.signing.inbox.read
            : item.role === "delegate" && item.state !== "pending_approval"
              ? t.signing.inbox.prepare
              : t.signing.inbox.look}
        </ButtonLink>
      </div>
    </li>
  );
}

function Past({ item, base, many }: { item: InboxItem; base: string; many: boolean }) {
  const { t, format } = useI18n();
  return (
    <li className="py-3">
      <h3 className="font-semibold" lang={item.locale}>
        <Link to={address(base, item)}>{item.title}</Link>
      </h3>
      <p className="meta mt-1 flex flex-wrap gap-x-3">
        <State state={answerOf(item.state)}>{t.signing.states[item.state]}</State>
        <span>
          {item.decidedAt
            ? t.signing.inbox.answered({ when: format.day(item.decidedAt) })
            : t.signing.inbox.closedUnanswered}
        </span>
        {many && <span>{item.organizationName}</span>}
      </p>
    </li>
  );
}
