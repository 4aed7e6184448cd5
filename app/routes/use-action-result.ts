import { useActionData, useLocation } from "@remix-run/react";
import { useRef } from "react";

/**
 * What the last form of this page was answered, until the next form or page. Remix forgets it at the first revalidation, and here
 * any live event revalidates: an error, and the words beside it, would vanish while somebody reads them.
 */
export function useActionResult<A>(): ReturnType<typeof useActionData<A>> {
  const fresh = useActionData<A>();
  const { key } = useLocation();
  const kept = useRef<{ key: string; result: typeof fresh }>({ key, result: fresh });
  // A revalidation keeps the location's key; every submission and navigation has a new one.
  if (fresh !== undefined || kept.current.key !== key) kept.current = { key, result: fresh };
  return kept.current.result;
}
