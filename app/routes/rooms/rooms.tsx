import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { requireMember } from "~/auth/require-member.server";
import { readCampaign } from "~/domain/campaigns/read-campaigns.server";
import { isGuest } from "~/domain/member";
import { archiveRoom } from "~/domain/rooms/archive-room.server";
import { createRoom } from "~/domain/rooms/create-room.server";
import { editRoom } from "~/domain/rooms/edit-room.server";
import { inviteGuest } from "~/domain/rooms/invite-guest.server";
import { readRoom } from "~/domain/rooms/read-room.server";
import { readRooms } from "~/domain/rooms/read-unread.server";
import { removeGuest } from "~/domain/rooms/remove-guest.server";
import { restoreRoom } from "~/domain/rooms/restore-room.server";
import { nativeName } from "~/i18n/language-names";
import { locales } from "~/i18n/locales";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Avatar } from "~/ui/avatar";
import { Button } from "~/ui/button";
import { ConfirmStep } from "~/ui/confirm-step";
import { ErrorSummary, Select, TextField } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.rooms.list.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const campaignId = params.campaign ?? "";
  return guard(async () => {
    const create = isGuest(member) ? false : (await readCampaign(member, campaignId)).can.createRoom;
    const list = await readRooms(member, { campaignId, archived: true });
    const rooms = await Promise.all(
      list.map(async (room) => {
        const { guests, can, people } = await readRoom(member, room.id);
        return { ...room, guests, can, people };
      }),
    );
    return json({
      rooms: rooms.filter((r) => !r.archived),
      archived: rooms.filter((r) => r.archived),
      create,
      locale: member.locale,
      invited: new URL(request.url).searchParams.get("invited"),
    });
  });
}

const room = { room: z.uuid() };
const input = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("create"), name: z.string().max(200), topic: z.string().max(400).default("") }),
  z.strictObject({
    intent: z.literal("edit"),
    ...room,
    name: z.string().max(200),
    topic: z.string().max(400).default(""),
  }),
  z.strictObject({ intent: z.literal("archive"), ...room }),
  z.strictObject({ intent: z.literal("restore"), ...room }),
  z.strictObject({
    intent: z.literal("invite"),
    ...room,
    guestName: z.string().max(200),
    email: z.string().max(400),
    locale: z.enum(locales),
  }),
  z.strictObject({ intent: z.literal("remove"), ...room, person: z.uuid() }),
]);

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const campaignId = params.campaign ?? "";
  const here = `/c/${member.coalitionSlug}/campaigns/${campaignId}/rooms`;
  return runForm(request, input, async (what) => {
    switch (what.intent) {
      case "create":
        return redirect(`${here}/${await createRoom(member, { campaignId, name: what.name, topic: what.topic })}`);
      case "edit":
        await editRoom(member, { roomId: what.room, name: what.name, topic: what.topic });
        return redirect(`${here}#room-${what.room}`);
      case "archive":
        await archiveRoom(member, { roomId: what.room });
        return redirect(`${here}#archived`);
      case "restore":
        await restoreRoom(member, { roomId: what.room });
        return redirect(`${here}#room-${what.room}`);
      case "invite":
        await inviteGuest(member, { roomId: what.room, name: what.guestName, email: what.email, locale: what.locale });
        return redirect(`${here}?invited=${encodeURIComponent(what.email)}#room-${what.room}`);
      case "remove":
        await removeGuest(member, { roomId: what.room, personId: what.person });
        return redirect(`${here}#room-${what.room}`);
    }
  });
}

type Row = ReturnType<typeof useLoaderData<typeof loader>>["rooms"][number];

