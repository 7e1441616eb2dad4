/** Pictures of a page for the people who review the design: two widths, light and dark. */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { RESULTS } from "./instances.ts";

/**
 * The looks that audits and pictures take: each size and each colour scheme once. With LOOKS=all, which the
 * review of a design wants, each size in each scheme: twice the time.
 */
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };
const LOOKS = [
  { size: WIDE, name: "clair", colorScheme: "light" },
  { size: NARROW, name: "sombre", colorScheme: "dark" },
  ...(process.env.LOOKS === "all"
    ? ([
        { size: WIDE, name: "sombre", colorScheme: "dark" },
        { size: NARROW, name: "clair", colorScheme: "light" },
      ] as const)
    : []),
] as const;

/** Runs `see` on the page in each look, then puts the page back as it was. */
export async function inEveryLook(page: Page, see: (look: string) => Promise<void>): Promise<void> {
  const before = page.viewportSize();
  for (const { size, name, colorScheme } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await see(`${size.width}-${name}`);
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

/** Saves test-results/shots/NAME-LOOK.png, the whole page. */
export async function takeShot(page: Page, name: string, look: string): Promise<void> {
  await page.screenshot({ path: join(RESULTS, "shots", `${name}-${look}.png`), fullPage: true });
}

/** Saves a picture of the page in each look. */
export async function takeShots(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await inEveryLook(page, (look) => takeShot(page, name, look));
}
