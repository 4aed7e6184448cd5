// STUB: replaced by the builder of this page.
export function loader() {
  return new Response(null, { status: 501 });
}
