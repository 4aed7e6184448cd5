import { useFetcher } from "@remix-run/react";
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { mentionsIn, splitMentions } from "~/domain/rooms/mentions";
import { continuesRun, MESSAGE_LIMIT, type Mentionable, type MessageView } from "~/domain/rooms/message";
import { errorText } from "~/i18n";
import { useI18n } from "~/i18n/use-i18n";
import type { PendingMessage } from "~/realtime/room-outbox";
import { Avatar } from "~/ui/avatar";
import { Button, IconButton, LinkButton } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { Sheet } from "~/ui/dialog";
import { EmptyState } from "~/ui/empty-state";
import { Icon } from "~/ui/icon";
import { MessageBody } from "~/ui/message-body";

/** A press this long on a phone opens what can be done with a message (ms). */
const LONG_PRESS_MS = 500;
/** So near to the end counts as being there (px). */
const NEAR_END = 60;

type Me = { personId: string; name: string; organizations: readonly string[] };

export type MessageListProps = {
  messages: readonly MessageView[];
  pending: readonly PendingMessage[];
  me: Me;
  roomName: string;
  mentionables: readonly Mentionable[];
  /** Number of the last message that was read when the room was opened: the divider stands after it until one leaves. */
  lastRead: number;
  olderThan: number | null;
  /** Address of the resource route that messages are read from and posted to. */
  address: string;
  onOlder: (page: { messages: MessageView[]; olderThan: number | null }) => void;
  onRetry: (opId: string) => void;
  onDiscard: (opId: string) => void;
  onAtEnd: (atEnd: boolean) => void;
  canChat: boolean;
};

/** The messages of a room, oldest first, in one log that screen readers follow. */
export function MessageList(props: MessageListProps) {
  const { messages, pending, me, olderThan, lastRead } = props;
  const { t, format } = useI18n();
  const list = useRef<HTMLDivElement>(null);
  const { atEnd, unseen, toEnd } = useStickToEnd(list, messages, pending.length, me.personId, props.onAtEnd);
  const older = useOlder(list, olderThan, props.address, props.onOlder);
  const names = [...props.mentionables.map((m) => m.name), me.name, ...me.organizations];
  const firstNew = lastRead > 0 ? messages.find((m) => m.number > lastRead && m.author?.id !== me.personId) : undefined;
  const newCount = firstNew
    ? messages.filter((m) => m.number >= firstNew.number && m.author?.id !== me.personId).length
    : 0;
  const before = firstNew ? messages.find((m) => m.number === firstNew.number - 1) : undefined;

  return (
    <div className="messages-frame">
      <div
        className="messages"
        role="log"
        aria-label={t.rooms.messages}
        aria-live={older.loading ? "off" : "polite"}
        ref={list}
      >
        <div className="messages__start" ref={older.sentinel}>
          {olderThan !== null ? (
            <p className="messages__older">
              <a href={`?before=${olderThan}`} onClick={older.load} aria-busy={older.loading || undefined}>
                {older.loading ? t.rooms.loadingOlder : t.rooms.older}
              </a>
            </p>
          ) : (
            messages.length > 0 && <p className="messages__older meta">{t.rooms.beginning({ room: props.roomName })}</p>
          )}
        </div>
        {messages.length === 0 && pending.length === 0 && (
          <EmptyState title={t.rooms.empty.title} level={2}>
            {t.rooms.empty.text}
          </EmptyState>
        )}
        {messages.map((message, index) => {
          const previous = messages[index - 1];
          const newDay = !previous || format.dayKey(previous.at) !== format.dayKey(message.at);
          const isFirstNew = message.id === firstNew?.id;
          return (
            <MessageRow
              key={message.id}
              message={message}
              {...props}
              names={names}
              run={!newDay && !isFirstNew && continuesRun(previous, message)}
              above={
                <>
                  {newDay && <p className="divider">{format.capital(format.dayLong(message.at))}</p>}
                  {isFirstNew && (
                    <p className="divider divider--new" id="new">
                      {t.rooms.newSince({ n: newCount, since: before ? format.happened(before.at, message.at) : null })}
                    </p>
                  )}
                </>
              }
            />
          );
        })}
        {pending.map((message) => (
          <PendingRow key={message.opId} message={message} {...props} names={names} />
        ))}
        <div id="end" />
      </div>
      {!atEnd && (
        <button type="button" className="messages__pill" onClick={toEnd}>
          <Icon name="chevron-down" small />
          {unseen > 0 ? t.rooms.newBelow({ n: unseen }) : t.rooms.toEnd}
        </button>
      )}
    </div>
  );
}

