import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const backend = process.env.SPANWELL_URL ?? "http://127.0.0.1:5100";

// `base: "./"` keeps every asset URL relative to `<base href>` in index.html, so the page works under any path prefix.
export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    target: "es2023",
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { "/api": backend, "/v1": backend } },
});
