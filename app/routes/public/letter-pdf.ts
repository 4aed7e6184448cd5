import type { LoaderFunctionArgs } from "@remix-run/node";
import { readPublicPdf } from "~/domain/letters/read-public-letter.server";
import { pdfResponse } from "~/routes/delivery/pdf-response.server";
import { guard } from "~/routes/form.server";

/** The PDF of a published letter's newest edition. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { pdf, sha256, title } = await guard(() => readPublicPdf(params.slug ?? "", params.locale ?? ""));
  return pdfResponse(request, {
    pdf,
    sha256,
    fileName: `${title} ${params.locale}`,
    cache: "public, max-age=60, must-revalidate",
  });
}
