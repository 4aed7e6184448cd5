import { useEffect, useState } from "react";
import { useI18n } from "~/i18n/use-i18n";
import { Icon } from "./icon";

export type Connection = "online" | "reconnecting" | "offline";

/** What the browser itself knows: false while it has no network at all. True on the server. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(true);
  useEffect(() => {
    const read = () => setOnline(navigator.onLine);
    read();
    window.addEventListener("online", read);
    window.addEventListener("offline", read);
    return () => {
      window.removeEventListener("online", read);
      window.removeEventListener("offline", read);
    };
  }, []);
  return online;
}

/** Says that the connection is gone, and what becomes of what one writes. Nothing while all is well. */
export function OfflineBar({ state }: { state: Connection }) {
  const { t } = useI18n();
  const network = useOnline();
  const shown = !network ? "offline" : state;
  return (
    <div role="status" className="shell__status">
      {shown !== "online" && (
        <div className="offline-bar">
          <Icon name={shown === "offline" ? "wifi-off" : "refresh-cw"} small />
          <span>{shown === "offline" ? t.shell.offline : t.shell.reconnecting}</span>
        </div>
      )}
    </div>
  );
}