export default function Rooms() {
  const { rooms, archived, create, invited } = useLoaderData<typeof loader>();
  const { t } = useI18n();
  const form = useFormFailure(useActionResult<typeof action>());
  const busy = useNavigation().formData?.get("intent");
  const creating = form.value("intent") === "create";
  return (
    <>
      <Section title={t.rooms.list.title} count={rooms.length || null}>
        <p className="meta py-2">{t.rooms.list.intro}</p>
        {invited && <Notice kind="signed">{t.rooms.manage.invited({ email: invited })}</Notice>}
        {rooms.length === 0 ? (
          <p className="py-3">{t.rooms.list.none}</p>
        ) : (
          <ul className="rows">
            {rooms.map((r) => (
              <RoomRow key={r.id} room={r} form={form.value("room") === r.id ? form : null} busy={String(busy ?? "")} />
            ))}
          </ul>
        )}
      </Section>
      {archived.length > 0 && (
        <Section title={t.rooms.list.archived} count={archived.length} id="archived">
          <p className="meta py-2">{t.rooms.list.archivedIntro}</p>
          <ul className="rows">
            {archived.map((r) => (
              <li key={r.id} className="campaign-row" id={`room-${r.id}`}>
                <div>
                  <h3 className="font-semibold">
                    <Link to={`${r.id}`}>{r.name}</Link>
                  </h3>
                  {r.topic && <p className="meta">{r.topic}</p>}
                </div>
                {r.can.restore && (
                  <Form method="post">
                    <input type="hidden" name="intent" value="restore" />
                    <input type="hidden" name="room" value={r.id} />
                    <Button type="submit" size="sm" aria-label={t.rooms.manage.restoreNamed({ name: r.name })}>
                      {t.rooms.manage.restore}
                    </Button>
                  </Form>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {create && (
        <Section title={t.rooms.form.title} id="new-room">
          <Form method="post" className="max-w-form py-3" noValidate>
            {creating && <ErrorSummary {...form.summary} />}
            <input type="hidden" name="intent" value="create" />
            <TextField
              name="name"
              label={t.rooms.form.name}
              hint={t.rooms.form.nameHint}
              error={creating ? form.error("name") : null}
              defaultValue={creating ? form.value("name") : ""}
            />
            <TextField
              name="topic"
              label={t.rooms.form.topic}
              hint={t.rooms.form.topicHint}
              optional
              error={creating ? form.error("topic") : null}
              defaultValue={creating ? form.value("topic") : ""}
            />
            <Button type="submit" busy={busy === "create"} busyLabel={t.rooms.form.creating}>
              {t.rooms.form.create}
            </Button>
          </Form>
        </Section>
      )}
    </>
  );
}

function RoomRow({ room: r, form, busy }: { room: Row; form: ReturnType<typeof useFormFailure> | null; busy: string }) {
  const { t } = useI18n();
  const { locale } = useLoaderData<typeof loader>();
  const intent = form?.value("intent");
  const id = (name: string) => `${name}-${r.id}`;
  // The controls of several rooms stand on one page: an error links to this room's.
  const errors = (form?.summary.errors ?? []).map((e) => ({ ...e, field: id(e.field) }));
  return (
    <li className="campaign-row" id={`room-${r.id}`}>
      <div>
        <h3 className="font-semibold">
          <Link to={`${r.id}`}>{r.name}</Link>
        </h3>
        {r.topic && <p className="meta">{r.topic}</p>}
        {(r.can.edit || r.can.inviteGuest) && (
          <details className="mt-2" open={form ? true : undefined}>
            <summary className="link-btn">{t.rooms.manage.title}</summary>
            <div className="max-w-form py-3">
              {form && <ErrorSummary errors={errors} message={form.summary.message} />}
              <Form method="post" noValidate>
                <input type="hidden" name="intent" value="edit" />
                <input type="hidden" name="room" value={r.id} />
                <TextField
                  id={id("name")}
                  name="name"
                  label={t.rooms.form.name}
                  error={intent === "edit" ? form?.error("name") : null}
                  defaultValue={intent === "edit" ? form?.value("name") : r.name}
                />
                <TextField
                  id={id("topic")}
                  name="topic"
                  label={t.rooms.form.topic}
                  optional
                  error={intent === "edit" ? form?.error("topic") : null}
                  defaultValue={intent === "edit" ? form?.value("topic") : r.topic}
                />
                <Button type="submit" size="sm" busy={busy === "edit"} busyLabel={t.common.saving}>
                  {t.rooms.form.save}
                </Button>
              </Form>
              <h4 className="font-semibold mt-6">{t.rooms.manage.guests}</h4>
              {r.guests.length === 0 && <p className="meta">{t.rooms.manage.noGuests}</p>}
              <ul className="rows">
                {r.guests.map((g) => (
                  <li key={g.id} className="flex items-center gap-3 py-2">
                    <Avatar size="sm" name={g.name} id={g.id} />
                    <span className="flex-1">{g.name}</span>
                    <ConfirmStep
                      size="sm"
                      label={t.common.remove}
                      ariaLabel={t.rooms.manage.removeGuest({ name: g.name })}
                      title={t.rooms.manage.removeQuestion({ name: g.name })}
                      verb={t.rooms.manage.removeGuest({ name: g.name })}
                      fields={{ intent: "remove", room: r.id, person: g.id }}
                    >
                      <p>{t.rooms.manage.removeConsequence}</p>
                    </ConfirmStep>
                  </li>
                ))}
              </ul>
              {r.can.inviteGuest && (
                <Form method="post" noValidate className="mt-4">
                  <h4 className="font-semibold">{t.rooms.manage.inviteGuest}</h4>
                  <input type="hidden" name="intent" value="invite" />
                  <input type="hidden" name="room" value={r.id} />
                  <TextField
                    id={id("guestName")}
                    name="guestName"
                    label={t.rooms.manage.guestName}
                    optional
                    defaultValue={intent === "invite" ? form?.value("guestName") : ""}
                  />
                  <TextField
                    id={id("email")}
                    name="email"
                    type="email"
                    label={t.rooms.manage.guestEmail}
                    error={intent === "invite" ? form?.error("email") : null}
                    defaultValue={intent === "invite" ? form?.value("email") : ""}
                  />
                  <Select
                    id={id("locale")}
                    name="locale"
                    label={t.rooms.manage.guestLanguage}
                    defaultValue={locale}
                    options={locales.map((l) => ({ value: l, label: nativeName(l), lang: l }))}
                  />
                  <Button type="submit" size="sm" busy={busy === "invite"} busyLabel={t.rooms.manage.inviting}>
                    {t.rooms.manage.invite}
                  </Button>
                </Form>
              )}
              {r.can.archive && (
                <div className="mt-6">
                  <ConfirmStep
                    size="sm"
                    label={t.rooms.manage.archive}
                    title={t.rooms.manage.archiveQuestion}
                    verb={t.rooms.manage.archive}
                    safe={t.rooms.manage.keep}
                    fields={{ intent: "archive", room: r.id }}
                  >
                    <p>{t.rooms.manage.archiveConsequence}</p>
                  </ConfirmStep>
                </div>
              )}
            </div>
          </details>
        )}
      </div>
      {r.unread > 0 && (
        <span className="count" role="img" aria-label={t.rooms.list.unreadIn({ n: r.unread })}>
          {r.unread}
        </span>
      )}
    </li>
  );
}
