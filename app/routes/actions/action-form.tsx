import { Form, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { actionKinds } from "~/domain/actions/action";
import { useI18n } from "~/i18n/use-i18n";
import type { useFormFailure } from "~/routes/form-failure";
import { Button } from "~/ui/button";
import { Choice, ErrorSummary, Select, TextArea, TextField } from "~/ui/field";
import type { ActionFields } from "./action-form.server";
import { type ZoneOption, ZoneOptions } from "./zone-options";

export type ActionFormValues = Partial<Record<keyof ActionFields, string>>;

type Props = {
  values: ActionFormValues;
  failure: ReturnType<typeof useFormFailure>;
  campaigns: readonly { id: string; name: string }[];
  organizations: readonly { id: string; name: string }[];
  zones: readonly ZoneOption[];
  verb: string;
  busyVerb: string;
};

export function ActionForm({ values, failure, campaigns, organizations, zones, verb, busyVerb }: Props) {
  const { t } = useI18n();
  const value = (name: keyof ActionFormValues) => failure.value(name, values[name] ?? "");
  const [allDay, setAllDay] = useState(value("allDay") === "on");
  const busy = useNavigation().state === "submitting";
  const zone = value("zone");
  return (
    <Form method="post" className="max-w-form" noValidate>
      <ErrorSummary
        {...failure.summary}
        errors={failure.summary.errors.map((e) =>
          allDay && (e.field === "starts" || e.field === "ends") ? { ...e, field: `${e.field}On` } : e,
        )}
      />
      <TextField
        name="title"
        label={t.actions.form.titleLabel}
        hint={t.actions.form.titleHint}
        error={failure.error("title")}
        defaultValue={value("title")}
      />
      <Select
        name="kind"
        label={t.actions.form.kind}
        error={failure.error("kind")}
        defaultValue={value("kind")}
        options={actionKinds.map((kind) => ({ value: kind, label: t.actions.kinds[kind] }))}
      />
      <Select
        name="campaign"
        label={t.actions.form.campaign}
        hint={t.actions.form.campaignHint}
        defaultValue={value("campaign")}
        error={failure.error("campaign")}
        options={[
          { value: "", label: t.actions.form.wholeCoalition },
          ...campaigns.map((c) => ({ value: c.id, label: c.name })),
        ]}
      />
      <div className="field">
        <Choice
          type="checkbox"
          name="allDay"
          value="on"
          label={t.actions.form.allDay}
          hint={t.actions.form.allDayHint}
          defaultChecked={allDay}
          onChange={(event) => setAllDay(event.currentTarget.checked)}
        />
      </div>
      {allDay ? (
        <div className="field-row">
          <TextField
            name="startsOn"
            type="date"
            label={t.actions.form.starts}
            error={failure.error("starts")}
            defaultValue={value("startsOn") || value("starts").slice(0, 10)}
          />
          <TextField
            name="endsOn"
            type="date"
            label={t.actions.form.ends}
            hint={t.actions.form.endsHint}
            optional
            error={failure.error("ends")}
            defaultValue={value("endsOn") || value("ends").slice(0, 10)}
          />
        </div>
      ) : (
        <div className="field-row">
          <TextField
            name="starts"
            type="datetime-local"
            label={t.actions.form.starts}
            error={failure.error("starts")}
            defaultValue={value("starts")}
          />
          <TextField
            name="ends"
            type="datetime-local"
            label={t.actions.form.ends}
            hint={t.actions.form.endsHint}
            optional
            error={failure.error("ends")}
            defaultValue={value("ends")}
          />
        </div>
      )}
      <Select
        name="zone"
        label={t.actions.form.zone}
        hint={t.actions.form.zoneHint}
        error={failure.error("zone")}
        defaultValue={zone}
      >
        <ZoneOptions zones={zones} first={[zone]} />
      </Select>
      <TextField
        name="place"
        label={t.actions.form.place}
        optional
        error={failure.error("place")}
        defaultValue={value("place")}
      />
      <TextField
        name="link"
        type="url"
        inputMode="url"
        label={t.actions.form.link}
        hint={t.actions.form.linkHint}
        optional
        error={failure.error("link")}
        defaultValue={value("link")}
      />
      <TextField
        name="office"
        label={t.actions.form.office}
        hint={t.actions.form.officeHint}
        optional
        error={failure.error("office")}
        defaultValue={value("office")}
      />
      <Select
        name="lead"
        label={t.actions.form.lead}
        optional
        error={failure.error("lead")}
        defaultValue={value("lead")}
        options={[
          { value: "", label: t.actions.form.noLead },
          ...organizations.map((o) => ({ value: o.id, label: o.name })),
        ]}
      />
      <TextArea
        name="description"
        label={t.actions.form.description}
        optional
        rows={6}
        error={failure.error("description")}
        defaultValue={value("description")}
      />
      <Button type="submit" variant="primary" busy={busy} busyLabel={busyVerb}>
        {verb}
      </Button>
    </Form>
  );
}
