import { Link } from "@remix-run/react";
import { Fragment, type ReactNode } from "react";
import { useI18n } from "~/i18n/use-i18n";
import type { Dye } from "~/ui/faja";
import { FajaBand } from "~/ui/faja-band";
import { nameOf } from "./letter-bar";
import { useLetter } from "./use-letter";

export type PaperRecipient = { kind: "to" | "cc"; name: string; office: string; address: string };
export type PaperHead = { locale: string; subject: string; dateLine: string; recipients: readonly PaperRecipient[] };

/** What stands on the sheet above the body: letterhead, band, recipients, subject. */
export function LetterHead({ head, children }: { head: PaperHead; children?: ReactNode }) {
  const { letter, base } = useLetter();
  const { t } = useI18n();
  const { locale } = head;
  const to = head.recipients.filter((r) => r.kind === "to");
  const words = t.letters.head;
  const drafting = letter.status === "drafting" || letter.status === "in_review";
  const note = drafting
    ? letter.status === "drafting"
      ? words.draft
      : words.consultation
    : locale === letter.locale
      ? words.joint
      : words.translation({ language: nameOf(locale, t.common.languageNames) });
  const threads = letter.signed > 0 || letter.dates.openedAt !== null;
  return (
    <>
      <div className="letterhead">
        <span className="letterhead__name" lang={letter.coalition.locale}>
          {letter.coalition.name}
        </span>
        <span className="letterhead__note">
          {note}
          {head.dateLine && (
            <>
              <br />
              <span lang={locale}>{head.dateLine}</span>
            </>
          )}
        </span>
      </div>
      <div className="letter__band">
        {letter.total > 0 && (
          <FajaBand
            signed={letter.signed}
            total={letter.total}
            letterId={letter.letterId}
            dye={letter.coalition.dye as Dye}
            width={threads ? 280 : 180}
            rows={threads ? 9 : 7}
            label={threads ? undefined : words.loomSet}
          />
        )}
        <span className="meta num">
          {threads
            ? words.signedOf({ signed: letter.signed, total: letter.total })
            : words.noneYet({ total: letter.total })}
        </span>
      </div>
      {children}
      {to.length > 0 ? (
        to.map((recipient, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: recipients of a sheet have an order and no other identity
          <address key={index} className="letter__address" lang={locale}>
            <Lines of={recipient} />
          </address>
        ))
      ) : (
        <p className="letter__address meta font-ui">
          {words.noRecipients}
          {letter.can.editDetails && (
            <>
              {" · "}
              <Link to={`${base}/letters/${letter.letterId}/details`}>{words.addRecipients}</Link>
            </>
          )}
        </p>
      )}
      <p className="letter__re" lang={locale}>
        {nameOf(locale, t.letters.re)} {head.subject}
      </p>
    </>
  );
}

/** What stands below the body: who gets a copy. */
export function LetterFoot({ head }: { head: PaperHead }) {
  const { t } = useI18n();
  const cc = head.recipients.filter((r) => r.kind === "cc");
  if (cc.length === 0) return null;
  return (
    <div className="letter__cc" lang={head.locale}>
      <p>{nameOf(head.locale, t.letters.cc)}</p>
      {cc.map((recipient, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: recipients of a sheet have an order and no other identity
        <address key={index} className="letter__address">
          <Lines of={recipient} />
        </address>
      ))}
    </div>
  );
}

function Lines({ of: { name, office, address } }: { of: PaperRecipient }) {
  const lines = [name, office, ...address.split("\n")].filter((line) => line !== "");
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have an order and no other identity
    <Fragment key={index}>
      {index > 0 && <br />}
      {line}
    </Fragment>
  ));
}

/** A body as the server has rendered it. */
export function LetterBody({ html, locale }: { html: string; locale: string }) {
  return (
    <div
      className="letter__body"
      lang={locale}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: written by renderHtml, which escapes every text and writes every tag itself
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
