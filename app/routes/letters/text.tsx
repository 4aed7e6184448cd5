import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData, useLocation, useNavigate, useNavigation, useOutletContext } from "@remix-run/react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { requireMember } from "~/auth/require-member.server";
import { newId } from "~/domain/id";
import { isWritable } from "~/domain/letters/letter";
import { readComments } from "~/domain/letters/read-comments.server";
import { readLetterPage } from "~/domain/letters/read-letter-page.server";
import { readLetterText } from "~/domain/letters/read-letter-text.server";
import { readVersions } from "~/domain/letters/read-versions.server";
import { type OutlineEntry, outline } from "~/domain/letters/text/outline";
import { renderHtml } from "~/domain/letters/text/render-html";
import type { LetterEditorHandle } from "~/editor/letter-editor.client";
import { messagesFor } from "~/i18n";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import type { LetterDocStatus } from "~/realtime/letter-doc.client";
import { useSocket } from "~/realtime/use-live";
import { guard, runForm } from "~/routes/form.server";
import { useFormFailure } from "~/routes/form-failure";
import { useActionResult } from "~/routes/use-action-result";
import { Button, ButtonLink } from "~/ui/button";
import { TextField } from "~/ui/field";
import { Icon } from "~/ui/icon";
import { Notice } from "~/ui/notice";
import { useToast } from "~/ui/toast";
import { CommentMargin, type NewComment } from "./comment-margin";
import type { LetterOutlet } from "./layout";
import { nameOf } from "./letter-bar";
import { LetterBody, LetterFoot, LetterHead } from "./paper";
import { runTextForm, textSchema } from "./text-form.server";
import { type LetterHandle, useLetter } from "./use-letter";
import { VersionList } from "./version-list";

export const handle: LetterHandle = { letterBar: "title" };
export const meta: MetaFunction<typeof loader> = ({ matches, data }) => pageTitle(matches, data?.text.subject ?? "");

