// `npm run test:e2e -- [files or options]`: only the stories in the browser.
import { ensureBuild, ensurePackages, fail, root } from "./ensure.mjs";

process.chdir(root);
ensurePackages();
const { ensureBrowser, runPlaywright } = await import("./tools.mjs");
const browser = await ensureBrowser();
if (!browser) fail("The stories were not run.");
process.env.CHROMIUM_PATH = browser;
ensureBuild();
process.exit(runPlaywright(process.argv.slice(2)));
