import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { consentToFreeze } from "~/domain/letters/consent-to-freeze.server";
import { freezeLetter } from "~/domain/letters/freeze-letter.server";
import { readFreezePlan } from "~/domain/letters/read-freeze-plan.server";
import { unfreezeLetter } from "~/domain/letters/unfreeze-letter.server";
import { stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { usePresence } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button, ButtonLink } from "~/ui/button";
import { ErrorSummary } from "~/ui/field";
import { Icon } from "~/ui/icon";
import { Notice } from "~/ui/notice";
import { Page, PageHead, Section } from "~/ui/page";
import { State } from "~/ui/state-glyph";
import { AbsenceReason } from "./absence-reason";
import { HashLine } from "./hash-line";
import { nameOf } from "./letter-bar";
import { type LetterHandle, useLetter } from "./use-letter";

export const handle: LetterHandle = { letterBar: "bar" };
export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.letters.freeze.title);

/** What a freeze would do, with its numbers; afterwards the hashes, and the way back while there is one. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => json({ plan: await readFreezePlan(member, params.letter ?? "") }));
}

const reason = z.string().max(5000).default("");
const schema = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("freeze"), reason }),
  z.strictObject({ intent: z.literal("unfreeze"), reason }),
  z.strictObject({ intent: z.literal("consent"), organization: z.uuid() }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  return runForm(request, schema, async (form) => {
    if (form.intent === "freeze") await freezeLetter(member, { letterId, reason: form.reason });
    else if (form.intent === "unfreeze") await unfreezeLetter(member, { letterId, reason: form.reason });
    else await consentToFreeze(member, { letterId, organizationId: form.organization });
    return redirect(`/c/${member.coalitionSlug}/letters/${letterId}/freeze`);
  });
}

export default function Freeze() {
  const { plan } = useLoaderData<typeof loader>();
  const { letter, base } = useLetter();
  const { t, format } = useI18n();
  const words = t.letters.freeze;
  const failure = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().formData?.get("intent");
  const here = usePresence(stream("letter", letter.letterId));
  const frozen = letter.languages.filter((l) => l.frozen);
  if (letter.status !== "drafting" && letter.status !== "in_review") return <Frozen signatures={plan.signatures} />;

  const kept = plan.languages.filter((l) => l.state !== "left_out");
  const own = `${base}/letters/${letter.letterId}`;
  const empty = kept.filter((l) => l.words === 0);
  /** What is missing, and where it is done. */
  const blocked =
    letter.status === "drafting"
      ? { why: words.notInReview, to: [{ to: `${own}/review`, label: t.letters.bar.toReview }] }
      : plan.consents.some((c) => c.state !== "given")
        ? { why: t.errors.codes.co_lead_consent_missing, to: [{ to: "#consents", label: words.toConsents }] }
        : empty.length > 0
          ? {
              why: words.blockedEmpty({
                languages: format.list(empty.map((l) => nameOf(l.locale, t.common.languageNames))),
              }),
              to: empty.map((l) => ({
                to: `${own}/text/${l.locale}`,
                label: words.writeText({ language: nameOf(l.locale, t.common.languageNames) }),
              })),
            }
          : null;
  const others = here.length - 1;
  return (
    <Page className="page--narrow">
      <PageHead title={words.title}>
        <p className="lead">{words.lead}</p>
      </PageHead>
      <ErrorSummary {...failure.summary} />
      <Section title={words.whatHappens}>
        <p>
          {words.numbers({ languages: kept.length, words: kept.reduce((sum, l) => sum + l.words, 0) })}
          {frozen.length > 0 && "."}
        </p>
        <ul className="rows">
          {plan.languages.map((l) => (
            <li key={l.locale} className="freeze-row">
              <b>{format.capital(nameOf(l.locale, t.common.languageNames))}</b>
              <span lang={l.locale}>{l.subject}</span>
              <span className="meta">
                {l.state === "left_out"
                  ? words.leftOut
                  : [
                      l.words === 0 ? words.emptyText : t.letters.words({ n: l.words }),
                      l.words > 0 && words.asVersion({ n: l.number }),
                      l.authoritative && t.letters.authoritative,
                      !l.authoritative && l.state !== "ready" && words.notReady,
                    ]
                      .filter(Boolean)
                      .join(" · ")}
              </span>
            </li>
          ))}
        </ul>
        {plan.openThreads > 0 && <Notice className="mt-4">{words.openComments({ n: plan.openThreads })}</Notice>}
      </Section>
      {plan.consents.length > 0 && <Consents />}
      {letter.can.freeze || (letter.status === "drafting" && letter.can.sendToReview) ? (
        <Form method="post" className="form freeze-form" noValidate>
          <input type="hidden" name="intent" value="freeze" />
          <AbsenceReason failure={failure} />
          <p>
            <Icon name="lock-keyhole" small /> {words.confirmText}
          </p>
          <div className="btn-row">
            <Button
              type="submit"
              variant="primary"
              blocked={
                blocked && (
                  <>
                    {blocked.why}{" "}
                    {blocked.to.map(({ to, label }) => (
                      <Link key={to} className="mr-3" to={to}>
                        {label}
                      </Link>
                    ))}
                  </>
                )
              }
              busy={busy === "freeze"}
              busyLabel={words.freezing}
            >
              {words.freeze}
            </Button>
            <ButtonLink variant="quiet" to={`../text/${letter.locale}`} relative="path">
              {words.keepWriting}
            </ButtonLink>
          </div>
        </Form>
      ) : null}
      {/* Below: it comes and goes by itself, and must not move what somebody is about to press. */}
      {others > 0 && <Notice className="mt-6">{words.people({ n: others })}</Notice>}
    </Page>
  );
}

