import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { rememberDevice } from "~/auth/device-cookie.server";
import { checkPassword } from "~/auth/password-rules.server";
import { DomainError } from "~/domain/errors";
import { PASSWORD_MAX, PASSWORD_MIN } from "~/domain/people/password";
import { readPasswordReset, resetPassword } from "~/domain/people/reset-password.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useEntryLanguages } from "~/routes/auth/entry-languages";
import { runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { EntryLayout } from "~/ui/entry";
import { ErrorSummary, PasswordField } from "~/ui/field";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.auth.reset.title);

/** Shows the form; opening the link uses nothing up, because mail scanners open links. */
export async function loader({ params }: LoaderFunctionArgs) {
  const reset = await readPasswordReset(params.token ?? "");
  return json({ email: reset?.email ?? null }, { status: reset ? 200 : 410 });
}

const input = z.strictObject({ password: z.string().max(1024) });

export async function action({ request, params, context }: ActionFunctionArgs) {
  const token = params.token ?? "";
  return runForm(request, input, async ({ password }) => {
    // Before the hash, which is dear: whoever has no link gets none.
    const reset = await readPasswordReset(token);
    if (!reset) throw new DomainError("reset_invalid");
    await checkPassword(password, [reset.name, reset.email]);
    await resetPassword(token, await context.services.passwords.hash(password));
    // Whoever holds the mailbox gets in from here, also while strangers guess.
    const cookie = rememberDevice(request.headers.get("Cookie"), reset.email);
    return redirect("/sign-in?changed=1", { headers: { "Set-Cookie": cookie } });
  });
}

export default function ResetPassword() {
  const { email } = useLoaderData<typeof loader>();
  const form = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().state === "submitting";
  const { t } = useI18n();
  const words = t.auth.reset;
  return (
    <EntryLayout languages={useEntryLanguages()}>
      <main className="entry__form" id="main">
        <h1 tabIndex={-1}>{email ? words.title : words.goneTitle}</h1>
        <p className="lead">{email ? words.lead({ email }) : words.gone}</p>
        {email ? (
          <Form method="post" noValidate>
            <ErrorSummary {...form.summary} />
            {/* Password managers keep the new password with the account only when they see its name. */}
            <input type="email" name="" value={email} readOnly hidden autoComplete="username" />
            <PasswordField
              name="password"
              label={t.auth.newPassword.label}
              hint={t.auth.newPassword.hint({ min: PASSWORD_MIN })}
              maxLength={PASSWORD_MAX}
              autoComplete="new-password"
              error={form.error("password")}
            />
            <Button type="submit" variant="primary" block size="lg" busy={busy} busyLabel={words.busy}>
              {words.submit}
            </Button>
          </Form>
        ) : (
          <p>
            <Link className="btn btn--primary" to="/password/forgotten">
              {words.again}
            </Link>
          </p>
        )}
      </main>
    </EntryLayout>
  );
}
