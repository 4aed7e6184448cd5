import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Outlet, useLoaderData, useMatches } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { readCampaign } from "~/domain/campaigns/read-campaigns.server";
import { notFound } from "~/domain/errors";
import { isGuest } from "~/domain/member";
import { readHeads } from "~/domain/read-heads.server";
import { readRooms } from "~/domain/rooms/read-unread.server";
import { type Cursor, stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard } from "~/routes/form.server";
import { Tabs } from "~/ui/tabs";

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.name ?? "");

/** Name and tabs above each page of a campaign. A guest sees only the rooms that they were invited to, by name. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const id = params.campaign ?? "";
  return guard(async () => {
    const base = `/c/${member.coalitionSlug}/campaigns/${id}`;
    if (isGuest(member)) {
      const rooms = await readRooms(member, { campaignId: id, archived: true });
      const [first] = rooms;
      if (!first) throw notFound();
      const none: Cursor[] = [];
      return json({ name: first.name, nameLocale: null, base, rooms, letters: 0, actions: 0, guest: true, live: none });
    }
    const live = await readHeads([stream("campaign", id)]);
    const { name, nameLocale, rooms, letters, actions } = await readCampaign(member, id);
    return json({ name, nameLocale: nameLocale as string | null, base, rooms, letters, actions, guest: false, live });
  });
}

export default function CampaignLayout() {
  const { name, nameLocale, base, rooms, letters, actions, guest, live } = useLoaderData<typeof loader>();
  const { t } = useI18n();
  useLive(live);
  const isRoom = useMatches().some((m) => typeof m.handle === "object" && m.handle !== null && "room" in m.handle);
  const items = guest
    ? rooms.map((room) => ({ to: `${base}/rooms/${room.id}`, label: room.name, count: room.unread }))
    : [
        { to: base, label: t.campaigns.tabs.overview, end: true },
        // Always the list, however many rooms there are and whoever asks: a tab leads to one place.
        { to: `${base}/rooms`, label: t.campaigns.tabs.rooms, count: rooms.reduce((n, r) => n + r.unread, 0) },
        { to: `${base}/letters`, label: t.campaigns.tabs.letters, count: letters, plain: true },
        { to: `${base}/actions`, label: t.campaigns.tabs.actions, count: actions, plain: true },
        { to: `${base}/about`, label: t.campaigns.tabs.about },
      ];
  return (
    <div className={isRoom ? "room" : "campaign"}>
      <header className="room__head">
        <div className="room__title-row">
          <h1 className="room__title" lang={nameLocale ?? undefined}>
            {name}
          </h1>
        </div>
        <Tabs label={t.campaigns.tabs.label} items={items} />
      </header>
      {isRoom ? (
        <Outlet />
      ) : (
        <div className="page page--campaign">
          <Outlet />
        </div>
      )}
    </div>
  );
}
