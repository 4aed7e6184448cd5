import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { ySyncPluginKey } from "y-prosemirror";
import type { LetterDoc } from "~/realtime/letter-doc.client";
import { readCaret } from "./own-caret.client";
import { toAbsolute, toRelative } from "./positions.client";

const key = new PluginKey<DecorationSet>("carets");

/** The name beside a caret shrinks to a tab this long after its last move. */
const FLAG_MS = 3_000;

/**
 * Where the others are: a line in their colour with their name, and what they have selected. Classes only, since the content
 * security policy of the pages refuses style attributes. Screen readers skip the names, which would stand in the middle of words.
 */
export function carets(letter: LetterDoc): Plugin<DecorationSet> {
  const flags = new Map<string, { element: HTMLElement; timer: number }>();

  const element = (sessionKey: string): HTMLElement => {
    const person = letter.people.find((one) => one.sessionKey === sessionKey);
    const caret = document.createElement("span");
    caret.className = `caret voice-${person?.voice ?? 1}`;
    caret.setAttribute("aria-hidden", "true");
    caret.contentEditable = "false";
    const flag = document.createElement("span");
    flag.className = "caret__flag";
    flag.textContent = person?.name ?? "";
    caret.append(flag);
    const known = flags.get(sessionKey);
    if (known) clearTimeout(known.timer);
    flags.set(sessionKey, { element: caret, timer: 0 });
    show(sessionKey);
    return caret;
  };

  /** The name for a while after a move. */
  const show = (sessionKey: string): void => {
    const flag = flags.get(sessionKey);
    const movedAt = letter.cursors.get(sessionKey)?.movedAt ?? 0;
    if (!flag) return;
    clearTimeout(flag.timer);
    const left = movedAt + FLAG_MS - Date.now();
    flag.element.classList.toggle("caret--quiet", left <= 0);
    if (left > 0) flag.timer = window.setTimeout(() => flag.element.classList.add("caret--quiet"), left);
  };

  const build = (state: EditorState): DecorationSet => {
    const decorations: Decoration[] = [];
    for (const [sessionKey, cursor] of letter.cursors) {
      const person = letter.people.find((one) => one.sessionKey === sessionKey);
      const anchor = toAbsolute(state, cursor.anchor);
      const head = toAbsolute(state, cursor.head);
      if (!person || anchor === null || head === null) continue;
      decorations.push(
        Decoration.widget(head, () => element(sessionKey), {
          key: `${sessionKey}/${person.voice}/${person.name}`,
          side: 10,
          ignoreSelection: true,
        }),
      );
      if (anchor !== head) {
        decorations.push(
          Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), {
            class: `remote-selection voice-${person.voice}`,
          }),
        );
      }
    }
    return DecorationSet.create(state.doc, decorations);
  };

  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, value, _before, state) =>
        tr.getMeta(key) || tr.getMeta(ySyncPluginKey)?.isChangeOrigin ? build(state) : value.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => key.getState(state) },
    view(view) {
      let last = "";
      const tell = () => {
        const { state } = view;
        const { anchor: fixed, head: moving } = state.selection;
        // Like the caret itself; a selection holds what was selected, and nothing that is written at its ends.
        const anchor = view.hasFocus() ? toRelative(state, fixed, fixed < moving ? "after" : "before") : null;
        const head = anchor && toRelative(state, moving, moving < fixed ? "after" : "before");
        const now = anchor && head ? `${anchor}/${head}` : "";
        if (now === last) return;
        last = now;
        letter.setCursor(anchor && head ? { anchor, head } : null);
      };
      // Focus changes arrive before the selection does.
      const tellSoon = () => window.setTimeout(() => !view.isDestroyed && tell());
      const unsubscribe = letter.subscribe((change) => {
        if (change !== "people" && change !== "cursors") return;
        readCaret(view);
        if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, true).setMeta("addToHistory", false));
        for (const sessionKey of flags.keys()) show(sessionKey);
      });
      view.dom.addEventListener("focus", tellSoon);
      view.dom.addEventListener("blur", tellSoon);
      return {
        update: tell,
        destroy() {
          unsubscribe();
          for (const { timer } of flags.values()) clearTimeout(timer);
          view.dom.removeEventListener("focus", tellSoon);
          view.dom.removeEventListener("blur", tellSoon);
        },
      };
    },
  });
}
