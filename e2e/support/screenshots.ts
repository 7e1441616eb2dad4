/** Pictures of a page for the people who review the design: two widths, light and dark. */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { RESULTS } from "./instances.ts";

/** Sizes of the audits and pictures, in CSS px. */
export const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

export const SCHEMES = { clair: "light", sombre: "dark" } as const;

/** Runs `see` on the page in each size and colour scheme, then puts the page back as it was. */
export async function inEveryLook(page: Page, see: (look: string) => Promise<void>): Promise<void> {
  const before = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const [name, colorScheme] of Object.entries(SCHEMES)) {
      await page.emulateMedia({ colorScheme });
      await see(`${size.width}-${name}`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

/** Saves test-results/shots/NAME-{1280,390}-{clair,sombre}.png, whole pages. */
export async function takeShots(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await inEveryLook(page, async (look) => {
    await page.screenshot({ path: join(RESULTS, "shots", `${name}-${look}.png`), fullPage: true });
  });
}
