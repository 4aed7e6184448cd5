import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { readCampaigns, readPartners } from "~/domain/campaigns/read-campaigns.server";
import { addLanguageVersion } from "~/domain/letters/add-language-version.server";
import { editLanguageVersion } from "~/domain/letters/edit-language-version.server";
import { editLetterDetails } from "~/domain/letters/edit-letter-details.server";
import { letterLanguages } from "~/domain/letters/languages";
import { readLetterEditors } from "~/domain/letters/read-letter-page.server";
import { removeLanguageVersion } from "~/domain/letters/remove-language-version.server";
import { setRecipients } from "~/domain/letters/set-recipients.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { Choice, ChoiceGroup, ErrorSummary, Select, TextArea, TextField } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Page, PageHead, Section } from "~/ui/page";
import { useToast } from "~/ui/toast";
import { nameOf } from "./letter-bar";
import { RecipientsEditor } from "./recipients-editor";
import { type LetterHandle, useLetter } from "./use-letter";

export const handle: LetterHandle = { letterBar: "bar" };
export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.letters.details.title);

/** Recipients, ask, people and languages of a letter. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => {
    const [campaigns, partners, editorIds] = await Promise.all([
      readCampaigns(member),
      readPartners(member),
      readLetterEditors(member, params.letter ?? ""),
    ]);
    return json({
      campaigns: campaigns.filter((c) => c.open).map(({ id, name }) => ({ id, name })),
      partners,
      editorIds,
    });
  });
}

const list = z.array(z.string().max(5000)).max(200);
const ids = z.array(z.uuid()).max(500).default([]);
const schema = z.discriminatedUnion("intent", [
  z.strictObject({
    intent: z.literal("recipients"),
    id: list,
    kind: z.array(z.enum(["to", "cc"])).max(200),
    name: list,
    office: list,
    address: list,
  }),
  z.strictObject({
    intent: z.literal("details"),
    ask: z.string().max(5000),
    campaign: z.uuid(),
    lead: z.uuid(),
    coLeads: ids,
    coLeadsConsent: z.literal("on").optional(),
    editors: ids,
    editingOpen: z.literal("on").optional(),
  }),
  z.strictObject({
    intent: z.literal("language"),
    locale: z.string().max(10),
    subject: z.string().max(2000),
    dateLine: z.string().max(2000).default(""),
    state: z.enum(["draft", "ready", "left_out"]).optional(),
  }),
  z.strictObject({
    intent: z.literal("add-language"),
    locale: z.string().max(10),
    subject: z.string().max(2000),
  }),
  z.strictObject({ intent: z.literal("remove-language"), locale: z.string().max(10) }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  return runForm(request, schema, async (form) => {
    switch (form.intent) {
      case "recipients":
        await setRecipients(member, {
          letterId,
          recipients: form.name.map((name, i) => ({
            id: form.id[i] || undefined,
            kind: form.kind[i] ?? "to",
            name,
            office: form.office[i] ?? "",
            address: form.address[i] ?? "",
          })),
        });
        break;
      case "details":
        await editLetterDetails(member, {
          letterId,
          ask: form.ask,
          campaignId: form.campaign,
          leadOrganizationId: form.lead,
          coLeadIds: form.coLeads,
          coLeadsConsent: form.coLeadsConsent === "on",
          editorIds: form.editors,
          editingOpen: form.editingOpen === "on",
        });
        break;
      case "language":
        await editLanguageVersion(member, { letterId, ...form });
        break;
      case "add-language":
        await addLanguageVersion(member, { letterId, locale: form.locale, subject: form.subject });
        break;
      case "remove-language":
        await removeLanguageVersion(member, { letterId, locale: form.locale });
        break;
    }
    return json({
      ok: true as const,
      intent: form.intent,
      at: Date.now(),
      locale: "locale" in form ? form.locale : null,
    });
  });
}

export default function Details() {
  const { letter } = useLetter();
  const { t } = useI18n();
  const result = useActionResult<typeof action>();
  const toast = useToast();
  const words = t.letters.details;
  const done = result?.ok ? result : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is told once
  useEffect(() => {
    if (!done) return;
    const language = nameOf(done.locale ?? "", t.common.languageNames);
    toast({
      text: {
        recipients: words.recipientsSaved,
        details: words.saved,
        language: words.languageSaved,
        "add-language": words.languageAdded({ language }),
        "remove-language": words.languageSaved,
      }[done.intent],
    });
  }, [done?.at]);
  return (
    <Page className="page--narrow">
      <PageHead title={words.title} />
      {!letter.can.editDetails && <Notice kind="plain">{words.readOnly}</Notice>}
      <RecipientsSection />
      <AboutSection />
      <LanguagesSection />
    </Page>
  );
}

/** The failure of one of the page's forms: another's errors do not belong to it. */
function useFailureOf(intent: string, locale?: string) {
  const result = useActionResult<typeof action>();
  const failed = result?.ok === false ? result : null;
  const mine =
    failed && failed.values.intent === intent && (locale === undefined || failed.values.locale === locale)
      ? failed
      : null;
  return useFormFailure(mine);
}

