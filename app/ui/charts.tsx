import { useId } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { cx } from "./class-names";
import type { Dye } from "./faja";

export type MomentumPoint = {
  /** ISO moment of a step. */
  at: string;
  /** Named signatures from then on. */
  count: number;
};

const box = { width: 304, height: 176, left: 28, right: 298, top: 14, bottom: 152 };

/** Three or four round numbers from 0 up to at least `max`. */
export function axisSteps(max: number): number[] {
  const rough = Math.max(1, max) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 4, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? 10 * power);
  const steps: number[] = [];
  for (let value = 0; value < max + step; value += step) steps.push(value);
  return steps;
}

/**
 * Signatures over time: a step line over dye threads, goal, deadline and reminders. Only named signatures are counted,
 * so that no confidential one can be placed on a day; the caption around it says how many.
 * @param points steps in order of time, the first at the opening
 * @param now the moment that the loader answered
 */
export function MomentumChart({
  points,
  goal = null,
  deadline = null,
  nudges = [],
  dye,
  now,
}: {
  points: readonly MomentumPoint[];
  goal?: number | null;
  deadline?: string | null;
  nudges?: readonly string[];
  dye: Dye;
  now: string;
}) {
  const { t, format } = useI18n();
  const id = useId();
  const first = points[0];
  if (!first) return null;
  const from = Date.parse(first.at);
  const present = Math.min(Date.parse(now), deadline ? Date.parse(deadline) : Number.POSITIVE_INFINITY);
  const to = Math.max(present, deadline ? Date.parse(deadline) : 0, from + 86_400_000);
  const last = points[points.length - 1] ?? first;
  const steps = axisSteps(Math.max(goal ?? 0, last.count, 1));
  const top = steps[steps.length - 1] ?? 1;
  const round = (n: number) => Math.round(n * 10) / 10;
  const x = (at: number) => round(box.left + ((at - from) / (to - from)) * (box.right - box.left));
  const y = (n: number) => round(box.bottom - (n / top) * (box.bottom - box.top));

  const line = points
    .map((point, index) => {
      const at = x(Date.parse(point.at));
      return index === 0 ? `M${at} ${y(point.count)}` : `H${at}V${y(point.count)}`;
    })
    .join("")
    .concat(`H${x(present)}`);
  // Threads of dye under the line, 2 px with 1 px between them, each as high as the count at its place.
  let threads = "";
  let step = 0;
  for (let at = box.left; at + 2 <= x(present); at += 3) {
    const time = from + ((at - box.left) / (box.right - box.left)) * (to - from);
    while (step + 1 < points.length && Date.parse(points[step + 1]?.at ?? "") <= time) step++;
    const height = round(box.bottom - y(points[step]?.count ?? 0));
    if (height > 0) threads += `M${at} ${box.bottom}h2v-${height}h-2z`;
  }
  const words = t.common.momentum;
  const atEnd = x(present) > 220;
  return (
    <div>
      <svg
        className={cx("chart", `dye-${dye}`)}
        viewBox={`0 0 ${box.width} ${box.height}`}
        role="img"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-desc`}
      >
        <title id={`${id}-title`}>{words.title}</title>
        <desc id={`${id}-desc`}>
          {words.desc({ signed: last.count, goal, first: format.day(first.at), last: format.day(now) })}
        </desc>
        {steps.map((value, index) => (
          <g key={value}>
            <line
              className={cx("axis", index === 0 && "axis--strong")}
              x1={box.left}
              x2={box.right}
              y1={y(value)}
              y2={y(value)}
            />
            <text x={box.left - 6} y={y(value) + 4} textAnchor="end">
              {format.number(value)}
            </text>
          </g>
        ))}
        <path className="dye" d={threads} />
        {goal !== null && (
          <>
            <line className="goal" x1={box.left} x2={box.right} y1={y(goal)} y2={y(goal)} />
            <text x={box.right - 4} y={y(goal) - 5} textAnchor="end">
              {words.goal({ n: goal })}
            </text>
          </>
        )}
        <path className="line" d={line} />
        <circle className="dot" cx={x(present)} cy={y(last.count)} r="4" />
        <text
          className="strong"
          x={atEnd ? x(present) - 9 : x(present) + 9}
          y={y(last.count) + (atEnd ? -6 : 2)}
          textAnchor={atEnd ? "end" : undefined}
        >
          {format.number(last.count)}
        </text>
        {deadline && <line className="deadline-line" x1={x(to)} x2={x(to)} y1={box.top} y2={box.bottom} />}
        {nudges.map((at) => (
          <path key={at} className="nudge" d={`M${x(Date.parse(at)) - 4} ${box.bottom + 3}h8l-4-6z`} />
        ))}
        <text x={box.left} y="170">
          {format.date(first.at).replace(/,? \d{4}$/, "")}
        </text>
        <text x={box.right} y="170" textAnchor="end">
          {deadline ? `${words.deadline} ` : ""}
          {format.date(deadline ?? now).replace(/,? \d{4}$/, "")}
        </text>
      </svg>
      <details className="chart-table">
        <summary>{words.table}</summary>
        <table>
          <caption className="sr-only">{words.title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.date}</th>
              <th scope="col">{words.count}</th>
            </tr>
          </thead>
          <tbody>
            {byDay(points, format.dayKey).map((point) => (
              <tr key={point.at}>
                <td>{format.day(point.at)}</td>
                <td className="num">{format.number(point.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

/** The last count of each of the reader's days. */
function byDay(points: readonly MomentumPoint[], dayKey: (at: string) => string): MomentumPoint[] {
  const days = new Map<string, MomentumPoint>();
  for (const point of points) days.set(dayKey(point.at), point);
  return [...days.values()];
}

/** Unit bars: one thread for each organization, the number at the right. A list, so it is its own table. */
export function ThreadBars({
  title,
  rows,
  dye,
}: {
  title?: string;
  rows: readonly { label: string; count: number; lang?: string }[];
  dye?: Dye;
}) {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  // Threads of 4 px and 1 px between them; a long bar gets thinner ones rather than a second line.
  const unit = Math.max(2, Math.min(5, Math.floor(150 / most)));
  return (
    <dl className={cx("unit-bars", dye && `dye-${dye}`)} aria-label={title}>
      {rows.map(({ label, count, lang }) => (
        <div key={label}>
          <dt lang={lang} title={label}>
            {label}
          </dt>
          <dd>
            <svg
              className="unit-bars__bar"
              width={count * unit}
              height="12"
              aria-hidden="true"
              shapeRendering="crispEdges"
            >
              <path
                d={Array.from({ length: count }, (_, n) => `M${n * unit} 0h${unit - 1}v12h-${unit - 1}z`).join("")}
              />
            </svg>
            <span className="unit-bars__n">{count}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
