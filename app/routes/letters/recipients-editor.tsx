import { useEffect, useState } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { Button, IconButton } from "~/ui/button";
import { Select, TextArea, TextField } from "~/ui/field";

export type RecipientRow = { id: string; kind: "to" | "cc"; name: string; office: string; address: string };
type Row = RecipientRow & { key: string };

const empty: RecipientRow = { id: "", kind: "to", name: "", office: "", address: "" };

/**
 * The rows of a form with the letter's recipients. Without script it has two spare rows; with script rows are added, removed and
 * moved. What is typed lives in the inputs, so that a live update of the page never eats it.
 */
export function RecipientsEditor({
  rows: given,
  error,
}: {
  rows: readonly RecipientRow[];
  error: (name: string) => string | undefined;
}) {
  const { t } = useI18n();
  const words = t.letters.details;
  const [rows, setRows] = useState<Row[]>(() =>
    [...given, empty, empty].map((row, i) => ({ ...row, key: row.id || `row-${i}` })),
  );
  const [scripted, setScripted] = useState(false);
  // One spare row is enough for whoever can add more.
  useEffect(() => {
    setScripted(true);
    setRows((now) => (now.length > Math.max(1, given.length) ? now.slice(0, Math.max(1, given.length)) : now));
  }, [given.length]);
  return (
    <>
      {rows.map((row, i) => (
        <fieldset key={row.key} className="recipient">
          <legend className="recipient__legend">{words.recipientRow({ n: i + 1 })}</legend>
          <input type="hidden" name="id[]" value={row.id} />
          <Select
            name="kind[]"
            id={`kind.${i}`}
            label={words.kind}
            defaultValue={row.kind}
            options={[
              { value: "to", label: t.letters.kinds.to },
              { value: "cc", label: t.letters.kinds.cc },
            ]}
          />
          <TextField
            name="name[]"
            id={`name.${i}`}
            label={words.name}
            error={error(`name.${i}`)}
            maxLength={160}
            defaultValue={row.name}
          />
          <TextField
            name="office[]"
            id={`office.${i}`}
            label={words.office}
            optional
            error={error(`office.${i}`)}
            maxLength={200}
            defaultValue={row.office}
          />
          <TextArea
            name="address[]"
            id={`address.${i}`}
            label={words.address}
            optional
            rows={2}
            error={error(`address.${i}`)}
            maxLength={400}
            defaultValue={row.address}
          />
          {scripted && (
            <div className="recipient__tools">
              {i > 0 && (
                <IconButton
                  icon="arrow-up"
                  size="sm"
                  label={words.moveUp({ n: i + 1 })}
                  onClick={() => setRows((now) => moved(now, i))}
                />
              )}
              <IconButton
                icon="trash-2"
                size="sm"
                label={words.removeRow({ n: i + 1 })}
                onClick={() => setRows((now) => now.filter((one) => one.key !== row.key))}
              />
            </div>
          )}
        </fieldset>
      ))}
      {scripted && (
        <Button
          size="sm"
          icon="plus"
          onClick={() => setRows((now) => [...now, { ...empty, key: `row-${Date.now()}-${now.length}` }])}
        >
          {words.addRow}
        </Button>
      )}
    </>
  );
}

function moved(rows: readonly Row[], index: number): Row[] {
  const next = [...rows];
  const [row] = next.splice(index, 1);
  if (row) next.splice(index - 1, 0, row);
  return next;
}
