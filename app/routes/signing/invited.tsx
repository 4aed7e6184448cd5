import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { inviteToSign } from "~/domain/letters/invite-to-sign.server";
import { readInvitable } from "~/domain/letters/read-invitable.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { Choice, ChoiceGroup, ErrorSummary } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { LetterPage } from "./letter-page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.signing.invited.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  const live = await readHeads([stream("letter", id)]);
  const page = await guard(() => readInvitable(member, id));
  return json({ page, base: `/c/${member.coalitionSlug}`, live });
}

const input = z.strictObject({ organizations: z.array(z.uuid()).min(1).max(1000) });

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  return runForm(request, input, async ({ organizations }) => {
    await inviteToSign(member, { letterId, organizationIds: organizations });
    return redirect(`/c/${member.coalitionSlug}/letters/${letterId}/board`);
  });
}

export default function Invited() {
  const { page, base, live } = useLoaderData<typeof loader>();
  useLive(live);
  const { t } = useI18n();
  const form = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().state === "submitting";
  const open = page.can.invite && page.letter.status === "open";
  const left = page.organizations.filter((o) => !o.invited);
  const chosen = form.values("organizations");
  return (
    <LetterPage letter={page.letter} base={base} title={t.signing.invited.title}>
      {!open ? (
        <Notice kind="plain">{t.signing.invited.closed}</Notice>
      ) : left.length === 0 ? (
        <Notice kind="plain">{t.signing.invited.none}</Notice>
      ) : (
        <Form method="post" className="max-w-form" noValidate>
          <ErrorSummary {...form.summary} />
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
    </LetterPage>
  );
}
