import { useRouteLoaderData } from "@remix-run/react";
import type { loader } from "~/routes/coalition/layout";

/** The dye of the coalition around the page: woven bands of its letters wear it. */
export function useDye() {
  return useRouteLoaderData<typeof loader>("routes/coalition/layout")?.frame.coalition.dye ?? "grana";
}
