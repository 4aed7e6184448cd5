import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, Outlet, useRouteError, useRouteLoaderData } from "@remix-run/react";
import { type ReactNode, useCallback, useMemo } from "react";
import { requireMember } from "~/auth/require-member.server";
import { readFrame } from "~/domain/coalitions/read-frame.server";
import type { Found } from "~/domain/coalitions/search-coalition.server";
import { readLetterStreams } from "~/domain/letters/read-letter-streams.server";
import { isGuest } from "~/domain/member";
import { rememberCoalition } from "~/domain/people/read-member.server";
import { readHeads } from "~/domain/read-heads.server";
import { readRooms } from "~/domain/rooms/read-unread.server";
import { stream } from "~/domain/streams";
import { useI18n } from "~/i18n/use-i18n";
import { LiveProvider } from "~/realtime/live-provider";
import { useConnection, useLive } from "~/realtime/use-live";
import { useRoomOutbox } from "~/realtime/use-room";
import { useNewMessages } from "~/realtime/use-unread";
import type { loader as rootLoader } from "~/root";
import { paletteItem } from "~/routes/coalition/palette-item";
import type { loader as letterLoader } from "~/routes/letters/layout";
import { letterPlaces } from "~/routes/letters/letter-pages";
import type { PaletteItem, PaletteSearch } from "~/ui/command-palette";
import { Shell } from "~/ui/shell";
import { ErrorPage } from "~/ui/states";

/** Everything of one coalition: proves the membership once, draws the frame, opens the page's one socket. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const live = await readHeads([
    stream("person", member.personId),
    ...(isGuest(member) ? [] : [stream("coalition", member.coalitionId)]),
    ...member.posts.map((post) => stream("organization", post.organizationId)),
  ]);
  // What waits and what is unread moves with letters and rooms; signatures come in crowds, and only to those who count them.
  const campaignsLive = await readHeads(await readLetterStreams(member));
  // Messages are counted as they come (useNewMessages), from the numbers before the loader counts.
  const rooms = (await readRooms(member)).map(({ id, campaignId }) => ({ id, campaignId }));
  const roomHeads = await readHeads(rooms.map((room) => stream("room", room.id)));
  const [frame] = await Promise.all([readFrame(member), rememberCoalition(member)]);
  return json({ frame, live, campaignsLive, rooms, roomHeads });
}

export default function CoalitionLayout() {
  return (
    <LiveProvider>
      <Framed>
        <Outlet />
      </Framed>
    </LiveProvider>
  );
}

/** What a page of the coalition could not do is said inside the frame, so that the way on stays in sight. */
export function ErrorBoundary() {
  const error = useRouteError();
  const data = useRouteLoaderData<typeof loader>("routes/coalition/layout");
  const slug = data?.frame.coalition.slug;
  // Without the frame's own data the person may have no business here at all: the root page says so.
  if (!slug) throw error;
  const status = isRouteErrorResponse(error) ? error.status : offline(error) ? 0 : 500;
  return (
    <LiveProvider>
      <Framed>
        <div className="page">
          <ErrorPage status={status} level={1} home={`/c/${slug}`} />
        </div>
      </Framed>
    </LiveProvider>
  );
}

function offline(error: unknown): boolean {
  return typeof navigator !== "undefined" && navigator.onLine === false && error instanceof Error;
}

