import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { coalitionDyes } from "~/domain/coalitions/coalition";
import { editCoalition } from "~/domain/coalitions/edit-coalition.server";
import { inviteCoordinator } from "~/domain/coalitions/invite-coordinator.server";
import { readCoalitionSettings } from "~/domain/coalitions/read-settings.server";
import { removeCoordinator } from "~/domain/coalitions/remove-coordinator.server";
import { nameLocales } from "~/domain/organizations/organization";
import { resendInvitation } from "~/domain/people/resend-invitation.server";
import { revokeInvitation } from "~/domain/people/revoke-invitation.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { locales } from "~/i18n";
import { nativeName } from "~/i18n/language-names";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { InvitationRows } from "~/routes/organizations/invitation-rows";
import { useActionResult } from "~/routes/use-action-result";
import { Avatar } from "~/ui/avatar";
import { Button } from "~/ui/button";
import { CoalitionMark } from "~/ui/coalition-mark";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { DataTable } from "~/ui/data-table";
import { Choice, ChoiceGroup, ErrorSummary, Select, TextField } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Page, PageHead, Section } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.organizations.coalition.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => {
    const live = await readHeads([stream("coalition", member.coalitionId)]);
    return json({ settings: await readCoalitionSettings(member), live });
  });
}

