import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { readReviewPlan } from "~/domain/letters/read-review-plan.server";
import { returnToDraft } from "~/domain/letters/return-to-draft.server";
import { sendToReview } from "~/domain/letters/send-to-review.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { ZoneOptions } from "~/routes/actions/zone-options";
import { zoneOptions } from "~/routes/actions/zone-options.server";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, Select, TextField } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Page, PageHead, Section } from "~/ui/page";
import { AbsenceReason } from "./absence-reason";
import { type LetterHandle, useLetter } from "./use-letter";

export const handle: LetterHandle = { letterBar: "bar" };
export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.letters.review.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const now = new Date().toISOString();
  return guard(async () =>
    json({
      plan: await readReviewPlan(member, params.letter ?? ""),
      // Named on the server: browsers know other names of cities.
      zones: zoneOptions(member.locale, member.timeZone, now),
      zone: member.timeZone,
      now,
    }),
  );
}

const schema = z.discriminatedUnion("intent", [
  z.strictObject({
    intent: z.literal("send"),
    until: z.string().max(40),
    zone: z.string().max(80),
    reason: z.string().max(5000).default(""),
  }),
  z.strictObject({ intent: z.literal("return"), reason: z.string().max(5000).default("") }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  return runForm(request, schema, async (form) => {
    if (form.intent === "send") await sendToReview(member, { letterId, ...form });
    else await returnToDraft(member, { letterId, reason: form.reason });
    return redirect(`/c/${member.coalitionSlug}/letters/${letterId}`);
  });
}

export default function Review() {
  const { plan, zones, zone, now } = useLoaderData<typeof loader>();
  const { letter, base } = useLetter();
  const { t, format } = useI18n();
  const result = useActionResult<typeof action>();
  const failed = (intent: string) => (result && "values" in result && result.values.intent === intent ? result : null);
  const sending = useFormFailure(failed("send"));
  const returning = useFormFailure(failed("return"));
  const busy = useNavigation().formData?.get("intent");
  const words = t.letters.review;
  const own = `${base}/letters/${letter.letterId}`;
  const open = letter.status === "in_review";
  const chosenZone = sending.value("zone", zone);
  const until = letter.dates.reviewUntil ?? new Date(Date.parse(now) + 5 * 86_400_000).toISOString();
  if (letter.status !== "drafting" && !open) {
    return (
      <Page className="page--narrow">
        <PageHead title={words.windowTitle} />
        <Notice kind="plain">{words.over}</Notice>
      </Page>
    );
  }
  const blocked = !open && plan.missing.length > 0;
  return (
    <Page className="page--narrow">
      <PageHead title={open ? words.windowTitle : words.title}>
        <p className="lead">{words.lead}</p>
      </PageHead>
      {blocked ? (
        <div className="needs">
          <p>{words.missingTitle}</p>
          <ul>
            {plan.missing.map((part) => (
              <li key={part}>
                <Link
                  to={
                    part === "words"
                      ? `${own}/text/${letter.locale}`
                      : `${own}/details#${part === "title" ? `subject-${letter.locale}` : part === "recipients" ? "name.0" : "ask"}`
                  }
                >
                  {words.missing[part]}
                </Link>
              </li>
            ))}
          </ul>
          <div className="btn-row">
            {plan.missing.some((part) => part !== "words") && (
              <ButtonLink variant="primary" to={`${own}/details`}>
                {words.fill}
              </ButtonLink>
            )}
            {plan.missing.includes("words") && (
              <ButtonLink to={`${own}/text/${letter.locale}`}>{words.write}</ButtonLink>
            )}
          </div>
        </div>
      ) : (
        <Form method="post" className="form max-w-form" noValidate>
          <ErrorSummary {...sending.summary} />
          <input type="hidden" name="intent" value="send" />
          {!open && <p>{words.tells({ n: plan.organizations })}</p>}
          <TextField
            name="until"
            type="datetime-local"
            label={words.until}
            required
            error={sending.error("until")}
            defaultValue={sending.value("until", format.localInput(until, zone))}
          />
          <Select
            name="zone"
            label={words.zone}
            hint={words.zoneHint}
            error={sending.error("zone")}
            defaultValue={chosenZone}
          >
            <ZoneOptions zones={zones} first={[zone, chosenZone]} />
          </Select>
          <AbsenceReason failure={sending} />
          <div className="btn-row">
            <Button type="submit" variant="primary" busy={busy === "send"} busyLabel={words.sending}>
              {open ? words.move : words.send}
            </Button>
          </div>
        </Form>
      )}
      {open && letter.can.returnToDraft && (
        <Section title={words.backTitle} className="mt-10">
          <p>{words.backText}</p>
          <Form method="post" className="form max-w-form" noValidate>
            <ErrorSummary {...returning.summary} />
            <input type="hidden" name="intent" value="return" />
            <AbsenceReason failure={returning} id="reason-return" />
            <div className="btn-row">
              <Button type="submit" busy={busy === "return"}>
                {words.back}
              </Button>
            </div>
          </Form>
        </Section>
      )}
    </Page>
  );
}
