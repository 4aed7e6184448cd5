import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { archiveLetter } from "~/domain/letters/archive-letter.server";
import { correctDelivery } from "~/domain/letters/correct-delivery.server";
import { deliveryMethods } from "~/domain/letters/delivery";
import { type DeliveryRow, readDeliveries } from "~/domain/letters/read-deliveries.server";
import { recordAcknowledgement } from "~/domain/letters/record-acknowledgement.server";
import { recordAnswer } from "~/domain/letters/record-answer.server";
import { recordDelivery } from "~/domain/letters/record-delivery.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { timeZones, wallTimeOf } from "~/domain/time-zones";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { DeadlineFields } from "~/routes/signing/deadline-fields";
import { LetterPage } from "~/routes/signing/letter-page";
import { useActionResult } from "~/routes/use-action-result";
import { Button, ButtonLink } from "~/ui/button";
import { ConfirmStep } from "~/ui/confirm-step";
import { Choice, ChoiceGroup, ErrorSummary, Select, TextArea } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/page";
import { State } from "~/ui/state-glyph";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.delivery.deliveries.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  const live = await readHeads([stream("letter", id)]);
  const page = await guard(() => readDeliveries(member, id));
  return json({
    page,
    me: member.personId,
    base: `/c/${member.coalitionSlug}`,
    zones: timeZones(),
    zone: member.timeZone,
    nowThere: wallTimeOf(new Date(), member.timeZone),
    live,
  });
}

