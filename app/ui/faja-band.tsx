import { useI18n } from "~/i18n/use-i18n";
import { cx } from "./class-names";
import { type Dye, faja, loom, type Motif, motifOf } from "./faja";

/**
 * The band of a letter, with its count in words for those who do not see it. Put the count as text beside it too.
 * @param signed organizations that signed, confidential ones included when the page may count them
 * @param total organizations asked
 * @param letterId decides the motif, unless `motif` does
 * @param yours place of the reader's organization among the signed, or −1
 * @param width room in px; the band is drawn in whole pixels and may be narrower
 * @param label other words than "87 of 140 organizations have signed"
 */
export function FajaBand({
  signed,
  total,
  letterId,
  motif,
  dye,
  yours = -1,
  width = 280,
  rows = 9,
  label,
  decorative,
  weaving,
  className,
}: {
  signed: number;
  total: number;
  letterId?: string;
  motif?: Motif;
  dye: Dye;
  yours?: number;
  width?: number;
  rows?: number;
  label?: string;
  decorative?: boolean;
  weaving?: boolean;
  className?: string;
}) {
  const { t } = useI18n();
  const { cell, pitch, threads, per } = loom(Math.max(signed, total), width);
  const cloth = faja({
    signed: Math.ceil(signed / per),
    total: threads,
    motif: motif ?? motifOf(letterId ?? ""),
    yours: yours < 0 ? -1 : Math.floor(yours / per),
    rows,
    cell,
    pitch,
  });
  const words = label ?? t.common.signedOf({ signed, total });
  const paths = (
    <>
      <path className="faja__warp" d={cloth.warp} />
      <path className="faja__ground" d={cloth.ground} />
      <path className="faja__cotton" d={cloth.cotton} />
      <path className="faja__yours" d={cloth.your} />
      <path className="faja__edge" d={cloth.edge} />
    </>
  );
  const box = {
    className: cx("faja", `dye-${dye}`, weaving && "faja--weaving", className),
    width: cloth.width,
    height: cloth.height,
    viewBox: `0 0 ${cloth.width} ${cloth.height}`,
    shapeRendering: "crispEdges",
  };
  return decorative ? (
    <svg {...box} aria-hidden="true">
      {paths}
    </svg>
  ) : (
    <svg {...box} role="img" aria-label={per > 1 ? `${words}. ${t.common.threadStandsForTwo}` : words}>
      {paths}
    </svg>
  );
}
