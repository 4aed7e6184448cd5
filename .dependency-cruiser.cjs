// The layers of docs/architecture.md, checked by `npm run check`. Each rule says why it exists.
// tests/layers.unit.test.ts plants one sin per rule and sees it caught: a rule that matches nothing protects nothing.
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    rule(
      "no-cycles",
      "A cycle means that two files are one idea.",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    rule(
      "domain-knows-no-framework",
      "The domain is plain TypeScript, so that a verb runs the same in a page, a socket, a job and a test.",
      { path: "^app/domain/" },
      {
        path: "node_modules/(react|react-dom|@remix-run|socket\\.io|socket\\.io-client|express|y-prosemirror|prosemirror-view)/",
      },
    ),
    rule(
      "domain-looks-inward",
      "The domain may ask only the domain and the database; what it needs from elsewhere is handed in or left as a job. Which languages there are is a fact that it shares with the texts.",
      { path: "^app/domain/" },
      { path: "^app/", pathNot: "^app/(domain/|env\\.server|i18n/locales\\.ts)" },
    ),
    rule(
      "browser-files-stay-in-the-browser",
      "A file without .server can reach a browser's bundle: it must not bring the database, secrets or server code along.",
      { path: "^app/(domain|ui|realtime|i18n)/", pathNot: "\\.server\\.tsx?$" },
      {
        path: "(^db/|\\.server\\.tsx?$|node_modules/(postgres|drizzle-orm|pdfkit|nodemailer|pino)/)",
        dependencyTypesNot: ["type-only"],
      },
    ),
    rule(
      "routes-ask-the-domain",
      "A route parses, calls one verb or read, and renders. A query in a route is a rule that no test of the domain sees.",
      { path: "^app/(routes|ui)/" },
      { path: "(^db/|node_modules/(drizzle-orm|postgres|graphile-worker|socket\\.io)/)" },
    ),
    rule(
      "ui-is-presentational",
      "Components know props and texts. Types of pure domain files are props too; values are not.",
      { path: "^app/ui/" },
      { path: "^app/", pathNot: "^app/(ui|i18n)/", dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "ui-types-are-pure",
      "Even a type that a component names must come from a file that a browser could load.",
      { path: "^app/ui/" },
      { path: "^app/(routes|auth|jobs|mail|exports)/|\\.server\\.tsx?$" },
    ),
    rule(
      "one-writer-of-events",
      "Only record-event writes the stream, last in the transaction; only the relay and the activity feed read it.",
      {
        path: "^app/",
        pathNot: [
          "^app/domain/record-event\\.server\\.ts$",
          "/read-activity\\.server\\.ts$",
          "^app/realtime/relay\\.server\\.ts$",
        ],
      },
      { path: "^db/schema/events\\.ts$", dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "db-is-the-bottom",
      "db/ imports nothing above it. Only the seeds look up, because they tell the demo world by calling verbs.",
      { path: "^db/", pathNot: "^db/seeds/" },
      { path: "^app/", pathNot: "^app/env\\.server" },
    ),
    rule(
      "nothing-imports-seeds",
      "The demo world is started by server.ts and the command line; product code that reads it would work only in the demo.",
      { path: "^app/" },
      { path: "^db/seeds/" },
    ),
    rule(
      "server-ts-only-wires",
      "server.ts composes the parts; what decides something belongs in one of them.",
      { path: "^server\\.ts$" },
      {
        path: "^(app|db)/",
        pathNot: [
          "^app/(env|log|web|local-secret|realtime/gateway|jobs/worker|auth/passwords)\\.server\\.ts$",
          "^db/(client\\.server|embedded|migrate|seed-once|seeds/index)\\.ts$",
        ],
      },
    ),
    rule(
      "argon2-outside-vite",
      "The native hasher breaks the development server when Vite loads it. server.ts hands it to the pages.",
      { path: "^(app|db)/", pathNot: "^app/auth/passwords\\.server\\.ts$" },
      { path: "node_modules/@node-rs/argon2" },
    ),
    rule(
      "passwords-are-injected",
      "Importing the hasher's file from a page is the same as importing the hasher. The seeds run outside of Vite.",
      { path: "^app/" },
      { path: "^app/auth/passwords\\.server\\.ts$", dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "no-tests-in-the-product",
      "Product code that imports a test helper ships it.",
      { path: "^(app|db|server\\.ts)" },
      { path: "^tests/" },
    ),
    rule(
      "not-to-unresolvable",
      "An import that resolves to nothing fails only where it runs.",
      {},
      { couldNotResolve: true, pathNot: "^(#|virtual:)" },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(build|\\.data)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json", ".css"],
    },
  },
};
