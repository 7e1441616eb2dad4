/** A stop of a journey: the page is there, it is accessible in both themes, it is pictured. */
import { expect, type Page } from "@playwright/test";
import { audit, checkOutline } from "./a11y.ts";
import { SCHEMES, takeShots } from "./screenshots.ts";

/** Waits for the page whose main heading is `heading`, measures it, and keeps its pictures under `name`. */
export async function see(page: Page, heading: string | RegExp, name: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  await checkOutline(page, name);
  for (const [scheme, colorScheme] of Object.entries(SCHEMES)) {
    await page.emulateMedia({ colorScheme });
    await audit(page, `${name} (${scheme})`);
  }
  await page.emulateMedia({ colorScheme: null });
  await takeShots(page, name);
}