function Consents() {
  const { plan } = useLoaderData<typeof loader>();
  const { t, format } = useI18n();
  const words = t.letters.freeze;
  const busy = useNavigation().formData?.get("organization");
  return (
    <Section id="consents" title={words.consents} count={plan.consents.length}>
      <ul className="rows">
        {plan.consents.map((c) => (
          <li key={c.id} className="freeze-row">
            <b>{c.name}</b>
            <State state={c.state === "given" ? "agree" : c.state === "stale" ? "change" : "none"}>
              {c.state === "given"
                ? words.consented({ when: c.at ? format.dateTime(c.at) : "" })
                : c.state === "stale"
                  ? words.consentStale
                  : words.consentMissing}
            </State>
            {c.mine && c.state !== "given" && (
              <Form method="post">
                <input type="hidden" name="intent" value="consent" />
                <input type="hidden" name="organization" value={c.id} />
                <Button type="submit" size="sm" busy={busy === c.id}>
                  {words.consent}
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** After the freeze: the hashes, what comes next, and the way back while nobody has signed. */
function Frozen({ signatures }: { signatures: boolean }) {
  const { letter, base } = useLetter();
  const { t, format } = useI18n();
  const words = t.letters.freeze;
  const result = useActionResult<typeof action>();
  const failure = useFormFailure(result);
  const busy = useNavigation().formData?.get("intent");
  const own = `${base}/letters/${letter.letterId}`;
  const frozen = letter.languages.filter((l) => l.frozen);
  return (
    <Page className="page--narrow">
      <PageHead
        title={words.doneTitle}
        actions={
          letter.can.open ? (
            <ButtonLink variant="primary" to={`${own}/opening`}>
              {words.next}
            </ButtonLink>
          ) : undefined
        }
      >
        <p className="lead">{words.done}</p>
      </PageHead>
      <ul className="rows">
        {frozen.map((l) => (
          <li key={l.locale} className="frozen-row">
            <p>
              <Icon name="lock-keyhole" small /> <b>{format.capital(nameOf(l.locale, t.common.languageNames))}</b>{" "}
              <span className="meta">
                {t.letters.versionsPage.name({ n: l.frozen?.number ?? 0 })} ·{" "}
                {t.letters.words({ n: l.frozen?.words ?? 0 })} · {l.frozen && format.dateTime(l.frozen.at)}
              </span>
            </p>
            <p lang={l.locale}>{l.subject}</p>
            <p>{l.frozen && <HashLine sha256={l.frozen.sha256} />}</p>
            <p>
              <Link to={`${own}/text/${l.locale}/reading`}>{words.read}</Link>
            </p>
          </li>
        ))}
      </ul>
      {letter.can.unfreeze && (
        <Section title={words.unfreezeTitle} className="mt-10">
          <p>{signatures ? words.hasSignatures : words.unfreezeText}</p>
          {!signatures && (
            <Form method="post" className="form max-w-form" noValidate>
              <ErrorSummary {...failure.summary} />
              <input type="hidden" name="intent" value="unfreeze" />
              <AbsenceReason failure={failure} />
              <div className="btn-row">
                <Button type="submit" variant="danger-quiet" busy={busy === "unfreeze"}>
                  {words.unfreeze}
                </Button>
              </div>
            </Form>
          )}
        </Section>
      )}
    </Page>
  );
}
