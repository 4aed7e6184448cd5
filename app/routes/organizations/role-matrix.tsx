import { useI18n } from "~/i18n/use-i18n";
import { Icon } from "~/ui/icon";
import { Section } from "~/ui/page";

const roles = ["member", "delegate", "signatory"] as const;

/** What each role may do (product.md, "Who may do what"), from the least to the most. */
const rows = {
  read: [true, true, true],
  comment: [true, true, true],
  write: [false, true, true],
  request: [false, true, true],
  sign: [false, false, true],
  people: [false, false, true],
} as const;

/** The table beside the people of an organization. */
export function RoleMatrix() {
  const { t } = useI18n();
  const words = t.people.matrix;
  return (
    <Section title={words.title}>
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">{words.permission}</span>
            </th>
            {roles.map((role) => (
              <th key={role} scope="col">
                {words.short[role]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.entries(rows).map(([row, answers]) => (
            <tr key={row}>
              <th scope="row">{words.rows[row]}</th>
              {roles.map((role, i) => (
                <td key={role}>
                  {answers[i] ? (
                    <Icon name="check" small label={words.yes} />
                  ) : (
                    <span className="sr-only">{words.no}</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="meta mt-2">{words.note}</p>
    </Section>
  );
}
