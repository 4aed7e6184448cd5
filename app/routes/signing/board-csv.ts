import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireMember } from "~/auth/require-member.server";
import { readSignOnRows } from "~/domain/letters/read-sign-on-rows.server";
import { signOnListCsv } from "~/exports/csv.server";
import { guard } from "~/routes/form.server";

/** The signatures as a spreadsheet: what the board shows to this reader, no more. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const rows = await guard(() => readSignOnRows(member, params.letter ?? ""));
  return new Response(signOnListCsv(rows, member.locale, member.timeZone), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="signatures.csv"`,
      "Cache-Control": "private, no-store",
    },
  });
}
