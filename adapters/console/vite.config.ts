import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import Components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds the API: a program started with --listen 127.0.0.1:9598. */
const api = process.env.GONGDAN_API ?? "http://127.0.0.1:9598";
const proxied = Object.fromEntries(
  ["/api", "/sign-on", "/setup", "/healthz"].map((path) => [path, { target: api, changeOrigin: true }]),
);

/** What opens without a line: the shell, and these pages with all they need. */
const kKeptPages = /\/(pages\/crew\/CrewPage|session\/LoginPage)\.vue$/;
const kKeptPublic = ["/", "/icon.svg", "/gongdan.webmanifest"];

type Bundle = Parameters<Extract<Plugin["generateBundle"], (...args: never[]) => unknown>>[1];

/** The chunk, what it imports at once, and their styles. */
function neededBy(bundle: Bundle, name: string, files = new Set<string>()): Set<string> {
  const chunk = bundle[name];
  if (chunk?.type !== "chunk" || files.has(name)) return files;
  files.add(name);
  chunk.viteMetadata?.importedCss.forEach((style) => files.add(style));
  chunk.imports.forEach((imported) => neededBy(bundle, imported, files));
  return files;
}

/** Tells the service worker which files its version has. Another file of these, another worker: the browser sees it. */
function workerFiles(): Plugin {
  return {
    name: "gongdan-worker-files",
    enforce: "post",
    apply: "build",
    generateBundle(_options, bundle) {
      const worker = bundle["worker.js"];
      if (worker?.type !== "chunk") throw new Error("the service worker was not built");
      if (worker.imports.length > 0) throw new Error("the service worker must be one file");
      const files = new Set<string>();
      Object.values(bundle)
        .filter((chunk) => chunk.type === "chunk" && chunk !== worker)
        .filter((chunk) => chunk.type === "chunk" && (chunk.isEntry || kKeptPages.test(chunk.facadeModuleId ?? "")))
        .forEach(({ fileName }) => neededBy(bundle, fileName, files));
      const kept = [...kKeptPublic, ...[...files].sort().map((file) => `/${file}`)];
      const home = bundle["index.html"];
      const version = createHash("sha256")
        .update(JSON.stringify(kept))
        .update(home?.type === "asset" ? home.source : "")
        .digest("hex");
      worker.code = worker.code
        .replaceAll("__FILES__", JSON.stringify(kept))
        .replaceAll("__VERSION__", JSON.stringify(version.slice(0, 12)));
    },
  };
}

export default defineConfig({
  plugins: [
    vue(),
    Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: "css" })] }),
    workerFiles(),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: proxied },
  build: {
    target: "es2021",
    // Everything is a file with a hashed name: the policy of the pages allows nothing inside of them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: {
        index: fileURLToPath(new URL("./index.html", import.meta.url)),
        worker: fileURLToPath(new URL("./src/offline/worker.ts", import.meta.url)),
      },
      output: {
        // At the root, so that its scope is the whole console, under a name that stays.
        entryFileNames: ({ name }) => (name === "worker" ? "worker.js" : "assets/[name]-[hash].js"),
        manualChunks: (id) => (/node_modules\/(vue|@vue|vue-router|vue-i18n|@intlify)\//.test(id) ? "vue" : undefined),
      },
    },
  },
  test: { environment: "jsdom", include: ["src/**/*.test.ts"] },
});
