// `npm start`: from a fresh clone to a running server. Everything happens in this one process, so a signal needs no forwarding.
import { endWithParent, ensureBuild, ensurePackages, root } from "./ensure.mjs";

process.chdir(root);
process.env.NODE_ENV = "production";
ensurePackages();
ensureBuild();
endWithParent(() => process.kill(process.pid, "SIGTERM"));

// Errors in the log name the lines of the sources.
process.setSourceMapsEnabled(true);
await import("../build/node/server.js");
