import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { isGuest } from "~/domain/member";
import { can } from "~/domain/permissions";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import type { loader as frameLoader } from "~/routes/coalition/layout";
import { Button } from "~/ui/button";
import { Choice, ChoiceGroup } from "~/ui/field";
import { Icon, type IconName } from "~/ui/icon";
import { Page, PageHead } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.home.more.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return json({
    base: `/c/${member.coalitionSlug}`,
    guest: isGuest(member),
    works: member.posts.length > 0,
    can: { edit: can(member, "coalition.edit") },
  });
}

/** Everything that a phone's tab bar has no room for. */
export default function More() {
  const { base, guest, works, can: may } = useLoaderData<typeof loader>();
  const { t } = useI18n();
  const words = t.home.more;
  const links: { to: string; icon: IconName; label: string }[] = [
    ...(guest
      ? []
      : [
          { to: `${base}/campaigns`, icon: "flag" as const, label: words.campaigns },
          { to: `${base}/organizations`, icon: "building-2" as const, label: words.organizations },
          { to: `${base}/notices`, icon: "bell" as const, label: words.notices },
        ]),
    ...(works ? [{ to: `${base}/inbox`, icon: "pen-line" as const, label: words.inbox }] : []),
    ...(may.edit ? [{ to: `${base}/settings`, icon: "settings" as const, label: words.settings }] : []),
    { to: "/me", icon: "user", label: words.profile },
    { to: "/me/notifications", icon: "mail", label: words.notifications },
    { to: "/me/calendar", icon: "rss", label: words.calendar },
    { to: "/me/sessions", icon: "smartphone", label: words.sessions },
    { to: "/verify", icon: "shield-check", label: words.verify },
  ];
  return (
    <Page>
      <PageHead title={words.title} />
      <ul className="rows more-list">
        {links.map((link) => (
          <li key={link.to}>
            <Link to={link.to}>
              <Icon name={link.icon} />
              {link.label}
              <Icon name="chevron-right" small className="ml-auto" />
            </Link>
          </li>
        ))}
      </ul>
      <ActingFor base={base} />
      <Form method="post" action="/sign-out" reloadDocument className="mt-8">
        <Button type="submit" icon="log-out">
          {words.signOut}
        </Button>
      </Form>
    </Page>
  );
}

/** For which organization one speaks, for those who work for several: a phone has no menu of the person. */
function ActingFor({ base }: { base: string }) {
  const me = useRouteLoaderData<typeof frameLoader>("routes/coalition/layout")?.frame.me;
  const { t } = useI18n();
  if (!me || me.organizations.length < 2) return null;
  return (
    <Form method="post" action={`${base}/acting-for`} reloadDocument className="max-w-form mt-8">
      <input type="hidden" name="redirectTo" value={`${base}/more`} />
      <ChoiceGroup id="acting-for" legend={t.shell.menu.actingFor}>
        {me.organizations.map((one) => (
          <Choice
            key={one.id}
            type="radio"
            name="organization"
            value={one.id}
            label={one.name}
            light
            defaultChecked={one.id === me.actingFor?.id}
          />
        ))}
      </ChoiceGroup>
      <Button type="submit">{t.common.save}</Button>
    </Form>
  );
}
