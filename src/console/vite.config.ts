import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { firstLoadBudget } from "./first-load-budget.ts";

/** Where a development server sends what it does not know: a Tidegate that runs beside it. */
const SERVER = process.env["TIDEGATE_SERVER"] ?? "http://127.0.0.1:8087";

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [react(), firstLoadBudget()],
  build: {
    outDir: `${import.meta.dirname}/../../dist/console`,
    emptyOutDir: true,
    target: "es2023",
    // The content security policy allows no `data:` scripts, and small files are cached like big ones.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { "/api": SERVER } },
});
