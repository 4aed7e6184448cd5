import { useI18n } from "~/i18n/use-i18n";
import { cx } from "./class-names";
import { Icon } from "./icon";

/** The states of a letter, and the last stage of the interface, which is a delivered letter being followed up. */
export type StageStatus =
  | "drafting"
  | "in_review"
  | "frozen"
  | "open"
  | "amending"
  | "closed"
  | "finalized"
  | "delivered"
  | "followUp"
  | "archived"
  | "cancelled";

const numbers: Record<StageStatus, 1 | 2 | 3 | 4 | 5 | 6> = {
  drafting: 1,
  in_review: 2,
  frozen: 3,
  open: 4,
  amending: 4,
  closed: 4,
  finalized: 4,
  delivered: 5,
  followUp: 6,
  archived: 6,
  cancelled: 1,
};

/** Which of the six stages of the interface a state of the code belongs to. */
export function stageNumber(status: StageStatus): 1 | 2 | 3 | 4 | 5 | 6 {
  return numbers[status];
}

const ticks = [1, 2, 3, 4, 5, 6] as const;

/** Six ticks and the name. */
export function StageBadge({ status, className }: { status: StageStatus; className?: string }) {
  const { t } = useI18n();
  const n = status === "cancelled" ? 0 : stageNumber(status);
  return (
    <span className={cx("stage-badge", `stage-badge--${n}`, className)}>
      <span className="stage-badge__ticks" aria-hidden="true">
        {ticks.map((tick) => (
          <i key={tick} className={tick <= n ? "on" : undefined} />
        ))}
      </span>
      {t.common.stage[status]}
    </span>
  );
}

const rail = ["drafting", "in_review", "frozen", "open", "delivered", "followUp"] as const;

export type StageDates = Partial<Record<(typeof rail)[number], string>>;

/** The same six with their dates (already in words), at the top of a letter's page. */
export function StageRail({ status, dates = {} }: { status: StageStatus; dates?: StageDates }) {
  const { t } = useI18n();
  const now = stageNumber(status);
  return (
    <ol className="stage-rail" aria-label={t.common.stages}>
      {rail.map((stage, index) => {
        const n = index + 1;
        return (
          <li
            key={stage}
            className={n < now ? "done" : n === now ? "now" : undefined}
            aria-current={n === now ? "step" : undefined}
          >
            <b>
              {stage === "frozen" && n <= now && <Icon name="lock-keyhole" small />}
              {n === now ? t.common.stage[status] : t.common.stage[stage]}
            </b>
            {dates[stage]}
          </li>
        );
      })}
    </ol>
  );
}
