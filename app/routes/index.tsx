import { json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { requirePerson } from "~/auth/require-member.server";
import { readLastCoalition } from "~/domain/people/read-member.server";
import { pageTitle } from "~/i18n/page-title";
import { useI18n } from "~/i18n/use-i18n";
import { Button, ButtonLink } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";

export const meta: MetaFunction = ({ matches }) => pageTitle(matches, (t) => t.auth.noCoalition.title);

/** Leads to the coalition in which the person was last. Who belongs to none is told what will be here. */
export async function loader({ request }: LoaderFunctionArgs) {
  const person = await requirePerson(request);
  const slug = await readLastCoalition(person.id);
  if (slug) throw redirect(`/c/${slug}`);
  return json({ admin: person.instanceAdmin });
}

export default function NoCoalition() {
  const { admin } = useLoaderData<typeof loader>();
  const { t } = useI18n();
  return (
    <main className="page" id="main">
      <EmptyState
        level={1}
        title={t.auth.noCoalition.title}
        action={
          <div className="btn-row">
            {admin && (
              <ButtonLink to="/admin" variant="primary">
                {t.auth.noCoalition.admin}
              </ButtonLink>
            )}
            <ButtonLink to="/me">{t.auth.me.title}</ButtonLink>
            <Form method="post" action="/sign-out" reloadDocument>
              <Button type="submit" variant="quiet">
                {t.shell.menu.signOut}
              </Button>
            </Form>
          </div>
        }
      >
        {t.auth.noCoalition.text}
      </EmptyState>
    </main>
  );
}
