import { useState } from "react";
import { createRoot } from "react-dom/client";
import { io } from "socket.io-client";
import { loadDictionary } from "#dictionaries";
import { LetterEditor } from "~/editor/letter-editor.client";
import { I18nProvider } from "~/i18n/use-i18n";
import * as parser from "~/realtime/parser";
import "~/styles/app.css";

const query = new URLSearchParams(location.search);
const socket = io(query.get("server") ?? "", {
  transports: ["websocket"],
  parser,
  auth: { name: query.get("name") },
  reconnectionDelay: 50,
  reconnectionDelayMax: 200,
});
const told: Record<string, unknown> = {};
Object.assign(window, { told, socket });

function Page() {
  const [anchors, setAnchors] = useState<{ id: string; from: string; to: string }[]>([]);
  return (
    <div className="editor__page">
      <LetterEditor
        socket={socket}
        languageVersionId={query.get("version") ?? ""}
        personId={query.get("person") ?? ""}
        lang="es"
        label="Carta"
        anchors={anchors}
        onStatus={(status) => {
          told.status = status;
        }}
        onPeople={(people) => {
          told.people = people;
        }}
        onWords={(words) => {
          told.words = words;
        }}
        onOutline={(entries) => {
          told.outline = entries;
        }}
        onComment={(selection) => {
          told.comment = selection;
          setAnchors((all) => [...all, { id: `t${all.length + 1}`, ...selection }]);
        }}
        onAnchorClick={(id) => {
          told.clicked = id;
        }}
      />
    </div>
  );
}

const root = document.getElementById("root");
if (root) {
  await loadDictionary("en");
  createRoot(root).render(
    <I18nProvider locale="en" timeZone="America/New_York">
      <Page />
    </I18nProvider>,
  );
}
