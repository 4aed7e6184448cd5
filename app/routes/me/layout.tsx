import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, Outlet, useLoaderData } from "@remix-run/react";
import { requirePerson } from "~/auth/require-member.server";
import { readCoalitionsOf, readLastCoalition, readPartnerCoalitionIds } from "~/domain/people/read-member.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { useI18n } from "~/i18n/use-i18n";
import { LiveProvider } from "~/realtime/live-provider";
import { useConnection, useLive } from "~/realtime/use-live";
import { OfflineBar } from "~/ui/offline-bar";
import { Breadcrumb } from "~/ui/page";
import { Tabs } from "~/ui/tabs";
import { Wordmark } from "~/ui/wordmark";

/** What belongs to the person, whichever coalition they come from. */
export async function loader({ request }: LoaderFunctionArgs) {
  const person = await requirePerson(request);
  const live = await readHeads([
    stream("person", person.id),
    // The way back, and the private addresses of calendars, bear the coalitions' names. Guests follow no coalition.
    ...(await readPartnerCoalitionIds(person.id)).map((id) => stream("coalition", id)),
  ]);
  const [coalitions, last] = await Promise.all([readCoalitionsOf(person.id), readLastCoalition(person.id)]);
  const from = coalitions.find((c) => c.slug === last);
  return json({ live, from: from ? { slug: from.slug, name: from.name, nameLocale: from.nameLocale } : null });
}

export default function MyAccount() {
  return (
    <LiveProvider>
      <Account />
    </LiveProvider>
  );
}

function Account() {
  const { live, from } = useLoaderData<typeof loader>();
  const { t } = useI18n();
  useLive(live);
  const words = t.auth.me;
  return (
    <>
      <a className="skip-link" href="#main">
        {t.shell.skip}
      </a>
      <OfflineBar state={useConnection()} />
      <header className="page pb-0">
        <Link to="/">
          <Wordmark height={28} />
        </Link>
      </header>
      <main className="page" id="main">
        <div className="page__head">
          <div>
            {from && (
              <Breadcrumb items={[{ to: `/c/${from.slug}`, label: <span lang={from.nameLocale}>{from.name}</span> }]} />
            )}
            <h1 className="page__title" tabIndex={-1}>
              {words.title}
            </h1>
          </div>
        </div>
        <Tabs
          label={words.nav}
          items={[
            { to: "/me", label: words.tabs.profile, end: true },
            { to: "/me/sessions", label: words.tabs.sessions },
            { to: "/me/notifications", label: words.tabs.notifications },
            { to: "/me/calendar", label: words.tabs.calendar },
          ]}
        />
        <Outlet />
      </main>
    </>
  );
}
