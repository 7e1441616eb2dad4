/** A stop of a journey: the page is there, it is accessible and pictured in both themes. */
import { expect, type Page } from "@playwright/test";
import { audit, checkOutline } from "./a11y.ts";
import { inEveryLook, takeShot } from "./screenshots.ts";

/** Waits for the page whose main heading is `heading`, measures it, and keeps its pictures under `name`. */
export async function see(page: Page, heading: string | RegExp, name: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  await checkOutline(page, name);
  await inEveryLook(page, async (look) => {
    await audit(page, `${name} (${look})`);
    await takeShot(page, name, look);
  });
}
