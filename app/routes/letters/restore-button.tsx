import { useNavigation } from "@remix-run/react";
import { useState } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { LinkButton } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";

/** Brings a version back, after asking. Submits to the page of all versions. */
export function RestoreButton({ number, action }: { number: number; action?: string }) {
  const { t } = useI18n();
  const [asking, setAsking] = useState(false);
  const busy = useNavigation().formData?.get("intent") === "restore";
  const words = t.letters.versionsPage;
  return (
    <>
      <LinkButton onClick={() => setAsking(true)}>{words.restore}</LinkButton>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={words.restoreTitle({ n: number })}
        verb={words.restore}
        safe={words.keepWriting}
        busy={busy}
        form={{ action, fields: { intent: "restore", number: String(number) } }}
      >
        <p>{words.restoreText}</p>
      </ConfirmDialog>
    </>
  );
}