const input = z.discriminatedUnion("intent", [
  z.strictObject({
    intent: z.literal("edit"),
    name: z.string().max(400),
    nameLocale: z.enum(nameLocales),
    motto: z.string().max(1000).default(""),
    dye: z.enum(coalitionDyes),
  }),
  z.strictObject({
    intent: z.literal("invite"),
    email: z.string().max(320),
    personName: z.string().max(400).default(""),
    locale: z.enum(locales),
  }),
  z.strictObject({ intent: z.literal("remove"), person: z.uuid() }),
  z.strictObject({ intent: z.literal("resend"), invitation: z.uuid() }),
  z.strictObject({ intent: z.literal("revoke"), invitation: z.uuid() }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  return runForm(request, input, async (form) => {
    switch (form.intent) {
      case "edit": {
        const { intent: _, ...values } = form;
        await editCoalition(member, values);
        break;
      }
      case "invite":
        await inviteCoordinator(member, { email: form.email, name: form.personName, locale: form.locale });
        return json({ ok: true as const, did: form.intent, email: form.email.trim() });
      case "remove":
        await removeCoordinator(member, form.person);
        if (form.person === member.personId) return redirect("/");
        break;
      case "resend":
        await resendInvitation(member, form.invitation);
        break;
      case "revoke":
        await revokeInvitation(member, form.invitation);
    }
    return json({ ok: true as const, did: form.intent, email: "" });
  });
}

export default function Settings() {
  const { settings: s, live } = useLoaderData<typeof loader>();
  const result = useActionResult<typeof action>();
  const form = useFormFailure(result);
  const intent = form.value("intent");
  const navigation = useNavigation();
  const busy = navigation.state === "submitting" ? navigation.formData?.get("intent") : null;
  const { t, locale, format } = useI18n();
  useLive(live);
  const words = t.organizations.coalition;
  const told = result?.ok
    ? {
        edit: words.saved,
        invite: t.people.sent({ email: result.email }),
        remove: t.people.changed,
        resend: t.people.resent,
        revoke: t.people.revoked,
      }[result.did]
    : null;
  const of = (name: string) => ({
    value: (field: string, otherwise = "") => (intent === name ? form.value(field, otherwise) : otherwise),
    error: (field: string) => (intent === name ? form.error(field) : undefined),
  });
  const [edit, invite] = [of("edit"), of("invite")];
  const dye = edit.value("dye", s.dye);
  return (
    <Page>
      <PageHead title={words.title} />
      <div role="status">{told && <Notice kind="signed">{told}</Notice>}</div>
      <ErrorSummary {...form.summary} />
      <div className="settings-grid">
        <Section title={words.coordinators} count={s.coordinators.length}>
          <DataTable
            caption={words.coordinators}
            head={[{ label: t.people.person }, { label: t.people.role }, { label: t.people.actions, hidden: true }]}
          >
            {s.coordinators.map((person) => (
              <CoordinatorRow key={person.id} person={person} only={s.coordinators.length === 1} />
            ))}
            <InvitationRows invitations={s.invitations} columns={3} />
          </DataTable>
          <Form
            method="post"
            noValidate
            className="mt-8 max-w-form"
            key={result?.ok && result.did === "invite" ? result.email : "typing"}
          >
            <h3 className="section__title mb-4">{words.inviteCoordinator}</h3>
            <input type="hidden" name="intent" value="invite" />
            <TextField
              name="email"
              type="email"
              inputMode="email"
              autoComplete="off"
              label={t.people.email}
              defaultValue={invite.value("email")}
              error={invite.error("email")}
            />
            <TextField
              name="personName"
              label={t.people.name}
              optional
              autoComplete="off"
              defaultValue={invite.value("personName")}
              error={invite.error("personName")}
            />
            <Select
              name="locale"
              label={t.people.locale}
              defaultValue={invite.value("locale", locale)}
              options={locales.map((one) => ({ value: one, label: nativeName(one), lang: one }))}
            />
            <Button type="submit" icon="user-plus" busy={busy === "invite"} busyLabel={t.people.inviting}>
              {t.people.invite}
            </Button>
          </Form>
        </Section>
        <Section title={words.identity}>
          <Form method="post" noValidate className="pt-4">
            <input type="hidden" name="intent" value="edit" />
            <TextField
              name="name"
              label={words.name}
              defaultValue={edit.value("name", s.name)}
              error={edit.error("name")}
            />
            <Select
              name="nameLocale"
              label={words.nameLocale}
              defaultValue={edit.value("nameLocale", s.nameLocale)}
              options={nameLocales.map((one) => ({ value: one, label: format.capital(t.common.languageNames[one]) }))}
            />
            <TextField
              name="motto"
              label={words.motto}
              hint={words.mottoHint}
              optional
              defaultValue={edit.value("motto", s.motto)}
              error={edit.error("motto")}
            />
            <ChoiceGroup legend={words.dye}>
              {coalitionDyes.map((one) => (
                <Choice
                  key={one}
                  type="radio"
                  name="dye"
                  value={one}
                  light
                  defaultChecked={dye === one}
                  label={
                    <span className="inline-flex items-center gap-2">
                      <CoalitionMark dye={one} size={20} />
                      {words.dyes[one]}
                    </span>
                  }
                />
              ))}
            </ChoiceGroup>
            <Button type="submit" variant="primary" busy={busy === "edit"} busyLabel={t.common.saving}>
              {words.save}
            </Button>
          </Form>
        </Section>
      </div>
    </Page>
  );
}

type Coordinator = { id: string; name: string; email: string; you: boolean };

function CoordinatorRow({ person, only }: { person: Coordinator; only: boolean }) {
  const { t } = useI18n();
  const [asking, setAsking] = useState(false);
  const words = t.organizations.coalition;
  const verb = person.you ? words.stepDown : words.removeCoordinator;
  return (
    <tr>
      <td>
        <span className="person">
          <Avatar id={person.id} name={person.name} />
          <span>
            <b>{person.name}</b>
            <span className="meta">{[person.email, person.you && t.people.you].filter(Boolean).join(" · ")}</span>
          </span>
        </span>
      </td>
      <td data-label={t.people.role}>{t.auth.roles.coordinator}</td>
      <td>
        {!only && (
          <Button
            size="sm"
            variant="danger-quiet"
            aria-label={person.you ? undefined : words.removeNamed({ name: person.name })}
            onClick={() => setAsking(true)}
          >
            {verb}
          </Button>
        )}
        <ConfirmDialog
          open={asking}
          onClose={() => setAsking(false)}
          title={person.you ? words.stepDownQuestion : t.people.removeQuestion({ name: person.name })}
          verb={verb}
          danger
          form={{ fields: { intent: "remove", person: person.id } }}
        >
          <p>{t.people.removeText}</p>
        </ConfirmDialog>
      </td>
    </tr>
  );
}
