import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation, useParams } from "@remix-run/react";
import { useId, useState } from "react";
import { z } from "zod";
import { rememberDevice } from "~/auth/device-cookie.server";
import { checkPassword } from "~/auth/password-rules.server";
import { optionalPerson } from "~/auth/require-member.server";
import { createSession } from "~/auth/sessions.server";
import { deviceName } from "~/auth/sign-in.server";
import { DomainError } from "~/domain/errors";
import { acceptInvitation } from "~/domain/people/accept-invitation.server";
import { PASSWORD_MAX, PASSWORD_MIN } from "~/domain/people/password";
import { readInvitation, readWaysToJoin } from "~/domain/people/read-invitation.server";
import { countAttempt } from "~/domain/rate-limit.server";
import { timeZones } from "~/domain/time-zones";
import { locales } from "~/i18n";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useEntryLanguages } from "~/routes/auth/entry-languages";
import { runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { ZoneSelect } from "~/routes/me/zone-select";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { CoalitionMark } from "~/ui/coalition-mark";
import { EntryLayout } from "~/ui/entry";
import { Choice, ChoiceGroup, ErrorSummary, PasswordField, TextField } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { OrgMark } from "~/ui/org-mark";
import { Time } from "~/ui/time";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.auth.invitation.facts);

