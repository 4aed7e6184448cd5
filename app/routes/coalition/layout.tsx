// STUB: replaced by the builder of this page.
import { Outlet } from "@remix-run/react";
export default function Stub() {
  return <Outlet />;
}