function useBusy(intent: string, locale?: string): boolean {
  const { formData } = useNavigation();
  return formData?.get("intent") === intent && (locale === undefined || formData.get("locale") === locale);
}

function RecipientsSection() {
  const { letter } = useLetter();
  const { t } = useI18n();
  const failure = useFailureOf("recipients");
  const busy = useBusy("recipients");
  const words = t.letters.details;
  return (
    <Section title={words.recipients} count={letter.recipients.length || null}>
      {letter.can.editDetails ? (
        <Form method="post" className="form" noValidate>
          <ErrorSummary {...failure.summary} />
          <input type="hidden" name="intent" value="recipients" />
          <p className="field__hint">{words.recipientsHint}</p>
          <RecipientsEditor
            // What was saved elsewhere replaces the rows; what was typed and refused stays.
            key={failure.failure ? "typed" : letter.recipients.map((r) => JSON.stringify(r)).join()}
            rows={
              failure.failure
                ? failure.values("name").map((name, i) => ({
                    id: failure.values("id")[i] ?? "",
                    kind: failure.values("kind")[i] === "cc" ? "cc" : "to",
                    name,
                    office: failure.values("office")[i] ?? "",
                    address: failure.values("address")[i] ?? "",
                  }))
                : letter.recipients
            }
            error={failure.error}
          />
          <div className="btn-row">
            <Button type="submit" variant="primary" busy={busy} busyLabel={t.common.saving}>
              {words.saveRecipients}
            </Button>
          </div>
        </Form>
      ) : (
        <ul className="rows">
          {letter.recipients.map((r) => (
            <li key={r.id} className="py-2">
              <b>{t.letters.kinds[r.kind]}</b> {[r.name, r.office, r.address].filter(Boolean).join(", ")}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function AboutSection() {
  const { campaigns, partners, editorIds } = useLoaderData<typeof loader>();
  const { letter } = useLetter();
  const { t } = useI18n();
  const failure = useFailureOf("details");
  const busy = useBusy("details");
  const words = t.letters.details;
  const lead = letter.leads.find((l) => l.kind === "lead");
  const coLeads = letter.leads.filter((l) => l.kind === "co_lead");
  const typed = failure.failure;
  const coLeadIds = failure.values(
    "coLeads",
    coLeads.map((l) => l.id),
  );
  const chosenEditors = failure.values("editors", editorIds);
  const on = (name: string, otherwise: boolean) => (typed ? failure.value(name) === "on" : otherwise);
  if (!letter.can.editDetails) {
    return (
      <Section title={words.about}>
        <dl className="facts">
          <dt>{words.ask}</dt>
          <dd>{letter.ask || "–"}</dd>
          <dt>{words.leadOrganization}</dt>
          <dd lang={lead?.locale}>{lead?.name}</dd>
          <dt>{words.coLeads}</dt>
          <dd>{coLeads.map((l) => l.name).join(", ") || words.none}</dd>
          <dt>{words.editors}</dt>
          <dd>
            {letter.editing.open
              ? words.editingOpen
              : partners
                  .filter((o) => editorIds.includes(o.id))
                  .map((o) => o.name)
                  .join(", ") || words.none}
          </dd>
        </dl>
      </Section>
    );
  }
  return (
    <Section title={words.about}>
      <Form method="post" className="form" noValidate key={typed ? "typed" : "stored"}>
        <ErrorSummary {...failure.summary} />
        <input type="hidden" name="intent" value="details" />
        <TextArea
          name="ask"
          label={words.ask}
          hint={words.askHint}
          rows={3}
          maxLength={600}
          error={failure.error("ask")}
          defaultValue={failure.value("ask", letter.ask)}
        />
        <Select
          name="campaign"
          label={words.campaign}
          error={failure.error("campaign")}
          defaultValue={failure.value("campaign", letter.campaign.id)}
          options={withPresent(campaigns, letter.campaign).map((c) => ({ value: c.id, label: c.name }))}
        />
        <Select
          name="lead"
          label={words.leadOrganization}
          error={failure.error("lead") ?? failure.error("leadOrganizationId")}
          defaultValue={failure.value("lead", lead?.id)}
          options={partners.map((o) => ({ value: o.id, label: o.name }))}
        />
        <Organizations
          name="coLeads[]"
          legend={words.coLeads}
          hint={words.coLeadsHint}
          all={partners.filter((o) => o.id !== lead?.id)}
          chosen={coLeadIds}
        />
        <Choice
          type="checkbox"
          name="coLeadsConsent"
          label={words.coLeadsConsent}
          hint={words.coLeadsConsentHint}
          defaultChecked={on("coLeadsConsent", letter.editing.coLeadsConsent)}
        />
        <ChoiceGroup legend={words.editors} hint={words.editorsHint}>
          <Choice
            type="checkbox"
            name="editingOpen"
            label={words.editingOpen}
            defaultChecked={on("editingOpen", letter.editing.open)}
          />
        </ChoiceGroup>
        <Organizations
          name="editors[]"
          legend={words.editorOrganizations}
          all={partners.filter((o) => !letter.leads.some((l) => l.id === o.id))}
          chosen={chosenEditors}
        />
        <div className="btn-row">
          <Button type="submit" variant="primary" busy={busy} busyLabel={t.common.saving}>
            {words.save}
          </Button>
        </div>
      </Form>
    </Section>
  );
}

/** The campaign of the letter stands in the list even where its reader could not begin another letter. */
function withPresent(all: readonly { id: string; name: string }[], present: { id: string; name: string }) {
  return all.some((c) => c.id === present.id) ? all : [{ id: present.id, name: present.name }, ...all];
}

/** Many organizations to choose from: those that are chosen stand open, the others behind a fold. Works without script. */
function Organizations({
  name,
  legend,
  hint,
  all,
  chosen,
}: {
  name: string;
  legend: string;
  hint?: string;
  all: readonly { id: string; name: string }[];
  chosen: readonly string[];
}) {
  const { t } = useI18n();
  const box = (o: { id: string; name: string }) => (
    <Choice
      key={o.id}
      light
      type="checkbox"
      name={name}
      value={o.id}
      label={o.name}
      defaultChecked={chosen.includes(o.id)}
    />
  );
  const first = all.filter((o) => chosen.includes(o.id));
  const rest = all.filter((o) => !chosen.includes(o.id));
  return (
    <ChoiceGroup legend={legend} hint={hint}>
      {first.length === 0 && <p className="meta">{t.letters.details.none}</p>}
      {first.map(box)}
      {rest.length > 0 && (
        <details className="fold">
          <summary>{t.common.showAll}</summary>
          <div className="choice-columns">{rest.map(box)}</div>
        </details>
      )}
    </ChoiceGroup>
  );
}

function LanguagesSection() {
  const { letter } = useLetter();
  const { t } = useI18n();
  const words = t.letters.details;
  const missing = letterLanguages.filter((l) => !letter.languages.some((one) => one.locale === l));
  return (
    <Section title={words.languages} count={letter.languages.length}>
      <p className="field__hint">{words.languagesHint}</p>
      {letter.languages.map((language) => (
        <LanguageForm key={language.locale} locale={language.locale} />
      ))}
      {letter.can.addLanguage && missing.length > 0 && <AddLanguage missing={missing} />}
    </Section>
  );
}

function LanguageForm({ locale }: { locale: string }) {
  const { letter } = useLetter();
  const { t } = useI18n();
  const failure = useFailureOf("language", locale);
  const busy = useBusy("language", locale);
  const [removing, setRemoving] = useState(false);
  const language = letter.languages.find((l) => l.locale === locale);
  if (!language) return null;
  const words = t.letters.details;
  const name = nameOf(locale, t.common.languageNames);
  const id = (field: string) => `${field}-${locale}`;
  return (
    <div className="language-row">
      <h3 className="language-row__name">
        <span lang={locale}>{nameOf(locale, t.letters.autonyms)}</span>{" "}
        <span className="meta">
          {language.authoritative ? t.letters.authoritative : t.letters.languageState[language.state]}
        </span>
      </h3>
      {letter.can.editText ? (
        <Form method="post" className="form" noValidate>
          <ErrorSummary {...failure.summary} />
          <input type="hidden" name="intent" value="language" />
          <input type="hidden" name="locale" value={locale} />
          <TextField
            name="subject"
            id={id("subject")}
            label={words.subjectIn}
            lang={locale}
            maxLength={200}
            error={failure.error("subject")}
            defaultValue={failure.value("subject", language.subject)}
          />
          <TextField
            name="dateLine"
            id={id("dateLine")}
            label={words.dateLine}
            hint={words.dateLineHint}
            lang={locale}
            optional
            maxLength={120}
            error={failure.error("dateLine")}
            defaultValue={failure.value("dateLine", language.dateLine)}
          />
          <Select
            name="state"
            id={id("state")}
            label={words.state}
            error={failure.error("state")}
            defaultValue={failure.value("state", language.state)}
            options={(["draft", "ready", ...(language.authoritative ? [] : (["left_out"] as const))] as const).map(
              (s) => ({
                value: s,
                label: words.stateHint[s],
              }),
            )}
          />
          <div className="btn-row">
            <Button type="submit" size="sm" busy={busy} busyLabel={t.common.saving}>
              {words.saveLanguage}
            </Button>
            {!language.authoritative && letter.can.editDetails && (
              <Button size="sm" variant="danger-quiet" onClick={() => setRemoving(true)}>
                {words.removeLanguage({ language: name })}
              </Button>
            )}
          </div>
        </Form>
      ) : (
        <p lang={locale}>{language.subject}</p>
      )}
      <ConfirmDialog
        open={removing}
        onClose={() => setRemoving(false)}
        title={words.removeConfirm({ language: name })}
        verb={t.common.remove}
        danger
        form={{ fields: { intent: "remove-language", locale } }}
      >
        <p>{words.removeText}</p>
      </ConfirmDialog>
    </div>
  );
}

function AddLanguage({ missing }: { missing: readonly string[] }) {
  const { t, format } = useI18n();
  const failure = useFailureOf("add-language");
  const busy = useBusy("add-language");
  const words = t.letters.details;
  return (
    <details className="fold" open={failure.failure !== null || undefined}>
      <summary>{words.addLanguage}</summary>
      <Form method="post" className="form" noValidate>
        <ErrorSummary {...failure.summary} />
        <input type="hidden" name="intent" value="add-language" />
        <Select
          name="locale"
          label={t.letters.language}
          error={failure.error("locale")}
          defaultValue={failure.value("locale", missing[0])}
          options={missing.map((l) => ({ value: l, label: format.capital(nameOf(l, t.common.languageNames)) }))}
        />
        <TextField
          name="subject"
          id="subject-new"
          label={words.subjectIn}
          maxLength={200}
          error={failure.error("subject")}
          defaultValue={failure.value("subject")}
        />
        <div className="btn-row">
          <Button type="submit" busy={busy}>
            {words.addLanguageVerb}
          </Button>
        </div>
      </Form>
    </details>
  );
}
