// Bundles the editor and the explorer into ../static/bundles/, which git ignores and the wheel carries.
// Each bundle is a page's one script and one style sheet; workers are bundles of their own.
import { build } from "esbuild";
import { rm } from "node:fs/promises";

const outdir = new URL("../static/bundles/", import.meta.url).pathname;
await rm(outdir, { recursive: true, force: true });

const result = await build({
  entryPoints: {
    editor: "src/editor.js",
    explorer: "src/explorer.jsx",
    layout: "node_modules/@reactodia/workspace/dist/layout.worker.js",
  },
  outdir,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  charset: "utf8",
  legalComments: "linked",
  loader: { ".svg": "dataurl", ".png": "dataurl", ".woff": "dataurl", ".woff2": "dataurl", ".ttf": "dataurl", ".eot": "dataurl" },
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
  alias: { stream: "readable-stream" },
  metafile: true,
  logLevel: "warning",
});
for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) console.log(`${file.split("/").pop()}\t${bytes}`);
