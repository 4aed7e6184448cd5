import { cx } from "./class-names";
import { type Dye, faja, type Motif } from "./faja";

/** A square of the coalition's cloth. Decorative: its name stands beside it. */
export function CoalitionMark({ dye, motif = "rombo", size = 40 }: { dye: Dye; motif?: Motif; size?: number }) {
  const cloth = faja({ signed: 10, total: 10, motif, rows: 9, cell: 2 });
  return (
    <svg
      className={cx("coalition-mark", `dye-${dye}`)}
      width={size}
      height={size}
      viewBox="0 1 20 20"
      aria-hidden="true"
      shapeRendering="crispEdges"
    >
      <path className="faja__ground" d="M0 0h20v22H0z" />
      <path className="faja__cotton" d={cloth.cotton} />
    </svg>
  );
}
