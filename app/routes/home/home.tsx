// STUB: replaced by the builder of this page.
export default function Stub() {
  return null;
}
