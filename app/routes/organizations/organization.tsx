import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { isOngoing } from "~/domain/letters/letter";
import { readLetterStreams } from "~/domain/letters/read-letter-streams.server";
import { readOrganization } from "~/domain/organizations/read-organization.server";
import { removeOrganization } from "~/domain/organizations/remove-organization.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { OrganizationHead } from "~/routes/organizations/organization-head";
import { useActionResult } from "~/routes/use-action-result";
import { Avatar } from "~/ui/avatar";
import { Button } from "~/ui/button";
import { Choice, ErrorSummary } from "~/ui/field";
import { OrgMark } from "~/ui/org-mark";
import { Page, Section } from "~/ui/page";
import { StageBadge } from "~/ui/stage";

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data?.organization.name ?? "");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => {
    const live = await readHeads([stream("coalition", member.coalitionId), ...(await readLetterStreams(member))]);
    const organization = await readOrganization(member, params.organization ?? "");
    return json({ organization, live, home: `/c/${member.coalitionSlug}` });
  });
}

const input = z.strictObject({ intent: z.literal("remove"), sure: z.literal("1") });

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  return runForm(request, input, async () => {
    await removeOrganization(member, params.organization ?? "");
    return redirect(`/c/${member.coalitionSlug}/organizations`);
  });
}

export default function Organization() {
  const { organization: o, live, home } = useLoaderData<typeof loader>();
  const { t, format } = useI18n();
  useLive(live);
  const words = t.organizations.page;
  const base = `${home}/organizations`;
  const languageNames: Readonly<Record<string, string>> = t.common.languageNames;
  return (
    <Page>
      <OrganizationHead head={o} base={base} />
      <div className="settings-grid">
        <div>
          <Section title={words.letters} count={o.letters.length || undefined}>
            {o.letters.length === 0 ? (
              <p className="soft py-2">{words.noLetters}</p>
            ) : (
              <ul className="rows">
                {o.letters.map((letter) => (
                  <li key={letter.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-3">
                    <Link
                      className="basis-full sm:basis-0 grow min-w-0"
                      to={`${home}/letters/${letter.id}`}
                      lang={letter.locale}
                    >
                      <b>{letter.title}</b>
                    </Link>
                    <span className="meta">{words.signedOn({ day: format.date(letter.signedAt) })}</span>
                    <StageBadge status={letter.status} />
                  </li>
                ))}
              </ul>
            )}
          </Section>
          {o.can.remove && <Remove name={o.name} signing={o.letters.filter((l) => isOngoing(l.status)).length} />}
        </div>
        <aside aria-label={words.about}>
          <Section title={words.about}>
            <dl className="facts">
              {o.otherNames.map(({ locale, name }) => (
                <div key={locale}>
                  <dt>{format.capital(languageNames[locale] ?? format.language(locale))}</dt>
                  <dd lang={locale}>{name}</dd>
                </div>
              ))}
              <div>
                <dt>{t.organizations.form.scope}</dt>
                <dd>{format.capital(t.organizations.scopes[o.scope] ?? o.scope)}</dd>
              </div>
              {o.website && (
                <div>
                  <dt>{words.website}</dt>
                  <dd>
                    <a href={o.website} rel="noreferrer noopener" target="_blank">
                      {o.website.replace(/^https?:\/\//, "")}
                    </a>
                  </dd>
                </div>
              )}
            </dl>
          </Section>
          {o.inside && (
            <Section
              title={words.people}
              count={o.inside.people.length}
              link={{ to: `${base}/${o.id}/people`, label: words.managePeople }}
              className="mt-8"
            >
              <ul className="rows">
                {o.inside.people.map((person) => (
                  <li key={person.id} className="person py-2">
                    <Avatar id={person.id} name={person.name} />
                    <span>
                      <b>{person.name}</b>
                      <span className="meta">
                        {[t.auth.roles[person.role], person.title].filter(Boolean).join(" · ")}
                      </span>
                    </span>
                  </li>
                ))}
              </ul>
              <p className="meta mt-2">
                {words.signs}: {t.organizations.rules[o.inside.rule]}
              </p>
            </Section>
          )}
          {o.chapters.length > 0 && (
            <Section title={words.chapters} count={o.chapters.length} className="mt-8">
              <ul className="rows">
                {o.chapters.map((chapter) => (
                  <li key={chapter.id} className="person py-2">
                    <OrgMark id={chapter.id} name={chapter.name} size="sm" />
                    <Link to={`${base}/${chapter.id}`} lang={chapter.lang}>
                      {chapter.name}
                    </Link>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </aside>
      </div>
    </Page>
  );
}

/** @param props.signing under how many letters it stands that are not composed yet */
function Remove({ name, signing }: { name: string; signing: number }) {
  const form = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().state === "submitting";
  const { t } = useI18n();
  const words = t.organizations.remove;
  return (
    <Section title={words.title} className="mt-12">
      <p className="soft py-2">{words.text}</p>
      {signing > 0 && <p className="soft py-2">{words.signing({ n: signing })}</p>}
      <ErrorSummary {...form.summary} />
      <Form method="post">
        <input type="hidden" name="intent" value="remove" />
        {/* The consequence is asked for in the form itself: this works without script, too. */}
        <Choice type="checkbox" name="sure" value="1" label={words.confirm({ name })} light required />
        <Button type="submit" variant="danger-quiet" busy={busy}>
          {words.button}
        </Button>
      </Form>
    </Section>
  );
}
