import { Link } from "@remix-run/react";
import type { OrganizationHead as Head } from "~/domain/organizations/read-organization.server";
import { useI18n } from "~/i18n/use-i18n";
import { OrgMark } from "~/ui/org-mark";
import { Breadcrumb } from "~/ui/page";
import { Tabs } from "~/ui/tabs";

/** Name, place and the pages of an organization, above each of them. */
export function OrganizationHead({ head, base }: { head: Head; base: string }) {
  const { t, format } = useI18n();
  const own = `${base}/${head.id}`;
  const since = format.parts(head.joinedAt);
  const facts = [
    head.acronym !== head.name && head.acronym,
    [head.place, format.country(head.country)].filter(Boolean).join(", "),
    t.organizations.kinds[head.kind],
    t.organizations.page.since({ month: format.month(since.year, since.month) }),
  ];
  return (
    <>
      <Breadcrumb items={[{ label: t.organizations.directory.title, to: base }]} />
      <header className="org-head mt-2">
        <OrgMark id={head.id} name={head.name} acronym={head.acronym} size="lg" />
        <div>
          <h1 className="page__title" lang={head.lang} tabIndex={-1}>
            {head.name}
          </h1>
          <p className="meta">
            {facts.filter(Boolean).join(" · ")}
            {head.parent && (
              <>
                {" · "}
                <Link to={`${base}/${head.parent.id}`} lang={head.parent.lang}>
                  {t.organizations.directory.chapterOf({ parent: head.parent.name })}
                </Link>
              </>
            )}
          </p>
        </div>
      </header>
      {(head.can.seePeople || head.can.edit) && (
        <Tabs
          label={t.organizations.tabs.label}
          items={[
            { to: own, label: t.organizations.tabs.about, end: true },
            ...(head.can.seePeople ? [{ to: `${own}/people`, label: t.organizations.tabs.people }] : []),
            ...(head.can.edit ? [{ to: `${own}/edit`, label: t.organizations.tabs.edit }] : []),
          ]}
        />
      )}
    </>
  );
}
