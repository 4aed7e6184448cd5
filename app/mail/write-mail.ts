/** The look of every mail: plain paragraphs, one link, nothing fetched from anywhere. */
import { type Locale, messagesFor } from "~/i18n/index";

export type Mail = { subject: string; text: string; html: string };

export type MailParts = {
  subject: string;
  before: readonly string[];
  /** Words of a person, set apart from ours. */
  quote?: { intro: string; text: string };
  link: { label: string; url: string };
  after?: readonly string[];
  /** Small print: why this mail came, and where to stop it. */
  foot?: { text: string; link?: { label: string; url: string } };
};

/**
 * Writes a mail in its two forms, which say the same. No images, no fonts, no tracking; every link is written out in the
 * text form, so that it can be checked before it is opened.
 * @throws RangeError for a link that is not an absolute http(s) address
 */
export function writeMail(locale: Locale, parts: MailParts): Mail {
  const subject = oneLine(parts.subject);
  const link = { label: parts.link.label, url: webAddress(parts.link.url) };
  const quote = parts.quote?.text.trim() ? { intro: parts.quote.intro, text: clean(parts.quote.text) } : undefined;
  const before = parts.before.map(clean).filter((text) => text !== "");
  const after = (parts.after ?? []).map(clean).filter((text) => text !== "");
  const foot = parts.foot && {
    text: clean(parts.foot.text),
    link: parts.foot.link && { label: parts.foot.link.label, url: webAddress(parts.foot.link.url) },
  };

  const quoted = quote ? [quote.intro, quote.text.replace(/^/gm, "> ").replace(/^> $/gm, ">")] : [];
  const text = [...before, ...quoted, `${link.label}:\n${link.url}`, ...after];
  // "-- " alone on a line begins what mail programs show as small print (RFC 3676, 4.3).
  if (foot) text.push(["-- ", foot.text, ...(foot.link ? [`${foot.link.label}: ${foot.link.url}`] : [])].join("\n"));

  const p = (it: string) => `<p>${escapeHtml(it).replaceAll("\n", "<br>")}</p>`;
  const a = (it: { label: string; url: string }) => `<a href="${escapeHtml(it.url)}">${escapeHtml(it.label)}</a>`;
  const html = [
    "<!doctype html>",
    `<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>${escapeHtml(subject)}</title></head>`,
    `<body style="${bodyStyle}"><div style="max-width:36em">`,
    ...before.map(p),
    ...(quote
      ? [
          p(quote.intro),
          `<blockquote style="${quoteStyle}">${quote.text
            .split(/\n{2,}/)
            .map(p)
            .join("")}</blockquote>`,
        ]
      : []),
    `<p style="font-size:18px;font-weight:bold">${a(link)}</p>`,
    ...after.map(p),
    ...(foot ? [`<p style="${footStyle}">${escapeHtml(foot.text)}${foot.link ? `<br>${a(foot.link)}` : ""}</p>`] : []),
    "</div></body></html>",
  ].join("\n");
  return { subject, text: `${text.join("\n\n")}\n`, html };
}

const bodyStyle =
  "margin:0;padding:24px;font-family:Georgia,serif;font-size:16px;line-height:1.5;color:#1b1c21;background:#fff";
const quoteStyle = "margin:16px 0;padding:0 0 0 16px;border-left:4px solid #b4b6ab";
const footStyle = "margin-top:32px;padding-top:12px;border-top:1px solid #b4b6ab;font-size:13px;color:#5c5f68";

/** @returns the "Dear …" of a mail */
export const greeting = (locale: Locale, name: string) => messagesFor(locale).mail.greeting({ name: oneLine(name) });

/**
 * An absolute address of this installation.
 * @param origin the configured origin
 * @throws RangeError for a path that leads elsewhere ("//evil.example")
 */
export function absoluteUrl(origin: string, path: string): string {
  const url = new URL(path, origin);
  if (url.origin !== new URL(origin).origin) throw new RangeError("The path leads to another origin");
  return url.href;
}

function webAddress(url: string): string {
  const read = URL.canParse(url) ? new URL(url) : null;
  if (!read || !/^https?:$/.test(read.protocol)) throw new RangeError("A mail links to absolute web addresses only");
  return read.href;
}

/** Names and titles are data: a line break in one must not become a header or a forged paragraph. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** The same for text of several lines. */
function clean(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029/g, "\n")
    .replace(/(?!\n)[\p{Cc}\p{Bidi_Control}]+/gu, " ")
    .trim();
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
