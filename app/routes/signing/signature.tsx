import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { type ReactNode, useEffect, useState } from "react";
import { z } from "zod";
import { requireMember, requirePerson } from "~/auth/require-member.server";
import { stepUp, verifyPassword } from "~/auth/step-up.server";
import { confirmSignature } from "~/domain/letters/confirm-signature.server";
import { considerSignature } from "~/domain/letters/consider-signature.server";
import { correctListing } from "~/domain/letters/correct-listing.server";
import { declineSignature } from "~/domain/letters/decline-signature.server";
import { readSigning, type Signing } from "~/domain/letters/read-signing.server";
import { reopenSignature } from "~/domain/letters/reopen-signature.server";
import { requestSignature } from "~/domain/letters/request-signature.server";
import { renderHtml } from "~/domain/letters/text/render-html";
import { withdrawSignature } from "~/domain/letters/withdraw-signature.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { nativeName } from "~/i18n/language-names";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import type { LetterHandle } from "~/routes/letters/use-letter";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { Deadline } from "~/ui/deadline";
import { ErrorSummary, PasswordField, TextArea, TextField } from "~/ui/field";
import { Icon } from "~/ui/icon";
import { Notice } from "~/ui/notice";
import { Segmented } from "~/ui/segmented";
import { LetterPage } from "./letter-page";
import { LetterSheet } from "./letter-sheet";

/** Signatures come in crowds: this page appends them. */
export const handle: LetterHandle = { appends: ["letter.signed"] };
export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, (t) =>
    data ? t.signing.signature.title({ org: data.page.organization.name }) : t.signing.inbox.title,
  );

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  const search = new URL(request.url).searchParams;
  const organizationId = search.get("for") ?? undefined;
  const heads = await readHeads([
    stream("letter", id),
    ...member.posts.map((p) => stream("organization", p.organizationId)),
  ]);
  const { text, ...page } = await guard(() => readSigning(member, id, organizationId, search.get("lang") ?? undefined));
  const { doc, ...rest } = text;
  return json({
    page,
    text: { ...rest, html: renderHtml(doc) },
    base: `/c/${member.coalitionSlug}`,
    now: new Date().toISOString(),
    live: heads.filter(
      (h) => h.stream.startsWith("letter:") || h.stream === stream("organization", page.organization.id),
    ),
  });
}

const organization = z.uuid();
const reason = z.string().max(2000).default("");
const input = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("consider"), organization }),
  z.strictObject({ step: z.literal("request"), organization, note: z.string().max(2000).default("") }),
  z.strictObject({
    step: z.literal("confirm"),
    organization,
    locale: z.string().min(2).max(20),
    sha256: z.string().length(64),
    listedName: z.string().max(400),
    listedPerson: z.string().max(400).default(""),
    password: z.string().min(1).max(400),
  }),
  z.strictObject({ step: z.literal("decline"), organization, reason }),
  z.strictObject({ step: z.literal("reopen"), organization }),
  z.strictObject({ step: z.literal("withdraw"), organization, reason, password: z.string().min(1).max(400) }),
  z.strictObject({
    step: z.literal("correct"),
    organization,
    listedName: z.string().max(400),
    listedPerson: z.string().max(400).default(""),
  }),
]);

export async function action({ request, params, context }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const person = await requirePerson(request);
  const letterId = params.letter ?? "";
  return runForm(request, input, async (values) => {
    const ids = { letterId, organizationId: values.organization };
    switch (values.step) {
      case "consider":
        await considerSignature(member, ids);
        break;
      case "request":
        await requestSignature(member, { ...ids, note: values.note });
        break;
      case "confirm": {
        const { locale, sha256, listedName, listedPerson, password } = values;
        const nonce = await stepUp(person, member, { ...ids, sha256 }, password, context.services.passwords);
        await confirmSignature(member, { ...ids, locale, sha256, nonce, listedName, listedPerson });
        break;
      }
      case "decline":
        await declineSignature(member, { ...ids, reason: values.reason });
        break;
      case "reopen":
        await reopenSignature(member, ids);
        break;
      case "withdraw":
        // Taking a name back is as weighty as giving it: an open browser does neither.
        await verifyPassword(person, values.password, context.services.passwords);
        await withdrawSignature(member, { ...ids, reason: values.reason });
        break;
      case "correct":
        await correctListing(member, { ...ids, listedName: values.listedName, listedPerson: values.listedPerson });
        break;
    }
    const lang = new URL(request.url).searchParams.get("lang");
    return redirect(
      `/c/${member.coalitionSlug}/letters/${letterId}/signature?for=${values.organization}${lang ? `&lang=${encodeURIComponent(lang)}` : ""}`,
    );
  });
}

