import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requirePerson } from "~/auth/require-member.server";
import { editProfile, themes } from "~/domain/people/edit-profile.server";
import { readOwnPosts } from "~/domain/people/read-profile.server";
import { timeZones } from "~/domain/time-zones";
import { locales } from "~/i18n";
import { nativeName } from "~/i18n/language-names";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { ZoneSelect } from "~/routes/me/zone-select";
import { useActionResult } from "~/routes/use-action-result";
import { Button } from "~/ui/button";
import { Choice, ChoiceGroup, ErrorSummary, Select, TextField } from "~/ui/field";
import { Section } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.auth.me.title);

export async function loader({ request }: LoaderFunctionArgs) {
  const person = await requirePerson(request);
  const { name, email, locale, timeZone, theme, singleKeys } = person;
  return json({
    profile: { name, email, locale, timeZone, theme, singleKeys },
    posts: await readOwnPosts(person),
    zones: timeZones(),
  });
}

const input = z.strictObject({
  name: z.string().max(400),
  locale: z.enum(locales),
  timeZone: z.string().max(64),
  theme: z.enum(themes),
  // A box that is not checked is not sent.
  singleKeys: z.literal("on").optional(),
});

export async function action({ request }: ActionFunctionArgs) {
  const person = await requirePerson(request);
  return runForm(request, input, async ({ singleKeys, ...values }) => {
    await editProfile(person, { ...values, singleKeys: singleKeys === "on" });
    return json({ ok: true as const });
  });
}

export default function Profile() {
  const { profile, posts, zones } = useLoaderData<typeof loader>();
  const result = useActionResult<typeof action>();
  const form = useFormFailure(result);
  const busy = useNavigation().state === "submitting";
  const { t } = useI18n();
  const words = t.auth.me.profile;
  const theme = form.value("theme", profile.theme);
  return (
    <div className="settings-grid">
      <Form method="post" noValidate className="max-w-form">
        <ErrorSummary {...form.summary} />
        <TextField
          name="name"
          label={words.name}
          hint={words.nameHint}
          autoComplete="name"
          defaultValue={form.value("name", profile.name)}
          error={form.error("name")}
        />
        <TextField
          name=""
          id="email"
          label={words.email}
          hint={words.emailHint}
          value={profile.email}
          readOnly
          autoComplete="off"
        />
        <Select
          name="locale"
          label={words.language}
          defaultValue={form.value("locale", profile.locale)}
          options={locales.map((one) => ({ value: one, label: nativeName(one), lang: one }))}
        />
        <ZoneSelect
          name="timeZone"
          label={words.zone}
          hint={words.zoneHint}
          zones={zones}
          value={form.value("timeZone", profile.timeZone)}
          error={form.error("timeZone")}
        />
        <ChoiceGroup legend={words.theme} row>
          <Choice
            type="radio"
            name="theme"
            value="system"
            label={t.shell.menu.themeSystem}
            defaultChecked={theme === "system"}
            light
          />
          <Choice
            type="radio"
            name="theme"
            value="light"
            label={t.shell.menu.themeLight}
            defaultChecked={theme === "light"}
            light
          />
          <Choice
            type="radio"
            name="theme"
            value="dark"
            label={t.shell.menu.themeDark}
            defaultChecked={theme === "dark"}
            light
          />
        </ChoiceGroup>
        <ChoiceGroup legend={words.keys}>
          <Choice
            type="checkbox"
            name="singleKeys"
            label={words.singleKeys}
            hint={words.singleKeysHint}
            defaultChecked={form.failure ? form.value("singleKeys") === "on" : profile.singleKeys}
            light
          />
        </ChoiceGroup>
        <p className="btn-row">
          <Button type="submit" variant="primary" busy={busy} busyLabel={t.common.saving}>
            {words.save}
          </Button>
          <span role="status">{result?.ok && !busy ? words.saved : ""}</span>
        </p>
      </Form>
      <Section title={words.posts} count={posts.length || undefined}>
        {posts.length === 0 ? (
          <p className="soft py-2">{words.noPosts}</p>
        ) : (
          <ul className="rows">
            {posts.map((post) => (
              <li key={post.organizationId} className="py-2">
                <b lang={post.nameLocale}>{post.name}</b>
                <span className="meta block">{[t.auth.roles[post.role], post.title].filter(Boolean).join(" · ")}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </div>
  );
}
