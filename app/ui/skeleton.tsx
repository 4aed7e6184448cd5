/** Warp threads in the shape of the page that is coming: its title, then its text. `Pending` says it in words. */
export function PageSkeleton() {
  return (
    <div className="page arriving" aria-hidden="true">
      <Skeleton title lines={3} />
      <Skeleton lines={6} />
    </div>
  );
}

function Skeleton({ lines, title }: { lines: number; title?: boolean }) {
  const shapes = Array.from({ length: lines }, (_, index) => 2 + (index % 3));
  return (
    <div className="skeleton-block">
      {title && <span className="skeleton skeleton--1" />}
      {shapes.map((shape, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity and never move
        <span key={index} className={`skeleton skeleton--${shape}`} />
      ))}
    </div>
  );
}
