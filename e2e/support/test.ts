/**
 * `test` of the journeys: import it instead of Playwright's.
 *
 * - `instance`: which server the page speaks to, `demo` unless `test.use({ instance: "empty" })`.
 * - `a11y`: `a11y.audit(page, name)` and the other measures of support/a11y.ts.
 * - `keyboard`: `tabTo`, `typeInto`, `activate`, `choose` of support/keyboard.ts.
 * - `phone()`: a new page of somebody else, with their own cookies, on the same instance.
 */
import { test as base, type Page } from "@playwright/test";
import * as a11y from "./a11y.ts";
import { urlOf, type Instance } from "./instances.ts";
import * as keyboard from "./keyboard.ts";

interface Fixtures {
  instance: Instance;
  a11y: typeof a11y;
  keyboard: typeof keyboard;
  phone: () => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  instance: ["demo", { option: true }],
  baseURL: async ({ instance }, use) => use(urlOf(instance)),
  a11y: async ({}, use) => use(a11y),
  keyboard: async ({}, use) => use(keyboard),
  phone: async ({ browser, contextOptions, baseURL, viewport, hasTouch, locale, timezoneId }, use) => {
    const contexts: Awaited<ReturnType<typeof browser.newContext>>[] = [];
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, baseURL, viewport, hasTouch, locale, timezoneId });
      contexts.push(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect } from "@playwright/test";
