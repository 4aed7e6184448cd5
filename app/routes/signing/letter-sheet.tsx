import { useI18n } from "~/i18n/use-i18n";
import { nameOf } from "~/routes/letters/letter-bar";

export type SheetText = {
  locale: string;
  subject: string;
  dateLine: string;
  recipients: readonly { kind: "to" | "cc"; name: string; office: string; address: string }[];
  /** From `renderHtml`: written tag by tag, every text escaped. */
  html: string;
};

/** The letter as it is read: date, addressees, subject, text. */
export function LetterSheet({ text, label }: { text: SheetText; label: string }) {
  const { t } = useI18n();
  const lines = (r: SheetText["recipients"][number]) => [r.name, r.office, ...r.address.split("\n")].filter(Boolean);
  const to = text.recipients.filter((r) => r.kind === "to");
  const cc = text.recipients.filter((r) => r.kind === "cc");
  return (
    <article className="paper letter" lang={text.locale} aria-label={label}>
      {text.dateLine && <p className="mb-6">{text.dateLine}</p>}
      {to.map((r) => (
        <address className="letter__address" key={lines(r).join("|")}>
          {lines(r).map((line) => (
            <span className="block" key={line}>
              {line}
            </span>
          ))}
        </address>
      ))}
      <p className="letter__re">
        {nameOf(text.locale, t.letters.re)} {text.subject}
      </p>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: rendered from the frozen text's nodes, see render-html.ts */}
      <div className="letter__body" dangerouslySetInnerHTML={{ __html: text.html }} />
      {cc.length > 0 && (
        <div className="mt-8 text-base">
          {cc.map((r) => (
            <p key={lines(r).join("|")}>
              {nameOf(text.locale, t.letters.cc)} {lines(r).join(", ")}
            </p>
          ))}
        </div>
      )}
    </article>
  );
}
