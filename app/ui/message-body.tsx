import { LinkifyIt } from "linkify-it";
import { Fragment, type ReactNode } from "react";
import { cx } from "./class-names";

/** http, https, and addresses of mail; nothing else becomes a link, whatever somebody writes. */
const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: false }).add("ftp:", null).add("//", null);

/** Pieces of a text: plain, a link, or an @ with a name. */
export type Piece = { text: string; href?: string; mention?: string };

/**
 * Splits a line into plain text, links and mentions. Pure, and the same on server and browser.
 * @param splitMentions cuts a text at its mentions; a mention inside of a link is part of the link
 */
export function messagePieces(
  text: string,
  splitMentions: (text: string) => { text: string; name: string | null }[],
): Piece[] {
  const pieces: Piece[] = [];
  const plain = (part: string) => {
    for (const piece of splitMentions(part)) {
      pieces.push(piece.name === null ? { text: piece.text } : { text: piece.text, mention: piece.name });
    }
  };
  let end = 0;
  for (const match of linkify.match(text) ?? []) {
    if (!/^(?:https?:|mailto:)/i.test(match.url)) continue;
    if (match.index > end) plain(text.slice(end, match.index));
    pieces.push({ text: match.text, href: match.url });
    end = match.lastIndex;
  }
  if (end < text.length) plain(text.slice(end));
  return pieces;
}

/** The text of a message: line ends, links, mentions. Links open beside the portal and tell the other site nothing. */
export function MessageBody({
  body,
  lang,
  splitMentions,
  isMe,
}: {
  body: string;
  lang?: string | null;
  splitMentions: (text: string) => { text: string; name: string | null }[];
  /** Does this name mean the reader? Then it is marked. */
  isMe: (name: string) => boolean;
}) {
  const lines = body.split("\n");
  return (
    <p className="message__body" lang={lang ?? undefined}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have an order and no other identity
        <Fragment key={index}>
          {index > 0 && <br />}
          {messagePieces(line, splitMentions).map((piece, at): ReactNode => {
            if (piece.href)
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces have an order and no other identity
                <a key={at} href={piece.href} target="_blank" rel="noopener noreferrer nofollow ugc">
                  {piece.text}
                </a>
              );
            if (piece.mention !== undefined) {
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces have an order and no other identity
                <span key={at} className={cx("at", isMe(piece.mention) && "at--me")}>
                  {piece.text}
                </span>
              );
            }
            return piece.text;
          })}
        </Fragment>
      ))}
    </p>
  );
}
