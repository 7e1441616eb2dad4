/** The comfort menu: what one chooses is seen at once, is kept, and never pushes a page out of the screen. */
import { signIn, useSession } from "../support/accounts.ts";
import { audit, checkReflow } from "../support/a11y.ts";
import { activate, choose } from "../support/keyboard.ts";
import { visits } from "../support/routes.ts";
import { takeShots } from "../support/screenshots.ts";
import { expect, test } from "../support/test.ts";
import type { Page } from "@playwright/test";

const CHOICES = ["Sombre", "Très grande", "Aéré", "OpenDyslexic"];

/** What a person sees of the four settings. */
const look = (page: Page) =>
  page.evaluate(() => {
    const style = getComputedStyle(document.body);
    return {
      background: style.backgroundColor,
      size: parseFloat(style.fontSize),
      spacing: style.letterSpacing,
      font: style.fontFamily.split(",")[0]?.replaceAll('"', ""),
    };
  });

async function openMenu(page: Page): Promise<void> {
  await activate(page, page.getByRole("button", { name: "Confort de lecture" }));
  await expect(page.getByRole("heading", { name: "Confort de lecture" })).toBeVisible();
}

async function setAll(page: Page, labels: string[]): Promise<void> {
  await openMenu(page);
  for (const label of labels) await choose(page, page.locator("#confort").getByLabel(label, { exact: true }));
}

async function keep(page: Page): Promise<void> {
  const back = page.waitForEvent("load");
  await activate(page, page.getByRole("button", { name: "Enregistrer ces réglages" }));
  await back;
}

test("le confort de lecture se voit tout de suite, se garde, et suit le compte", async ({ page, phone }) => {
  test.setTimeout(120_000);
  await signIn(page, "apprenant2");
  const before = await look(page);
  await setAll(page, CHOICES);
  await audit(page, "menu de confort");
  const chosen = await look(page);
  expect(chosen.background).not.toBe(before.background);
  expect(chosen.size).toBeGreaterThan(before.size);
  expect(chosen.spacing).not.toBe(before.spacing);
  expect(chosen.font).toBe("OpenDyslexic");
  await page.keyboard.press("Escape");
  await expect(page.locator("#confort")).toBeHidden();
  await openMenu(page);
  await keep(page);
  await page.reload();
  expect(await look(page)).toEqual(chosen);
  await takeShots(page, "confort");

  const elsewhere = await phone();
  await signIn(elsewhere, "apprenant2");
  expect(await look(elsewhere), "le même compte sur un autre appareil").toEqual(chosen);

  await setAll(page, ["Automatique", "Normale", "Normal", "Atkinson"]);
  await keep(page);
  await page.reload();
  expect(await look(page)).toEqual(before);
});

test("avant de se connecter, le confort se garde dans ce navigateur", async ({ page }) => {
  await page.goto("/connexion");
  await setAll(page, CHOICES);
  const chosen = await look(page);
  await keep(page);
  await page.goto("/premiere-connexion");
  expect(await look(page)).toEqual(chosen);
});

test.describe("Rien ne dépasse à 320 px, texte très grand, aéré, OpenDyslexic", () => {
  test.use({ viewport: { width: 320, height: 640 } });
  for (const { route, address, login } of visits()) {
    test(`${route.path} (${login ?? "sans compte"})`, async ({ page, context }) => {
      if (login) await useSession(context, login);
      const answer = await context.request.get(address);
      test.skip(!(answer.headers()["content-type"] ?? "").startsWith("text/html"), "n’est pas une page");
      await page.goto(address);
      // What the server writes for an account that made these choices; the shared accounts keep theirs.
      await page.evaluate(() => {
        Object.assign(document.documentElement.dataset, { text: "xl", spacing: "wide", font: "opendyslexic" });
        return document.fonts.load("1rem OpenDyslexic").then(() => document.fonts.ready);
      });
      await checkReflow(page, address);
    });
  }
});
