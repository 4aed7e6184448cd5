import { Form } from "@remix-run/react";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { mentionsIn, suggestMentions } from "~/domain/rooms/mentions";
import { MESSAGE_LIMIT, type Mentionable } from "~/domain/rooms/message";
import { useI18n } from "~/i18n/use-i18n";
import { drafts } from "~/realtime/room-outbox";
import { Avatar } from "~/ui/avatar";
import { Button, IconButton } from "~/ui/button";
import { Menu } from "~/ui/menu";
import { OrgMark } from "~/ui/org-mark";

const SEND_KEY = "conjunta.send";
/** Lines that the field grows to. */
const MAX_LINES = 8;
/** What is being written after an @ that begins a word, at the end of the text before the caret. */
const MENTION = /(?:^|[\s(¿¡"«“])@([\p{L}\p{N}][\p{L}\p{N}’'.\- ]{0,40}|)$/u;

type Props = {
  personId: string;
  roomId: string;
  roomName: string;
  mentionables: readonly Mentionable[];
  /** Where the form goes without script. */
  address: string;
  /** For one posting without script: made by the loader. */
  opId: string;
  /** What was typed when a posting without script was refused. */
  typed: string;
  onPost: (body: string, mentions: string[]) => void;
  onTyping: () => void;
};

/** Where one writes: grows to eight lines, keeps its draft, offers names after an @. A plain form without script. */
export function Composer({ personId, roomId, roomName, mentionables, address, opId, typed, onPost, onTyping }: Props) {
  const { t } = useI18n();
  const field = useRef<HTMLTextAreaElement>(null);
  const [body, setBody] = useState(typed);
  const [enterSends, setEnterSends] = useState(false);
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const listId = useId();
  const found = query === null ? [] : suggestMentions(query, mentionables);
  const over = body.trim().length - MESSAGE_LIMIT;

  useEffect(() => {
    const draft = drafts.read(personId, roomId);
    if (draft) setBody((now) => now || draft);
    try {
      setEnterSends(window.localStorage.getItem(SEND_KEY) === "enter");
    } catch {
      // No storage: the default.
    }
  }, [personId, roomId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const el = field.current;
    if (!el) return;
    el.style.height = "auto";
    const style = getComputedStyle(el);
    const most =
      Number.parseFloat(style.lineHeight) * MAX_LINES +
      Number.parseFloat(style.paddingTop) +
      Number.parseFloat(style.paddingBottom);
    el.style.height = `${Math.min(el.scrollHeight, most)}px`;
    el.style.overflowY = el.scrollHeight > most ? "auto" : "hidden";
  }, [body]);

  const change = (text: string) => {
    setBody(text);
    drafts.write(personId, roomId, text);
    if (text.trim()) onTyping();
  };
  const look = (el: HTMLTextAreaElement) => {
    const match = MENTION.exec(el.value.slice(0, el.selectionStart));
    const next = match ? (match[1] ?? "") : null;
    // Two words that fit nobody are a sentence, not a search.
    const fits = next === null || !next.includes(" ") || suggestMentions(next, mentionables, 1).length > 0;
    setQuery(fits ? next : null);
    setActive(0);
  };
  const post = () => {
    if (!body.trim() || over > 0) return;
    onPost(body, mentionsIn(body, mentionables));
    setBody("");
    setQuery(null);
    drafts.write(personId, roomId, "");
    field.current?.focus();
  };
  const insert = (m: Mentionable) => {
    const el = field.current;
    if (!el || query === null) return;
    const from = el.selectionStart - query.length;
    const text = `${el.value.slice(0, from)}${m.name} ${el.value.slice(el.selectionStart)}`;
    change(text);
    setQuery(null);
    const caret = from + m.name.length + 1;
    requestAnimationFrame(() => {
      el.focus();
      el.setSelectionRange(caret, caret);
    });
  };
  const beginMention = () => {
    const el = field.current;
    if (!el) return;
    const before = el.value.slice(0, el.selectionStart);
    const text = `${before}${before && !/\s$/.test(before) ? " " : ""}@`;
    change(text + el.value.slice(el.selectionStart));
    requestAnimationFrame(() => {
      el.focus();
      el.setSelectionRange(text.length, text.length);
      look(el);
    });
  };
  const choose = (how: "enter" | "ctrl") => {
    setEnterSends(how === "enter");
    try {
      window.localStorage.setItem(SEND_KEY, how);
    } catch {
      // No storage: until the page closes.
    }
  };

  return (
    <Form
      className="composer"
      method="post"
      action={address}
      onSubmit={(event) => {
        event.preventDefault();
        post();
      }}
    >
      <input type="hidden" name="intent" value="post" />
      <input type="hidden" name="opId" value={opId} />
      {found.length > 0 && (
        <div className="mention-list" id={listId} role="listbox" aria-label={t.rooms.mentionList}>
          {found.map((m, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled in the field, which keeps the focus
            <div
              key={m.id}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => insert(m)}
            >
              {m.kind === "person" ? (
                <Avatar size="sm" name={m.name} id={m.id} />
              ) : (
                <OrgMark size="sm" id={m.id} name={m.name} acronym={m.detail} />
              )}
              <span>{m.name}</span>
              <span className="meta">{m.detail}</span>
            </div>
          ))}
        </div>
      )}
      <label>
        <span className="sr-only">{t.rooms.write({ room: roomName })}</span>
        <textarea
          ref={field}
          name="body"
          rows={1}
          placeholder={t.rooms.write({ room: roomName })}
          value={body}
          aria-autocomplete="list"
          aria-controls={found.length > 0 ? listId : undefined}
          aria-activedescendant={found.length > 0 ? `${listId}-${active}` : undefined}
          onChange={(event) => {
            change(event.currentTarget.value);
            look(event.currentTarget);
          }}
          onClick={(event) => look(event.currentTarget)}
          onBlur={() => setQuery(null)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (found.length > 0) {
              const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
              if (step !== 0) {
                event.preventDefault();
                setActive((active + step + found.length) % found.length);
                return;
              }
              const chosen = found[active];
              if ((event.key === "Enter" || event.key === "Tab") && chosen && !event.ctrlKey) {
                event.preventDefault();
                insert(chosen);
                return;
              }
              if (event.key === "Escape") {
                event.preventDefault();
                setQuery(null);
                return;
              }
            }
            if (event.key !== "Enter") return;
            if (event.ctrlKey || event.metaKey || (enterSends && !event.shiftKey)) {
              event.preventDefault();
              post();
            }
          }}
        />
      </label>
      <p className="sr-only" role="status">
        {query ? t.rooms.mentionPeople({ n: found.length }) : ""}
      </p>
      <div className="composer__bar">
        <IconButton size="sm" icon="at-sign" label={t.rooms.mention} onClick={beginMention} />
        <span className="composer__end">
          {over > 0 && (
            <span className="field__error" role="alert">
              {t.rooms.tooLong({ over })}
            </span>
          )}
          <Menu
            label={t.rooms.sendWith}
            end
            up
            trigger={{
              className: "composer__keys meta",
              label: t.rooms.sendWith,
              children: (
                <>
                  {!enterSends && (
                    <>
                      <kbd>{t.rooms.ctrlKey}</kbd>{" "}
                    </>
                  )}
                  <kbd>{t.rooms.enterKey}</kbd>
                </>
              ),
            }}
            items={[
              { kind: "heading", label: t.rooms.sendWith },
              { kind: "radio", label: t.rooms.ctrlEnterSends, checked: !enterSends, onSelect: () => choose("ctrl") },
              { kind: "radio", label: t.rooms.enterSends, checked: enterSends, onSelect: () => choose("enter") },
            ]}
          />
          <Button type="submit" variant="primary" size="sm">
            {t.common.send}
          </Button>
        </span>
      </div>
    </Form>
  );
}
