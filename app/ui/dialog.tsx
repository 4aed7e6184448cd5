import { type ReactNode, useEffect, useId, useRef } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { IconButton } from "./button";
import { cx } from "./class-names";

/** Opens and closes a native dialog with its prop; Escape asks `onClose`. The browser keeps and returns the focus. */
export function useModal(open: boolean) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      // The browser took the first that can be focused; a dialog may mark a safer one.
      dialog.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return ref;
}

type ModalProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
};

/** A dialog with its title; put the buttons in a `<div className="btn-row">`. */
export function Dialog({
  open,
  onClose,
  title,
  wide,
  danger,
  alert,
  children,
}: ModalProps & { wide?: boolean; danger?: boolean; alert?: boolean }) {
  const ref = useModal(open);
  const id = useId();
  return (
    <dialog
      ref={ref}
      className={cx("dialog", wide && "dialog--wide", danger && "dialog--danger")}
      role={alert ? "alertdialog" : undefined}
      aria-labelledby={`${id}-title`}
      aria-describedby={alert ? `${id}-body` : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {open && (
        <>
          <h2 id={`${id}-title`}>{title}</h2>
          <div id={`${id}-body`}>{children}</div>
        </>
      )}
    </dialog>
  );
}

/** From the bottom of a phone's screen; in the middle of nothing else. A press beside it closes it. */
export function Sheet({ open, onClose, title, children }: ModalProps) {
  const { t } = useI18n();
  const ref = useModal(open);
  const id = useId();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it (onCancel); the press beside it is one more way
    <dialog
      ref={ref}
      className="bottom-sheet"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      {open && (
        <>
          <div className="bottom-sheet__head">
            <h2 id={id}>{title}</h2>
            <IconButton icon="x" label={t.common.close} onClick={onClose} />
          </div>
          <div className="bottom-sheet__body">{children}</div>
        </>
      )}
    </dialog>
  );
}
