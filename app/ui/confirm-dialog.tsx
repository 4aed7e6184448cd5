import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { Button } from "./button";
import { Dialog } from "./dialog";

export type ConfirmForm = {
  action?: string;
  method?: "post" | "delete";
  /** Hidden fields: which verb, on what. */
  fields?: Readonly<Record<string, string>>;
  reloadDocument?: boolean;
};

/**
 * Asks before what cannot be taken back: the question as title, the consequence with its numbers, the verb on the
 * button, and the focus on the safe one. With `form` the verb submits it; else `onConfirm` hears.
 *
 * It needs script to open. A page that must work without has the same step as a page of its own.
 */
export function ConfirmDialog({
  open,
  onClose,
  title,
  verb,
  safe,
  danger,
  busy,
  form,
  onConfirm,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  verb: string;
  /** Words of the safe button ("Keep writing"). */
  safe?: string;
  danger?: boolean;
  busy?: boolean;
  form?: ConfirmForm;
  onConfirm?: () => void;
  /** The consequence, and further fields. */
  children?: ReactNode;
}) {
  const { t } = useI18n();
  const body = (
    <>
      {children}
      <div className="btn-row">
        <Button variant="quiet" onClick={onClose} data-autofocus="">
          {safe ?? t.common.cancel}
        </Button>
        <Button
          variant={danger ? "danger" : "primary"}
          type={form ? "submit" : "button"}
          busy={busy}
          onClick={form ? undefined : onConfirm}
        >
          {verb}
        </Button>
      </div>
    </>
  );
  return (
    <Dialog open={open} onClose={onClose} title={title} danger={danger} alert>
      {form ? (
        <Form method={form.method ?? "post"} action={form.action} reloadDocument={form.reloadDocument}>
          {Object.entries(form.fields ?? {}).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {body}
        </Form>
      ) : (
        body
      )}
    </Dialog>
  );
}
