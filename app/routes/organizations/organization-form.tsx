import type { ReactNode } from "react";
import { nameLocales, organizationKinds, organizationScopes } from "~/domain/organizations/organization";
import { useI18n } from "~/i18n/use-i18n";
import type { useFormFailure } from "~/routes/form-failure";
import { ErrorSummary, Select, TextField } from "~/ui/field";

export type OrganizationValues = {
  name: string;
  nameLocale: string;
  names: Record<string, string>;
  acronym: string;
  country: string;
  place: string;
  scope: string;
  kind: string;
  website: string;
  parentId: string | null;
};

export type CountryOption = { value: string; label: string };

/** The fields of an organization, for inviting one and for editing one. `children` follow them. */
export function OrganizationFields({
  form,
  values,
  parents,
  countries,
  children,
}: {
  form: ReturnType<typeof useFormFailure>;
  values: OrganizationValues;
  parents: readonly { id: string; name: string }[];
  /** By name in the reader's language, made by the server: browsers do not all know the same names, nor sort them alike. */
  countries: { near: readonly CountryOption[]; others: readonly CountryOption[] };
  children?: ReactNode;
}) {
  const { t, format } = useI18n();
  const words = t.organizations.form;
  const option = ({ value, label }: CountryOption) => (
    <option key={value} value={value}>
      {label}
    </option>
  );
  const typedLocale = form.value("nameLocale", values.nameLocale);
  return (
    <>
      <ErrorSummary {...form.summary} />
      <TextField
        name="name"
        label={words.name}
        defaultValue={form.value("name", values.name)}
        error={form.error("name")}
      />
      <Select
        name="nameLocale"
        label={words.nameLocale}
        defaultValue={typedLocale}
        options={nameLocales.map((one) => ({ value: one, label: format.capital(t.common.languageNames[one]) }))}
      />
      <fieldset className="field">
        <legend className="field__label">
          {words.names} <span className="field__optional">({t.common.optional})</span>
        </legend>
        <p className="field__hint">{words.namesHint}</p>
        {nameLocales.map((one) => (
          <TextField
            key={one}
            name={`names.${one}`}
            lang={one}
            label={format.capital(t.common.languageNames[one])}
            defaultValue={form.value(`names.${one}`, values.names[one] ?? "")}
            error={form.error(`names.${one}`)}
          />
        ))}
      </fieldset>
      <TextField
        name="acronym"
        label={words.acronym}
        optional
        defaultValue={form.value("acronym", values.acronym)}
        error={form.error("acronym")}
      />
      <Select
        name="country"
        label={words.country}
        defaultValue={form.value("country", values.country)}
        error={form.error("country")}
      >
        {!values.country && <option value="">{words.chooseCountry}</option>}
        {countries.near.map(option)}
        <option disabled value="-">
          ──────
        </option>
        {countries.others.map(option)}
      </Select>
      <TextField
        name="place"
        label={words.place}
        hint={words.placeHint}
        optional
        defaultValue={form.value("place", values.place)}
        error={form.error("place")}
      />
      <Select
        name="scope"
        label={words.scope}
        defaultValue={form.value("scope", values.scope)}
        options={organizationScopes.map((one) => ({ value: one, label: t.organizations.scopes[one] ?? one }))}
      />
      <Select
        name="kind"
        label={words.kind}
        defaultValue={form.value("kind", values.kind)}
        options={organizationKinds.map((one) => ({ value: one, label: t.organizations.kinds[one] ?? one }))}
      />
      <TextField
        name="website"
        type="url"
        inputMode="url"
        label={words.website}
        optional
        defaultValue={form.value("website", values.website)}
        error={form.error("website")}
      />
      <Select
        name="parentId"
        label={words.parent}
        optional
        defaultValue={form.value("parentId", values.parentId ?? "")}
        error={form.error("parentId")}
        options={[{ value: "", label: words.noParent }, ...parents.map((p) => ({ value: p.id, label: p.name }))]}
      />
      {children}
    </>
  );
}
