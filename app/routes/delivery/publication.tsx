import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { publishLetter } from "~/domain/letters/publish-letter.server";
import { readPublication } from "~/domain/letters/read-deliveries.server";
import { unpublishLetter } from "~/domain/letters/unpublish-letter.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { timeZones, wallTimeOf } from "~/domain/time-zones";
import { env } from "~/env.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { DeadlineFields } from "~/routes/signing/deadline-fields";
import { LetterPage } from "~/routes/signing/letter-page";
import { useActionResult } from "~/routes/use-action-result";
import { Button, ButtonLink } from "~/ui/button";
import { Choice, ChoiceGroup, ErrorSummary, TextArea } from "~/ui/field";
import { Notice } from "~/ui/notice";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.delivery.publication.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.letter ?? "";
  const live = await readHeads([stream("letter", id)]);
  const page = await guard(() => readPublication(member, id));
  const tomorrow = wallTimeOf(new Date(Date.now() + 86_400_000), page.letter.zone).slice(0, 10);
  return json({
    page,
    base: `/c/${member.coalitionSlug}`,
    zones: timeZones(),
    suggested: page.embargoUntil ? wallTimeOf(new Date(page.embargoUntil), page.letter.zone) : `${tomorrow}T11:00`,
    address: `${env().origin}/p/${page.slug}`,
    live,
  });
}

const input = z.strictObject({
  publication: z.enum(["public", "embargoed", "private"]),
  until: z.string().max(40).default(""),
  zone: z.string().max(80).default(""),
  reason: z.string().max(2000).default(""),
});

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const letterId = params.letter ?? "";
  return runForm(request, input, async ({ publication, until, zone, reason }) => {
    if (publication === "private") await unpublishLetter(member, { letterId, reason });
    else if (publication === "public") await publishLetter(member, { letterId, reason });
    else await publishLetter(member, { letterId, embargo: { until, zone }, reason });
    return redirect(`/c/${member.coalitionSlug}/letters/${letterId}/publication`);
  });
}

export default function PublicationPage() {
  const { page, base, zones, suggested, address, live } = useLoaderData<typeof loader>();
  useLive(live);
  const { t, format } = useI18n();
  const form = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().state === "submitting";
  const { letter, publication } = page;
  const chosen = form.value("publication", publication);
  const words = t.delivery.publication;
  return (
    <LetterPage
      letter={letter}
      base={base}
      title={words.title}
      actions={
        publication === "public" && (
          <ButtonLink to={`/p/${page.slug}`} icon="external-link" reloadDocument>
            {words.open}
          </ButtonLink>
        )
      }
    >
      <ErrorSummary {...form.summary} />
      <Notice
        kind={publication === "public" ? "signed" : publication === "embargoed" ? "waiting" : "plain"}
        live="status"
      >
        {publication === "public"
          ? words.public({ when: format.dateTime(page.publishedAt ?? "") })
          : publication === "embargoed"
            ? words.embargoed({ when: format.dateTimeIn(page.embargoUntil ?? "", letter.zone) })
            : words.private}
      </Notice>
      <p className="mt-6 meta">{words.address}</p>
      <p className="mono break-all">{address}</p>
      {page.can.publish && (
        <Form method="post" className="max-w-form mt-8" noValidate key={publication}>
          <ChoiceGroup id="publication" legend={words.choose} error={form.error("publication")}>
            <Choice
              type="radio"
              name="publication"
              value="public"
              label={words.now}
              hint={words.nowHint}
              defaultChecked={chosen === "public"}
            />
            <Choice
              type="radio"
              name="publication"
              value="embargoed"
              label={words.embargo}
              hint={words.embargoHint}
              defaultChecked={chosen === "embargoed"}
            />
            <Choice
              type="radio"
              name="publication"
              value="private"
              label={words.back}
              hint={words.backHint}
              defaultChecked={chosen === "private"}
            />
          </ChoiceGroup>
          <DeadlineFields
            name="until"
            label={words.until}
            zones={zones}
            zone={form.value("zone", letter.zone)}
            value={form.value("until", suggested)}
            error={form.error("until")}
            zoneError={form.error("zone")}
          />
          {page.needsReason && (
            <TextArea
              name="reason"
              label={t.signing.reason}
              hint={t.signing.reasonHint}
              rows={2}
              defaultValue={form.value("reason")}
              error={form.error("reason")}
            />
          )}
          <Button type="submit" variant="primary" busy={busy} busyLabel={words.saving}>
            {words.save}
          </Button>
        </Form>
      )}
    </LetterPage>
  );
}
