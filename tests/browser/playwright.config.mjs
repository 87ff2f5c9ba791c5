import { defineConfig } from "@playwright/test";
import { chromium } from "./support/chromium.mjs";

export default defineConfig({
  testDir: ".",
  fullyParallel: true,
  workers: 2,
  // Two browsers and a preview on a busy machine: what fails is run once more, and the report names it as flaky.
  retries: 1,
  forbidOnly: true,
  timeout: 60_000,
  // `dot` lists what failed and why at the end, where one looks for it.
  reporter: [["dot"], ["json", { outputFile: process.env.PALIER_BROWSER_REPORT ?? "test-results/report.json" }]],
  use: {
    launchOptions: chromium,
    // The site is whole without script: each test that needs one (axe, the preview) says so.
    javaScriptEnabled: false,
    // It answers in the place of the host: tests of it say so.
    serviceWorkers: "block",
    viewport: { width: 1280, height: 800 },
    locale: "fr-CA",
  },
});
