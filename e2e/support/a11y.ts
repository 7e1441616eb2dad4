/**
 * Accessibility, measured on the page as it stands: axe, and the rules of the house that axe does not know.
 *
 * Failures are soft: the journey goes on, so that one run tells everything there is to mend.
 */
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { Result } from "axe-core";

const resolve = createRequire(import.meta.url).resolve;
const AXE_IN_FRENCH = `${readFileSync(resolve("axe-core/axe.min.js"), "utf8")}
;axe.configure({ locale: ${readFileSync(resolve("axe-core/locales/fr.json"), "utf8")} });`;

// WCAG 2.1 A and AA (what the RGAA 4.1 checks), contrast included, and good practice.
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

/** Fails with the list of what axe finds in the page, each with its selector. `name` says which page it is. */
export async function audit(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const { violations } = await new AxeBuilder({ page, axeSource: AXE_IN_FRENCH }).withTags(RULES).analyze();
  expect.soft(violations.length, `${name} : défauts d’accessibilité\n${describe(violations)}`).toBe(0);
}

function describe(violations: Result[]): string {
  return violations
    .map(({ id, impact, help, nodes }) => {
      const places = nodes.map(({ target, failureSummary }) => {
        const reason = (failureSummary ?? "").split("\n").slice(1).map((line) => line.trim()).join(" ; ");
        return `    ${target.flat().join(" › ")}\n      ${reason}`;
      });
      return `  ${id} (${impact ?? "sans gravité"}) : ${help}\n${places.join("\n")}`;
    })
    .join("\n");
}

/** Fails unless the page is in French, has a title, and exactly one visible main heading. */
export async function checkOutline(page: Page, name: string): Promise<void> {
  expect.soft(await page.locator("html").getAttribute("lang"), `${name} : langue de la page`).toMatch(/^fr\b/);
  expect.soft((await page.title()).trim(), `${name} : titre de la fenêtre`).not.toBe("");
  await expect.soft(page.locator("h1:visible"), `${name} : un seul titre principal`).toHaveCount(1);
}

/** Fails if the page must be moved sideways in a window of `width` px (320: zoom of 400 %). */
export async function checkReflow(page: Page, name: string, width = 320): Promise<void> {
  await page.setViewportSize({ width, height: 640 });
  const tooWide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const culprits = [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > room + 0.5)
      .map((element) => `${element.tagName.toLowerCase()}${element.id && `#${element.id}`}.${[...element.classList].join(".")}`);
    return culprits.length > 0 ? culprits.slice(0, 8) : ["(page)"];
  });
  expect.soft(tooWide, `${name} : dépasse à ${width} px de large`).toEqual([]);
}
