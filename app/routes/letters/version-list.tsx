import { Link } from "@remix-run/react";
import type { VersionView } from "~/domain/letters/read-versions.server";
import { useI18n } from "~/i18n/use-i18n";
import { cx } from "~/ui/class-names";

/**
 * Versions as squares on a line, newest first.
 * @param working a line for the text as it stands, above them
 */
export function VersionList({
  versions,
  to,
  now,
  working,
}: {
  versions: readonly VersionView[];
  to: string;
  now: string;
  working?: string;
}) {
  const { t, format } = useI18n();
  const words = t.letters.versionsPage;
  return (
    <ol>
      {working !== undefined && (
        <li className="version" aria-current="true">
          <span className="version__dot" aria-hidden="true" />
          <div>
            <p className="version__name">{t.letters.text.working}</p>
            <p className="faint">{working}</p>
          </div>
        </li>
      )}
      {versions.map((version) => (
        <li key={version.id} className={cx("version", version.kind === "frozen" && "version--frozen")}>
          <span className="version__dot" aria-hidden="true" />
          <div>
            <p className="version__name">
              <Link to={`${to}/${version.number}`}>
                {version.kind === "frozen" ? words.frozen({ n: version.number }) : words.name({ n: version.number })}
              </Link>
            </p>
            <p className="faint">
              <time dateTime={version.at}>{format.happened(version.at, now)}</time> · {version.by}
            </p>
            {version.note && <p>{version.note}</p>}
            {version.sameAs !== null && <p className="faint">{words.sameAs({ n: version.sameAs })}</p>}
            <Changes version={version} />
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Words added and taken out since the version before. */
export function Changes({ version }: { version: Pick<VersionView, "added" | "removed"> }) {
  const { t } = useI18n();
  if (version.added === 0 && version.removed === 0) return null;
  return (
    <p className="num">
      <span className="plus">{t.letters.versionsPage.plus({ n: version.added })}</span>{" "}
      <span className="minus">{t.letters.versionsPage.minus({ n: version.removed })}</span>{" "}
      {t.letters.versionsPage.changes}
    </p>
  );
}