/** Who the reader is, in the words that people use after an @. */
function isMine(me: Me) {
  const mine = [me.name, ...me.organizations].map((name) => name.toLocaleLowerCase());
  return (name: string) => mine.includes(name.toLocaleLowerCase());
}

function MessageRow({
  message,
  run,
  above,
  me,
  names,
  mentionables,
  address,
  canChat,
}: MessageListProps & { message: MessageView; run: boolean; above: ReactNode; names: readonly string[] }) {
  const { t, format } = useI18n();
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const [sheet, setSheet] = useState(false);
  const press = useLongPress(() => own && setSheet(true));
  const fetcher = useFetcher<{ ok: boolean; code?: string; facts?: Record<string, unknown> }>();
  const own = message.author?.id === me.personId && !message.deleted;
  const name = message.author?.name ?? t.rooms.formerMember;
  const time = format.time(message.at);
  const refused = fetcher.state === "idle" && fetcher.data && !fetcher.data.ok ? fetcher.data : null;
  const send = (fields: Record<string, string>) =>
    fetcher.submit({ messageId: message.id, ...fields }, { method: "post", action: address });
  const actions = (
    <>
      {canChat && <IconButton size="sm" icon="pencil" label={t.rooms.edit} onClick={() => setEditing(true)} />}
      <IconButton size="sm" icon="trash-2" label={t.rooms.delete} onClick={() => setAsking(true)} />
    </>
  );
  return (
    <>
      {above}
      <article
        className={cx("message", run && "message--run")}
        aria-label={t.rooms.messageOf({ name, time })}
        id={`m${message.number}`}
        {...press}
      >
        {run ? (
          <time className="message__time message__time--run" dateTime={message.at}>
            {time}
          </time>
        ) : (
          <Avatar size="lg" name={name} id={message.author?.id ?? message.id} />
        )}
        <div>
          {!run && (
            <p className="message__by">
              <b>{name}</b>
              {message.author?.organization && <span className="message__org">{message.author.organization}</span>}
              <time className="message__time" dateTime={message.at}>
                {time}
              </time>
            </p>
          )}
          {message.deleted ? (
            <p className="message__body faint italic">{t.rooms.deleted}</p>
          ) : editing ? (
            <EditForm
              message={message}
              onCancel={() => setEditing(false)}
              onSave={(body) => {
                setEditing(false);
                if (body.trim() && body !== message.body) {
                  send({ intent: "edit", body, mentions: mentionsIn(body, mentionables).join(",") });
                }
              }}
            />
          ) : (
            <MessageBody
              body={message.body}
              lang={message.locale}
              splitMentions={(text) => splitMentions(text, names)}
              isMe={isMine(me)}
            />
          )}
          {message.editedAt && !message.deleted && !editing && <span className="message__org">({t.rooms.edited})</span>}
          {refused && (
            <p className="message__failed" role="alert">
              <Icon name="circle-alert" small />
              {errorText(t, { code: refused.code ?? "", facts: refused.facts })}
            </p>
          )}
        </div>
        {own && !editing && (
          <>
            <div className="message__tools">{actions}</div>
            <button type="button" className="message__more" aria-haspopup="dialog" onClick={() => setSheet(true)}>
              <Icon name="ellipsis" small label={t.rooms.tools} />
            </button>
          </>
        )}
      </article>
      <Sheet open={sheet} onClose={() => setSheet(false)} title={t.rooms.tools}>
        <div className="grid gap-2">
          {canChat && (
            <Button
              block
              icon="pencil"
              onClick={() => {
                setSheet(false);
                setEditing(true);
              }}
            >
              {t.rooms.edit}
            </Button>
          )}
          <Button
            block
            variant="danger-quiet"
            icon="trash-2"
            onClick={() => {
              setSheet(false);
              setAsking(true);
            }}
          >
            {t.rooms.delete}
          </Button>
        </div>
      </Sheet>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t.rooms.deleteQuestion}
        verb={t.rooms.delete}
        danger
        onConfirm={() => {
          setAsking(false);
          send({ intent: "delete" });
        }}
      >
        <p>{t.rooms.deleteConsequence}</p>
      </ConfirmDialog>
    </>
  );
}

