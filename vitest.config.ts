import { defineConfig } from "vitest/config";
import { aliases } from "./aliases";

// `unit` needs no database and is part of `npm run check`; `server` runs on real PostgreSQL, one clone per file.
export default defineConfig({
  resolve: { alias: aliases },
  esbuild: { jsx: "automatic" },
  test: {
    // A file owns a database and a connection pool; two at once is what two cores carry. Said here and not per project,
    // because Vitest runs projects with different numbers only one after the other.
    maxWorkers: 2,
    // A limit against hanging, not a measure of speed: that is what benchmarks are for.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: "unit", environment: "node", include: ["tests/**/*.unit.test.{ts,tsx}"] },
      },
      {
        extends: true,
        test: {
          name: "server",
          environment: "node",
          include: ["tests/**/*.test.{ts,tsx}"],
          exclude: ["tests/**/*.unit.test.{ts,tsx}", "tests/e2e/**", "tests/bench/**"],
          globalSetup: ["tests/support/cluster.setup.ts"],
        },
      },
    ],
  },
});
