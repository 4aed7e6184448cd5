import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { readAnswerStreams } from "~/domain/letters/read-answer-streams.server";
import { readRemindable } from "~/domain/letters/read-desk.server";
import { sendReminder } from "~/domain/letters/send-reminder.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { locales, makeFormat, messagesFor } from "~/i18n";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Choice, ChoiceGroup, ErrorSummary, TextArea } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { LetterPage } from "./letter-page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.signing.reminders.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  const live = await guard(async () => readHeads([stream("letter", id), ...(await readAnswerStreams(member, id))]));
  const page = await guard(() => readRemindable(member, id));
  // Prefilled in the language of those who read it, not of who writes.
  const drafts = Object.fromEntries(
    locales.map((locale) => {
      const words = messagesFor(locale);
      const deadline = page.letter.hardDeadline
        ? makeFormat(locale, page.letter.zone).dateTimeIn(page.letter.hardDeadline, page.letter.zone)
        : "";
      return [locale, words.signing.reminders.draft({ letter: page.letter.title, deadline })];
    }),
  ) as Record<"en" | "es", string>;
  return json({ page, drafts, base: `/c/${member.coalitionSlug}`, live });
}

const body = z.string().max(4000).optional();
const input = z.strictObject({
  organizations: z.array(z.uuid()).max(1000).optional(),
  named: z.literal("yes").optional(),
  body_en: body,
  body_es: body,
});

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  return runForm(request, input, async ({ organizations, named, body_en, body_es }) => {
    const { sent, passedOver } = await sendReminder(member, {
      letterId: params.letter ?? "",
      ...(named ? { organizationIds: organizations ?? [] } : {}),
      bodies: { ...(body_en === undefined ? {} : { en: body_en }), ...(body_es === undefined ? {} : { es: body_es }) },
    });
    return json({ ok: true as const, sent: sent.length, passedOver: passedOver.length });
  });
}

export default function Reminders() {
  const { page, drafts, base, live } = useLoaderData<typeof loader>();
  useLive(live);
  const { t, format } = useI18n();
  const result = useActionResult<typeof action>();
  const form = useFormFailure(result);
  const busy = useNavigation().state === "submitting";
  const [params] = useSearchParams();
  const { letter } = page;
  const only = params.getAll("for");
  const free = page.organizations?.filter((o) => o.nextReminderAt === null) ?? null;
  const chosen = form.failure
    ? form.values("organizations")
    : only.length > 0
      ? only
      : (free?.map((o) => o.organizationId) ?? []);
  const reading = free
    ? locales.filter((l) => free.some((o) => o.reads === l && (only.length === 0 || only.includes(o.organizationId))))
    : locales.filter((l) => page.free[l] > 0);
  const count = page.free.en + page.free.es;
  const sent = result && "ok" in result && result.ok ? result : null;
  return (
    <LetterPage letter={letter} base={base} title={t.signing.reminders.title}>
      {sent && (
        <Notice
          kind="signed"
          live="status"
          action={
            <ButtonLink size="sm" to={`${base}/letters/${letter.id}/board`}>
              {t.signing.reminders.back}
            </ButtonLink>
          }
        >
          {t.signing.reminders.sent({ n: sent.sent })}{" "}
          {sent.passedOver > 0 && t.signing.reminders.passedOver({ n: sent.passedOver })}
        </Notice>
      )}
      {!page.can.remind || count === 0 ? (
        !sent && (
          <EmptyState
            title={t.signing.reminders.none.title}
            level={2}
            dye={letter.dye}
            action={<ButtonLink to={`${base}/letters/${letter.id}/board`}>{t.signing.reminders.back}</ButtonLink>}
          >
            {t.signing.reminders.none.text}
          </EmptyState>
        )
      ) : (
        <Form method="post" className="max-w-form mt-4" noValidate>
          <ErrorSummary {...form.summary} />
          <p className="mb-6">{t.signing.reminders.intro}</p>
          {page.organizations ? (
            <>
              <input type="hidden" name="named" value="yes" />
              <ChoiceGroup
                id="organizations"
                legend={t.signing.reminders.who}
                hint={t.signing.reminders.free({ n: count })}
                error={form.error("organizationIds")}
              >
                {page.organizations.map((o) => (
                  <Choice
                    key={o.organizationId}
                    type="checkbox"
                    name="organizations[]"
                    value={o.organizationId}
                    label={o.name}
                    light
                    disabled={o.nextReminderAt !== null}
                    defaultChecked={o.nextReminderAt === null && chosen.includes(o.organizationId)}
                    hint={[
                      t.signing.states[o.state],
                      o.nextReminderAt
                        ? t.signing.reminders.not({ when: format.day(o.nextReminderAt) })
                        : o.people === 0
                          ? t.signing.reminders.nobody
                          : t.signing.reminders.reads[o.reads],
                    ].join(" · ")}
                  />
                ))}
              </ChoiceGroup>
            </>
          ) : (
            <p className="mb-6">{t.signing.reminders.free({ n: count })}</p>
          )}
          {reading.map((locale) => (
            <TextArea
              key={locale}
              name={`body_${locale}`}
              label={t.signing.reminders.body[locale]}
              hint={t.signing.reminders.bodyHint}
              rows={8}
              lang={locale}
              defaultValue={form.value(`body_${locale}`, drafts[locale])}
              error={form.error(`body_${locale}`)}
            />
          ))}
          <Button type="submit" variant="primary" icon="send" busy={busy} busyLabel={t.common.sending}>
            {t.signing.reminders.submit}
          </Button>
        </Form>
      )}
    </LetterPage>
  );
}
