import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { openLetter } from "~/domain/letters/open-letter.server";
import { readInvitable } from "~/domain/letters/read-invitable.server";
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
import { Choice, ChoiceGroup, ErrorSummary, TextArea, TextField } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { DeadlineFields } from "./deadline-fields";
import { LetterPage } from "./letter-page";
import { SealedLine } from "./sealed-line";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.signing.opening.title);

const DAY = 86_400_000;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  const live = await readHeads([stream("letter", id)]);
  const page = await guard(() => readInvitable(member, id));
  const base = `/c/${member.coalitionSlug}`;
  if (page.letter.status === "open") throw redirect(`${base}/letters/${id}/board`);
  const zone = page.letter.zone || member.timeZone;
  // Ten days from now, at the end of an office day there.
  const suggested = `${wallTimeOf(new Date(Date.now() + 10 * DAY), zone).slice(0, 10)}T17:00`;
  return json({ page, base, zones: timeZones(), zone, suggested, live });
}

const input = z.strictObject({
  deadline: z.string().min(1).max(40),
  zone: z.string().min(1).max(80),
  meaning: z.string().min(1).max(2000),
  goal: z.coerce.number().int().min(0).max(100_000).default(0),
  inviteCampaign: z.literal("yes").optional(),
  organizations: z.array(z.uuid()).max(1000).default([]),
  reason: z.string().max(2000).default(""),
});

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  return runForm(request, input, async ({ inviteCampaign, organizations, ...rest }) => {
    await openLetter(member, {
      letterId,
      ...rest,
      inviteCampaign: inviteCampaign === "yes",
      organizationIds: organizations,
    });
    return redirect(`/c/${member.coalitionSlug}/letters/${letterId}/board`);
  });
}

export default function Opening() {
  const { page, base, zones, zone, suggested, live } = useLoaderData<typeof loader>();
  useLive(live);
  const { t, format } = useI18n();
  const form = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().state === "submitting";
  const { letter } = page;
  const leads = page.organizations.filter((o) => o.lead);
  const others = page.organizations.filter((o) => !o.lead && !o.inCampaign);
  const inCampaign = page.organizations.filter((o) => o.inCampaign).length;
  const chosen = form.values("organizations");
  return (
    <LetterPage letter={letter} base={base} title={t.signing.opening.title}>
      {!page.can.open ? (
        <Notice
          kind="plain"
          action={
            (letter.status === "drafting" || letter.status === "in_review") && (
              <ButtonLink size="sm" to={`${base}/letters/${letter.id}/freeze`}>
                {t.letters.bar.freeze}
              </ButtonLink>
            )
          }
        >
          {t.signing.opening.notNow}
        </Notice>
      ) : (
        <Form method="post" className="max-w-form" noValidate>
          <ErrorSummary {...form.summary} />
          <p className="mb-4">{t.signing.opening.intro}</p>
          <SealedLine letter={letter} />
          <fieldset className="mt-8">
            <legend className="font-semibold">{t.signing.opening.deadlineLegend}</legend>
            <p className="field__hint mb-3">{t.signing.opening.deadlineHint}</p>
            <DeadlineFields
              zones={zones}
              zone={form.value("zone", zone)}
              value={form.value("deadline", suggested)}
              error={form.error("deadline")}
              zoneError={form.error("zone")}
            />
          </fieldset>
          <TextArea
            name="meaning"
            label={t.signing.opening.meaning}
            hint={t.signing.opening.meaningHint}
            rows={4}
            defaultValue={form.value("meaning", letter.meaning || t.signing.opening.meaningDefault)}
            error={form.error("meaning")}
          />
          <TextField
            name="goal"
            type="number"
            min={0}
            inputMode="numeric"
            label={t.signing.opening.goal}
            optional
            defaultValue={form.value("goal")}
            error={form.error("goal")}
          />
          <ChoiceGroup
            id="organizations"
            legend={t.signing.opening.invite}
            hint={t.signing.opening.leads({ names: format.list(leads.map((o) => o.name)) })}
          >
            <Choice
              type="checkbox"
              name="inviteCampaign"
              value="yes"
              defaultChecked={form.failure ? form.value("inviteCampaign") === "yes" : true}
              label={t.signing.opening.inviteCampaign({ n: inCampaign, campaign: letter.campaign.name })}
              hint={t.signing.opening.inviteCampaignHint}
            />
          </ChoiceGroup>
          {others.length > 0 && (
            <ChoiceGroup legend={t.signing.opening.more} optional>
              {others.map((o) => (
                <Choice
                  key={o.id}
                  type="checkbox"
                  name="organizations[]"
                  value={o.id}
                  label={<span lang={o.locale}>{o.name}</span>}
                  light
                  defaultChecked={chosen.includes(o.id)}
                />
              ))}
            </ChoiceGroup>
          )}
          {page.needsReason && (
            <TextArea
              name="reason"
              label={t.signing.reason}
              hint={t.signing.reasonHint}
              rows={2}
              defaultValue={form.value("reason")}
              error={form.error("reason")}
            />
          )}
          <Button type="submit" variant="primary" size="lg" busy={busy} busyLabel={t.signing.opening.opening}>
            {t.signing.opening.submit}
          </Button>
        </Form>
      )}
    </LetterPage>
  );
}
