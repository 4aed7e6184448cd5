import { Link } from "@remix-run/react";
import type { LedLetter, ProgressLetter } from "~/domain/home/read-home.server";
import { leadTaskPages } from "~/domain/letters/lead-task";
import { useI18n } from "~/i18n/use-i18n";
import { useDye } from "~/routes/use-coalition";
import { ButtonLink } from "~/ui/button";
import { FajaBand } from "~/ui/faja-band";
import { StageBadge } from "~/ui/stage";

/** A letter on its way, in a list: stage, title, band. */
export function LetterRow({ letter, base }: { letter: ProgressLetter; base: string }) {
  const { t, format } = useI18n();
  const dye = useDye();
  return (
    <li className="task task--plain">
      <div>
        <p className="task__kind">
          <StageBadge status={letter.status} />
          {letter.lead && (
            <span className="tag">{letter.lead === "lead" ? t.home.progress.lead : t.home.progress.coLead}</span>
          )}
        </p>
        <h3 className="task__title" lang={letter.locale}>
          <Link to={`${base}/letters/${letter.letterId}`}>{letter.title}</Link>
        </h3>
        <p className="task__meta">
          {[
            letter.campaignName,
            letter.status === "open" && letter.deadline
              ? t.letters.row.closes({ when: format.dateTime(letter.deadline) })
              : "",
            letter.followUpAt ? t.home.progress.followUp({ when: format.dayLong(letter.followUpAt) }) : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        {letter.total > 0 && (
          <div className="task__band">
            <FajaBand
              signed={letter.signed}
              total={letter.total}
              letterId={letter.letterId}
              dye={dye}
              width={180}
              rows={7}
            />
            <span className="meta num" aria-hidden="true">
              {t.home.signedOf({ signed: letter.signed, total: letter.total })}
            </span>
          </div>
        )}
      </div>
    </li>
  );
}

/** What waits for the reader about a letter that they lead, with the way to where it is done. */
export function LeadTaskRow({ task, base }: { task: LedLetter; base: string }) {
  const { t, format } = useI18n();
  const words = t.home.tasks;
  const to = `${base}/letters/${task.letterId}/${leadTaskPages[task.kind]}`;
  const says = {
    late_request: () => words.late_request({ n: task.n }),
    review_list: () => words.review_list,
    deliver: () => words.deliver,
    follow_up: () => words.follow_up({ when: task.since ? format.day(task.since) : "" }),
  }[task.kind]();
  return (
    <li className="task">
      <div>
        <p className="task__kind">
          <StageBadge status={task.status} />
          {task.lead === "co_lead" && <span className="tag">{t.home.progress.coLead}</span>}
        </p>
        <h3 className="task__title" lang={task.locale}>
          <Link to={to}>{task.title}</Link>
        </h3>
        <p className="task__meta">{[task.campaignName, says].filter(Boolean).join(" · ")}</p>
      </div>
      <span />
      <div className="task__action">
        <ButtonLink to={to}>{words.go[task.kind]}</ButtonLink>
      </div>
    </li>
  );
}
