import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { readFrame } from "~/domain/coalitions/read-frame.server";
import { readHeads } from "~/domain/read-heads.server";
import { isGuest } from "~/domain/member";
import { stream } from "~/domain/streams";
import { LiveProvider } from "~/realtime/live-provider";
import { useConnection, useLive } from "~/realtime/use-live";
import { OfflineBar } from "~/ui/offline-bar";
import { CoalitionFrame } from "./frame";

/** Everything of one coalition: proves the membership once, draws the frame, opens the page's one socket. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const live = await readHeads([
    stream("person", member.personId),
    ...(isGuest(member) ? [] : [stream("coalition", member.coalitionId)]),
  ]);
  return json({ frame: await readFrame(member), live });
}

export default function CoalitionLayout() {
  return (
    <LiveProvider>
      <LiveFrame />
    </LiveProvider>
  );
}

function LiveFrame() {
  const { frame, live } = useLoaderData<typeof loader>();
  useLive(live);
  return (
    <CoalitionFrame frame={frame} bar={<OfflineBar state={useConnection()} />}>
      <Outlet />
    </CoalitionFrame>
  );
}
