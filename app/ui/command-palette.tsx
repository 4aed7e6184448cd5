import { useNavigate } from "@remix-run/react";
import { Fragment, type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Messages } from "~/i18n";
import { useI18n } from "~/i18n/use-i18n";
import { useModal } from "./dialog";
import { Icon, type IconName } from "./icon";

export type PaletteGroup = keyof Messages["shell"]["palette"]["groups"];

export type PaletteItem = {
  id: string;
  group: PaletteGroup;
  label: string;
  /** Place, stage, organization: also searched. */
  meta?: string;
  /** Goes there … */
  to?: string;
  /** … or does that. */
  onSelect?: () => void;
  icon?: IconName;
  mark?: ReactNode;
  /** The key that does the same. */
  keys?: string;
  lang?: string;
};

/** Results from the server for what was typed; `signal` is aborted when the words change. */
export type PaletteSearch = (query: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>;

const order: readonly PaletteGroup[] = [
  "letter",
  "letters",
  "organizations",
  "people",
  "rooms",
  "actions",
  "pages",
  "todo",
];

const combining = /\p{M}/gu;

/** Without accents and in small letters: "rio" finds "Río". */
export function fold(text: string): string {
  return text.normalize("NFD").replace(combining, "").toLowerCase();
}

/** Where the folded query stands in a text, by the text's own characters; null when it does not. */
export function findFolded(text: string, query: string): [from: number, to: number] | null {
  const wanted = fold(query.trim());
  if (!wanted) return null;
  let folded = "";
  const origin: number[] = [];
  let at = 0;
  for (const ch of text) {
    const small = fold(ch);
    for (let i = 0; i < small.length; i++) origin.push(at);
    folded += small;
    at += ch.length;
  }
  const start = folded.indexOf(wanted);
  if (start < 0) return null;
  const from = origin[start] ?? 0;
  let to = origin[start + wanted.length] ?? text.length;
  // An accent written apart belongs to the letter before it.
  while (to < text.length && combining.test(text.charAt(to))) to++;
  combining.lastIndex = 0;
  return [from, to];
}

function Marked({ text, query }: { text: string; query: string }) {
  const found = findFolded(text, query);
  if (!found) return <>{text}</>;
  return (
    <>
      {text.slice(0, found[0])}
      <mark>{text.slice(...found)}</mark>
      {text.slice(found[1])}
    </>
  );
}

/** Search or jump to: letters, organizations, people, rooms, then things to do. Ctrl K opens it (see `Shell`). */
export function CommandPalette({
  open,
  onClose,
  items,
  search,
}: {
  open: boolean;
  onClose: () => void;
  items: readonly PaletteItem[];
  search?: PaletteSearch;
}) {
  const ref = useModal(open);
  const { t } = useI18n();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it (onCancel); the press beside it is one more way
    <dialog
      ref={ref}
      className="command-dialog"
      aria-label={t.shell.palette.title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      {open && <Palette onClose={onClose} items={items} search={search} />}
    </dialog>
  );
}

function Palette({
  onClose,
  items,
  search,
}: {
  onClose: () => void;
  items: readonly PaletteItem[];
  search?: PaletteSearch;
}) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const [answer, setAnswer] = useState<{ query: string; items: readonly PaletteItem[] }>({ query: "", items: [] });
  const [chosen, setChosen] = useState(0);
  const words = query.trim();

  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    if (!search || words.length < 2) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      search(words, stop.signal).then(
        (found) => {
          if (!stop.signal.aborted) setAnswer({ query: words, items: found });
        },
        () => {
          // Offline, or the words changed meanwhile: what is here already stays useful.
          if (!stop.signal.aborted) setAnswer({ query: words, items: [] });
        },
      );
    }, 150);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [search, words]);

  const searching = Boolean(search && words.length >= 2 && answer.query !== words);
  const shown = useMemo(() => {
    const here = words ? items.filter((item) => findFolded(`${item.label} ${item.meta ?? ""}`, words) !== null) : items;
    const seen = new Set(here.map((item) => item.id));
    const more = words.length >= 2 ? answer.items.filter((item) => !seen.has(item.id)) : [];
    return [...here, ...more].sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group)).slice(0, 40);
  }, [items, words, answer]);
  const at = Math.min(chosen, shown.length - 1);

  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const select = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    if (item.to !== undefined) navigate(item.to);
    else item.onSelect?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const move = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      if (shown.length > 0) setChosen((move + shown.length) % shown.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      select(shown[at]);
    }
  };

  return (
    <div className="command-palette">
      <div className="command-palette__input">
        <Icon name="search" />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-expanded={shown.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={shown[at] ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          aria-label={t.shell.palette.title}
          placeholder={t.shell.palette.placeholder}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <span aria-hidden="true">
          <kbd>{t.shell.keys.escape}</kbd>
        </span>
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t.shell.palette.results}
        className="command-palette__results"
        ref={list}
      >
        {order.map((group) => {
          const rows = shown.flatMap((item, place) => (item.group === group ? [{ item, place }] : []));
          if (rows.length === 0) return <Fragment key={group} />;
          const name = t.shell.palette.groups[group];
          return (
            // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox
            <div key={group} role="group" aria-label={name}>
              <p className="command-palette__group" aria-hidden="true">
                {name}
              </p>
              <div role="presentation">
                {rows.map(({ item, place }) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the field above
                  <div
                    key={item.id}
                    id={`${id}-${place}`}
                    data-at={place}
                    className="command-palette__option"
                    role="option"
                    tabIndex={-1}
                    aria-selected={place === at}
                    onClick={() => select(item)}
                    onPointerMove={() => setChosen(place)}
                  >
                    {item.mark ?? <Icon name={item.icon ?? "chevron-right"} />}
                    <span lang={item.lang}>
                      <Marked text={item.label} query={words} />
                      {item.meta && <span className="meta"> {item.meta}</span>}
                    </span>
                    {item.keys ? <kbd>{item.keys}</kbd> : <span />}
                  </div>
                ))}
              </div>
            </div>
          );
        })}
      </div>
      {shown.length === 0 && words !== "" && (
        <p className="command-palette__none">
          {searching ? t.shell.palette.searching : t.shell.palette.none({ query: words })}
        </p>
      )}
      <p className="sr-only" role="status">
        {words === "" ? "" : searching ? t.shell.palette.searching : t.shell.palette.found({ n: shown.length })}
      </p>
      <div className="command-palette__foot" aria-hidden="true">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {t.shell.palette.choose}
        </span>
        <span>
          <kbd>{t.shell.keys.enter}</kbd> {t.shell.palette.open}
        </span>
        <span>
          <kbd>{t.shell.keys.escape}</kbd> {t.shell.palette.close}
        </span>
      </div>
    </div>
  );
}
