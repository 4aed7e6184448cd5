import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { Fragment, useState } from "react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { readOrganizationPeople } from "~/domain/organizations/read-organization.server";
import { setSignOffRule } from "~/domain/organizations/set-sign-off-rule.server";
import { changeRole } from "~/domain/people/change-role.server";
import { invitePerson } from "~/domain/people/invite-person.server";
import { leaveOrganization, removePerson } from "~/domain/people/remove-person.server";
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
import { OrganizationHead } from "~/routes/organizations/organization-head";
import { RoleMatrix } from "~/routes/organizations/role-matrix";
import { useActionResult } from "~/routes/use-action-result";
import { Avatar } from "~/ui/avatar";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { DataTable } from "~/ui/data-table";
import { Choice, ChoiceGroup, ErrorSummary, Select, TextArea, TextField } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Page, Section } from "~/ui/page";
import { Time } from "~/ui/time";

export const meta: MetaFunction<typeof loader> = ({ matches }) => pageTitle(matches, (t) => t.people.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.organization ?? "";
  return guard(async () => {
    const live = await readHeads([stream("coalition", member.coalitionId)]);
    const inside = await readOrganizationPeople(member, id);
    // Asked only after the read: whoever may not see the people may not follow them either.
    const own = inside.head.role ? await readHeads([stream("organization", id)]) : [];
    return json({
      ...inside,
      live: [...live, ...own],
      base: `/c/${member.coalitionSlug}/organizations`,
    });
  });
}