export default function Signature() {
  const { page, text, base, now, live } = useLoaderData<typeof loader>();
  useLive(live, { except: handle.appends });
  const { t } = useI18n();
  const { letter, organization, can } = page;
  const own = `${base}/letters/${letter.id}`;
  const to = (locale: string) => `?for=${organization.id}&lang=${locale}`;
  const decides = can.confirm || can.request || can.requestLate;
  return (
    <LetterPage letter={letter} base={base} title={t.signing.signature.title({ org: organization.name })}>
      <div className="grid gap-8 lg:grid-cols-[minmax(0,45rem)_minmax(0,25rem)] items-start">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center justify-between gap-3 mb-4">
            {letter.languages.length > 1 ? (
              <Segmented
                label={t.signing.signature.language}
                value={text.locale}
                options={letter.languages.map((locale) => ({
                  value: locale,
                  label: nativeName(locale),
                  to: to(locale),
                  lang: locale,
                }))}
              />
            ) : (
              <span />
            )}
            <p className="sealed">
              <span className="sealed__mark">
                <Icon name="lock-keyhole" small />
                {t.signing.signature.version({ n: text.number })}
              </span>
              <span>
                {t.signing.sealed.hash}{" "}
                <span className="hash" title={text.sha256}>
                  {text.sha256.slice(0, 12)}
                </span>
              </span>
            </p>
          </div>
          <LetterSheet text={text} label={letter.title} />
        </div>
        <div className="lg:sticky lg:top-6 min-w-0" id="decision">
          {letter.hardDeadline && letter.status === "open" && (
            <div className="mb-6">
              <Deadline
                at={letter.hardDeadline}
                since={letter.openedAt}
                zone={letter.zone}
                now={now}
                closedText={t.signing.signature.closed}
                announce
              />
            </div>
          )}
          <Decision page={page} text={text} />
          {page.others.map((o) => (
            <p key={o.id} className="mt-4">
              <Link to={`?for=${o.id}`}>{t.signing.signature.switchTo({ org: o.name })}</Link>
            </p>
          ))}
          <p className="mt-4">
            <Link to={`${own}/board`}>{t.signing.signature.board}</Link> ·{" "}
            <Link to={`${base}/inbox`}>{t.signing.signature.inbox}</Link>
          </p>
        </div>
      </div>
      {decides && (
        <DecisionBar>
          {can.confirm ? t.signing.signFor({ org: organization.name }) : t.signing.signature.jump}
        </DecisionBar>
      )}
    </LetterPage>
  );
}

/** On phones: leads to the decision, and steps aside once it is in sight. */
function DecisionBar({ children }: { children: ReactNode }) {
  const [inSight, setInSight] = useState(false);
  useEffect(() => {
    const decision = document.getElementById("decision");
    if (!decision) return;
    const observer = new IntersectionObserver(([entry]) => setInSight(entry?.isIntersecting ?? false));
    observer.observe(decision);
    return () => observer.disconnect();
  }, []);
  if (inSight) return null;
  return (
    <div className="decision-bar">
      <a className="btn btn--primary btn--lg btn--wrap" href="#decision">
        {children}
      </a>
    </div>
  );
}

type Page = Omit<Signing, "text">;
type Text = { locale: string; sha256: string };

