import fs from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** Arithmetic and reading of what the operating system counts, for all trials alike. */

/** The value below which `share` (0 to 1) of the values lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/** "4.2" for one round, "4.2 (3.9 to 4.8)" for several: the median, and how far the rounds lie apart. */
export function spread(rounds: readonly number[], digits = 1): string {
  const good = rounds.filter((value) => Number.isFinite(value));
  if (good.length === 0) return "not measured";
  const [low, middle, high] = [Math.min(...good), median(good), Math.max(...good)].map((v) => number(v, digits));
  return low === high ? `${middle}` : `${middle} (${low} to ${high})`;
}

export function number(value: number, digits = 1): string {
  if (!Number.isFinite(value)) return "not measured";
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Two medians as a ratio, "1.32 ×". */
export const ratio = (ours: readonly number[], peer: readonly number[]): string =>
  `${number(median(ours) / median(peer), 2)} ×`;

/** A table as Markdown reads it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Length of a tick of the kernel's CPU clock (ms). It is 100 a second on every Linux that Node runs on. */
const TICK_MS = 10;

/** CPU time that a process has used so far, in ms; NaN where there is no /proc. */
export function cpuOf(pid: number): number {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

/** The same of all children of a process together, also of those that ended: the work of PostgreSQL's connections. */
export function cpuOfChildren(pid: number): number {
  try {
    const own = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    let sum = (Number(own[13]) + Number(own[14])) * TICK_MS;
    for (const entry of fs.readdirSync("/proc")) {
      if (!/^\d+$/.test(entry)) continue;
      const stat = readIfThere(`/proc/${entry}/stat`)?.split(") ")[1]?.split(" ");
      if (Number(stat?.[1]) === pid) sum += (Number(stat?.[11]) + Number(stat?.[12])) * TICK_MS;
    }
    return sum;
  } catch {
    return Number.NaN;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Memory that a process holds now, in MB; NaN where there is no /proc. */
export function memoryOf(pid: number): number {
  const kilobytes = /^VmRSS:\s*(\d+)/m.exec(readIfThere(`/proc/${pid}/status`) ?? "")?.[1];
  return kilobytes ? Number(kilobytes) / 1024 : Number.NaN;
}

/** Calls `act` `perSecond` times a second for `ms`, making up for late timers, as people do who do not wait for a server. */
export async function atRate(perSecond: number, ms: number, act: (n: number) => void): Promise<void> {
  const begin = performance.now();
  let done = 0;
  for (let at = 0; at < ms; at = performance.now() - begin) {
    for (const due = Math.floor((at / 1000) * perSecond); done < due; done++) act(done);
    await pause(2);
  }
}

/** Asks until it is so. @returns whether it became so within `ms` */
export async function until(test: () => boolean | Promise<boolean>, ms: number): Promise<boolean> {
  for (const end = performance.now() + ms; !(await test()); await pause(5)) if (performance.now() > end) return false;
  return true;
}
