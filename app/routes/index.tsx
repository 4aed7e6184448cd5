import { json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { requirePerson } from "~/auth/require-member.server";
import { readCoalitionsOf } from "~/domain/people/read-member.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.auth.noCoalition.title);

/** Leads to the person's coalition. Who belongs to none is told what will be here. */
export async function loader({ request }: LoaderFunctionArgs) {
  const person = await requirePerson(request);
  const [first] = await readCoalitionsOf(person.id);
  if (first) throw redirect(`/c/${first.slug}`);
  return json({ admin: person.instanceAdmin });
}

export default function NoCoalition() {
  const { admin } = useLoaderData<typeof loader>();
  const { t } = useI18n();
  return (
    <main className="page" id="main">
      <h1 className="page__title" tabIndex={-1}>
        {t.auth.noCoalition.title}
      </h1>
      <EmptyState
        title={t.auth.noCoalition.title}
        action={
          admin ? (
            <Link className="btn btn--primary" to="/admin">
              {t.auth.noCoalition.admin}
            </Link>
          ) : undefined
        }
      >
        {t.auth.noCoalition.text}
      </EmptyState>
      <Form method="post" action="/sign-out" reloadDocument>
        <Button type="submit" variant="quiet">
          {t.shell.menu.signOut}
        </Button>
      </Form>
    </main>
  );
}
