import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { closeLetter } from "~/domain/letters/close-letter.server";
import { readAnswerStreams } from "~/domain/letters/read-answer-streams.server";
import { readDesk } from "~/domain/letters/read-desk.server";
import { reopenLetter } from "~/domain/letters/reopen-letter.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { timeZones, wallTimeOf } from "~/domain/time-zones";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, TextArea } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/page";
import { DeadlineFields } from "./deadline-fields";
import { LetterPage } from "./letter-page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.signing.closing.title);

const DAY = 86_400_000;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  const live = await guard(async () => readHeads([stream("letter", id), ...(await readAnswerStreams(member, id))]));
  const desk = await guard(() => readDesk(member, id));
  const suggested = `${wallTimeOf(new Date(Date.now() + 3 * DAY), desk.letter.zone).slice(0, 10)}T17:00`;
  return json({ desk, base: `/c/${member.coalitionSlug}`, zones: timeZones(), suggested, live });
}

const reason = z.string().max(2000).default("");
const input = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("close"), reason }),
  z.strictObject({
    step: z.literal("reopen"),
    deadline: z.string().min(1).max(40),
    zone: z.string().min(1).max(80),
    reason,
  }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  const letter = `/c/${member.coalitionSlug}/letters/${letterId}`;
  return runForm(request, input, async (values) => {
    if (values.step === "close") {
      await closeLetter(member, { letterId, reason: values.reason });
      return redirect(`${letter}/list`);
    }
    await reopenLetter(member, { letterId, deadline: values.deadline, zone: values.zone, reason: values.reason });
    return redirect(`${letter}/board`);
  });
}

export default function Closing() {
  const { desk, base, zones, suggested, live } = useLoaderData<typeof loader>();
  useLive(live);
  const { t, format } = useI18n();
  const form = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().state === "submitting";
  const { letter } = desk;
  const own = `${base}/letters/${letter.id}`;
  return (
    <LetterPage
      letter={letter}
      base={base}
      title={desk.can.close ? t.signing.closing.title : t.signing.closing.reopenTitle}
    >
      <ErrorSummary {...form.summary} />
      {desk.can.close ? (
        <Form method="post" className="max-w-form" noValidate>
          <p className="letter-type text-xl mb-2">{t.signing.closing.question({ n: desk.signed })}</p>
          <p className="mb-6">
            {desk.undecided > 0 ? t.signing.closing.undecided({ n: desk.undecided }) : t.signing.closing.allDecided}
          </p>
          {desk.needsReason && (
            <TextArea
              name="reason"
              label={t.signing.reason}
              hint={t.signing.reasonHint}
              rows={2}
              defaultValue={form.value("reason")}
              error={form.error("reason")}
            />
          )}
          <div className="btn-row">
            <ButtonLink to={`${own}/board`} variant="quiet">
              {t.common.cancel}
            </ButtonLink>
            <Button
              type="submit"
              name="step"
              value="close"
              variant="danger"
              busy={busy}
              busyLabel={t.signing.closing.closing}
            >
              {t.signing.closing.submit}
            </Button>
          </div>
        </Form>
      ) : desk.can.reopen ? (
        <>
          <Notice
            kind="plain"
            action={
              <ButtonLink to={`${own}/list`} size="sm">
                {t.signing.closing.list}
              </ButtonLink>
            }
          >
            {t.signing.closing.isClosed({
              when: letter.hardDeadline ? format.dateTime(letter.closedAt ?? letter.hardDeadline) : "",
            })}
          </Notice>
          <Section title={t.signing.closing.reopenTitle} className="mt-8">
            <Form method="post" className="max-w-form" noValidate>
              <p className="mb-6">{t.signing.closing.reopenText}</p>
              <DeadlineFields
                zones={zones}
                zone={form.value("zone", letter.zone)}
                value={form.value("deadline", suggested)}
                error={form.error("deadline")}
                zoneError={form.error("zone")}
              />
              <TextArea
                name="reason"
                label={t.signing.deadline.why}
                hint={t.signing.deadline.whyHint}
                rows={3}
                defaultValue={form.value("reason")}
                error={form.error("reason")}
              />
              <Button
                type="submit"
                name="step"
                value="reopen"
                variant="primary"
                busy={busy}
                busyLabel={t.signing.closing.reopening}
              >
                {t.signing.closing.reopen}
              </Button>
            </Form>
          </Section>
        </>
      ) : (
        <Notice kind="plain">{t.signing.closing.cannot}</Notice>
      )}
    </LetterPage>
  );
}