function EditForm({
  message,
  onSave,
  onCancel,
}: {
  message: MessageView;
  onSave: (body: string) => void;
  onCancel: () => void;
}) {
  const { t } = useI18n();
  const field = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  useEffect(() => {
    const el = field.current;
    if (!el) return;
    el.focus();
    el.setSelectionRange(el.value.length, el.value.length);
  }, []);
  return (
    <form
      className="message__edit"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(field.current?.value ?? "");
      }}
    >
      <textarea
        ref={field}
        className="field__input"
        aria-label={t.rooms.editLabel}
        aria-describedby={hint}
        defaultValue={message.body}
        maxLength={MESSAGE_LIMIT}
        rows={Math.min(8, message.body.split("\n").length + 1)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
          else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSave(event.currentTarget.value);
        }}
      />
      <p className="btn-row">
        <Button type="submit" size="sm" variant="primary">
          {t.rooms.saveEdit}
        </Button>
        <Button size="sm" variant="quiet" onClick={onCancel}>
          {t.rooms.cancelEdit}
        </Button>
        <span className="meta" id={hint}>
          {t.rooms.editHint}
        </span>
      </p>
    </form>
  );
}

function PendingRow({
  message,
  me,
  names,
  onRetry,
  onDiscard,
}: MessageListProps & { message: PendingMessage; names: readonly string[] }) {
  const { t, format } = useI18n();
  const failed = message.state === "failed";
  return (
    <article
      className="message message--pending"
      aria-label={t.rooms.messageOf({ name: me.name, time: format.time(message.at) })}
    >
      <Avatar size="lg" name={me.name} id={me.personId} />
      <div>
        <p className="message__by">
          <b>{me.name}</b>
        </p>
        <MessageBody body={message.body} splitMentions={(text) => splitMentions(text, names)} isMe={() => false} />
        {failed ? (
          <p className="message__failed">
            <Icon name="circle-alert" small />
            {t.rooms.notSent}
            {message.code && <span className="meta">{errorText(t, { code: message.code })}</span>}
            <LinkButton onClick={() => onRetry(message.opId)}>{t.rooms.tryAgain}</LinkButton>
            <LinkButton onClick={() => onDiscard(message.opId)}>{t.rooms.discard}</LinkButton>
          </p>
        ) : (
          <p className="message__state meta">
            <Icon name={message.state === "waiting" ? "wifi-off" : "send"} small />
            {message.state === "waiting" ? t.rooms.waiting : t.rooms.sending}
          </p>
        )}
      </div>
    </article>
  );
}

function useLongPress(onLongPress: () => void) {
  const timer = useRef<number>();
  const stop = () => window.clearTimeout(timer.current);
  return {
    onTouchStart: () => {
      stop();
      timer.current = window.setTimeout(onLongPress, LONG_PRESS_MS);
    },
    onTouchEnd: stop,
    onTouchMove: stop,
    onTouchCancel: stop,
  };
}

/** What scrolls: the list itself, or on phones the page. */
function scrollerOf(list: HTMLElement): HTMLElement {
  return getComputedStyle(list).overflowY === "visible"
    ? ((document.scrollingElement as HTMLElement | null) ?? document.documentElement)
    : list;
}