const roles = ["signatory", "delegate", "member"] as const;
const role = z.enum(roles);
const input = z.discriminatedUnion("intent", [
  z.strictObject({
    intent: z.literal("invite"),
    email: z.string().max(320),
    name: z.string().max(400).default(""),
    title: z.string().max(400).default(""),
    role,
    locale: z.enum(locales),
    note: z.string().max(4000).default(""),
  }),
  z.strictObject({ intent: z.literal("change"), person: z.uuid(), role, title: z.string().max(400) }),
  z.strictObject({ intent: z.literal("remove"), person: z.uuid() }),
  z.strictObject({ intent: z.literal("leave") }),
  z.strictObject({ intent: z.literal("resend"), invitation: z.uuid() }),
  z.strictObject({ intent: z.literal("revoke"), invitation: z.uuid() }),
  z.strictObject({ intent: z.literal("rule"), rule: z.enum(["one", "two"]) }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const organizationId = params.organization ?? "";
  return runForm(request, input, async (form) => {
    switch (form.intent) {
      case "invite": {
        const { intent: _, ...invited } = form;
        await invitePerson(member, { organizationId, ...invited });
        return json({ ok: true as const, did: form.intent, email: form.email.trim() });
      }
      case "change":
        await changeRole(member, { organizationId, personId: form.person, role: form.role, title: form.title });
        break;
      case "remove":
        await removePerson(member, { organizationId, personId: form.person });
        break;
      case "leave":
        await leaveOrganization(member, organizationId);
        return redirect("/");
      case "resend":
        await resendInvitation(member, form.invitation);
        break;
      case "revoke":
        await revokeInvitation(member, form.invitation);
        break;
      case "rule":
        await setSignOffRule(member, { organizationId, rule: form.rule });
    }
    return json({ ok: true as const, did: form.intent, email: "" });
  });
}

export default function People() {
  const data = useLoaderData<typeof loader>();
  const { head, people, invitations, rule, ruleChange, live, base } = data;
  const result = useActionResult<typeof action>();
  const form = useFormFailure(result);
  const intent = form.value("intent");
  const { t } = useI18n();
  useLive(live);
  const words = t.people;
  const told = result?.ok
    ? {
        invite: words.sent({ email: result.email }),
        change: words.changed,
        remove: words.changed,
        resend: words.resent,
        revoke: words.revoked,
        rule: words.ruleSaved,
      }[result.did]
    : null;
  return (
    <Page>
      <OrganizationHead head={head} base={base} />
      <div className="settings-grid">
        <div>
          <div role="status">{told && <Notice kind="signed">{told}</Notice>}</div>
          {form.failure && !["invite", "rule"].includes(intent) && <ErrorSummary {...form.summary} />}
          <Section title={words.table} count={people.length}>
            <DataTable
              caption={words.table}
              head={[
                { label: words.person },
                { label: words.role },
                ...(head.can.managePeople ? [{ label: words.lastHere }] : []),
                { label: words.actions, hidden: true },
              ]}
            >
              {people.map((person) => (
                <PersonRow key={person.id} person={person} manage={head.can.managePeople} />
              ))}
              <InvitationRows invitations={invitations} columns={head.can.managePeople ? 4 : 3} />
            </DataTable>
          </Section>
          {head.can.invite && (
            <Invite first={!people.some((p) => p.role === "signatory")} form={form} active={intent === "invite"} />
          )}
          {(head.can.setRule || head.role) && (
            <Section title={words.rule({ organization: head.acronym || head.name })} className="mt-12">
              {form.failure && intent === "rule" && <ErrorSummary {...form.summary} />}
              {ruleChange && (
                <div className="mb-4">
                  <Notice>{ruleChange.you ? words.ruleAskedByYou : words.ruleAsked({ who: ruleChange.by })}</Notice>
                  {head.can.setRule && (
                    <Form method="post" className="btn-row mt-3">
                      <input type="hidden" name="intent" value="rule" />
                      {!ruleChange.you && (
                        <Button type="submit" name="rule" value="one" variant="primary">
                          {words.ruleConfirm}
                        </Button>
                      )}
                      <Button type="submit" name="rule" value="two">
                        {ruleChange.you ? words.ruleTakeBack : words.ruleKeep}
                      </Button>
                    </Form>
                  )}
                </div>
              )}
              <Form method="post" key={rule}>
                <input type="hidden" name="intent" value="rule" />
                <ChoiceGroup legend={words.rule({ organization: head.name })} hideLegend>
                  {(["one", "two"] as const).map((one) => (
                    <Choice
                      key={one}
                      type="radio"
                      name="rule"
                      value={one}
                      label={t.organizations.rules[one]}
                      hint={t.organizations.rulesHint[one]}
                      defaultChecked={rule === one}
                      disabled={!head.can.setRule || ruleChange !== null}
                    />
                  ))}
                </ChoiceGroup>
                {rule === "two" && !ruleChange && <p className="soft mb-4">{words.ruleBackHint}</p>}
                {head.can.setRule && !ruleChange && (
                  <Button type="submit" variant="primary">
                    {words.saveRule}
                  </Button>
                )}
              </Form>
            </Section>
          )}
          {head.can.leave && <Leave name={head.name} />}
        </div>
        <aside aria-label={words.matrix.title}>
          <RoleMatrix />
        </aside>
      </div>
    </Page>
  );
}

type PersonInTable = ReturnType<typeof useLoaderData<typeof loader>>["people"][number];

function PersonRow({ person, manage }: { person: PersonInTable; manage: boolean }) {
  const { t } = useI18n();
  const [removing, setRemoving] = useState(false);
  const [editing, setEditing] = useState(false);
  const words = t.people;
  return (
    <Fragment>
      <tr>
        <td>
          <span className="person">
            <Avatar id={person.id} name={person.name} />
            <span>
              <b>{person.name}</b>
              <span className="meta">{[person.title, person.you && words.you].filter(Boolean).join(" · ")}</span>
              {person.email && <span className="meta">{person.email}</span>}
            </span>
          </span>
        </td>
        <td data-label={words.role}>{words.names[person.role]}</td>
        {manage && (
          <td data-label={words.lastHere} className="soft">
            {person.lastSeenAt ? <Time at={person.lastSeenAt} format="date" /> : "–"}
          </td>
        )}
        <td>
          {manage && (
            <span className="btn-row justify-end">
              <Button
                size="sm"
                aria-expanded={editing}
                aria-label={words.changeNamed({ name: person.name })}
                onClick={() => setEditing(!editing)}
              >
                {words.change}
              </Button>
              {!person.you && (
                <Button
                  size="sm"
                  variant="danger-quiet"
                  aria-label={words.removeNamed({ name: person.name })}
                  onClick={() => setRemoving(true)}
                >
                  {words.remove}
                </Button>
              )}
            </span>
          )}
          <ConfirmDialog
            open={removing}
            onClose={() => setRemoving(false)}
            title={words.removeQuestion({ name: person.name })}
            verb={words.remove}
            danger
            form={{ fields: { intent: "remove", person: person.id } }}
          >
            <p>{words.removeText}</p>
          </ConfirmDialog>
        </td>
      </tr>
      {editing && (
        <tr>
          <td colSpan={4}>
            <Form method="post" className="flex flex-wrap items-end gap-4 text-left" onSubmit={() => setEditing(false)}>
              <input type="hidden" name="intent" value="change" />
              <input type="hidden" name="person" value={person.id} />
              <Select
                name="role"
                id={`role-${person.id}`}
                label={words.roleOf({ name: person.name })}
                defaultValue={person.role}
                options={roles.map((one) => ({ value: one, label: words.names[one] ?? one }))}
              />
              <TextField
                name="title"
                id={`title-${person.id}`}
                label={words.titleOf({ name: person.name })}
                optional
                defaultValue={person.title}
              />
              <Button type="submit" variant="primary" className="mb-5">
                {t.common.save}
              </Button>
            </Form>
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function Invite({ first, form, active }: { first: boolean; form: ReturnType<typeof useFormFailure>; active: boolean }) {
  const { t, locale } = useI18n();
  const navigation = useNavigation();
  const busy = navigation.state === "submitting" && navigation.formData?.get("intent") === "invite";
  const result = useActionResult<typeof action>();
  const words = t.people;
  const value = (name: string, otherwise = "") => (active ? form.value(name, otherwise) : otherwise);
  const error = (name: string) => (active ? form.error(name) : undefined);
  const choices = first ? (["signatory"] as const) : roles;
  return (
    <Section title={words.inviteTitle} className="mt-12">
      <p className="soft py-2">{first ? words.inviteFirst : words.inviteLead}</p>
      {form.failure && active && <ErrorSummary {...form.summary} />}
      {/* After an invitation was sent the form begins anew. */}
      <Form
        method="post"
        noValidate
        className="max-w-form"
        key={result?.ok && result.did === "invite" ? result.email : "typing"}
      >
        <input type="hidden" name="intent" value="invite" />
        <TextField
          name="email"
          type="email"
          inputMode="email"
          autoComplete="off"
          label={words.email}
          defaultValue={value("email")}
          error={error("email")}
        />
        <Select
          name="role"
          label={words.role}
          defaultValue={value("role", first ? "signatory" : "delegate")}
          error={error("role")}
          options={choices.map((one) => ({ value: one, label: words.names[one] ?? one }))}
        />
        <TextField
          name="name"
          label={words.name}
          optional
          autoComplete="off"
          defaultValue={value("name")}
          error={error("name")}
        />
        <TextField
          name="title"
          label={words.titleField}
          hint={t.organizations.form.titleHint}
          optional
          autoComplete="off"
          defaultValue={value("title")}
          error={error("title")}
        />
        <Select
          name="locale"
          label={words.locale}
          defaultValue={value("locale", locale)}
          options={locales.map((one) => ({ value: one, label: nativeName(one), lang: one }))}
        />
        <TextArea name="note" label={words.note} optional rows={3} defaultValue={value("note")} error={error("note")} />
        <Button type="submit" variant="primary" icon="user-plus" busy={busy} busyLabel={words.inviting}>
          {words.invite}
        </Button>
      </Form>
    </Section>
  );
}

function Leave({ name }: { name: string }) {
  const { t } = useI18n();
  const [asking, setAsking] = useState(false);
  const words = t.people;
  return (
    <Section title={words.leaving} className="mt-12">
      <p className="soft py-2">{words.leaveText}</p>
      <Button variant="danger-quiet" onClick={() => setAsking(true)}>
        {words.leave}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={words.leaveQuestion({ organization: name })}
        verb={words.leaveVerb}
        danger
        form={{ fields: { intent: "leave" } }}
      >
        <p>{words.leaveText}</p>
      </ConfirmDialog>
    </Section>
  );
}
