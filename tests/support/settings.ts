import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../..");

/** The settings of every server and test process that the harness starts. Nobody else has this secret. */
export const testSettings = {
  NODE_ENV: "test",
  DEMO: "1",
  SECRET: "k7Qm2xVb9TzLr4nWc8Yd5NfJhPg3GsAe6UoRiKt1",
  LOG_LEVEL: "warn",
  APP_ORIGIN: "http://localhost:3000",
} as const;