/** Shows the invitation. Only the POST accepts it: mail scanners open links. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const [invitation, person] = await Promise.all([readInvitation(params.token ?? ""), optionalPerson(request)]);
  if (invitation?.state === "accepted" && person?.id === invitation.acceptedBy) {
    throw redirect(`/c/${invitation.coalition.slug}`);
  }
  if (invitation?.state !== "pending") {
    return json(
      { open: false as const, state: invitation?.state ?? "unknown", signedIn: person !== null },
      { status: 410 },
    );
  }
  const signedIn = person && { name: person.name, email: person.email, invited: person.email === invitation.email };
  const { acceptedBy: _, ...shown } = invitation;
  const ways = person ? await readWaysToJoin(params.token ?? "", person) : [];
  return json({ open: true as const, invitation: shown, signedIn, ways, zones: timeZones() });
}

const confirm = z.strictObject({ as: z.union([z.uuid(), z.literal("")]).default("") });
const join = z.strictObject({
  name: z.string().min(1).max(200),
  password: z.string().max(1024),
  locale: z.enum(locales),
  timeZone: z.string().max(64),
});

export async function action({ request, params, context }: ActionFunctionArgs) {
  const token = params.token ?? "";
  const person = await optionalPerson(request);
  if (person) {
    return runForm(request, confirm, async ({ as }) => {
      const { coalitionSlug } = await acceptInvitation(token, person, as ? { as } : {});
      return redirect(`/c/${coalitionSlug}`);
    });
  }
  return runForm(request, join, async ({ name, password, locale, timeZone }) => {
    await countAttempt("sign_in_network", context.clientAddress);
    // Before the hash, which is dear: whoever has no invitation gets none.
    const invitation = await readInvitation(token);
    if (invitation?.state !== "pending") throw new DomainError("invitation_invalid");
    if (invitation.accountExists) throw new DomainError("not_signed_in");
    await checkPassword(password, [name, invitation.email]);
    const passwordHash = await context.services.passwords.hash(password);
    const accepted = await acceptInvitation(token, { name, passwordHash, locale, timeZone });
    const headers = new Headers();
    headers.append("Set-Cookie", await createSession(accepted.personId, deviceName(request.headers.get("User-Agent"))));
    headers.append("Set-Cookie", rememberDevice(request.headers.get("Cookie"), invitation.email));
    return redirect(`/c/${accepted.coalitionSlug}`, { headers });
  });
}

export default function Invitation() {
  const data = useLoaderData<typeof loader>();
  const { t } = useI18n();
  const languages = useEntryLanguages();
  if (data.open) return <OpenInvitation {...data} />;
  const words = t.auth.invitation;
  return (
    <EntryLayout languages={languages}>
      <main className="entry__form" id="main">
        <h1 tabIndex={-1}>{words.goneTitle}</h1>
        <p className="lead">{words.states[data.state]}</p>
        <Link className="btn btn--primary" to={data.signedIn ? "/" : "/sign-in"}>
          {data.signedIn ? t.errors.page.goHome : t.auth.signIn.title}
        </Link>
      </main>
    </EntryLayout>
  );
}

type Opened = Extract<ReturnType<typeof useLoaderData<typeof loader>>, { open: true }>;

function OpenInvitation({ invitation, signedIn, ways, zones }: Opened) {
  const form = useFormFailure(useActionResult<typeof action>());
  const languages = useEntryLanguages();
  const { t, format } = useI18n();
  const words = t.auth.invitation;
  const { coalition, organization, room, role } = invitation;
  const day = format.date(invitation.invitedAt);
  const title = organization
    ? words.title({ place: organization.name, coalition: coalition.name })
    : room
      ? words.titleRoom({ room, coalition: coalition.name })
      : words.titleCoalition({ coalition: coalition.name });
  return (
    <EntryLayout dye={coalition.dye} languages={signedIn ? undefined : languages}>
      <main className="invite" id="main">
        <div>
          <p className="meta">
            {invitation.invitedBy ? words.by({ by: invitation.invitedBy, day }) : words.of({ day })}
          </p>
          <h1 tabIndex={-1}>{title}</h1>
          <p className="soft mb-8">
            {words.lead({ n: coalition.partners })}{" "}
            {organization && words.leadOrganization({ organization: organization.name })}
          </p>
          <ErrorSummary {...form.summary} />
          {signedIn ? (
            signedIn.invited ? (
              <Confirm name={signedIn.name} written={organization} ways={ways} coalition={coalition.name} />
            ) : (
              <OtherPerson email={invitation.email} signedIn={signedIn.email} />
            )
          ) : invitation.accountExists ? (
            <SignInFirst email={invitation.email} />
          ) : (
            <Join
              name={invitation.name}
              email={invitation.email}
              organization={organization !== null}
              zones={zones}
              form={form}
            />
          )}
        </div>
        <aside aria-label={words.facts}>
          <dl className="invite__facts">
            <div>
              <dt>{words.coalition}</dt>
              <dd className="mt-1 flex items-center gap-3">
                <CoalitionMark dye={coalition.dye} size={32} />
                <b lang={coalition.nameLocale}>{coalition.name}</b>
              </dd>
            </div>
            {organization && (
              <div>
                <dt>{words.organization}</dt>
                <dd className="mt-1 flex items-center gap-3">
                  <OrgMark id={organization.id} name={organization.name} acronym={organization.acronym} />
                  <b lang={organization.nameLocale}>{organization.name}</b>
                </dd>
              </div>
            )}
            {room && (
              <div>
                <dt>{words.room}</dt>
                <dd>
                  <b>{room}</b>
                </dd>
              </div>
            )}
            <div>
              <dt>{words.role}</dt>
              <dd>
                <b>{format.capital(t.auth.roles[role] ?? role)}</b>
                <br />
                <span className="soft">{words.rolesDo[role]}</span>
              </dd>
            </div>
            {invitation.note && (
              <div>
                <dt>{words.note}</dt>
                <dd className="whitespace-pre-line">{invitation.note}</dd>
              </div>
            )}
            <div>
              <dt>{words.seen}</dt>
              <dd className="soft">{words.seenText}</dd>
            </div>
            <div>
              <dt>{words.expires}</dt>
              <dd>
                <Time at={invitation.expiresAt} format="dateTime" />
              </dd>
            </div>
          </dl>
        </aside>
      </main>
    </EntryLayout>
  );
}

function AcceptRow() {
  const { t } = useI18n();
  const busy = useNavigation().state === "submitting";
  const [declining, setDeclining] = useState(false);
  const id = useId();
  const words = t.auth.invitation;
  return (
    <>
      <div className="btn-row">
        <Button type="submit" variant="primary" size="lg" busy={busy} busyLabel={words.accepting}>
          {words.accept}
        </Button>
        <Button
          variant="quiet"
          size="lg"
          aria-expanded={declining}
          aria-controls={id}
          onClick={() => setDeclining(!declining)}
        >
          {words.decline}
        </Button>
      </div>
      <p id={id} className="soft mt-4" role="status">
        {declining && words.declineText}
      </p>
    </>
  );
}

function Confirm({
  name,
  written,
  ways,
  coalition,
}: {
  name: string;
  written: { name: string; nameLocale: string } | null;
  ways: Opened["ways"];
  coalition: string;
}) {
  const { t } = useI18n();
  const words = t.auth.invitation;
  const likely = ways.find((way) => way.likely);
  return (
    <Form method="post">
      <p className="mb-4">{words.signedInAs({ name })}</p>
      {written && ways.length > 0 && (
        <ChoiceGroup id="as" legend={words.joinAs} hint={words.joinAsHint}>
          {ways.map((way) => (
            <Choice
              key={way.id}
              type="radio"
              name="as"
              value={way.id}
              label={<span lang={way.nameLocale}>{way.name}</span>}
              hint={words.joinAsExisting({ n: way.people, coalition })}
              defaultChecked={way.id === likely?.id}
            />
          ))}
          <Choice
            type="radio"
            name="as"
            value=""
            label={words.joinAsNew({ organization: written.name })}
            hint={words.joinAsNewHint}
            defaultChecked={!likely}
          />
        </ChoiceGroup>
      )}
      <AcceptRow />
    </Form>
  );
}

function OtherPerson({ email, signedIn }: { email: string; signedIn: string }) {
  const { t } = useI18n();
  return (
    <>
      <Notice kind="alert">{t.auth.invitation.otherPerson({ email, signedIn })}</Notice>
      <Form method="post" action="/sign-out" reloadDocument className="mt-4">
        <Button type="submit">{t.shell.menu.signOut}</Button>
      </Form>
    </>
  );
}

function SignInFirst({ email }: { email: string }) {
  const { t } = useI18n();
  const { token } = useParams();
  return (
    <>
      <p className="mb-4">{t.auth.invitation.signInFirst({ email })}</p>
      <Link className="btn btn--primary btn--lg" to={`/sign-in?next=${encodeURIComponent(`/invitations/${token}`)}`}>
        {t.auth.invitation.signIn}
      </Link>
    </>
  );
}

function Join({
  name,
  email,
  organization,
  zones,
  form,
}: {
  name: string;
  email: string;
  organization: boolean;
  zones: readonly string[];
  form: ReturnType<typeof useFormFailure>;
}) {
  const { t, locale } = useI18n();
  const words = t.auth.invitation;
  return (
    <Form method="post" noValidate>
      <TextField
        name="name"
        label={words.name}
        hint={organization ? words.nameHint : words.nameHintOther}
        autoComplete="name"
        defaultValue={form.value("name", name)}
        error={form.error("name")}
      />
      <input type="email" value={email} readOnly hidden autoComplete="username" />
      <PasswordField
        name="password"
        label={t.auth.newPassword.label}
        hint={t.auth.newPassword.hint({ min: PASSWORD_MIN })}
        maxLength={PASSWORD_MAX}
        autoComplete="new-password"
        error={form.error("password")}
      />
      <input type="hidden" name="locale" value={locale} />
      <ZoneSelect
        name="timeZone"
        label={words.zone}
        zones={zones}
        value={form.value("timeZone")}
        guess
        error={form.error("timeZone")}
      />
      <AcceptRow />
    </Form>
  );
}
