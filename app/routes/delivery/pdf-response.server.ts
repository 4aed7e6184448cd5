/**
 * A PDF as an answer. It never changes under its ETag, so a browser that has it is told so and gets no bytes.
 * @param fileName without a path; what is no letter or digit becomes a hyphen
 * @param cache value of Cache-Control
 */
export function pdfResponse(
  request: Request,
  { pdf, sha256, fileName, cache }: { pdf: Uint8Array; sha256: string; fileName: string; cache: string },
): Response {
  const headers = {
    ETag: `"${sha256}"`,
    "Cache-Control": cache,
    "Content-Type": "application/pdf",
    "Content-Disposition": `inline; filename="${plain(fileName)}.pdf"; filename*=UTF-8''${encodeURIComponent(`${fileName}.pdf`)}`,
    "X-Content-Type-Options": "nosniff",
  };
  if (request.headers.get("If-None-Match") === headers.ETag) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(pdf), { headers: { ...headers, "Content-Length": String(pdf.byteLength) } });
}

function plain(name: string): string {
  return (
    name
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[^A-Za-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 80) || "letter"
  );
}
