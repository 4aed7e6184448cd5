import { useNavigation } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useI18n } from "~/i18n/use-i18n";

/** From when on a wait is shown, in milliseconds: a shorter one would only flicker. */
export const barAfter = 150;
/** From when on the page that is left gives way to the shape of the one that comes. */
export const skeletonAfter = 300;

/** True once `waiting` has lasted that many milliseconds; false as soon as it ends. */
function useLasts(waiting: boolean, ms: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setLasts(true), ms);
    return () => {
      clearTimeout(timer);
      setLasts(false);
    };
  }, [waiting, ms]);
  return waiting && lasts;
}

/**
 * The one sign that the next page, or the answer to a form, is on its way: a marigold thread along the top of the window,
 * over everything and moving nothing, `aria-busy` on the page, and a word for screen readers. It is drawn once and then
 * stays, for nothing loops; where motion is reduced it stands at once. A form says itself what it does, so no word then.
 */
export function Pending() {
  const { t } = useI18n();
  const navigation = useNavigation();
  const shown = useLasts(navigation.state !== "idle", barAfter);
  useEffect(() => {
    const main = document.getElementById("main");
    if (!shown || !main) return;
    main.setAttribute("aria-busy", "true");
    return () => main.removeAttribute("aria-busy");
  }, [shown]);
  return (
    <>
      <p className="sr-only" role="status">
        {shown && navigation.formMethod === undefined ? t.common.loading : ""}
      </p>
      {shown && <div className="pending-thread" aria-hidden="true" />}
    </>
  );
}

/** The path of another page that has been on its way for long enough to show its shape; null when there is none. */
export function useArriving(pathname: string): string | null {
  const navigation = useNavigation();
  const to = navigation.formMethod === undefined ? navigation.location?.pathname : undefined;
  const other = to !== undefined && to !== pathname;
  return useLasts(other, skeletonAfter) && other ? to : null;
}
