import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requirePerson } from "~/auth/require-member.server";
import { createCalendarFeed, readCalendarFeed, revokeCalendarFeed } from "~/domain/actions/calendar-feed.server";
import { isGuest } from "~/domain/member";
import { readCoalitionsOf, readMember } from "~/domain/people/read-member.server";
import { env } from "~/env.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard, runForm } from "~/routes/form.server";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/page";
import { CopyField } from "./copy-field";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.actions.feed.title);

export async function loader({ request }: LoaderFunctionArgs) {
  const person = await requirePerson(request);
  const coalitions = await readCoalitionsOf(person.id);
  const feeds = await Promise.all(
    coalitions.map(async (coalition) => {
      const member = await readMember(person, { id: coalition.id });
      return isGuest(member) ? [] : [{ id: coalition.id, name: coalition.name, feed: await readCalendarFeed(member) }];
    }),
  );
  return json({ feeds: feeds.flat() });
}

const input = z.strictObject({ coalition: z.uuid(), intent: z.enum(["create", "revoke"]) });

export async function action({ request }: ActionFunctionArgs) {
  const person = await requirePerson(request);
  return runForm(request, input, async ({ coalition, intent }) => {
    const member = await guard(() => readMember(person, { id: coalition }));
    if (intent === "revoke") {
      await revokeCalendarFeed(member);
      return json({ ok: true as const, coalition, address: null });
    }
    const token = await createCalendarFeed(member);
    return json(
      { ok: true as const, coalition, address: `${env().origin}/feeds/${token}` },
      { headers: { "Cache-Control": "no-store" } },
    );
  });
}

export default function CalendarAddress() {
  const { feeds } = useLoaderData<typeof loader>();
  const result = useActionResult<typeof action>();
  const busy = useNavigation().formData;
  const { t, format } = useI18n();
  const words = t.actions.feed;
  return (
    <>
      <p className="lead mt-6">{words.intro}</p>
      {feeds.length === 0 && <p>{words.noCoalition}</p>}
      {feeds.map(({ id, name, feed }) => {
        const made = result?.ok && result.coalition === id ? result : null;
        const working = busy?.get("coalition") === id ? busy.get("intent") : null;
        return (
          <Section key={id} title={words.coalition({ name })} className="mt-8">
            <div className="py-3" role="status">
              {made?.address && (
                <Notice kind="waiting">
                  <b>{words.yours}</b>
                  <br />
                  {words.keepSecret}
                  <CopyField value={made.address} label={words.yours} />
                </Notice>
              )}
              {made && !made.address && <Notice kind="plain">{words.revoked}</Notice>}
            </div>
            <p className="meta">{feed ? words.since({ date: format.dateLong(feed.since) }) : words.none}</p>
            <div className="btn-row mt-3">
              <Form method="post">
                <input type="hidden" name="coalition" value={id} />
                <Button
                  type="submit"
                  name="intent"
                  value="create"
                  icon="rss"
                  busy={working === "create"}
                  busyLabel={words.creating}
                >
                  {feed ? words.renew : words.create}
                </Button>
              </Form>
              {feed && (
                <Form method="post">
                  <input type="hidden" name="coalition" value={id} />
                  <Button type="submit" name="intent" value="revoke" variant="danger-quiet">
                    {words.revoke}
                  </Button>
                </Form>
              )}
            </div>
            {feed && <p className="meta mt-1">{words.renewHint}</p>}
          </Section>
        );
      })}
    </>
  );
}
