import { Link } from "@remix-run/react";
import type { BoardLetter } from "~/domain/letters/board";
import { isVerifiable } from "~/domain/letters/letter";
import { useI18n } from "~/i18n/use-i18n";
import { LinkButton } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { useToast } from "~/ui/toast";

/** Who froze the text, when, which version, and its hash, to copy and, once there is an edition, to verify. */
export function SealedLine({
  letter,
}: {
  letter: Pick<BoardLetter, "status" | "frozenAt" | "frozenBy" | "version" | "sha256">;
}) {
  const { t, format } = useI18n();
  const toast = useToast();
  const { sha256 } = letter;
  return (
    <p className="sealed">
      {letter.frozenAt && (
        <span className="sealed__mark">
          <Icon name="lock-keyhole" small />
          {t.signing.sealed.frozen({ when: format.dateTime(letter.frozenAt) })}
        </span>
      )}
      <span>{t.signing.sealed.version({ n: letter.version, by: letter.frozenBy })}</span>
      <span>
        {t.signing.sealed.hash}{" "}
        <span className="hash" title={sha256}>
          {`${sha256.slice(0, 8)} ${sha256.slice(8, 12)} … ${sha256.slice(-8)}`}
        </span>
      </span>
      <LinkButton
        onClick={() =>
          navigator.clipboard?.writeText(sha256).then(
            () => toast({ text: t.signing.sealed.copied }),
            () => {},
          )
        }
      >
        {t.common.copy}
      </LinkButton>
      {isVerifiable(letter.status) && (
        <Link to={`/verify?hash=${sha256}`} reloadDocument>
          {t.signing.sealed.verify}
        </Link>
      )}
    </p>
  );
}
