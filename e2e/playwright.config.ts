/**
 * Journeys in a real browser. Every spec runs at the size of a phone; a spec or a test tagged `@bureau`
 * runs at the size of a desktop as well. Two servers are started: see support/instances.ts.
 */
import { defineConfig } from "@playwright/test";
import { browserPath } from "./support/browser.ts";
import { servers } from "./support/instances.ts";

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "specs",
  // Only traces: the other folders of test-results are written before Playwright empties this one.
  outputDir: "test-results/traces",
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env.CI ? "list" : [["list"], ["html", { open: "never" }]],
  use: {
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      chromiumSandbox: !isRoot,
      executablePath: browserPath(),
      args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "téléphone", use: { browserName: "chromium", viewport: { width: 390, height: 844 }, hasTouch: true } },
    { name: "bureau", grep: /@bureau/, use: { browserName: "chromium", viewport: { width: 1280, height: 800 } } },
  ],
  webServer: servers(),
});
