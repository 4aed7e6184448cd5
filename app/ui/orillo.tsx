import { useId } from "react";
import { cx } from "./class-names";
import { type Dye, faja } from "./faja";

/** One repeat of cloth as an SVG pattern; `along` turns it, so that the threads lie across the strip. */
function Cloth({
  threads,
  rows,
  cell,
  offset,
  along,
  className,
}: {
  threads: number;
  rows: number;
  cell: number;
  offset: number;
  along: boolean;
  className: string;
}) {
  const id = useId();
  const cloth = faja({ signed: threads, total: threads, motif: "rombo", rows, cell });
  // The strip shows no edge of its own, so the ground fills the whole height of the repeat.
  const ground = `M0 0h${cloth.width}v${cloth.height}H0z`;
  return (
    <svg className={className} width="100%" height="100%" shapeRendering="crispEdges" aria-hidden="true">
      <defs>
        <pattern
          id={id}
          patternUnits="userSpaceOnUse"
          width={along ? cloth.height : cloth.width}
          height={along ? cloth.width : cloth.height}
          patternTransform={along ? `translate(${offset} 0)` : `translate(0 ${offset})`}
        >
          <g transform={along ? "matrix(0 1 1 0 0 0)" : undefined}>
            <path className="cloth__ground" d={ground} />
            <path className="cloth__cotton" d={cloth.cotton} />
          </g>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}

/**
 * The selvedge along the window: one thread for each organization of the coalition, in its dye, repeated. It tells
 * where you are before you write.
 */
export function Orillo({ dye, organizations }: { dye: Dye; organizations: number }) {
  // A figure needs eight threads; a smaller coalition repeats its own.
  const threads = Math.max(8, organizations + (organizations % 8 === 0 ? 0 : 8 - (organizations % 8)));
  return (
    <div className={cx("orillo", `dye-${dye}`)} aria-hidden="true">
      <Cloth className="cloth orillo__along" along threads={threads} rows={7} cell={2} offset={-2} />
      <Cloth className="cloth orillo__across" along={false} threads={threads} rows={7} cell={2} offset={-4} />
    </div>
  );
}

/** The wide cloth of the sign-in page. */
export function EntryCloth({ dye }: { dye: Dye }) {
  return (
    <div className={cx("entry__cloth", `dye-${dye}`)} aria-hidden="true">
      <Cloth className="cloth entry__along" along threads={10} rows={9} cell={14} offset={-5} />
      <Cloth className="cloth entry__across" along={false} threads={8} rows={7} cell={4} offset={-4} />
    </div>
  );
}
