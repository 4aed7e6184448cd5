import { json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { requireMember } from "~/auth/require-member.server";
import { newId } from "~/domain/id";
import { isGuest } from "~/domain/member";
import { readHeads } from "~/domain/read-heads.server";
import { readMessages } from "~/domain/rooms/read-messages.server";
import { readOwnNames, readRoom } from "~/domain/rooms/read-room.server";
import { readRooms } from "~/domain/rooms/read-unread.server";
import { stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { usePresence } from "~/realtime/use-live";
import { useMarkRead, useRoom, useTyping } from "~/realtime/use-room";
import { guard } from "~/routes/form.server";
import { Avatar, AvatarStack } from "~/ui/avatar";
import { Button } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { Composer } from "./composer";
import { MessageList } from "./message-list";

/** The campaign's layout gives this page the whole height. */
export const handle = { room: true };

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.room.name ?? "");

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  return guard(async () => {
    const roomId = params.room ?? "";
    const [cursor] = await readHeads([stream("room", roomId)]);
    const page = await readRoom(member, roomId);
    if (page.room.campaignId !== params.campaign) {
      throw redirect(`/c/${member.coalitionSlug}/campaigns/${page.room.campaignId}/rooms/${roomId}`);
    }
    const before = Number(new URL(request.url).searchParams.get("before"));
    const older = Number.isSafeInteger(before) && before > 0 ? before : null;
    const [messages, rooms, names] = await Promise.all([
      readMessages(member, roomId, older ? { before: older } : { atLeastFrom: page.lastRead + 1 }),
      readRooms(member, { campaignId: page.room.campaignId }),
      readOwnNames(member),
    ]);
    return json({
      ...page,
      messages,
      rooms: rooms.filter((r) => r.id !== roomId),
      me: { personId: member.personId, name: member.name, organizations: names },
      guest: isGuest(member),
      cursor: cursor ?? { stream: stream("room", roomId), seq: 0 },
      address: `/c/${member.coalitionSlug}/rooms/${roomId}/messages`,
      opId: newId(),
      now: new Date().toISOString(),
    });
  });
}

export default function RoomPage() {
  const data = useLoaderData<typeof loader>();
  // Another room is another page: its draft, its divider and its list begin anew.
  return <Room key={data.room.id} data={data} />;
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Room({ data }: { data: Data }) {
  const { t, format } = useI18n();
  const { room, me } = data;
  const [lastReadAtOpening] = useState(data.lastRead);
  const [atEnd, setAtEnd] = useState(true);
  const { messages, olderThan, pending, addOlder, post, retry, discard } = useRoom(
    me.personId,
    room.id,
    data.messages,
    data.cursor,
  );
  const { writers, sayTyping } = useTyping(me.personId, room.id, messages);
  const here = usePresence(stream("room", room.id));
  useMarkRead(room.id, messages.at(-1)?.number ?? 0, data.lastRead, atEnd);
  return (
    <>
      <div className="room__main">
        <p className="room__meta meta">
          <span>
            <b>{room.name}</b> · {room.topic && `${room.topic} · `}
            {t.rooms.readers({ organizations: data.organizations, people: data.people })}
          </span>
          <span className="room__here">
            <AvatarStack people={here.map((p) => ({ id: p.personId, name: p.name }))} max={5} />
            {here.length > 0 && t.rooms.hereNow({ n: here.length })}
          </span>
        </p>
        <MessageList
          messages={messages}
          pending={pending}
          me={me}
          roomName={room.name}
          mentionables={data.mentionables}
          lastRead={lastReadAtOpening}
          olderThan={olderThan}
          address={data.address}
          onOlder={addOlder}
          onRetry={retry}
          onDiscard={discard}
          onAtEnd={setAtEnd}
          canChat={data.can.chat}
        />
        <p className="typing" role="status">
          {writers.length > 0 && (
            <>
              <span className="typing__threads" aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
              {writers.length > 3
                ? t.rooms.typingMany
                : t.rooms.typing({ names: format.list(writers), n: writers.length })}
            </>
          )}
        </p>
        {data.can.chat ? (
          <Composer
            personId={me.personId}
            roomId={room.id}
            roomName={room.name}
            mentionables={data.mentionables}
            address={data.address}
            opId={data.opId}
            typed=""
            onPost={post}
            onTyping={sayTyping}
          />
        ) : (
          <Notice
            kind="plain"
            live="status"
            action={
              data.can.restore && (
                <Form method="post" action=".." relative="path">
                  <input type="hidden" name="intent" value="restore" />
                  <input type="hidden" name="room" value={room.id} />
                  <Button type="submit" size="sm">
                    {t.rooms.manage.restore}
                  </Button>
                </Form>
              )
            }
          >
            {room.closed === "campaign_archived" ? t.rooms.campaignArchived : t.rooms.archived}
          </Notice>
        )}
      </div>
      <aside className="room__aside" aria-label={t.rooms.manage.title}>
        <h2 className="section__title">{t.rooms.manage.here}</h2>
        <ul className="room__people">
          {here.map((p) => (
            <li key={p.personId}>
              <Avatar size="sm" name={p.name} id={p.personId} presence="here" />
              <span>
                {p.name}
                {p.organization && <span className="meta block">{p.organization}</span>}
              </span>
            </li>
          ))}
        </ul>
        {data.rooms.length > 0 && (
          <>
            <h2 className="section__title">{t.rooms.manage.others}</h2>
            <ul className="room__rooms">
              {data.rooms.map((other) => (
                <li key={other.id}>
                  <Link to={`../${other.id}`} relative="path">
                    {other.name}
                  </Link>
                  {other.unread > 0 && (
                    <span className="count" role="img" aria-label={t.common.unread({ n: other.unread })}>
                      {other.unread}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
        {data.guests.length > 0 && (
          <>
            <h2 className="section__title">{t.rooms.manage.guests}</h2>
            <ul className="room__people">
              {data.guests.map((g) => (
                <li key={g.id}>
                  <Avatar size="sm" name={g.name} id={g.id} kind="invited" />
                  {g.name}
                </li>
              ))}
            </ul>
          </>
        )}
        {!data.guest && (
          <p className="mt-4">
            <Link to={`..#room-${room.id}`} relative="path">
              {t.rooms.manage.title}
            </Link>
          </p>
        )}
      </aside>
    </>
  );
}
