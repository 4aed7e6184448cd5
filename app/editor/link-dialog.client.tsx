import type { Command } from "prosemirror-state";
import { useEffect, useState } from "react";
import { isSafeHref } from "~/domain/letters/text/schema";
import { useI18n } from "~/i18n/use-i18n";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { TextField } from "~/ui/field";
import { removeLink, setLink } from "./commands.client";

/** What people write for an address: "ejemplo.org", "ana@ejemplo.org", or a whole address. Null if it is none. */
export function hrefOf(written: string): string | null {
  const text = written.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(text)
    ? text
    : /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)
      ? `mailto:${text}`
      : `https://${text}`;
  if (!isSafeHref(withScheme)) return null;
  const { protocol, hostname } = new URL(withScheme);
  return protocol === "mailto:" || hostname.includes(".") ? withScheme : null;
}

/** Asks for the address of a link, changes it or takes the link off. */
export function LinkDialog({
  open,
  href,
  onClose,
  onCommand,
}: {
  open: boolean;
  href: string | null;
  onClose: () => void;
  onCommand: (command: Command) => void;
}) {
  const { t } = useI18n();
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    if (open) setError(null);
  }, [open]);
  return (
    <Dialog open={open} onClose={onClose} title={href ? t.editor.changeLink : t.editor.addLink}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const address = hrefOf(String(new FormData(event.currentTarget).get("href") ?? ""));
          if (!address) {
            setError(t.editor.linkInvalid);
            return;
          }
          onClose();
          onCommand(setLink(address));
        }}
      >
        <TextField
          name="href"
          id="letter-link"
          type="url"
          inputMode="url"
          autoComplete="off"
          label={t.editor.linkAddress}
          hint={t.editor.linkHint}
          error={error}
          defaultValue={href ?? ""}
          data-autofocus
        />
        <div className="btn-row">
          <Button type="submit" variant="primary">
            {href ? t.editor.changeLink : t.editor.addLink}
          </Button>
          {href && (
            <Button
              variant="danger-quiet"
              onClick={() => {
                onClose();
                onCommand(removeLink);
              }}
            >
              {t.editor.removeLink}
            </Button>
          )}
          <Button variant="quiet" onClick={onClose}>
            {t.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
