import { Form, useNavigation } from "@remix-run/react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button, type ButtonSize } from "./button";
import { ConfirmDialog } from "./confirm-dialog";

/**
 * A button that asks before it does: with script a dialog; without, what opens under the same words is the question, its
 * consequence and the button that posts the form.
 * @param fields hidden fields: which verb, on what
 */
export function ConfirmStep({
  label,
  ariaLabel,
  title,
  verb,
  safe,
  size,
  danger = true,
  fields,
  action,
  children,
}: {
  /** What stands on the button that asks. */
  label: string;
  /** The same with what it is about, where several stand on one page. */
  ariaLabel?: string;
  title: string;
  /** What stands on the button that does it. */
  verb: string;
  safe?: string;
  size?: ButtonSize;
  danger?: boolean;
  fields: Readonly<Record<string, string>>;
  action?: string;
  /** The consequence, and further fields. */
  children?: ReactNode;
}) {
  const [asking, setAsking] = useState(false);
  const [scripted, setScripted] = useState(false);
  useEffect(() => setScripted(true), []);
  const { state, formMethod } = useNavigation();
  const sent = useRef(false);
  // Answered: what was refused stands on the page, behind the dialog.
  useEffect(() => {
    if (state !== "idle") sent.current ||= formMethod !== undefined;
    else if (sent.current) {
      sent.current = false;
      setAsking(false);
    }
  }, [state, formMethod]);
  if (!scripted) {
    return (
      <details className="my-2">
        <summary className="link-btn" aria-label={ariaLabel}>
          {label}
        </summary>
        <Form method="post" action={action} className="max-w-form py-3">
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <p className="font-semibold">{title}</p>
          {children}
          <Button type="submit" size={size}>
            {verb}
          </Button>
        </Form>
      </details>
    );
  }
  return (
    <>
      <Button
        size={size}
        variant={danger ? "danger-quiet" : "default"}
        aria-label={ariaLabel}
        aria-haspopup="dialog"
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={title}
        verb={verb}
        safe={safe}
        danger={danger}
        busy={state !== "idle" && formMethod !== undefined}
        form={{ action, fields }}
      >
        {children}
      </ConfirmDialog>
    </>
  );
}
