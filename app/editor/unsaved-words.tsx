import { useEffect, useState } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { Button } from "~/ui/button";
import { TextArea } from "~/ui/field";

/**
 * What somebody wrote on this device that was not saved before the text was closed, to be copied or discarded; nothing, if there is none.
 * The editor that they wrote in is gone since a reload.
 *
 * @param html the closed text: what arrived in it after all is not shown
 */
export function UnsavedWords({
  personId,
  languageVersionId,
  lang,
  html,
}: {
  personId: string;
  languageVersionId: string;
  lang: string;
  html: string;
}) {
  const { t } = useI18n();
  const [lost, setLost] = useState<{ words: string; discard: () => Promise<void> } | null>(null);
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    let left = false;
    void (async () => {
      const { browserStore } = await import("~/realtime/letter-store.client");
      const store = browserStore(personId, languageVersionId);
      // Browsers that refuse to keep anything have kept nothing.
      const kept = await store.load().catch(() => null);
      if (!kept || kept.operations.length === 0) return;
      const { unsavedWords } = await import("~/realtime/unsaved-words");
      const closed = new DOMParser().parseFromString(html, "text/html").body.textContent ?? "";
      const words = unsavedWords(kept, closed).join("\n\n");
      if (left || words === "") return;
      const all = kept.operations.map(({ opId }) => opId);
      setLost({ words, discard: () => store.forget(all, true).catch(() => {}) });
    })();
    return () => {
      left = true;
      setLost(null);
      setCopied(false);
    };
  }, [personId, languageVersionId, html]);

  if (!lost) return null;
  return (
    <section className="lost-text" aria-labelledby="lost-text-title">
      <h2 id="lost-text-title">{t.editor.lostTitle}</h2>
      <p role="status">{t.editor.lostText}</p>
      <TextArea
        name="lost-words"
        label={t.editor.lostWords}
        lang={lang}
        readOnly
        rows={Math.min(12, 2 + lost.words.split("\n").length)}
        value={lost.words}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          icon="copy"
          onClick={() => {
            // Without the clipboard the words can be selected.
            navigator.clipboard?.writeText(lost.words).then(
              () => setCopied(true),
              () => setCopied(false),
            );
          }}
        >
          {copied ? t.editor.copied : t.editor.copyWords}
        </Button>
        <Button variant="quiet" onClick={() => void lost.discard().then(() => setLost(null))}>
          {t.editor.discardWords}
        </Button>
      </div>
    </section>
  );
}
