import { useNavigate, useRouteLoaderData } from "@remix-run/react";
import type { loader as rootLoader } from "~/root";
import { useShortcuts } from "~/ui/shortcuts";

/**
 * "s" on a letter's pages opens the page where one signs, for those who may; it never signs.
 * @param to that page, or null for everybody else
 */
export function useSigningKey(to: string | null): void {
  const navigate = useNavigate();
  const root = useRouteLoaderData<typeof rootLoader>("root");
  useShortcuts(
    {
      s: () => {
        if (to) navigate(to);
      },
    },
    to !== null && (root?.me?.singleKeys ?? true),
  );
}
