import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import Components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds the API: a program started with --listen 127.0.0.1:9598. */
const api = process.env.GONGDAN_API ?? "http://127.0.0.1:9598";
const proxied = Object.fromEntries(
  ["/api", "/sign-on", "/setup", "/healthz"].map((path) => [path, { target: api, changeOrigin: true }]),
);

export default defineConfig({
  plugins: [vue(), Components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: "css" })] })],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: proxied },
  build: {
    target: "es2021",
    // Everything is a file with a hashed name: the policy of the pages allows nothing inside of them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      output: {
        manualChunks: (id) => (/node_modules\/(vue|@vue|vue-router|vue-i18n|@intlify)\//.test(id) ? "vue" : undefined),
      },
    },
  },
  test: { environment: "jsdom", include: ["src/**/*.test.ts"] },
});
