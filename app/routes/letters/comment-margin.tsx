import { useFetcher } from "@remix-run/react";
import { type FormEvent, Fragment, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { newId } from "~/domain/id";
import type { CommentView, ThreadView } from "~/domain/letters/comment";
import { useI18n } from "~/i18n/use-i18n";
import { useFormFailure } from "~/routes/form-failure";
import { Avatar, voiceOf } from "~/ui/avatar";
import { Button, LinkButton } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { Sheet } from "~/ui/dialog";
import { ErrorSummary, TextArea } from "~/ui/field";
import { useBesideText } from "./use-beside-text";
import { useLetter } from "./use-letter";

/** Words selected for a new conversation. */
export type NewComment = { from: string; to: string; quote: string; blockId: string | null };

type Props = {
  threads: readonly ThreadView[];
  /** Paragraph number of each block. */
  paragraphs: ReadonlyMap<string, number | null>;
  /** Block ids in the order of the text. */
  order: readonly string[];
  draft: NewComment | null;
  active: string | null;
  /** From the loader; names the forms' operations before script runs. */
  operation: string;
  canComment: boolean;
  /** Top in the window of the words that are selected in the text (px); null without. */
  selectionTop: () => number | null;
  onDraft: (draft: NewComment | null) => void;
  onActivate: (threadId: string | null) => void;
};

/** What a new conversation is called among those of the margin. */
const NEW = "new";

/**
 * Conversations beside the passages that they are about. Below 1024 px they follow the text, in its order, and one is opened
 * as a sheet.
 */
export function CommentMargin(props: Props) {
  const { threads, order, draft, active, canComment, selectionTop, onDraft, onActivate } = props;
  const { t } = useI18n();
  const words = t.letters.comments;
  const [showResolved, setShowResolved] = useState(false);
  const [whole, setWhole] = useState(false);
  const narrow = useNarrow();
  const place = (thread: ThreadView) => {
    const index = order.indexOf(thread.blockId);
    return index < 0 ? Number.POSITIVE_INFINITY : index;
  };
  const sorted = [...threads].sort((a, b) => place(a) - place(b));
  const open = sorted.filter((thread) => !thread.resolved);
  const resolved = sorted.filter((thread) => thread.resolved);
  // The place in the order of the text in which a new one will stand.
  const draftPlace = draft ? order.indexOf(draft.blockId ?? "") : -1;
  const before = draft ? open.filter((thread) => place(thread) <= draftPlace) : [];
  const after = draft ? open.slice(before.length) : open;
  const activeThread = threads.find((thread) => thread.id === active) ?? null;

  const margin = useRef<HTMLElement>(null);
  const passageTop = useCallback(
    (id: string) => {
      const passage = document.querySelector(`.editor__page [data-thread="${CSS.escape(id)}"]`);
      const top = id === NEW ? selectionTop() : (passage?.getBoundingClientRect().top ?? null);
      return top === null ? null : top - ABOVE;
    },
    [selectionTop],
  );
  useBesideText(margin, !narrow, passageTop, draft ? NEW : active);

  // Whoever chose a passage, or came by a link, sees its conversation. One that is resolved later folds all the same.
  const resolvedNow = useRef(false);
  resolvedNow.current = Boolean(activeThread?.resolved);
  useEffect(() => {
    if (!active || narrow) return;
    if (resolvedNow.current) setShowResolved(true);
    document.getElementById(`thread-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [active, narrow]);

  const composer = (draft || whole) && (
    <section
      className="comment-thread comment-thread--new"
      aria-label={words.newOn}
      data-beside={draft ? NEW : undefined}
    >
      <p className="comment-thread__quote">{draft ? words.quote({ quote: draft.quote }) : words.wholeText}</p>
      <Composer
        intent="comment"
        label={words.newOn}
        verb={words.send}
        operation={`${props.operation}:new`}
        autoFocus
        fields={draft ? { from: draft.from, to: draft.to, blockId: draft.blockId ?? "", quote: draft.quote } : {}}
        onDone={(threadId) => {
          onDraft(null);
          setWhole(false);
          // On a phone it would come back as a sheet over the text that was just being read.
          if (threadId && !narrow) onActivate(threadId);
        }}
        onCancel={() => {
          onDraft(null);
          setWhole(false);
        }}
      />
    </section>
  );

  return (
    <aside className="margin" aria-label={words.title} ref={margin}>
      <h2 className="sr-only">{words.title}</h2>
      {narrow ? (
        <Sheet open={Boolean(draft)} onClose={() => onDraft(null)} title={words.newOn}>
          {draft && composer}
        </Sheet>
      ) : null}
      {whole && !draft && composer}
      {threads.length === 0 && !draft && !whole && (
        <div className="margin__empty">
          <p className="font-semibold">{words.none}</p>
          <p className="meta">{canComment ? words.noneText : words.noneTextReading}</p>
        </div>
      )}
      {[before, after].map((part, i) => (
        <Fragment key={i === 0 ? "before" : "after"}>
          {i === 1 && draft && !narrow && composer}
          {part.map((thread) => (
            <Thread key={thread.id} {...props} thread={thread} active={thread.id === active} />
          ))}
        </Fragment>
      ))}
      {canComment && !draft && !whole && (
        <>
          <LinkButton className="margin__whole needs-script" onClick={() => setWhole(true)}>
            {words.addWhole}
          </LinkButton>
          <noscript>
            <Composer
              intent="comment"
              label={words.addWhole}
              verb={words.send}
              operation={`${props.operation}:whole`}
              fields={{}}
            />
          </noscript>
        </>
      )}
      {resolved.length > 0 && (
        <LinkButton aria-expanded={showResolved} onClick={() => setShowResolved(!showResolved)}>
          {showResolved ? words.hideResolved : words.showResolved({ n: resolved.length })}
        </LinkButton>
      )}
      {showResolved &&
        resolved.map((thread) => <Thread key={thread.id} {...props} thread={thread} active={thread.id === active} />)}
      {!canComment && threads.length > 0 && <p className="meta">{words.closed}</p>}
      <Sheet open={narrow && activeThread !== null} onClose={() => onActivate(null)} title={words.title}>
        {activeThread && <Thread {...props} thread={activeThread} active inSheet />}
      </Sheet>
    </aside>
  );
}

/** So much above a passage a conversation begins, so that its quotation stands beside the words (px). */
const ABOVE = 12;

/** Whether the margin follows the paper: then a conversation opens as a sheet. */
function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(false);
  useEffect(() => {
    const query = window.matchMedia("(max-width: 1023px)");
    const set = () => setNarrow(query.matches);
    set();
    query.addEventListener("change", set);
    return () => query.removeEventListener("change", set);
  }, []);
  return narrow;
}

function Thread({
  thread,
  paragraphs,
  operation,
  canComment,
  active,
  inSheet,
  onActivate,
}: Omit<Props, "active"> & { thread: ThreadView; active: boolean; inSheet?: boolean }) {
  const { t, format } = useI18n();
  const { now } = useLetter();
  const words = t.letters.comments;
  const [replying, setReplying] = useState(false);
  const fetcher = useFetcher();
  const step = thread.resolved ? "reopen" : "resolve";
  const number = paragraphs.get(thread.blockId);
  const first = thread.comments[0];
  return (
    <section
      id={inSheet ? undefined : `thread-${thread.id}`}
      data-beside={inSheet || thread.resolved ? undefined : thread.id}
      className={cx(
        "comment-thread",
        thread.resolved && "comment-thread--quiet",
        active && "comment-thread--active",
        `voice-${voiceOf(first?.author.id ?? thread.id)}`,
      )}
      aria-label={thread.quote ? words.onPassage({ quote: thread.quote }) : words.onWhole}
    >
      <p className="comment-thread__quote">
        {number ? `${number} · ` : ""}
        {thread.quote ? words.quote({ quote: thread.quote }) : words.wholeText}
      </p>
      {thread.comments.map((comment) => (
        <Comment key={comment.id} comment={comment} canComment={canComment} />
      ))}
      {thread.resolved && (
        <p className="meta mt-2">
          {words.resolvedBy({ name: thread.resolved.by, when: format.happened(thread.resolved.at, now) })}
        </p>
      )}
      {canComment && !replying && (
        <div className="comment-thread__foot">
          {!thread.resolved && (
            <LinkButton className="needs-script" onClick={() => setReplying(true)}>
              {words.reply}
            </LinkButton>
          )}
          <fetcher.Form method="post">
            <input type="hidden" name="intent" value={step} />
            <input type="hidden" name="threadId" value={thread.id} />
            <LinkButton type="submit" onClick={() => step === "resolve" && onActivate(null)}>
              {words[step]}
            </LinkButton>
          </fetcher.Form>
        </div>
      )}
      {canComment && (replying || !thread.resolved) && (
        <MaybeNoScript show={replying}>
          <Composer
            intent="reply"
            label={words.yourReply}
            verb={words.reply}
            operation={`${operation}:${thread.id}`}
            autoFocus={replying}
            fields={{ threadId: thread.id }}
            onDone={() => setReplying(false)}
            onCancel={replying ? () => setReplying(false) : undefined}
          />
        </MaybeNoScript>
      )}
    </section>
  );
}

/** With script the form opens by a button; without, it is there. */
function MaybeNoScript({ show, children }: { show: boolean; children: ReactNode }) {
  return show ? children : <noscript>{children}</noscript>;
}

function Comment({ comment, canComment }: { comment: CommentView; canComment: boolean }) {
  const { t, format } = useI18n();
  const { now } = useLetter();
  const words = t.letters.comments;
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const fetcher = useFetcher();
  return (
    <div className="comment">
      <Avatar id={comment.author.id} name={comment.author.name} size="sm" />
      <p className="comment__by">
        <b>{comment.author.name}</b>
        <span className="faint">
          {comment.organization && `${comment.organization} · `}
          <time dateTime={comment.at}>{format.happened(comment.at, now)}</time>
          {comment.edited && !comment.deleted && ` · ${words.edited}`}
        </span>
      </p>
      {comment.deleted ? (
        <p className="comment__text faint">{words.deleted}</p>
      ) : editing ? (
        <div className="comment__text">
          <Composer
            intent="edit-comment"
            label={words.edit}
            verb={words.save}
            body={comment.body}
            fields={{ commentId: comment.id }}
            autoFocus
            onDone={() => setEditing(false)}
            onCancel={() => setEditing(false)}
          />
        </div>
      ) : (
        <p className="comment__text" dir="auto">
          {comment.body}
        </p>
      )}
      {comment.mine && !comment.deleted && !editing && (
        <p className="comment__tools">
          {canComment && <LinkButton onClick={() => setEditing(true)}>{words.edit}</LinkButton>}
          <LinkButton onClick={() => setDeleting(true)}>{words.delete}</LinkButton>
        </p>
      )}
      <ConfirmDialog
        open={deleting}
        onClose={() => setDeleting(false)}
        title={words.deleteConfirm}
        verb={words.delete}
        danger
        busy={fetcher.state !== "idle"}
        onConfirm={() => {
          fetcher.submit({ intent: "delete-comment", commentId: comment.id }, { method: "post" });
          setDeleting(false);
        }}
      >
        <p>{words.deleteText}</p>
      </ConfirmDialog>
    </div>
  );
}

type Done = { ok: true; threadId?: string };

/**
 * Writes one comment. What is typed stays until the server has it; a retry carries the same operation, so that nothing is said
 * twice. Ctrl Enter sends.
 */
function Composer({
  intent,
  label,
  verb,
  fields,
  operation,
  body = "",
  autoFocus,
  onDone,
  onCancel,
}: {
  intent: "comment" | "reply" | "edit-comment";
  label: string;
  verb: string;
  fields: Readonly<Record<string, string>>;
  /** Left out where doing it twice is the same as once. */
  operation?: string;
  body?: string;
  autoFocus?: boolean;
  onDone?: (threadId: string | undefined) => void;
  onCancel?: () => void;
}) {
  const { t } = useI18n();
  const fetcher = useFetcher<Done | { ok: false }>();
  const failure = useFormFailure(fetcher.data);
  const form = useRef<HTMLFormElement>(null);
  const area = useRef<HTMLTextAreaElement | null>(null);
  const [opId, setOpId] = useState(operation);
  const told = useRef<unknown>(null);
  useEffect(() => {
    if (fetcher.state !== "idle" || !fetcher.data?.ok || told.current === fetcher.data) return;
    told.current = fetcher.data;
    form.current?.reset();
    if (operation) setOpId(newId());
    onDone?.((fetcher.data as Done).threadId);
  }, [fetcher.state, fetcher.data, operation, onDone]);
  useEffect(() => {
    if (!autoFocus) return;
    area.current = form.current?.querySelector("textarea") ?? null;
    area.current?.focus();
  }, [autoFocus]);
  const id = `${intent}-${fields.threadId ?? fields.commentId ?? "new"}`;
  const busy = fetcher.state !== "idle";
  return (
    <fetcher.Form
      method="post"
      ref={form}
      className="comment-form"
      onSubmit={(event: FormEvent) => {
        if (busy) event.preventDefault();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
        else if (event.key === "Escape") onCancel?.();
      }}
    >
      {failure.summary.message && <ErrorSummary message={failure.summary.message} />}
      <input type="hidden" name="intent" value={intent} />
      {opId && <input type="hidden" name="opId" value={opId} />}
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <TextArea
        name="body"
        id={id}
        label={label}
        hideLabel
        placeholder={label}
        rows={3}
        maxLength={4000}
        dir="auto"
        error={failure.error("body")}
        defaultValue={failure.value("body", body)}
      />
      <div className="btn-row">
        <Button type="submit" size="sm" variant="primary" busy={busy} busyLabel={t.letters.comments.sending}>
          {verb}
        </Button>
        {onCancel && (
          <Button size="sm" variant="quiet" onClick={onCancel}>
            {t.letters.comments.cancel}
          </Button>
        )}
      </div>
    </fetcher.Form>
  );
}
