/** « Mon dossier en PDF » : demandé au clavier, suivi, téléchargé ; et sans script. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { LOGINS, useSession } from "../support/accounts.ts";
import { expect, test } from "../support/test.ts";

const PAGE = "/dossier/export";
/** The typesetter comes after everything else that the machine does. */
const LONG = 120_000;

const button = (page: Page) => page.getByRole("button", { name: /^(Préparer mon dossier|Refaire|Réessayer)$/ });

/** The page once nothing is on its way: the guide asks for the same dossier. */
async function free(page: Page): Promise<void> {
  await expect(async () => {
    await page.goto(PAGE);
    await expect(button(page)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: LONG });
}

const download = (page: Page) => page.getByRole("link", { name: /^Télécharger \(PDF, / });

test.describe.configure({ mode: "serial" });

test("demander son dossier au clavier, voir l’avancement, le télécharger", async ({ page, context, a11y }) => {
  test.setTimeout(2 * LONG);
  await useSession(context, LOGINS.learner);
  await page.goto("/dossier");
  const way = page.getByRole("link", { name: "Mon dossier en PDF" });
  await way.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(PAGE);
  await expect(page.getByRole("heading", { level: 1, name: "Mon dossier en PDF" })).toBeVisible();
  await free(page);
  await a11y.audit(page, "avant");

  // The list of reports opens, is searched and unticked by the keyboard.
  const list = page.getByText(/^Choisir les comptes rendus \(/);
  await list.focus();
  await page.keyboard.press("Enter");
  const first = page.getByRole("group", { name: "Comptes rendus à mettre dans le dossier" }).getByRole("checkbox").first();
  await first.focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Space");
  await expect(first).toBeChecked();
  await a11y.audit(page, "liste ouverte");
  await button(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Votre dossier est en préparation.")).toBeVisible();

  // Either it is on its way, or this machine was faster than the page.
  if (await page.getByRole("progressbar").isVisible()) {
    await expect(page.getByRole("progressbar", { name: "En préparation" })).toBeVisible();
    await a11y.audit(page, "en préparation");
  }
  // The page finds out by itself, and leads to the result.
  await expect(download(page)).toBeVisible({ timeout: LONG });
  await a11y.audit(page, "prêt");
  await a11y.checkReflow(page, "prêt");

  const [file] = await Promise.all([page.waitForEvent("download"), download(page).press("Enter")]);
  expect(file.suggestedFilename()).toMatch(/^Dossier numérique d.Inès Ferrand, .*\.pdf$/);
  const bytes = readFileSync(await file.path());
  expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
  expect(bytes.length).toBeGreaterThan(50_000);
});

test.describe("sans script", () => {
  test.use({ javaScriptEnabled: false });

  test("refaire son dossier, par « Actualiser »", async ({ page, context }) => {
    test.setTimeout(2 * LONG);
    await useSession(context, LOGINS.learner);
    await free(page);
    await button(page).click();
    await expect(page).toHaveURL(PAGE);
    await expect(async () => {
      const again = page.getByRole("link", { name: "Actualiser" });
      if (await again.isVisible()) await again.click();
      await expect(button(page)).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: LONG });
    await expect(download(page)).toBeVisible();
  });
});
