/** What a person does who has no mouse. Nothing here clicks or sets the focus by script. */
import { expect, type Locator, type Page } from "@playwright/test";

const hasFocus = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);

/** What has the focus, as a person would name it. */
function nameOfFocus(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return "(début de la page)";
    const label = (element as HTMLInputElement).labels?.[0]?.textContent;
    const name = element.getAttribute("aria-label") ?? label ?? (element.textContent || element.getAttribute("name") || "");
    return `${element.tagName.toLowerCase()} « ${name.replace(/\s+/g, " ").trim().slice(0, 60)} »`;
  });
}

/**
 * Presses Tab until the element has the focus.
 *
 * Fails after `max` presses with the names of what had the focus on the way, and if the element that has
 * it cannot be seen (a focus that is hidden is a focus that is lost).
 */
export async function tabTo(page: Page, locator: Locator, max = 120): Promise<void> {
  await expect(locator).toBeVisible();
  const passed: string[] = [];
  while (!(await hasFocus(locator))) {
    if (passed.length === max) {
      throw new Error(`${locator} n’est pas atteint en ${max} appuis sur Tab. Sur le chemin :\n  ${passed.join("\n  ")}`);
    }
    await page.keyboard.press("Tab");
    passed.push(await nameOfFocus(page));
  }
  await expect(locator).toBeInViewport();
}

/** Goes to a field by Tab and types over what it holds. */
export async function typeInto(page: Page, locator: Locator, text: string): Promise<void> {
  await tabTo(page, locator);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

/** Goes to a link, a button or a box by Tab and presses the key: Enter unless told, Space for a box. */
export async function activate(page: Page, locator: Locator, key?: "Enter" | "Space"): Promise<void> {
  await tabTo(page, locator);
  const isBox = await locator.evaluate((element) => element.matches("input[type=checkbox], input[type=radio]"));
  await page.keyboard.press(key ?? (isBox ? "Space" : "Enter"));
}

/** Chooses a radio button: Tab to its group, then the arrows. */
export async function choose(page: Page, radio: Locator): Promise<void> {
  const groupName = await radio.getAttribute("name");
  const group = page.locator(`input[type=radio][name="${groupName}"]`);
  const inGroup = () =>
    page.evaluate((name) => document.activeElement?.matches(`input[type=radio][name="${name}"]`) ?? false, groupName);
  for (let presses = 0; !(await inGroup()); presses += 1) {
    if (presses === 120) throw new Error(`Le groupe de ${radio} n’est pas atteint par Tab.`);
    await page.keyboard.press("Tab");
  }
  for (let left = await group.count(); !(await hasFocus(radio)); left -= 1) {
    if (left === 0) throw new Error(`${radio} n’est pas atteint par les flèches.`);
    await page.keyboard.press("ArrowDown");
  }
  if (!(await radio.isChecked())) await page.keyboard.press("Space");
  await expect(radio).toBeChecked();
}