function Framed({ children }: { children: ReactNode }) {
  // By the route's id: around an error `useLoaderData` has nothing to give, though the data is there.
  const data = useRouteLoaderData<typeof loader>("routes/coalition/layout");
  if (!data) throw new Error("The frame is drawn only with its data");
  const { frame, live, campaignsLive, rooms, roomHeads } = data;
  const root = useRouteLoaderData<typeof rootLoader>("root");
  const { t, format } = useI18n();
  useLive(live);
  useLive(campaignsLive, { except: ["letter.signed"] });
  useRoomOutbox(frame.me.id);
  const arrived = useNewMessages(roomHeads, frame.me.id);
  const arrivedIn = (campaignId: string) =>
    rooms.reduce((n, room) => n + (room.campaignId === campaignId ? (arrived[room.id] ?? 0) : 0), 0);
  const base = `/c/${frame.coalition.slug}`;
  const search = useCallback<PaletteSearch>(
    async (query, signal) => {
      const answer = await fetch(`${base}/search?q=${encodeURIComponent(query)}`, { signal });
      if (!answer.ok) return [];
      const { found } = (await answer.json()) as { found: Found[] };
      return found.map((one) => paletteItem(one, base, t, format));
    },
    [base, t, format],
  );
  const things = useMemo<PaletteItem[]>(() => {
    if (frame.guest) return [];
    const item = (id: string, label: string, to: string): PaletteItem => ({
      id,
      group: "todo",
      label,
      to,
      icon: "plus",
    });
    return [
      ...(frame.can.createLetter ? [item("new letter", t.home.newLetter, `${base}/letters/new`)] : []),
      ...(frame.can.createAction ? [item("new action", t.actions.plan, `${base}/actions/new`)] : []),
      ...(frame.can.createCampaign ? [item("new campaign", t.shell.newCampaign, `${base}/campaigns/new`)] : []),
      ...(frame.can.edit
        ? [item("new organization", t.organizations.directory.invite, `${base}/organizations/new`)]
        : []),
    ];
  }, [frame.guest, frame.can, base, t]);
  const letter = useRouteLoaderData<typeof letterLoader>("routes/letters/layout");
  // On a letter's page its other pages come first: that is where its people jump to.
  const items = useMemo<PaletteItem[]>(
    () => [
      ...(letter
        ? letterPlaces(letter.letter, base, t).map((place) => ({
            id: place.to,
            group: "letter" as const,
            label: place.label,
            to: place.to,
            icon: place.icon,
          }))
        : []),
      ...things,
    ],
    [letter, things, base, t],
  );
  const campaigns = frame.guest
    ? frame.guestRooms.map((r) => ({
        id: r.id,
        name: r.name,
        to: `${base}/campaigns/${r.campaignId}/rooms/${r.id}`,
        unread: r.unread + (arrived[r.id] ?? 0),
      }))
    : frame.campaigns.map((c) => ({
        id: c.id,
        name: c.name,
        lang: c.nameLocale,
        to: `${base}/campaigns/${c.id}`,
        unread: c.unread + arrivedIn(c.id),
      }));
  return (
    <Shell
      coalition={{ ...frame.coalition, to: base, lang: frame.coalition.nameLocale }}
      coalitions={frame.coalitions.map((c) => ({ name: c.name, lang: c.nameLocale, dye: c.dye, to: `/c/${c.slug}` }))}
      nav={
        frame.guest
          ? null
          : {
              home: base,
              letters: `${base}/letters`,
              inbox: frame.me.organizations.length > 0 ? `${base}/inbox` : undefined,
              calendar: `${base}/calendar`,
              organizations: `${base}/organizations`,
              notices: `${base}/notices`,
              rooms: `${base}/campaigns`,
              more: `${base}/more`,
            }
      }
      counts={{ home: frame.waiting, inbox: frame.waiting, notices: frame.notices }}
      campaigns={campaigns}
      newCampaignTo={frame.can.createCampaign ? `${base}/campaigns/new` : null}
      me={{
        ...frame.me,
        accountTo: "/me",
        settingsTo: frame.can.edit ? `${base}/settings` : null,
        administrationTo: root?.me?.instanceAdmin ? "/admin" : null,
      }}
      actions={{ actingFor: `${base}/acting-for`, preferences: "/preferences", signOut: "/sign-out" }}
      theme={root?.theme ?? null}
      singleKeys={root?.me?.singleKeys}
      connection={useConnection()}
      palette={{ items, search }}
    >
      {children}
    </Shell>
  );
}
