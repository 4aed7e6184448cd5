/** server.ts without Remix: the real HTTP limits, sockets and jobs, ready in about a second because nothing is built. */
import { passwords } from "~/auth/passwords.server";
import { env } from "~/env.server";
import { startWorker } from "~/jobs/worker.server";
import { attachRealtime } from "~/realtime/gateway.server";
import { createWeb } from "~/web.server";
import { closeDatabase, rawSql } from "~db/client.server";
import { root } from "./settings";

const settings = env();
const ready = async () => rawSql()`select 1`;
const web = await createWeb({ services: { passwords }, ready, root, pages: undefined });
const worker = await startWorker(settings.databaseUrl);
const realtime = await attachRealtime(web.http);
process.once("SIGTERM", async () => {
  await realtime.close();
  await worker.close();
  await web.close();
  await closeDatabase();
  process.exit(0);
});
web.http.listen(settings.port, settings.host);