/** What the reader can do, by state and role: exactly one thing stands first. */
function Decision({ page, text }: { page: Page; text: Text }) {
  const { t, format } = useI18n();
  const result = useActionResult<typeof action>();
  const form = useFormFailure(result);
  const navigation = useNavigation();
  const step = navigation.state === "submitting" ? navigation.formData?.get("step") : null;
  const failed = form.failure?.values.step;
  const { organization, signature, can } = page;
  const org = organization.name;
  // Of a cancelled letter the page says so above: no deadline has passed, and nobody waits.
  const over = !page.open && page.letter.status !== "cancelled";
  const post = (name: string, children: ReactNode) => (
    <Form method="post" noValidate preventScrollReset>
      <input type="hidden" name="step" value={name} />
      <input type="hidden" name="organization" value={organization.id} />
      {failed === name && <ErrorSummary {...form.summary} />}
      {children}
    </Form>
  );
  const error = (name: string, field: string) => (failed === name ? form.error(field) : undefined);
  const value = (name: string, field: string, otherwise = "") =>
    failed === name ? form.value(field, otherwise) : otherwise;
  const state = {
    confirmed: <Notice kind="signed">{t.signing.signature.signed({ org })}</Notice>,
    declined: <Notice kind="plain">{t.signing.signature.declined({ org })}</Notice>,
    withdrawn: <Notice kind="plain">{t.signing.signature.withdrawn({ org })}</Notice>,
    pending_approval: signature.requestedBy ? (
      <Notice kind="plain">
        {t.signing.signature.requested({ who: signature.requestedBy })} {signature.requestNote}
      </Notice>
    ) : null,
    considering: can.confirm || can.request ? <Notice kind="plain">{t.signing.signature.considered}</Notice> : null,
    invited: null,
  }[signature.state];
  return (
    <section className="decide" aria-live="polite">
      {failed && form.failure && !["confirm", "request", "decline", "withdraw", "correct"].includes(String(failed)) && (
        <ErrorSummary {...form.summary} />
      )}
      {state}
      {signature.state === "confirmed" && (
        <div className="mt-4">
          {signature.confirmedAt && (
            <p>
              {t.signing.signature.signedBy({
                who: signature.confirmedBy,
                when: format.dateTime(signature.confirmedAt),
              })}
            </p>
          )}
          <p>
            {t.signing.signature.listedAs({
              name: [signature.listedName, signature.listedPerson].filter(Boolean).join(", "),
            })}
          </p>
          <p className="meta mt-2">
            {t.signing.sealed.hash} <span className="hash">{signature.sha256.slice(0, 12)}</span>
          </p>
        </div>
      )}
      {signature.lateAdmitted && can.confirm && <Notice>{t.signing.signature.lateAdmitted}</Notice>}
      {organization.rule === "two" && page.open && signature.state !== "confirmed" && (
        <p className="mt-4">
          {t.signing.signature.ruleTwo}{" "}
          {page.approvedBy.length > 0 && t.signing.signature.approved({ names: format.list(page.approvedBy) })}
        </p>
      )}
      {can.waitsForSecond && <Notice>{t.signing.signature.waitsForSecond}</Notice>}

      {can.confirm && (
        <div className="mt-4">
          <h2>{t.signing.signFor({ org })}</h2>
          {page.letter.meaning && (
            <>
              <h3 className="font-semibold mt-4">{t.signing.signature.means}</h3>
              <p className="whitespace-pre-line" lang={page.letter.locale}>
                {page.letter.meaning}
              </p>
            </>
          )}
          <div className="mt-4">
            {post(
              "confirm",
              <>
                <input type="hidden" name="locale" value={text.locale} />
                <input type="hidden" name="sha256" value={text.sha256} />
                <TextField
                  name="listedName"
                  label={t.signing.signature.listedName}
                  defaultValue={value("confirm", "listedName", signature.listedName)}
                  error={error("confirm", "listedName")}
                  autoComplete="off"
                  lang={organization.nameLocale}
                  required
                />
                <TextField
                  name="listedPerson"
                  label={t.signing.signature.listedPerson}
                  hint={t.signing.signature.listedPersonHint}
                  optional
                  defaultValue={value("confirm", "listedPerson", signature.listedPerson || page.suggestedPerson)}
                  error={error("confirm", "listedPerson")}
                  autoComplete="off"
                />
                <PasswordField
                  name="password"
                  label={t.signing.signature.password}
                  hint={t.signing.signature.passwordHint}
                  error={error("confirm", "password")}
                  autoComplete="current-password"
                  required
                />
                <Button
                  type="submit"
                  variant="primary"
                  size="lg"
                  block
                  className="btn--wrap"
                  busy={step === "confirm"}
                  busyLabel={t.signing.signature.signing}
                >
                  {t.signing.signFor({ org })}
                </Button>
                <p className="meta mt-3">
                  {t.signing.signature.signHint} {t.signing.signature.honest}
                </p>
              </>,
            )}
          </div>
        </div>
      )}

      {can.request && !can.confirm && (
        <div className="mt-4">
          <h2>{t.signing.signature.requestTitle}</h2>
          <p className="mb-4">{t.signing.signature.requestText}</p>
          {post(
            "request",
            <>
              <TextArea
                name="note"
                label={t.signing.signature.note}
                hint={t.signing.signature.noteHint}
                rows={2}
                optional
                defaultValue={value("request", "note")}
                error={error("request", "note")}
              />
              <Button
                type="submit"
                variant="primary"
                block
                busy={step === "request"}
                busyLabel={t.signing.signature.requesting}
              >
                {t.signing.signature.request}
              </Button>
            </>,
          )}
        </div>
      )}

      {can.requestLate && (
        <div className="mt-4">
          <h2>{t.signing.signature.lateTitle}</h2>
          <p className="mb-4">
            {["declined", "withdrawn"].includes(signature.state)
              ? t.signing.signature.lateAgain
              : t.signing.signature.lateText}
          </p>
          {post(
            "request",
            <>
              <TextArea
                name="note"
                label={t.signing.signature.note}
                rows={2}
                optional
                defaultValue={value("request", "note")}
                error={error("request", "note")}
              />
              <Button
                type="submit"
                variant="primary"
                block
                busy={step === "request"}
                busyLabel={t.signing.signature.requesting}
              >
                {t.signing.signature.late}
              </Button>
            </>,
          )}
        </div>
      )}
      {over && signature.state === "pending_approval" && <Notice>{t.signing.signature.lateWaiting}</Notice>}
      {over && !can.requestLate && signature.state !== "confirmed" && signature.state !== "pending_approval" && (
        <Notice kind="plain">{t.signing.signature.closed}</Notice>
      )}
      {page.open &&
        !can.confirm &&
        !can.request &&
        !can.waitsForSecond &&
        !can.reopen &&
        ["invited", "considering"].includes(signature.state) && (
          <Notice kind="plain">{t.signing.signature.memberOnly}</Notice>
        )}

      {can.consider && (
        <div className="mt-6">
          {post(
            "consider",
            <>
              <Button type="submit" block busy={step === "consider"}>
                {t.signing.signature.consider}
              </Button>
              <p className="meta mt-2">{t.signing.signature.considerHint}</p>
            </>,
          )}
        </div>
      )}
      {can.reopen && (
        <div className="mt-4">
          {post(
            "reopen",
            <Button type="submit" block busy={step === "reopen"}>
              {t.signing.signature.reopen}
            </Button>,
          )}
        </div>
      )}
      {can.decline && (
        <details className="explain mt-6" open={failed === "decline" || undefined}>
          <summary>{t.signing.signature.declineTitle}</summary>
          <p className="mb-4">{t.signing.signature.declineText}</p>
          {post(
            "decline",
            <>
              <TextArea
                name="reason"
                id="declineReason"
                label={t.signing.signature.declineReason}
                rows={3}
                optional
                defaultValue={value("decline", "reason")}
                error={error("decline", "reason")}
              />
              <Button type="submit" variant="danger-quiet" busy={step === "decline"}>
                {t.signing.signature.decline}
              </Button>
            </>,
          )}
        </details>
      )}
      {can.correctListing && (
        <details className="explain mt-6" open={failed === "correct" || undefined}>
          <summary>{t.signing.signature.correctTitle}</summary>
          <p className="mb-4">{t.signing.signature.correctText}</p>
          {post(
            "correct",
            <>
              <TextField
                name="listedName"
                label={t.signing.signature.listedName}
                defaultValue={value("correct", "listedName", signature.listedName)}
                error={error("correct", "listedName")}
                autoComplete="off"
                lang={organization.nameLocale}
                required
              />
              <TextField
                name="listedPerson"
                label={t.signing.signature.listedPerson}
                optional
                defaultValue={value("correct", "listedPerson", signature.listedPerson)}
                error={error("correct", "listedPerson")}
                autoComplete="off"
              />
              <Button type="submit" busy={step === "correct"} busyLabel={t.common.saving}>
                {t.signing.signature.correct}
              </Button>
            </>,
          )}
        </details>
      )}
      {can.withdraw && (
        <details className="explain mt-6" open={failed === "withdraw" || undefined}>
          <summary>{t.signing.signature.withdrawTitle}</summary>
          <p className="mb-4">{t.signing.signature.withdrawText}</p>
          {post(
            "withdraw",
            <>
              <TextArea
                name="reason"
                label={t.signing.signature.withdrawReason}
                rows={3}
                defaultValue={value("withdraw", "reason")}
                error={error("withdraw", "reason")}
              />
              <PasswordField
                name="password"
                label={t.signing.signature.password}
                hint={t.signing.signature.withdrawPasswordHint}
                error={error("withdraw", "password")}
                autoComplete="current-password"
                required
              />
              <Button type="submit" variant="danger-quiet" busy={step === "withdraw"}>
                {t.signing.signature.withdraw}
              </Button>
            </>,
          )}
        </details>
      )}
    </section>
  );
}