/** The text while it is written: as it stands now, what is said about it, its last versions. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const { letter: id = "", locale = "" } = params;
  return guard(async () => {
    const letter = await readLetterPage(member, id);
    // Whoever was writing when the text was closed stays here: what could not be saved any more is theirs to copy.
    if (!isWritable(letter.status) && request.headers.get("Sec-Fetch-Mode") === "navigate") {
      throw redirect(`/c/${member.coalitionSlug}/letters/${id}/text/${locale}/reading`);
    }
    const [{ doc, ...text }, threads, versions] = await Promise.all([
      readLetterText(member, id, locale),
      readComments(member, id, locale),
      readVersions(member, id, locale, 4),
    ]);
    const words = messagesFor(member.locale).letters;
    return json({
      text,
      html: renderHtml(doc, { numbered: { label: (n) => words.paragraph({ n }) } }),
      outline: outline(doc),
      threads,
      versions,
      // Names each form's operation: a retry finds itself.
      operation: newId(),
      now: new Date().toISOString(),
    });
  });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const member = await requireMember(request, params);
  const { letter: letterId = "", locale = "" } = params;
  return runForm(request, textSchema, async (form) => {
    const done = await runTextForm(member, { letterId, locale }, form);
    // Without script the page is shown anew; a second reload must not send again.
    if (request.headers.get("Sec-Fetch-Mode") === "navigate") {
      return redirect(`/c/${member.coalitionSlug}/letters/${letterId}/text/${locale}`);
    }
    return json({ ok: true as const, ...done });
  });
}

const loadEditor = () => import("~/editor/letter-editor.client");
const LetterEditor = lazy(() => loadEditor().then((m) => ({ default: m.LetterEditor })));
// It is on its way while the page comes alive, not only after that.
if (typeof document !== "undefined") loadEditor().catch(() => {});

export default function Text() {
  const { text } = useLoaderData<typeof loader>();
  // Another language is another text: nothing of the one before stays.
  return <TextPage key={text.languageVersionId} />;
}

function TextPage() {
  const { text, html, outline: first, threads, versions, operation } = useLoaderData<typeof loader>();
  const { letter, base, me, now } = useLetter();
  const { t, format } = useI18n();
  const { setSaved } = useOutletContext<LetterOutlet>();
  const socket = useSocket();
  const navigate = useNavigate();
  const { hash } = useLocation();
  const editor = useRef<LetterEditorHandle>(null);
  const [status, setStatus] = useState<LetterDocStatus>("loading");
  const [entries, setEntries] = useState<readonly OutlineEntry[]>(first);
  const [words, setWords] = useState(text.words);
  const [writers, setWriters] = useState(0);
  const [draft, setDraft] = useState<NewComment | null>(null);
  const [active, setActive] = useState<string | null>(null);
  const own = `${base}/letters/${letter.letterId}`;
  const reading = `${own}/text/${text.locale}/reading`;
  const head = { locale: text.locale, subject: text.subject, dateLine: text.dateLine, recipients: text.recipients };
  const language = nameOf(text.locale, t.common.languageNames);
  const writable = letter.status === "drafting" || letter.status === "in_review";

  // Who comes to a text that is closed already reads it.
  const came = useRef(writable);
  useEffect(() => {
    if (!came.current) navigate(reading, { replace: true });
  }, [navigate, reading]);

  const onStatus = useCallback(
    (next: LetterDocStatus) => {
      setStatus(next);
      setSaved({ state: next, ...(next === "saved" ? { at: new Date().toISOString() } : {}) });
    },
    [setSaved],
  );
  useEffect(() => () => setSaved(null), [setSaved]);
  useEffect(() => {
    if (hash.startsWith("#thread-")) setActive(hash.slice("#thread-".length));
  }, [hash]);

  const selectionTop = useCallback(() => editor.current?.selectionTop() ?? null, []);
  // Only open conversations mark their passage.
  const anchors = useMemo(
    () =>
      threads
        .filter((thread) => !thread.resolved && thread.anchor.from !== "")
        .map((thread) => ({ id: thread.id, ...thread.anchor, active: thread.id === active })),
    [threads, active],
  );
  const paragraphs = useMemo(() => new Map(entries.map((e) => [e.blockId ?? "", e.number])), [entries]);
  const commentsIn = (blockId: string | null) =>
    threads.filter((thread) => !thread.resolved && blockId !== null && thread.blockId === blockId).length;
  const over = letter.dates.reviewUntil !== null && Date.parse(letter.dates.reviewUntil) < Date.parse(now);
  const label = t.letters.head.articleIn({ language });
  const body = <LetterBody html={html} locale={text.locale} />;
  const sheet = (
    <article className="paper letter" aria-label={label}>
      <LetterHead head={head} />
      {body}
      <LetterFoot head={head} />
    </article>
  );

  return (
    <div className="editor">
      <aside className="editor__side" aria-label={t.letters.text.outlineAndVersions}>
        <nav className="outline" aria-label={t.letters.text.outline}>
          <h2 className="side-title">{t.letters.text.outline}</h2>
          {entries.length === 0 && <p className="faint py-2">{t.letters.text.noParagraphs}</p>}
          {entries.map((entry) => (
            <OutlineLink
              key={`${entry.index}-${entry.blockId}`}
              entry={entry}
              comments={commentsIn(entry.blockId)}
              lang={text.locale}
              onChoose={(blockId) => editor.current?.showBlock(blockId)}
            />
          ))}
        </nav>
        <section aria-label={t.letters.text.versions}>
          <h2 className="side-title">{t.letters.text.versions}</h2>
          <VersionList
            versions={versions}
            to={`${own}/text/${text.locale}/versions`}
            now={now}
            working={`${t.letters.words({ n: words })}${writers > 0 ? ` · ${t.letters.text.writing({ n: writers })}` : ""}`}
          />
          {letter.can.saveVersion && <SaveVersion />}
          <p className="mt-2">
            <Link to={`${own}/text/${text.locale}/versions`}>{t.letters.text.allVersions}</Link>
          </p>
        </section>
      </aside>
      <div className="editor__page">
        {(status === "closed" || !writable) && (
          <Notice
            kind="alert"
            live="status"
            action={
              <ButtonLink size="sm" to={reading}>
                {t.letters.text.toReading}
              </ButtonLink>
            }
          >
            {t.letters.text.closedNow}
          </Notice>
        )}
        {letter.status === "in_review" && letter.dates.reviewUntil && (
          <p className="editor__note">
            {over
              ? t.letters.text.reviewOver
              : t.letters.text.reviewing({ when: format.dateTime(letter.dates.reviewUntil) })}
          </p>
        )}
        {writable && !letter.can.editText && <p className="editor__note">{t.letters.text.readingOnly}</p>}
        {socket ? (
          <Suspense fallback={sheet}>
            <LetterEditor
              handle={editor}
              socket={socket}
              languageVersionId={text.languageVersionId}
              personId={me.personId}
              lang={text.locale}
              label={label}
              // After the freeze the editor stays as it was, so that it can give back what it could not save.
              readOnly={writable && !letter.can.editText}
              anchors={anchors}
              head={<LetterHead head={head} />}
              foot={<LetterFoot head={head} />}
              fallback={body}
              onStatus={onStatus}
              onPeople={(people) => setWriters(new Set(people.map((p) => p.personId)).size)}
              onWords={setWords}
              onOutline={setEntries}
              onAnchorClick={setActive}
              {...(letter.can.comment ? { onComment: (selection: NewComment) => setDraft(selection) } : {})}
            />
          </Suspense>
        ) : (
          sheet
        )}
      </div>
      <CommentMargin
        threads={threads}
        paragraphs={paragraphs}
        order={entries.map((e) => e.blockId ?? "")}
        draft={draft}
        active={active}
        operation={operation}
        canComment={letter.can.comment}
        selectionTop={selectionTop}
        onDraft={setDraft}
        onActivate={(id) => {
          setActive(id);
          if (id) editor.current?.showAnchor(id);
        }}
      />
    </div>
  );
}

/** A line of the outline. It leads to the paragraph, wherever that stands by now. */
function OutlineLink({
  entry,
  comments,
  lang,
  onChoose,
}: {
  entry: OutlineEntry;
  comments: number;
  lang: string;
  onChoose: (blockId: string) => void;
}) {
  const { t } = useI18n();
  return (
    <a
      href={entry.number === null ? "#main" : `#p${entry.number}`}
      className={entry.level > 0 ? "outline__heading" : undefined}
      onClick={(event) => {
        // Without the live text the address does it.
        if (!entry.blockId || !document.querySelector(".letter--writing")) return;
        event.preventDefault();
        onChoose(entry.blockId);
      }}
    >
      <span className="num">{entry.number}</span>
      <span lang={lang}>{entry.label}</span>
      <span className="outline__marks">
        {comments > 0 && (
          <span className="meta num">
            {comments} <Icon name="message-square" small label={t.letters.comments.count({ n: comments })} />
          </span>
        )}
      </span>
    </a>
  );
}

