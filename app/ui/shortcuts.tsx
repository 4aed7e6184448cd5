import { Link } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { Button } from "./button";
import { Dialog } from "./dialog";

/** True while somebody writes, or a dialog or menu is open: then single keys are letters, not commands. */
function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector("dialog[open], [role='menu']")) return true;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, [role='textbox']") !== null;
}

/**
 * Listens for keys on the whole page. A combination is written "?", "s", "g h" (one after the other within a second) or
 * "mod+k" (Ctrl, or Command on a Mac; works while writing too).
 * @param singleKeys false: the reader turned single keys off; combinations with Ctrl still work
 */
export function useShortcuts(keys: Readonly<Record<string, () => void>>, singleKeys = true): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    let first = "";
    let since = 0;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey) {
        const run = event.shiftKey ? undefined : current.current[`mod+${key}`];
        if (run) {
          event.preventDefault();
          run();
        }
        return;
      }
      if (!singleKeys || isBusy(event.target)) return;
      const now = Date.now();
      const both = now - since < 1_000 ? current.current[`${first} ${key}`] : undefined;
      const run = both ?? current.current[key];
      first = both ? "" : key;
      since = now;
      if (run) {
        event.preventDefault();
        run();
      }
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [singleKeys]);
}

/** The list of keys that `?` opens. */
export function ShortcutsDialog({
  open,
  onClose,
  singleKeys,
  accountTo,
}: {
  open: boolean;
  onClose: () => void;
  singleKeys: boolean;
  /** Where single keys are turned on and off. */
  accountTo: string;
}) {
  const { t } = useI18n();
  const words = t.shell.shortcuts;
  const rows: [string, string[]][] = [
    [words.search, ["Ctrl", "K"]],
    [words.send, ["Ctrl", "Enter"]],
    [words.goHome, ["G", "H"]],
    [words.goLetters, ["G", "L"]],
    [words.goCalendar, ["G", "C"]],
    [words.goOrganizations, ["G", "O"]],
    [words.goNotices, ["G", "N"]],
    [words.sign, ["S"]],
    [words.help, ["?"]],
    [words.closeDialog, ["Esc"]],
  ];
  return (
    <Dialog open={open} onClose={onClose} title={words.title} wide>
      <dl className="shortcuts">
        {rows.map(([label, keys]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && " "}
                  <kbd>{key}</kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="meta mt-4">
        <Link to={accountTo} onClick={onClose}>
          {singleKeys ? words.canBeOff : words.areOff}
        </Link>
      </p>
      <div className="btn-row">
        <Button onClick={onClose}>{t.common.close}</Button>
      </div>
    </Dialog>
  );
}