const at = z.string().min(1).max(40);
const zone = z.string().min(1).max(80);
const input = z.discriminatedUnion("step", [
  z.strictObject({
    step: z.literal("deliver"),
    recipient: z.uuid(),
    method: z.enum(deliveryMethods),
    at,
    zone,
    sentBy: z.uuid(),
    note: z.string().max(2000).default(""),
    final: z.literal("on").optional(),
  }),
  z.strictObject({
    step: z.literal("correct"),
    delivery: z.uuid(),
    to: z.uuid(),
    method: z.enum(deliveryMethods),
    at,
    zone,
    sentBy: z.uuid(),
    note: z.string().max(2000).default(""),
    reason: z.string().max(2000).default(""),
  }),
  z.strictObject({
    step: z.literal("acknowledge"),
    delivery: z.uuid(),
    at,
    zone,
    note: z.string().max(2000).default(""),
  }),
  z.strictObject({ step: z.literal("answer"), delivery: z.uuid(), at, zone, answer: z.string().max(8000) }),
  z.strictObject({ step: z.literal("archive") }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  return runForm(request, input, async (values) => {
    switch (values.step) {
      case "deliver":
        await recordDelivery(member, {
          letterId,
          recipientId: values.recipient,
          method: values.method,
          sentAt: values.at,
          zone: values.zone,
          sentById: values.sentBy,
          note: values.note,
          confirmed: values.final === "on",
        });
        break;
      case "correct":
        await correctDelivery(member, {
          letterId,
          deliveryId: values.delivery,
          recipientId: values.to,
          method: values.method,
          sentAt: values.at,
          zone: values.zone,
          sentById: values.sentBy,
          note: values.note,
          reason: values.reason,
        });
        break;
      case "acknowledge":
        await recordAcknowledgement(member, {
          letterId,
          deliveryId: values.delivery,
          at: values.at,
          zone: values.zone,
          note: values.note,
        });
        break;
      case "answer":
        await recordAnswer(member, {
          letterId,
          deliveryId: values.delivery,
          at: values.at,
          zone: values.zone,
          answer: values.answer,
        });
        break;
      case "archive":
        await archiveLetter(member, { letterId });
        break;
    }
    return redirect(`/c/${member.coalitionSlug}/letters/${letterId}/deliveries`);
  });
}

export default function Deliveries() {
  const { page, base, me, zones, zone: ownZone, nowThere, live } = useLoaderData<typeof loader>();
  useLive(live);
  const { t, format } = useI18n();
  const form = useFormFailure(useActionResult<typeof action>());
  const navigation = useNavigation();
  const busy = (step: string, about: string) =>
    navigation.state === "submitting" &&
    navigation.formData?.get("step") === step &&
    [navigation.formData.get("recipient"), navigation.formData.get("delivery")].includes(about);
  const { letter, edition } = page;
  const own = `${base}/letters/${letter.id}`;
  // What went wrong belongs to one of many forms on this page.
  const failed = (step: string, about: string) =>
    form.failure?.values.step === step && [form.failure.values.recipient, form.failure.values.delivery].includes(about);
  const error = (step: string, about: string, field: string, alias = field) =>
    failed(step, about) ? (form.error(field) ?? form.error(alias)) : undefined;
  const value = (step: string, about: string, field: string, otherwise = "") =>
    failed(step, about) ? form.value(field, otherwise) : otherwise;
  const about = String(form.failure?.values.recipient ?? form.failure?.values.delivery ?? "");
  const names: Record<string, string> = { sentAt: "at", sentById: "sentBy", confirmed: "final" };
  const summary = {
    ...form.summary,
    errors: form.summary.errors.map((e) => ({
      ...e,
      field: `${names[e.field] ?? e.field}-${String(form.failure?.values.step ?? "")}-${about}`,
    })),
  };
  const moment = (step: string, about: string, now = nowThere) => (
    <DeadlineFields
      name="at"
      suffix={`-${step}-${about}`}
      label={t.delivery.deliveries.sentAt}
      zones={zones}
      zone={value(step, about, "zone", ownZone)}
      value={value(step, about, "at", now)}
      error={error(step, about, "at", "sentAt")}
      zoneError={error(step, about, "zone")}
    />
  );
  // Two committees may each have "The Chair": then the office tells them apart.
  const shared = (r: { name: string }) => page.recipients.filter((other) => other.name === r.name).length > 1;
  const nameOf = (r: { name: string; office: string }) =>
    shared(r) ? [r.name, r.office].filter(Boolean).join(", ") : r.name || r.office;
  const acknowledgement = (d: DeliveryRow) => (
    <details open={failed("acknowledge", d.id) || undefined}>
      <summary className="link-btn">
        {d.acknowledgedAt ? t.delivery.deliveries.correctReceipt : t.delivery.deliveries.acknowledge}
      </summary>
      <Form method="post" className="mt-3 max-w-form" noValidate>
        <input type="hidden" name="step" value="acknowledge" />
        <input type="hidden" name="delivery" value={d.id} />
        {moment("acknowledge", d.id)}
        <TextArea
          name="note"
          id={`note-acknowledge-${d.id}`}
          label={t.delivery.deliveries.note}
          rows={2}
          optional
          defaultValue={value("acknowledge", d.id, "note", d.acknowledgedNote)}
          error={error("acknowledge", d.id, "note")}
        />
        <Button type="submit" busy={busy("acknowledge", d.id)} busyLabel={t.delivery.deliveries.saving}>
          {t.delivery.deliveries.save}
        </Button>
      </Form>
    </details>
  );
  const answer = (d: DeliveryRow) => (
    <details open={failed("answer", d.id) || undefined}>
      <summary className="link-btn">
        {d.answeredAt ? t.delivery.deliveries.correctAnswer : t.delivery.deliveries.answerTitle}
      </summary>
      <Form method="post" className="mt-3 max-w-form" noValidate>
        <input type="hidden" name="step" value="answer" />
        <input type="hidden" name="delivery" value={d.id} />
        {moment("answer", d.id)}
        <TextArea
          name="answer"
          id={`answer-answer-${d.id}`}
          label={t.delivery.deliveries.answer}
          rows={4}
          defaultValue={value("answer", d.id, "answer", d.answer)}
          error={error("answer", d.id, "answer")}
        />
        <Button type="submit" busy={busy("answer", d.id)} busyLabel={t.delivery.deliveries.saving}>
          {t.delivery.deliveries.save}
        </Button>
      </Form>
    </details>
  );
  const correction = (d: DeliveryRow, recipientId: string) => (
    <details open={failed("correct", d.id) || undefined}>
      <summary className="link-btn">{t.delivery.deliveries.correctTitle}</summary>
      <Form method="post" className="mt-3 max-w-form" noValidate>
        <input type="hidden" name="step" value="correct" />
        <input type="hidden" name="delivery" value={d.id} />
        <p className="soft mb-4">{t.delivery.deliveries.correctText}</p>
        <Select
          name="to"
          id={`to-correct-${d.id}`}
          label={t.delivery.deliveries.recipient}
          defaultValue={value("correct", d.id, "to", recipientId)}
          options={page.recipients.map((r) => ({ value: r.id, label: nameOf(r) }))}
        />
        <div className="form-pair">
          <Select
            name="method"
            id={`method-correct-${d.id}`}
            label={t.delivery.deliveries.method}
            defaultValue={value("correct", d.id, "method", d.method)}
            error={error("correct", d.id, "method")}
            options={deliveryMethods.map((m) => ({ value: m, label: t.delivery.deliveries.methods[m] }))}
          />
          <Select
            name="sentBy"
            id={`sentBy-correct-${d.id}`}
            label={t.delivery.deliveries.sentBy}
            defaultValue={value("correct", d.id, "sentBy", d.sentById ?? me)}
            error={error("correct", d.id, "sentBy", "sentById")}
            options={[
              ...page.bearers.map((b) => ({ value: b.id, label: b.name })),
              ...(d.sentById && !page.bearers.some((b) => b.id === d.sentById)
                ? [{ value: d.sentById, label: d.sentBy }]
                : []),
            ]}
          />
        </div>
        {moment("correct", d.id, wallTimeOf(new Date(d.sentAt), ownZone))}
        <TextArea
          name="note"
          id={`note-correct-${d.id}`}
          label={t.delivery.deliveries.note}
          rows={2}
          optional
          defaultValue={value("correct", d.id, "note", d.note)}
          error={error("correct", d.id, "note")}
        />
        <TextArea
          name="reason"
          id={`reason-correct-${d.id}`}
          label={t.delivery.deliveries.reason}
          rows={2}
          required
          defaultValue={value("correct", d.id, "reason")}
          error={error("correct", d.id, "reason")}
        />
        <Button type="submit" busy={busy("correct", d.id)} busyLabel={t.delivery.deliveries.saving}>
          {t.delivery.deliveries.saveCorrection}
        </Button>
      </Form>
    </details>
  );
  const sent = (d: DeliveryRow, recipientId: string) => (
    <li key={d.id} className="py-3">
      <p>
        <State className="whitespace-normal" state={d.answeredAt ? "signed" : d.acknowledgedAt ? "accept" : "review"}>
          {t.delivery.deliveries.sent({
            how: t.delivery.deliveries.methods[d.method],
            when: format.dateTime(d.sentAt),
            by: d.sentBy,
          })}
        </State>
      </p>
      {d.note && <p className="soft pl-6">{d.note}</p>}
      {d.acknowledgedAt && (
        <p className="soft pl-6">
          {t.delivery.deliveries.acknowledged({ when: format.dateTime(d.acknowledgedAt) })}
          {d.acknowledgedNote && `. ${d.acknowledgedNote}`}
        </p>
      )}
      {d.answeredAt && (
        <div className="pl-6 mt-1">
          <p className="soft">{t.delivery.deliveries.answered({ when: format.dateTime(d.answeredAt) })}</p>
          <blockquote className="border-l-4 border-line-strong pl-4 mt-1 whitespace-pre-line">{d.answer}</blockquote>
        </div>
      )}
      {d.corrections.map((c) => (
        <p key={c.id} className="meta pl-6 mt-1">
          {t.delivery.deliveries.correctedBy({
            who: c.correctedBy,
            when: format.dateTime(c.correctedAt),
            why: c.reason,
          })}{" "}
          {t.delivery.deliveries.before({
            what: [
              t.delivery.deliveries.sent({
                how: t.delivery.deliveries.methods[c.method],
                when: format.dateTime(c.sentAt),
                by: c.sentBy,
              }),
              page.recipients.flatMap((r) => (r.id === c.recipientId ? nameOf(r) : [])).join(),
            ]
              .filter(Boolean)
              .join(", "),
          })}
        </p>
      ))}
      {(page.can.record || page.can.correct) && (
        <div className="pl-6 mt-2 flex flex-wrap gap-x-6">
          {page.can.correct && correction(d, recipientId)}
          {page.can.record && acknowledgement(d)}
          {page.can.record && answer(d)}
        </div>
      )}
    </li>
  );
  return (
    <LetterPage
      letter={letter}
      base={base}
      title={t.delivery.deliveries.title}
      actions={edition?.texts
        .filter((text) => text.pdf)
        .map((text) => (
          <ButtonLink
            key={text.locale}
            icon="download"
            to={`${own}/editions/${edition.number}/${text.locale}/letter.pdf`}
            reloadDocument
          >
            {t.delivery.deliveries.pdf} ({t.common.languageNames[text.locale as "en"] ?? text.locale})
          </ButtonLink>
        ))}
    >
      <ErrorSummary {...summary} />
      {edition && <p className="soft">{t.delivery.deliveries.edition({ n: edition.number, count: edition.count })}</p>}
      {page.deliveredAt ? (
        <Notice kind="signed">
          {t.delivery.deliveries.delivered({ when: format.dateTime(page.deliveredAt) })}{" "}
          {page.followUpAt && t.delivery.deliveries.followUp({ when: format.dayLong(page.followUpAt) })}
        </Notice>
      ) : (
        <Notice>{t.delivery.deliveries.notYet}</Notice>
      )}
      <div className="mt-8">
        {page.recipients.map((r) => (
          <Section
            key={r.id}
            title={nameOf(r)}
            end={<span className="tag">{r.kind === "to" ? t.delivery.deliveries.to : t.delivery.deliveries.cc}</span>}
          >
            <p className="soft">
              {[r.name && !shared(r) ? r.office : "", ...r.address.split("\n")].filter(Boolean).join(", ")}
            </p>
            {r.deliveries.length === 0 ? (
              <p className="py-3">
                <State state="none">{t.delivery.deliveries.none}</State>
              </p>
            ) : (
              <ul className="rows mt-3">{r.deliveries.map((d) => sent(d, r.id))}</ul>
            )}
            {page.can.record && (
              <details className="explain mt-3" open={failed("deliver", r.id) || undefined}>
                <summary>{t.delivery.deliveries.recordFor({ name: nameOf(r) })}</summary>
                <Form method="post" className="mt-3 max-w-form" noValidate>
                  <input type="hidden" name="step" value="deliver" />
                  <input type="hidden" name="recipient" value={r.id} />
                  <div className="form-pair">
                    <Select
                      name="method"
                      id={`method-deliver-${r.id}`}
                      label={t.delivery.deliveries.method}
                      defaultValue={value("deliver", r.id, "method", "email")}
                      options={deliveryMethods.map((m) => ({ value: m, label: t.delivery.deliveries.methods[m] }))}
                    />
                    <Select
                      name="sentBy"
                      id={`sentBy-deliver-${r.id}`}
                      label={t.delivery.deliveries.sentBy}
                      defaultValue={value("deliver", r.id, "sentBy", me)}
                      error={error("deliver", r.id, "sentBy", "sentById")}
                      options={page.bearers.map((b) => ({ value: b.id, label: b.name }))}
                    />
                  </div>
                  {moment("deliver", r.id)}
                  <TextArea
                    name="note"
                    id={`note-deliver-${r.id}`}
                    label={t.delivery.deliveries.note}
                    hint={t.delivery.deliveries.noteHint}
                    rows={2}
                    optional
                    defaultValue={value("deliver", r.id, "note")}
                    error={error("deliver", r.id, "note")}
                  />
                  {page.deliveredAt === null && edition && (
                    <ChoiceGroup
                      id={`final-deliver-${r.id}`}
                      legend={t.delivery.deliveries.finalLegend}
                      hideLegend
                      error={error("deliver", r.id, "final", "confirmed")}
                    >
                      <Choice
                        type="checkbox"
                        name="final"
                        light
                        label={t.delivery.deliveries.final({ n: edition.count })}
                      />
                    </ChoiceGroup>
                  )}
                  <Button
                    type="submit"
                    variant="primary"
                    busy={busy("deliver", r.id)}
                    busyLabel={t.delivery.deliveries.saving}
                  >
                    {t.delivery.deliveries.save}
                  </Button>
                </Form>
              </details>
            )}
          </Section>
        ))}
      </div>
      {page.can.archive && (
        <Section title={t.delivery.deliveries.archive}>
          <p className="mb-3">{t.delivery.deliveries.archiveText}</p>
          <ConfirmStep
            label={t.delivery.deliveries.archive}
            title={t.delivery.deliveries.archiveQuestion}
            verb={t.delivery.deliveries.archive}
            safe={t.delivery.deliveries.keepFollowing}
            fields={{ step: "archive" }}
          >
            <p>{t.delivery.deliveries.archiveConsequence}</p>
          </ConfirmStep>
        </Section>
      )}
    </LetterPage>
  );
}
