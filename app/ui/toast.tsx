import { Link } from "@remix-run/react";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { IconButton, LinkButton } from "./button";

export type Toast = {
  text: string;
  /** Takes the change back, where that is possible. */
  undo?: () => void;
  action?: { label: string; to: string };
};

type Shown = Toast & { key: number };

const ToastContext = createContext<((toast: Toast) => void) | null>(null);

const duration = 8_000;

/** One message at a time, bottom left, for eight seconds or until closed. Never for an error that needs an answer. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const [shown, setShown] = useState<Shown | null>(null);
  const [held, setHeld] = useState(false);
  const count = useRef(0);
  const show = useCallback((toast: Toast) => {
    count.current += 1;
    setShown({ ...toast, key: count.current });
  }, []);
  const close = useCallback(() => setShown(null), []);
  useEffect(() => {
    // While somebody reads it with the pointer or the keyboard on it, the time stands still.
    if (!shown || held) return;
    const timer = setTimeout(close, duration);
    return () => clearTimeout(timer);
  }, [shown, held, close]);
  return (
    <ToastContext.Provider value={show}>
      {children}
      <div className="toast-region" role="status">
        {shown && (
          // biome-ignore lint/a11y/noStaticElementInteractions: only holds the clock while it is read
          <div
            className="toast"
            key={shown.key}
            onPointerEnter={() => setHeld(true)}
            onPointerLeave={() => setHeld(false)}
            onFocus={() => setHeld(true)}
            onBlur={() => setHeld(false)}
          >
            <span className="toast__thread" aria-hidden="true" />
            <span>{shown.text}</span>
            {shown.undo && (
              <LinkButton
                onClick={() => {
                  shown.undo?.();
                  setHeld(false);
                  close();
                }}
              >
                {t.common.undo}
              </LinkButton>
            )}
            {shown.action && (
              <Link className="link-btn" to={shown.action.to} onClick={close}>
                {shown.action.label}
              </Link>
            )}
            <IconButton
              icon="x"
              size="sm"
              label={t.common.close}
              onClick={() => {
                setHeld(false);
                close();
              }}
            />
          </div>
        )}
      </div>
    </ToastContext.Provider>
  );
}

/** Shows a message: `const toast = useToast(); toast({ text, undo })`. */
export function useToast(): (toast: Toast) => void {
  const show = useContext(ToastContext);
  if (!show) throw new Error("useToast needs ToastProvider above it");
  return show;
}
