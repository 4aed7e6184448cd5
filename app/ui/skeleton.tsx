import { useI18n } from "~/i18n/use-i18n";

/** Warp threads in the shape of the text that is coming; CSS keeps it hidden for the first 300 ms. */
export function Skeleton({ lines = 3, title }: { lines?: number; title?: boolean }) {
  const { t } = useI18n();
  const shapes = Array.from({ length: lines }, (_, index) => 2 + (index % 3));
  return (
    <div className="skeleton-block" role="status">
      <span className="sr-only">{t.common.loading}</span>
      {title && <span className="skeleton skeleton--1" aria-hidden="true" />}
      {shapes.map((shape, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity and never move
        <span key={index} className={`skeleton skeleton--${shape}`} aria-hidden="true" />
      ))}
    </div>
  );
}
