import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { aliases } from "./aliases";

// Types the data that single fetch streams to the pages.
declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}

// @node-rs/argon2 must never be imported below app/ by anything that Vite bundles: its native loader breaks the
// development server. It lives in server.ts's graph and reaches Remix through the load context.
export default defineConfig({
  plugins: [
    tailwindcss(),
    remix({
      appDirectory: "app",
      buildDirectory: "build",
      ignoredRouteFiles: ["**/*"],
      future: {
        v3_fetcherPersist: true,
        v3_lazyRouteDiscovery: true,
        v3_relativeSplatPath: true,
        v3_routeConfig: true,
        v3_singleFetch: true,
        v3_throwAbortReason: true,
        unstable_optimizeDeps: true,
      },
    }),
  ],
  resolve: { alias: aliases },
  // Of its thousand icons the server, too, loads only those that pages use.
  ssr: { noExternal: ["lucide-react"] },
  build: { target: "es2022", assetsInlineLimit: 0, sourcemap: false },
});
