import { useState } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { Button } from "~/ui/button";

/** A text to be copied, and a button that does it. Without script it can be selected. */
export function CopyField({ value, label }: { value: string; label: string }) {
  const { t } = useI18n();
  const [copied, setCopied] = useState(false);
  return (
    <span className="copy-field">
      <input
        className="field__input"
        readOnly
        value={value}
        aria-label={label}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        size="sm"
        icon="copy"
        onClick={() => {
          navigator.clipboard?.writeText(value).then(
            () => setCopied(true),
            () => setCopied(false),
          );
        }}
      >
        {copied ? t.common.copied : t.common.copy}
      </Button>
    </span>
  );
}
