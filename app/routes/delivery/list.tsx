import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { admitLateSignature } from "~/domain/letters/admit-late-signature.server";
import { finalizeLetter } from "~/domain/letters/finalize-letter.server";
import { readAnswerStreams } from "~/domain/letters/read-answer-streams.server";
import { readList } from "~/domain/letters/read-list.server";
import { reviewList } from "~/domain/letters/review-list.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { LetterPage } from "~/routes/signing/letter-page";
import { useActionResult } from "~/routes/use-action-result";
import { Button, ButtonLink } from "~/ui/button";
import { DataTable } from "~/ui/data-table";
import { EmptyState } from "~/ui/empty-state";
import { Choice, ChoiceGroup, ErrorSummary, Select, TextArea } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.delivery.list.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  const search = new URL(request.url).searchParams;
  const trying = search.has("columns");
  const live = await guard(async () => readHeads([stream("letter", id), ...(await readAnswerStreams(member, id))]));
  const page = await guard(() =>
    readList(
      member,
      id,
      trying
        ? {
            leadsFirst: search.get("leadsFirst") === "yes",
            ignoreArticles: search.get("ignoreArticles") === "yes",
            listColumns: Number(search.get("columns")),
          }
        : undefined,
    ),
  );
  return json({ page, trying, base: `/c/${member.coalitionSlug}`, live });
}

