import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { inviteToSign } from "~/domain/letters/invite-to-sign.server";
import { readAnswerStreams } from "~/domain/letters/read-answer-streams.server";
import { readInvitable } from "~/domain/letters/read-invitable.server";
import { takeBackInvitation } from "~/domain/letters/take-back-invitation.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { ConfirmStep } from "~/ui/confirm-step";
import { Choice, ChoiceGroup, ErrorSummary } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/page";
import { LetterPage } from "./letter-page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.signing.invited.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  const live = await guard(async () => readHeads([stream("letter", id), ...(await readAnswerStreams(member, id))]));
  const page = await guard(() => readInvitable(member, id));
  return json({ page, base: `/c/${member.coalitionSlug}`, live });
}

const input = z.union([
  z.strictObject({ takeBack: z.uuid() }),
  z.strictObject({ organizations: z.array(z.uuid()).min(1).max(1000) }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  return runForm(request, input, async (what) => {
    const own = `/c/${member.coalitionSlug}/letters/${letterId}`;
    if ("takeBack" in what) {
      await takeBackInvitation(member, { letterId, organizationId: what.takeBack });
      return redirect(`${own}/invited#unanswered`);
    }
    await inviteToSign(member, { letterId, organizationIds: what.organizations });
    return redirect(`${own}/board`);
  });
}

export default function Invited() {
  const { page, base, live } = useLoaderData<typeof loader>();
  useLive(live);
  const { t, format } = useI18n();
  const form = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().state === "submitting";
  const open = page.can.invite && page.letter.status === "open";
  const left = page.organizations.filter((o) => !o.invited);
  const chosen = form.values("organizations");
  const takingBack = form.value("takeBack") !== "";
  return (
    <LetterPage letter={page.letter} base={base} title={t.signing.invited.title}>
      {!open ? (
        <Notice kind="plain">{t.signing.invited.closed}</Notice>
      ) : left.length === 0 ? (
        <Notice kind="plain">{t.signing.invited.none}</Notice>
      ) : (
        <Form method="post" className="max-w-form" noValidate>
          {!takingBack && <ErrorSummary {...form.summary} />}
          <p className="mb-6">{t.signing.invited.intro}</p>
          <ChoiceGroup id="organizations" legend={t.signing.invited.choose} error={form.error("organizations")}>
            {left.map((o) => (
              <Choice
                key={o.id}
                type="checkbox"
                name="organizations[]"
                value={o.id}
                label={<span lang={o.locale}>{o.name}</span>}
                light
                hint={o.inCampaign ? t.signing.invited.inCampaign : undefined}
                defaultChecked={chosen.includes(o.id)}
              />
            ))}
          </ChoiceGroup>
          <Button type="submit" variant="primary" busy={busy} busyLabel={t.signing.invited.inviting}>
            {t.signing.invited.submit}
          </Button>
        </Form>
      )}
      {page.unanswered && page.unanswered.length > 0 && (
        <Section title={t.signing.invited.unanswered} count={page.unanswered.length} id="unanswered">
          <p className="meta py-2">{t.signing.invited.unansweredHint}</p>
          {takingBack && <ErrorSummary {...form.summary} />}
          <ul className="rows">
            {page.unanswered.map((o) => (
              <li key={o.id} className="flex flex-wrap items-center gap-3 py-2">
                <span className="flex-1 min-w-0">
                  <span lang={o.locale}>{o.name}</span>
                  <span className="meta block">
                    {t.signing.board.invitedOn({ when: format.day(o.invitedAt) })}
                    {o.reading && `, ${t.signing.states.considering}`}
                  </span>
                </span>
                <ConfirmStep
                  size="sm"
                  label={t.signing.invited.takeBack}
                  ariaLabel={t.signing.invited.takeBackNamed({ org: o.name })}
                  title={t.signing.invited.takeBackQuestion({ org: o.name })}
                  verb={t.signing.invited.takeBackVerb}
                  safe={t.signing.invited.keepInvited}
                  fields={{ takeBack: o.id }}
                >
                  <p>{t.signing.invited.takeBackConsequence}</p>
                </ConfirmStep>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </LetterPage>
  );
}
