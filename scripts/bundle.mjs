// After the pages are built: makes the server one file that Node starts without compiling anything, and compresses the files
// of the browser once, as small as they get, instead of each time somebody asks for one.
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { build } from "esbuild";
import { filesBelow, root } from "./ensure.mjs";

/** Of server.ts, as of every module in it: what is beside it in the sources is found from the bundle, too. */
const keepFolders = {
  name: "keep-folders",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const source = readFileSync(file, "utf8");
      if (file.includes("node_modules") || !source.includes("import.meta.dirname")) return undefined;
      const folder = path.relative(path.join(root, "build/node"), path.dirname(file)).split(path.sep).join("/");
      return {
        loader: "ts",
        contents: source.replaceAll("import.meta.dirname", `(import.meta.dirname + ${JSON.stringify(`/${folder}`)})`),
      };
    });
  },
};

await build({
  absWorkingDir: root,
  entryPoints: ["server.ts"],
  outdir: "build/node",
  bundle: true,
  splitting: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  tsconfig: "tsconfig.json",
  sourcemap: "linked",
  logLevel: "warning",
  plugins: [keepFolders],
});

const gzip = promisify(zlib.gzip);
const brotli = promisify(zlib.brotliCompress);
/** Fonts and pictures are compressed already; below a packet it is not worth a second file. */
const isWorthIt = (file, content) => /\.(js|css|svg|txt|json|webmanifest)$/.test(file) && content.length > 1_400;

await Promise.all(
  filesBelow("build/client").map(async (name) => {
    const file = path.join(root, name);
    const content = await readFile(file);
    if (!isWorthIt(name, content)) return;
    await Promise.all([
      gzip(content, { level: 9 }).then((small) => writeFile(`${file}.gz`, small)),
      brotli(content, { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length } }).then((small) =>
        writeFile(`${file}.br`, small),
      ),
    ]);
  }),
);
