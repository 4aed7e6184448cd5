import type { ReactNode } from "react";
import { cx } from "./class-names";

/** Answers (signed, with their signatory, no reply, not signing) and positions: each has its own shape. */
export type GlyphState = "signed" | "review" | "none" | "declined" | "agree" | "accept" | "change" | "block";

const tick = <path d="M4 8.2l2.7 2.8L12 5.2" />;
const full = <rect x="1" y="1" width="14" height="14" />;
const outlined = <rect x="1.75" y="1.75" width="12.5" height="12.5" />;

const drawings: Record<GlyphState, ReactNode> = {
  signed: (
    <>
      {full}
      {tick}
    </>
  ),
  agree: (
    <>
      {full}
      {tick}
    </>
  ),
  review: (
    <>
      {outlined}
      <path d="M1.75 14.25h12.5V1.75z" />
    </>
  ),
  accept: (
    <>
      {outlined}
      <path d="M1.75 8h12.5v6.25H1.75z" />
    </>
  ),
  none: outlined,
  declined: (
    <>
      {outlined}
      <path d="M4.5 8h7" />
    </>
  ),
  change: <path d="M8 1.5L15 14.5H1z" />,
  block: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />
      <path className="x" d="M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4" />
    </>
  ),
};

/** The shape alone; without a label it is decorative and the words must stand beside it. */
export function StateGlyph({ state, label, className }: { state: GlyphState; label?: string; className?: string }) {
  const classes = cx("state-glyph", `state-glyph--${state}`, className);
  return label ? (
    <svg className={classes} viewBox="0 0 16 16" role="img" aria-label={label}>
      {drawings[state]}
    </svg>
  ) : (
    <svg className={classes} viewBox="0 0 16 16" aria-hidden="true">
      {drawings[state]}
    </svg>
  );
}

/** The shape and its words. */
export function State({ state, children, className }: { state: GlyphState; children: ReactNode; className?: string }) {
  return (
    <span className={cx("state", className)}>
      <StateGlyph state={state} />
      {children}
    </span>
  );
}
