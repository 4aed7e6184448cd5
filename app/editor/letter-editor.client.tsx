import type { Node, Slice } from "prosemirror-model";
import { type Command, EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { ySyncPlugin, yUndoPlugin, yUndoPluginKey } from "y-prosemirror";
import { type OutlineEntry, outline } from "~/domain/letters/text/outline";
import { type LetterDoc as LetterBody, letterSchema } from "~/domain/letters/text/schema";
import { countWords } from "~/domain/letters/text/word-count";
import { useI18n } from "~/i18n/use-i18n";
import type { DocPerson } from "~/realtime/contract";
import { LetterDoc, type LetterDocStatus } from "~/realtime/letter-doc.client";
import { browserStore } from "~/realtime/letter-store.client";
import type { LiveSocketClient } from "~/realtime/live-client";
import { Button } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { type Anchor, anchorRange, anchors as anchorsPlugin, setAnchors } from "./anchors.client";
import { blockIds } from "./block-ids.client";
import { carets } from "./carets.client";
import { keys, type Look, lookOf, typing } from "./commands.client";
import { LinkDialog } from "./link-dialog.client";
import { ownCaret, readCaret } from "./own-caret.client";
import { paragraphs } from "./paragraphs.client";
import { cleanPastedHtml, fitSlice, MAX_PASTE, textToSlice } from "./paste.client";
import { toBase64, toRelative } from "./positions.client";
import { Toolbar } from "./toolbar.client";

export type { LetterDocStatus } from "~/realtime/letter-doc.client";
export type { Anchor } from "./anchors.client";

/** A passage that somebody wants to comment on. `from` and `to` are encoded relative positions in base64: keep and give them back. */
export type CommentSelection = { from: string; to: string; quote: string; blockId: string | null };

/** What the page around the editor may ask of it. */
export type LetterEditorHandle = {
  focus(): void;
  /** Scrolls a block into sight and puts the caret at its start. */
  showBlock(blockId: string): void;
  /** Scrolls a commented passage into sight. */
  showAnchor(id: string): void;
  /** Top in the window of what is selected, in pixels, also while the writer is elsewhere; null before the text is there. */
  selectionTop(): number | null;
  /** The text as it stands here. */
  text(): string;
};

export type LetterEditorProps = {
  socket: LiveSocketClient;
  languageVersionId: string;
  personId: string;
  /** Language of the text, for spelling and screen readers: a BCP 47 tag. */
  lang: string;
  /** Names the text for screen readers. */
  label: string;
  /** The page knows that this person may only read; the server decides anyway. */
  readOnly?: boolean;
  anchors?: readonly Anchor[];
  onStatus?: (status: LetterDocStatus) => void;
  onPeople?: (people: DocPerson[]) => void;
  onWords?: (words: number) => void;
  onOutline?: (entries: OutlineEntry[]) => void;
  /** Left out, there is no comment button. */
  onComment?: (selection: CommentSelection) => void;
  onAnchorClick?: (id: string) => void;
  /** After each change of the text or its width: the margin may be laid out anew. */
  onLayout?: () => void;
  /** What stands on the sheet above and below the text: letterhead and recipients, copies. */
  head?: ReactNode;
  foot?: ReactNode;
  /** The text as the server rendered it, until the live one is there. */
  fallback?: ReactNode;
  handle?: Ref<LetterEditorHandle>;
};

/** What is told to the page after a change waits for a pause this long, in milliseconds. */
const PAUSE_MS = 250;
/** A quotation in a comment is cut at this length, in characters. */
const QUOTE_MAX = 280;

/** The letter's text on screen: toolbar, paper and what to do when it cannot be saved. Mounts in browsers only. */
export function LetterEditor(props: LetterEditorProps) {
  const { socket, languageVersionId, personId, lang, label, readOnly = false, anchors, handle } = props;
  const { t } = useI18n();
  const place = useRef<HTMLDivElement>(null);
  const viewRef = useRef<EditorView | null>(null);
  const letterRef = useRef<LetterDoc | null>(null);
  const [status, setStatus] = useState<LetterDocStatus>("loading");
  const [look, setLook] = useState<Look | null>(null);
  const [linking, setLinking] = useState(false);
  const [tooLong, setTooLong] = useState(false);
  const [copied, setCopied] = useState(false);
  const [round, setRound] = useState(0);
  // Callbacks and texts change with each render; the editor is made once.
  const latest = useRef({ props, t });
  latest.current = { props, t };

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` makes the editor anew after unsaved text was given up
  useEffect(() => {
    if (!place.current) return;
    const letter = new LetterDoc(socket, languageVersionId, browserStore(personId, languageVersionId));
    letterRef.current = letter;
    let pause: number | null = null;
    const tellPage = (doc: Node) => {
      const body = doc.toJSON() as LetterBody;
      latest.current.props.onWords?.(countWords(body));
      latest.current.props.onOutline?.(outline(body));
      latest.current.props.onLayout?.();
    };
    // Before the text has arrived the view is empty, and nobody knows yet what the letter has.
    const tellPageSoon = () => {
      if (pause !== null) clearTimeout(pause);
      pause = window.setTimeout(() => {
        pause = null;
        if (!view.isDestroyed && letter.status !== "loading") tellPage(view.state.doc);
      }, PAUSE_MS);
    };
    const refuseLong = (slice: Slice): boolean => {
      const long = slice.content.size > MAX_PASTE;
      setTooLong(long);
      return long;
    };
    const comment: Command = (state) => {
      const selection = selectionForComment(state);
      if (!selection || !latest.current.props.onComment) return false;
      latest.current.props.onComment(selection);
      return true;
    };
    const view = new EditorView(place.current, {
      state: EditorState.create({
        schema: letterSchema,
        plugins: [
          ownCaret(),
          ySyncPlugin(letter.fragment),
          yUndoPlugin(),
          blockIds(),
          typing(),
          ...keys({
            link: () => {
              setLinking(true);
              return true;
            },
            comment,
          }),
          paragraphs(latest.current.t.editor.hint),
          anchorsPlugin((id) => latest.current.props.onAnchorClick?.(id)),
          carets(letter),
        ],
      }),
      editable: () => letter.editable && !latest.current.props.readOnly,
      attributes: () => ({
        class: "letter letter--writing",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": latest.current.props.label,
        "aria-readonly": String(!letter.editable || latest.current.props.readOnly === true),
        lang: latest.current.props.lang,
        spellcheck: "true",
        translate: "no",
      }),
      transformPastedHTML: (html) => (html.length > 4 * 1024 * 1024 ? "" : cleanPastedHtml(html)),
      clipboardTextParser: ((text: string) => textToSlice(text)) as never,
      handlePaste: (view, _event, slice) => {
        if (refuseLong(slice)) return true;
        const fitting = fitSlice(view.state, slice);
        if (fitting === slice) return false;
        view.dispatch(view.state.tr.replaceSelection(fitting).scrollIntoView());
        return true;
      },
      handleDrop: (_view, _event, slice, moved) => !moved && refuseLong(slice),
      dispatchTransaction(this: EditorView, tr) {
        // The first one comes while the view is being made: `view` is not there yet.
        const state = this.state.apply(tr);
        this.updateState(state);
        setLook((before) => sameLook(before, lookOf(state)));
        if (tr.docChanged) tellPageSoon();
      },
    });
    viewRef.current = view;
    const tellLook = () => setLook((before) => sameLook(before, lookOf(view.state)));
    tellLook();
    // What can be undone and redone changes after the change of the text that it comes from.
    const undo = yUndoPluginKey.getState(view.state);
    undo?.undoManager.on("stack-item-added", tellLook);
    undo?.undoManager.on("stack-item-popped", tellLook);
    let arrived = false;
    const tellStatus = () => {
      if (!arrived && letter.status !== "loading") {
        arrived = true;
        tellPageSoon();
      }
      setStatus(letter.status);
      latest.current.props.onStatus?.(letter.status);
      // Editable or not is read again with each update of the view.
      if (!view.isDestroyed) view.setProps({});
    };
    const unsubscribe = letter.subscribe((change) => {
      if (change === "status") tellStatus();
      else if (change === "arriving") readCaret(view);
      else if (change === "people") latest.current.props.onPeople?.(letter.people);
    });
    tellStatus();
    const warn = (event: BeforeUnloadEvent) => {
      if (letter.unsaved && !letter.kept) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    const resize = new ResizeObserver(() => latest.current.props.onLayout?.());
    resize.observe(place.current);
    return () => {
      resize.disconnect();
      window.removeEventListener("beforeunload", warn);
      if (pause !== null) clearTimeout(pause);
      unsubscribe();
      view.destroy();
      letter.destroy();
      viewRef.current = null;
      letterRef.current = null;
    };
  }, [socket, languageVersionId, personId, round]);

  useEffect(() => {
    if (viewRef.current && status !== "loading") setAnchors(viewRef.current, anchors ?? []);
  }, [anchors, status]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view reads these by itself when asked to
  useEffect(() => {
    viewRef.current?.setProps({});
  }, [readOnly, label, lang]);

  useImperativeHandle(
    handle,
    (): LetterEditorHandle => ({
      focus: () => viewRef.current?.focus(),
      showBlock: (blockId) => showBlock(viewRef.current, blockId),
      showAnchor: (id) => {
        const view = viewRef.current;
        const range = view && anchorRange(view, id);
        if (range) scrollTo(view, range.from);
      },
      selectionTop: () => {
        const view = viewRef.current;
        return view ? view.coordsAtPos(view.state.selection.from).top : null;
      },
      text: () => letterRef.current?.text() ?? "",
    }),
    [],
  );

  const run = (command: Command) => {
    const view = viewRef.current;
    if (!view) return;
    command(view.state, view.dispatch, view);
    view.focus();
  };
  const editable = !readOnly && (status === "saved" || status === "saving" || status === "offline");
  const unsaved = (status === "closed" || status === "reload-needed") && letterRef.current?.unsaved === true;

  return (
    <div className="writing" data-status={status}>
      {!readOnly && status !== "readonly" && (
        <Toolbar
          look={look}
          disabled={!editable}
          onCommand={run}
          onLink={() => setLinking(true)}
          onComment={
            props.onComment &&
            (() => {
              const selection = viewRef.current && selectionForComment(viewRef.current.state);
              if (selection) props.onComment?.(selection);
            })
          }
        />
      )}
      {tooLong && <Notice kind="alert">{t.editor.pasteTooLong}</Notice>}
      {status === "reload-needed" && (
        <Notice kind="alert" action={<Button onClick={() => window.location.reload()}>{t.editor.reload}</Button>}>
          {t.editor.reloadNeeded}
        </Notice>
      )}
      {unsaved && (
        <Notice
          kind="alert"
          action={
            <>
              <Button
                icon="copy"
                onClick={() =>
                  void navigator.clipboard.writeText(letterRef.current?.text() ?? "").then(() => setCopied(true))
                }
              >
                {copied ? t.editor.copied : t.editor.copyText}
              </Button>
              <Button
                variant="quiet"
                onClick={() => void letterRef.current?.discardUnsaved().then(() => setRound((n) => n + 1))}
              >
                {t.editor.discard}
              </Button>
            </>
          }
        >
          {t.editor.unsavedText}
        </Notice>
      )}
      <article className="paper letter" aria-label={label}>
        {props.head}
        {status === "loading" && props.fallback}
        <div
          ref={place}
          className="writing__paper"
          aria-busy={status === "loading"}
          hidden={status === "loading" && Boolean(props.fallback)}
        />
        {props.foot}
      </article>
      <LinkDialog
        open={linking}
        href={look?.link ?? null}
        onClose={() => {
          setLinking(false);
          viewRef.current?.focus();
        }}
        onCommand={run}
      />
    </div>
  );
}

function sameLook(before: Look | null, now: Look): Look {
  if (!before) return now;
  return (Object.keys(now) as (keyof Look)[]).every((name) => before[name] === now[name]) ? before : now;
}

function selectionForComment(state: EditorState): CommentSelection | null {
  const { from, to, empty, $from } = state.selection;
  if (empty) return null;
  const start = toRelative(state, from, "after");
  const end = toRelative(state, to, "before");
  const quote = state.doc.textBetween(from, to, " ", " ").replace(/\s+/g, " ").trim();
  if (!start || !end || quote === "") return null;
  const blockId: unknown = $from.depth > 0 ? $from.node(1).attrs.id : null;
  return {
    from: toBase64(start),
    to: toBase64(end),
    quote: quote.length > QUOTE_MAX ? `${quote.slice(0, QUOTE_MAX)}…` : quote,
    blockId: typeof blockId === "string" ? blockId : null,
  };
}

function showBlock(view: EditorView | null, blockId: string): void {
  if (!view) return;
  let found: number | null = null;
  view.state.doc.descendants((node, pos) => {
    if (found === null && node.attrs.id === blockId) found = pos;
    return found === null;
  });
  if (found !== null) scrollTo(view, found + 1);
}

/** The page scrolls, not the editor: what is shown stands in the upper third. */
function scrollTo(view: EditorView, position: number): void {
  const top = view.coordsAtPos(position).top + window.scrollY - window.innerHeight / 3;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  window.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
}
