import { type ActionFunctionArgs, json, type MetaFunction } from "@remix-run/node";
import { Form, Link, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { isDomainError } from "~/domain/errors";
import { emailAddress } from "~/domain/people/email";
import { requestPasswordReset } from "~/domain/people/request-password-reset.server";
import { countAttempt } from "~/domain/rate-limit.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useEntryLanguages } from "~/routes/auth/entry-languages";
import { runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { EntryLayout } from "~/ui/entry";
import { ErrorSummary, TextField } from "~/ui/field";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.auth.forgotten.title);

/**
 * Answers the same whether the address has an account or not, and also when it had its mails of the day: else the limit itself
 * would tell. Only the network's own limit is said aloud.
 */
export async function action({ request, context }: ActionFunctionArgs) {
  return runForm(request, z.strictObject({ email: z.string().max(320) }), async (input) => {
    const email = emailAddress(input.email);
    await countAttempt("forgotten_network", context.clientAddress);
    try {
      await countAttempt("mail_address", email);
      await requestPasswordReset(email);
    } catch (error) {
      if (!isDomainError(error) || error.code !== "too_many_attempts") throw error;
    }
    return json({ ok: true as const, email });
  });
}

export default function ForgottenPassword() {
  const result = useActionResult<typeof action>();
  const form = useFormFailure(result);
  const busy = useNavigation().state === "submitting";
  const { t } = useI18n();
  const words = t.auth.forgotten;
  const sent = result?.ok ? result.email : null;
  return (
    <EntryLayout languages={useEntryLanguages()}>
      <main className="entry__form" id="main">
        <h1 tabIndex={-1}>{sent ? words.sentTitle : words.title}</h1>
        {sent ? (
          <p className="lead" role="status">
            {words.sent({ email: sent })}
          </p>
        ) : (
          <>
            <p className="lead">{words.lead}</p>
            <ErrorSummary {...form.summary} />
            <Form method="post" noValidate>
              <TextField
                name="email"
                type="email"
                inputMode="email"
                autoComplete="username"
                label={t.auth.signIn.email}
                defaultValue={form.value("email")}
                error={form.error("email")}
              />
              <Button type="submit" variant="primary" block size="lg" busy={busy} busyLabel={words.busy}>
                {words.submit}
              </Button>
            </Form>
          </>
        )}
        <p className="meta mt-4">
          <Link to="/sign-in">{words.back}</Link>
        </p>
      </main>
    </EntryLayout>
  );
}
