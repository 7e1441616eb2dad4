/**
 * `test` of the journeys: import it instead of Playwright's.
 *
 * - `instance`: which server the page speaks to, `demo` unless `test.use({ instance: "empty" })`.
 * - `a11y`: `a11y.audit(page, name)` and the other measures of support/a11y.ts.
 * - `keyboard`: `tabTo`, `typeInto`, `activate`, `choose` of support/keyboard.ts.
 */
import { test as base } from "@playwright/test";
import * as a11y from "./a11y.ts";
import { urlOf, type Instance } from "./instances.ts";
import * as keyboard from "./keyboard.ts";

interface Fixtures {
  instance: Instance;
  a11y: typeof a11y;
  keyboard: typeof keyboard;
}

export const test = base.extend<Fixtures>({
  instance: ["demo", { option: true }],
  baseURL: async ({ instance }, use) => use(urlOf(instance)),
  a11y: async ({}, use) => use(a11y),
  keyboard: async ({}, use) => use(keyboard),
});

export { expect } from "@playwright/test";
