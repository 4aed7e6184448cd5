import { Form } from "@remix-run/react";
import type { InvitationInList } from "~/domain/people/read-invitation.server";
import { useI18n } from "~/i18n/use-i18n";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icon";

/** Invitations that are open or have ended, as rows of a table of people; each can be sent again or taken back. */
export function InvitationRows({
  invitations,
  columns,
}: {
  invitations: readonly InvitationInList[];
  columns: number;
}) {
  const { t, format } = useI18n();
  const words = t.people;
  return (
    <>
      {invitations.map((one) => {
        const until = format.dateTime(one.expiresAt);
        const state = one.expired
          ? words.expired
          : one.invitedBy
            ? words.invitedBy({ by: one.invitedBy, until })
            : words.invitedUntil({ until });
        return (
          <tr key={one.id}>
            <td>
              <span className="person">
                <span className="avatar avatar--invited" aria-hidden="true">
                  <span className="avatar__initials">
                    <Icon name="mail" small />
                  </span>
                </span>
                <span>
                  <b>{one.email}</b>
                  <span className="meta">{[one.name, state].filter(Boolean).join(" · ")}</span>
                </span>
              </span>
            </td>
            <td data-label={words.role}>
              <span className="tag">{words.names[one.role] ?? t.auth.roles[one.role]}</span>
            </td>
            {columns > 3 && <td className="soft">–</td>}
            <td>
              <Form method="post" className="btn-row justify-end">
                <input type="hidden" name="invitation" value={one.id} />
                <Button
                  type="submit"
                  name="intent"
                  value="resend"
                  size="sm"
                  aria-label={words.resendNamed({ email: one.email })}
                >
                  {words.resend}
                </Button>
                <Button
                  type="submit"
                  name="intent"
                  value="revoke"
                  size="sm"
                  variant="danger-quiet"
                  aria-label={words.revokeNamed({ email: one.email })}
                >
                  {words.revoke}
                </Button>
              </Form>
            </td>
          </tr>
        );
      })}
    </>
  );
}
