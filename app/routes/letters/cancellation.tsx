import { type ActionFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { cancelLetter } from "~/domain/letters/cancel-letter.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary, TextArea } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Page, PageHead } from "~/ui/page";
import { NoAccess } from "~/ui/states";
import { type LetterHandle, useLetter } from "./use-letter";

export const handle: LetterHandle = { letterBar: "bar" };
export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.letters.cancel.title);

const schema = z.strictObject({ reason: z.string().max(5000).default("") });

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  return runForm(request, schema, async ({ reason }) => {
    await cancelLetter(member, { letterId, reason });
    return redirect(`/c/${member.coalitionSlug}/letters/${letterId}`);
  });
}

export default function Cancellation() {
  const { letter, base } = useLetter();
  const { t } = useI18n();
  const failure = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().formMethod === "POST";
  const words = t.letters.cancel;
  if (letter.status === "cancelled") {
    return (
      <Page className="page--narrow">
        <PageHead title={t.letters.reading.cancelled} />
        {letter.reason && <Notice kind="plain">{letter.reason}</Notice>}
      </Page>
    );
  }
  if (!letter.can.cancel) return <NoAccess />;
  return (
    <Page className="page--narrow">
      <PageHead title={words.title}>
        <p className="lead">{words.lead}</p>
      </PageHead>
      {letter.signed > 0 && <Notice kind="alert">{words.signed({ n: letter.signed })}</Notice>}
      <Form method="post" className="form max-w-form" noValidate>
        <ErrorSummary {...failure.summary} />
        <TextArea
          name="reason"
          label={letter.leadAbsent ? t.letters.absence.reason : words.reason}
          hint={letter.leadAbsent ? t.letters.absence.hint : words.reasonHint}
          rows={3}
          maxLength={600}
          required
          error={failure.error("reason")}
          defaultValue={failure.value("reason")}
        />
        <div className="btn-row">
          <Button type="submit" variant="danger-quiet" busy={busy} busyLabel={words.confirming}>
            {words.confirm}
          </Button>
          <ButtonLink variant="quiet" to={`${base}/letters/${letter.letterId}`}>
            {words.keep}
          </ButtonLink>
        </div>
      </Form>
    </Page>
  );
}