/** Keeps the end in sight while one is there; else counts what arrives below. Opening goes to the first new message. */
function useStickToEnd(
  list: RefObject<HTMLDivElement>,
  messages: readonly MessageView[],
  pending: number,
  personId: string,
  onAtEnd: (atEnd: boolean) => void,
) {
  const [atEnd, setAtEnd] = useState(true);
  const [unseen, setUnseen] = useState(0);
  const stick = useRef(true);
  const opened = useRef(false);
  const counted = useRef(messages.at(-1)?.number ?? 0);
  const report = useRef(onAtEnd);
  report.current = onAtEnd;

  useEffect(() => {
    const el = list.current;
    if (!el) return;
    const scroller = scrollerOf(el);
    const target: EventTarget = scroller === el ? el : document;
    const look = () => {
      const end = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= NEAR_END;
      stick.current = end;
      setAtEnd(end);
      report.current(end);
      if (end) setUnseen(0);
    };
    target.addEventListener("scroll", look, { passive: true });
    // A keyboard that opens, a composer that grows: the end stays in sight.
    const observer = new ResizeObserver(() => {
      if (stick.current) scroller.scrollTop = scroller.scrollHeight;
      look();
    });
    observer.observe(el);
    return () => {
      target.removeEventListener("scroll", look);
      observer.disconnect();
    };
  }, [list]);

  const last = messages.at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one's own message on its way moves the end, too
  useLayoutEffect(() => {
    const el = list.current;
    if (!el) return;
    const scroller = scrollerOf(el);
    if (!opened.current) {
      opened.current = true;
      const divider = el.querySelector<HTMLElement>("#new");
      // The scroll event may come before anybody listens to it: whether one is at the end is known here.
      stick.current = !divider;
      if (divider) divider.scrollIntoView({ block: "center" });
      else scroller.scrollTop = scroller.scrollHeight;
      return;
    }
    if (stick.current) scroller.scrollTop = scroller.scrollHeight;
    else if (last && last.number > counted.current && last.author?.id !== personId)
      setUnseen((n) => n + last.number - counted.current);
    counted.current = last?.number ?? 0;
  }, [list, last, pending, personId]);

  return {
    atEnd,
    unseen,
    toEnd: () => {
      const el = list.current;
      if (!el) return;
      const scroller = scrollerOf(el);
      stick.current = true;
      scroller.scrollTop = scroller.scrollHeight;
      setUnseen(0);
    },
  };
}

/** Older messages come as one scrolls up, and what one was looking at stays where it was. */
function useOlder(
  list: RefObject<HTMLDivElement>,
  olderThan: number | null,
  address: string,
  onOlder: MessageListProps["onOlder"],
) {
  const sentinel = useRef<HTMLDivElement>(null);
  const fetcher = useFetcher<{ messages: MessageView[]; olderThan: number | null }>();
  const height = useRef<{ height: number; top: number } | null>(null);
  const taken = useRef<unknown>(null);
  const latest = useRef({ olderThan, fetcher });
  latest.current = { olderThan, fetcher };

  const load = useCallback(() => {
    const { olderThan: before, fetcher: f } = latest.current;
    if (before === null || f.state !== "idle") return;
    f.load(`${address}?before=${before}`);
  }, [address]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page moves the sentinel: it is observed anew
  useEffect(() => {
    const el = sentinel.current;
    const root = list.current;
    if (!el || !root) return;
    const scroller = scrollerOf(root);
    const observer = new IntersectionObserver(
      (entries) => {
        // Not while the page opens at its beginning because it is short.
        if (entries.some((e) => e.isIntersecting) && scroller.scrollHeight > scroller.clientHeight) load();
      },
      { root: scroller === root ? root : null, rootMargin: "200px 0px 0px 0px" },
    );
    observer.observe(el);
    return () => observer.disconnect();
  }, [list, load, olderThan]);

  useEffect(() => {
    const page = fetcher.data;
    if (!page || fetcher.state !== "idle" || taken.current === page || !list.current) return;
    taken.current = page;
    const scroller = scrollerOf(list.current);
    height.current = { height: scroller.scrollHeight, top: scroller.scrollTop };
    onOlder(page);
  }, [fetcher.data, fetcher.state, list, onOlder]);

  useLayoutEffect(() => {
    const was = height.current;
    if (!was || !list.current) return;
    height.current = null;
    const scroller = scrollerOf(list.current);
    scroller.scrollTop = was.top + scroller.scrollHeight - was.height;
  });

  return {
    sentinel,
    loading: fetcher.state !== "idle",
    load: (event: { preventDefault: () => void }) => {
      event.preventDefault();
      load();
    },
  };
}
