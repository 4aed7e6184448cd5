// `npm run chaos`: the whole trial of what must survive `kill -9`. CYCLES=100 SEED=7 npm run chaos
import { ensureBuild, ensurePackages, root, runNode } from "./ensure.mjs";

process.chdir(root);
ensurePackages();
ensureBuild();
process.exit(
  runNode("node_modules/vitest/vitest.mjs", ["run", "--project", "server", "tests/chaos"], {
    CYCLES: process.env.CYCLES ?? "30",
  }),
);