const yes = z.literal("yes").optional();
const reason = z.string().max(2000).default("");
const input = z.discriminatedUnion("step", [
  z.strictObject({
    step: z.literal("review"),
    leadsFirst: yes,
    ignoreArticles: yes,
    columns: z.coerce.number().int().min(1).max(3),
    fingerprint: z.string().max(64),
  }),
  z.strictObject({ step: z.literal("finalize"), reason }),
  z.strictObject({ step: z.literal("admit"), organization: z.uuid(), reason }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  const letter = `/c/${member.coalitionSlug}/letters/${letterId}`;
  return runForm(request, input, async (values) => {
    switch (values.step) {
      case "review":
        await reviewList(member, {
          letterId,
          leadsFirst: values.leadsFirst === "yes",
          ignoreArticles: values.ignoreArticles === "yes",
          listColumns: values.columns,
          reviewed: true,
          fingerprint: values.fingerprint,
        });
        return redirect(`${letter}/list`);
      case "finalize": {
        const { number } = await finalizeLetter(member, { letterId, reason: values.reason });
        return redirect(`${letter}/editions/${number}`);
      }
      case "admit":
        await admitLateSignature(member, { letterId, organizationId: values.organization, reason: values.reason });
        return redirect(`${letter}/list`);
    }
  });
}

export default function SignatoryListPage() {
  const { page, trying, base, live } = useLoaderData<typeof loader>();
  useLive(live);
  const { t, format } = useI18n();
  const form = useFormFailure(useActionResult<typeof action>());
  const navigation = useNavigation();
  const step = navigation.state === "submitting" ? navigation.formData?.get("step") : null;
  const { letter, settings, entries } = page;
  const own = `${base}/letters/${letter.id}`;
  const reasonField = page.needsReason && (
    <TextArea
      name="reason"
      label={t.signing.reason}
      hint={t.signing.reasonHint}
      rows={2}
      defaultValue={form.value("reason")}
      error={form.error("reason")}
    />
  );
  return (
    <LetterPage
      letter={letter}
      base={base}
      title={t.delivery.list.title}
      actions={
        page.editions.length > 0 && (
          <ButtonLink to={`${own}/deliveries`} icon="send">
            {t.delivery.list.deliver}
          </ButtonLink>
        )
      }
    >
      <ErrorSummary {...form.summary} />
      {entries.length === 0 ? (
        <EmptyState
          title={t.delivery.list.empty.title}
          level={2}
          dye={letter.dye}
          action={<ButtonLink to={`${own}/closing`}>{t.delivery.list.reopen}</ButtonLink>}
        >
          {t.delivery.list.empty.text}
        </EmptyState>
      ) : (
        <div className="board-grid">
          <div className="min-w-0">
            {page.can.review && <p className="mb-4">{t.delivery.list.intro}</p>}
            <p className="loom__count mb-2">
              {t.pdf.counted({ organizations: page.count, individuals: page.individuals })}
            </p>
            <DataTable
              caption={t.delivery.list.title}
              plain
              head={[
                { label: t.delivery.list.print },
                { label: t.delivery.list.name },
                { label: t.delivery.list.country },
              ]}
            >
              {entries.map((entry, index) => (
                <tr key={entry.signatureId}>
                  <td className="num faint">{index + 1}</td>
                  <td>
                    <b>{entry.name}</b>
                    {entry.lead && (
                      <span className="tag ml-2">{entry.lead === "lead" ? t.signing.lead : t.signing.coLead}</span>
                    )}
                    {entry.registeredAs && (
                      <span className="meta block">{t.signing.registeredAs({ org: entry.registeredAs })}</span>
                    )}
                    {entry.left && <span className="meta block">{t.delivery.list.hasLeft}</span>}
                    {entry.person && <span className="meta block">{entry.person}</span>}
                  </td>
                  <td className="text-left">{format.country(entry.country)}</td>
                </tr>
              ))}
            </DataTable>
          </div>
          <aside aria-label={t.delivery.list.settings}>
            {page.can.review && (
              <Section title={t.delivery.list.settings}>
                <Form method="get" preventScrollReset>
                  <ChoiceGroup legend={t.delivery.list.order}>
                    <Choice
                      type="checkbox"
                      name="leadsFirst"
                      value="yes"
                      light
                      label={t.delivery.list.leadsFirst}
                      defaultChecked={settings.leadsFirst}
                    />
                    <Choice
                      type="checkbox"
                      name="ignoreArticles"
                      value="yes"
                      light
                      label={t.delivery.list.ignoreArticles}
                      defaultChecked={settings.ignoreArticles}
                    />
                  </ChoiceGroup>
                  <Select
                    name="columns"
                    label={t.delivery.list.columns}
                    defaultValue={String(settings.listColumns)}
                    options={["1", "2", "3"].map((n) => ({ value: n, label: n }))}
                  />
                  <Button type="submit" size="sm">
                    {t.delivery.list.try}
                  </Button>
                </Form>
                <div className="mt-6">
                  {trying && <Notice kind="plain">{t.delivery.list.changedSettings}</Notice>}
                  <p className="soft my-3">
                    {page.reviewed && !trying
                      ? t.delivery.list.reviewed({ by: page.reviewed.by, when: format.dateTime(page.reviewed.at) })
                      : t.delivery.list.notReviewed}
                  </p>
                  {(!page.reviewed || trying) && (
                    <Form method="post" action="?">
                      <input type="hidden" name="step" value="review" />
                      {settings.leadsFirst && <input type="hidden" name="leadsFirst" value="yes" />}
                      {settings.ignoreArticles && <input type="hidden" name="ignoreArticles" value="yes" />}
                      <input type="hidden" name="columns" value={settings.listColumns} />
                      <input type="hidden" name="fingerprint" value={page.fingerprint} />
                      <Button
                        type="submit"
                        variant="primary"
                        block
                        busy={step === "review"}
                        busyLabel={t.delivery.list.reviewing}
                      >
                        {t.delivery.list.review}
                      </Button>
                    </Form>
                  )}
                </div>
              </Section>
            )}
            {page.can.finalize && page.reviewed && !trying && (
              <Section title={t.delivery.list.compose}>
                <Form method="post">
                  <p className="mb-4">{t.delivery.list.composeText({ n: page.count })}</p>
                  {reasonField}
                  <Button
                    type="submit"
                    name="step"
                    value="finalize"
                    variant="primary"
                    block
                    busy={step === "finalize"}
                    busyLabel={t.delivery.list.composing}
                  >
                    {t.delivery.list.compose}
                  </Button>
                </Form>
              </Section>
            )}
            {page.editions.length > 0 && (
              <Section title={t.delivery.list.editions} count={page.editions.length}>
                <ul className="rows">
                  {page.editions.map((e) => (
                    <li key={e.number} className="py-2">
                      <Link to={`${own}/editions/${e.number}`}>{t.delivery.list.edition({ n: e.number })}</Link>
                      <p className="meta">
                        {t.delivery.list.editionMeta({ count: e.count, when: format.dateTime(e.createdAt), by: e.by })}
                      </p>
                    </li>
                  ))}
                </ul>
                {page.can.nextEdition && page.changes && (
                  <div className="mt-4">
                    {page.changes.added.length + page.changes.removed.length === 0 ? (
                      <p className="meta">{t.delivery.list.noChanges}</p>
                    ) : (
                      <Form method="post">
                        <p>{t.delivery.list.nextText}</p>
                        {page.changes.added.length > 0 && (
                          <p className="mt-2">{t.delivery.list.added({ names: format.list(page.changes.added) })}</p>
                        )}
                        {page.changes.removed.length > 0 && (
                          <p className="mt-2">
                            {t.delivery.list.removed({ names: format.list(page.changes.removed) })}
                          </p>
                        )}
                        <div className="mt-3">{reasonField}</div>
                        <Button
                          type="submit"
                          name="step"
                          value="finalize"
                          variant="primary"
                          block
                          className="mt-4"
                          busy={step === "finalize"}
                          busyLabel={t.delivery.list.composing}
                        >
                          {t.delivery.list.next({ n: (page.editions[0]?.number ?? 0) + 1 })}
                        </Button>
                      </Form>
                    )}
                  </div>
                )}
              </Section>
            )}
            {page.can.admitLate && page.lateRequests && page.lateRequests.length > 0 && (
              <Section id="late" title={t.delivery.list.late} count={page.lateRequests.length}>
                <p className="mb-3">{t.delivery.list.lateText}</p>
                <ul className="rows">
                  {page.lateRequests.map((request) => (
                    <li key={request.organizationId} className="py-3">
                      <b>{request.name}</b>
                      {request.note && <p className="meta">{request.note}</p>}
                      {request.admitted ? (
                        <p className="meta">{t.delivery.list.admitted}</p>
                      ) : (
                        <Form method="post" className="mt-2">
                          <input type="hidden" name="step" value="admit" />
                          <input type="hidden" name="organization" value={request.organizationId} />
                          <Button
                            type="submit"
                            size="sm"
                            className="whitespace-normal text-left"
                            busy={step === "admit"}
                          >
                            {t.delivery.list.admit({ org: request.name })}
                          </Button>
                        </Form>
                      )}
                    </li>
                  ))}
                </ul>
              </Section>
            )}
          </aside>
        </div>
      )}
    </LetterPage>
  );
}
