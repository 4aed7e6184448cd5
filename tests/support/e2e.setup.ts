import { ensureBuild } from "../../scripts/ensure.mjs";
import { seededTemplate, sharedCluster } from "./cluster";
import { seedInto } from "./seed-template";

/** Once before all stories: the built pages, the cluster, and the demo coalition as a template for every worker. */
export default async function setup() {
  ensureBuild();
  const cluster = await sharedCluster();
  await seededTemplate(cluster.url, seedInto);
  process.env.CLUSTER_URL = cluster.url;
  return () => cluster.stop();
}