/** Keeps the text as a version, with a word on why. */
function SaveVersion() {
  const { t } = useI18n();
  const result = useActionResult<typeof action>();
  const failure = useFormFailure(result?.ok === false && result.values.intent === "save-version" ? result : null);
  const { formData } = useNavigation();
  const toast = useToast();
  const form = useRef<HTMLFormElement>(null);
  const saved = result?.ok && result.intent === "save-version" ? result : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is told once
  useEffect(() => {
    if (!saved?.version) return;
    const { number, saved: fresh } = saved.version;
    toast({
      text: fresh ? t.letters.text.versionSaved({ n: number }) : t.letters.text.versionUnchanged({ n: number }),
    });
    form.current?.reset();
  }, [saved]);
  return (
    <Form method="post" className="save-version" ref={form} preventScrollReset>
      <input type="hidden" name="intent" value="save-version" />
      <TextField
        name="note"
        id="version-note"
        label={t.letters.text.note}
        optional
        maxLength={200}
        error={failure.error("note") ?? (failure.summary.message || undefined)}
        defaultValue={failure.value("note")}
      />
      <Button
        type="submit"
        size="sm"
        busy={formData?.get("intent") === "save-version"}
        busyLabel={t.letters.text.savingVersion}
      >
        {t.letters.text.saveVersion}
      </Button>
    </Form>
  );
}
