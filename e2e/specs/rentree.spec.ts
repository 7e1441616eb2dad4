/** The end of a year: choose, check, do it, undo it. @bureau */
import { LOGINS, useSession } from "../support/accounts.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

test("la rentrée d’une classe se vérifie, se fait et s’annule @bureau", async ({ page }, info) => {
  test.setTimeout(120_000);
  await useSession(page.context(), LOGINS.admin);
  const name = `Rentrée ${info.project.name}`;
  await page.goto("/admin/classes/nouvelle");
  await page.getByLabel("Nom de la classe").fill(name);
  await page.getByLabel("Référentiel").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Créer la classe" }).click();
  const address = page.url();
  await page.goto("/admin/personnes/liste");
  await page.getByLabel("Une personne par ligne").fill([`Rentrée-${info.project.name} ; Ava`, `Rentrée-${info.project.name} ; Bao`].join("\n"));
  await page.getByLabel("apprenant·es", { exact: true }).check();
  await page.getByLabel(/^Classe/).selectOption({ label: await page.locator("option", { hasText: name }).first().innerText() });
  await page.getByRole("button", { name: "Vérifier la liste" }).click();
  await page.getByRole("button", { name: "Créer ces personnes" }).click();
  await page.goto(address);
  await page.getByRole("link", { name: "Préparer la rentrée" }).click();
  await page.getByRole("button", { name: "Vérifier la rentrée" }).click();
  await expect(page.getByRole("alert")).toContainText("Choisissez ce que devient chaque personne");
  await see(page, "Préparer la rentrée", "rentree-refusee");
  await page.locator(".j-fate").nth(0).getByLabel("redouble").check();
  await page.locator(".j-fate").nth(1).getByLabel("quitte").check();
  await page.getByRole("button", { name: "Vérifier la rentrée" }).click();
  await see(page, "Vérifier la rentrée", "rentree-verifiee");
  await page.getByRole("button", { name: "Modifier les choix" }).click();
  await expect(page.locator(".j-fate").nth(0).getByLabel("redouble"), "les choix sont gardés").toBeChecked();
  await page.getByRole("button", { name: "Vérifier la rentrée" }).click();
  await page.getByRole("button", { name: "Faire la rentrée" }).click();
  await expect(page.getByText("La rentrée est faite.")).toBeVisible();
  await see(page, name, "rentree-faite");
  await page.getByRole("button", { name: "Annuler la rentrée" }).click();
  await expect(page.getByText("La rentrée est annulée")).toBeVisible();
});
