import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { extendDeadline } from "~/domain/letters/extend-deadline.server";
import { readDesk } from "~/domain/letters/read-desk.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { timeZones, wallTimeOf } from "~/domain/time-zones";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { Deadline } from "~/ui/deadline";
import { ErrorSummary, TextArea } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { DeadlineFields } from "./deadline-fields";
import { LetterPage } from "./letter-page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.signing.deadline.title);

const DAY = 86_400_000;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  const live = await readHeads([stream("letter", id)]);
  const desk = await guard(() => readDesk(member, id));
  const { zone, hardDeadline } = desk.letter;
  const suggested = hardDeadline ? wallTimeOf(new Date(Date.parse(hardDeadline) + 7 * DAY), zone) : "";
  return json({
    desk,
    base: `/c/${member.coalitionSlug}`,
    zones: timeZones(),
    suggested,
    now: new Date().toISOString(),
    live,
  });
}

const input = z.strictObject({
  deadline: z.string().min(1).max(40),
  zone: z.string().min(1).max(80),
  reason: z.string().max(2000).default(""),
});

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  return runForm(request, input, async (values) => {
    await extendDeadline(member, { letterId, ...values });
    return redirect(`/c/${member.coalitionSlug}/letters/${letterId}/board`);
  });
}

export default function MoveDeadline() {
  const { desk, base, zones, suggested, now, live } = useLoaderData<typeof loader>();
  useLive(live);
  const { t } = useI18n();
  const form = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().state === "submitting";
  const { letter } = desk;
  return (
    <LetterPage letter={letter} base={base} title={t.signing.deadline.title}>
      {!desk.can.extend || !letter.hardDeadline ? (
        <Notice kind="plain">{t.signing.deadline.notOpen}</Notice>
      ) : (
        <Form method="post" className="max-w-form" noValidate>
          <ErrorSummary {...form.summary} />
          <p className="meta">{t.signing.deadline.now}</p>
          <Deadline at={letter.hardDeadline} since={letter.openedAt} zone={letter.zone} now={now} />
          <p className="my-6">{t.signing.deadline.intro}</p>
          <fieldset>
            <legend className="font-semibold mb-2">{t.signing.deadline.legend}</legend>
            <DeadlineFields
              zones={zones}
              zone={form.value("zone", letter.zone)}
              value={form.value("deadline", suggested)}
              error={form.error("deadline")}
              zoneError={form.error("zone")}
            />
          </fieldset>
          <TextArea
            name="reason"
            label={t.signing.deadline.why}
            hint={t.signing.deadline.whyHint}
            rows={3}
            defaultValue={form.value("reason")}
            error={form.error("reason")}
          />
          <Button type="submit" variant="primary" busy={busy} busyLabel={t.signing.deadline.moving}>
            {t.signing.deadline.submit}
          </Button>
        </Form>
      )}
    </LetterPage>
  );
}
