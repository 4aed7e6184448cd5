import { json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { requireMember } from "~/auth/require-member.server";
import { readDirectory } from "~/domain/organizations/read-directory.server";
import { readHeads } from "~/domain/read-heads.server";
import { stream } from "~/domain/streams";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { useLive } from "~/realtime/use-live";
import { guard } from "~/routes/form.server";
import { useDye } from "~/routes/use-coalition";
import { Button, ButtonLink } from "~/ui/button";
import { cx } from "~/ui/class-names";
import { DataTable } from "~/ui/data-table";
import { EmptyState } from "~/ui/empty-state";
import { Select, TextField } from "~/ui/field";
import { OrgMark } from "~/ui/org-mark";
import { Page, PageHead } from "~/ui/page";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.organizations.directory.title);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const { searchParams } = new URL(request.url);
  const filter = {
    search: (searchParams.get("q") ?? "").slice(0, 100),
    country: (searchParams.get("country") ?? "").slice(0, 2),
  };
  return guard(async () => {
    const live = await readHeads([stream("coalition", member.coalitionId)]);
    const directory = await readDirectory(member, filter);
    return json({ ...directory, filter, live, base: `/c/${member.coalitionSlug}/organizations` });
  });
}

export default function Directory() {
  const { organizations, total, countries, filter, base, live, can } = useLoaderData<typeof loader>();
  const { t, locale, format } = useI18n();
  const dye = useDye();
  useLive(live);
  const words = t.organizations.directory;
  const byCountry = countries
    .map((code) => ({ value: code, label: format.country(code) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));
  const filtered = filter.search !== "" || filter.country !== "";
  const parentOf = (id: string | null) => organizations.find((o) => o.id === id);
  const invite = can.invite && (
    <ButtonLink to={`${base}/new`} icon="plus" variant="primary">
      {words.invite}
    </ButtonLink>
  );
  return (
    <Page>
      <PageHead title={words.title} actions={invite} />
      {total === 0 ? (
        <EmptyState level={2} dye={dye} title={words.empty} action={invite}>
          {words.emptyText}
        </EmptyState>
      ) : (
        <>
          <Form method="get" role="search" className="flex flex-wrap items-end gap-4">
            <TextField
              name="q"
              type="search"
              label={words.search}
              placeholder={words.searchHint}
              defaultValue={filter.search}
              key={`q ${filter.search}`}
            />
            <Select
              name="country"
              label={words.country}
              key={`country ${filter.country}`}
              defaultValue={filter.country}
              options={[{ value: "", label: words.allCountries }, ...byCountry]}
            />
            <div className="btn-row mb-5">
              <Button type="submit">{words.apply}</Button>
              {filtered && (
                <Link to={base} className="btn btn--quiet">
                  {words.clear}
                </Link>
              )}
            </div>
          </Form>
          <p className="meta" role="status">
            {filtered ? words.shown({ shown: organizations.length, total }) : t.organizations.count({ n: total })}
          </p>
          {organizations.length === 0 ? (
            <EmptyState level={2} dye={dye} title={words.none}>
              {words.noneText}
            </EmptyState>
          ) : (
            <DataTable
              caption={words.caption}
              head={[
                { label: words.organization },
                { label: words.place },
                { label: words.kind },
                { label: words.people },
              ]}
            >
              {organizations.map((o) => {
                const parent = parentOf(o.parentId);
                return (
                  <tr key={o.id}>
                    <td>
                      <span className={cx("person", parent && "ml-6")}>
                        <OrgMark id={o.id} name={o.name} acronym={o.acronym} size="sm" />
                        <span>
                          <Link to={`${base}/${o.id}`} lang={o.lang}>
                            <b>{o.name}</b>
                          </Link>{" "}
                          {o.own && <span className="tag">{words.own}</span>}
                          {o.waiting && <span className="tag">{words.waiting}</span>}
                          <span className="meta">
                            {[parent && words.chapterOf({ parent: parent.name }), o.acronym !== o.name && o.acronym]
                              .filter(Boolean)
                              .join(" · ")}
                          </span>
                        </span>
                      </span>
                    </td>
                    <td data-label={words.place}>{[o.place, format.country(o.country)].filter(Boolean).join(", ")}</td>
                    <td data-label={words.kind}>{t.organizations.kinds[o.kind]}</td>
                    <td data-label={words.people}>{format.number(o.people)}</td>
                  </tr>
                );
              })}
            </DataTable>
          )}
        </>
      )}
    </Page>
  );
}
