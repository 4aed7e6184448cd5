import { Link } from "@remix-run/react";
import { isVerifiable } from "~/domain/letters/letter";
import { useI18n } from "~/i18n/use-i18n";
import { LinkButton } from "~/ui/button";
import { useToast } from "~/ui/toast";
import { useLetter } from "./use-letter";

/**
 * A hash in groups of eight, all of it for screen readers and copying; from the first edition on it can be verified.
 * `short`: the first twelve digits.
 */
export function HashLine({ sha256, short, verify = !short }: { sha256: string; short?: boolean; verify?: boolean }) {
  const { letter } = useLetter();
  const { t } = useI18n();
  const toast = useToast();
  return (
    <span className="hash-line">
      <span className="faint">{t.letters.hash}</span>{" "}
      <code className="hash" title={short ? sha256 : undefined}>
        {short ? `${sha256.slice(0, 8)} ${sha256.slice(8, 12)} …` : (sha256.match(/.{1,8}/g) ?? []).join(" ")}
      </code>{" "}
      <LinkButton
        aria-label={t.letters.copyHash}
        onClick={() => {
          void navigator.clipboard.writeText(sha256).then(() => toast({ text: t.letters.hashCopied }));
        }}
      >
        {t.common.copy}
      </LinkButton>
      {verify && isVerifiable(letter.status) && (
        <>
          {" "}
          <Link to={`/verify?hash=${sha256}`} reloadDocument>
            {t.letters.verify}
          </Link>
        </>
      )}
    </span>
  );
}
