import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireMember } from "~/auth/require-member.server";
import { readEditionPdf } from "~/domain/letters/read-edition.server";
import { guard } from "~/routes/form.server";
import { pdfResponse } from "./pdf-response.server";

/** The PDF of an edition, for those who read the letter. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await requireMember(request, params);
  const { pdf, sha256, title, number } = await guard(() =>
    readEditionPdf(member, params.letter ?? "", Number(params.number), params.locale ?? ""),
  );
  return pdfResponse(request, {
    pdf,
    sha256,
    fileName: `${title} ${number} ${params.locale}`,
    cache: "private, no-cache",
  });
}
