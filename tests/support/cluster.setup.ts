import type { TestProject } from "vitest/node";
import { emptyTemplate, sharedCluster } from "./cluster";

declare module "vitest" {
  interface ProvidedContext {
    clusterUrl: string;
    templateName: string;
  }
}

/** Runs once before the tests of the project `server`: the cluster, and the template that every file clones. */
export default async function setup(project: TestProject) {
  const cluster = await sharedCluster();
  project.provide("clusterUrl", cluster.url);
  project.provide("templateName", await emptyTemplate(cluster.url));
  return () => cluster.stop();
}
