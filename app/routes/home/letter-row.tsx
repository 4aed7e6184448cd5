import { Link } from "@remix-run/react";
import type { ProgressLetter } from "~/domain/home/read-home.server";
import { useI18n } from "~/i18n/use-i18n";
import { useDye } from "~/routes/use-coalition";
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
          {letter.lead && <span className="tag">{t.home.progress.lead}</span>}
        </p>
        <h3 className="task__title" lang={letter.locale}>
          <Link to={`${base}/letters/${letter.letterId}`}>{letter.title}</Link>
        </h3>
        <p className="task__meta">
          {[letter.campaignName, letter.status === "open" && letter.deadline ? format.dateTime(letter.deadline) : ""]
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
