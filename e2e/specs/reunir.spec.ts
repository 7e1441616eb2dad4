/** Two records of one person: found, compared, made one, and apart again. @bureau */
import { LOGINS, useSession } from "../support/accounts.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

test("deux fiches d’une même personne se comparent, se réunissent et se séparent @bureau", async ({ page }, info) => {
  test.setTimeout(120_000);
  await useSession(page.context(), LOGINS.admin);
  const last = `Réunie-${info.project.name}`;
  const add = async (first: string, born: string) => {
    await page.goto("/admin/personnes/nouvelle");
    await page.getByLabel("Prénom").fill(first);
    await page.getByLabel(/^Nom/).fill(last);
    await page.getByLabel(/^Date de naissance/).fill(born);
    await page.locator("#role-learner").check();
    await page.getByRole("button", { name: "Ajouter" }).click();
    await expect(page.getByText("est dans Jalon.")).toBeVisible();
    return page.url().split("?")[0]!;
  };
  await add("Eva", "2008-11-02");
  const kept = await add("Éva", "");
  await page.goto("/admin/personnes");
  await page.getByRole("link", { name: "Comparer les fiches" }).click();
  await see(page, "Doublons possibles", "reunir-doublons");
  await expect(page.getByRole("link", { name: new RegExp(last, "i") })).toBeVisible();

  await page.goto(kept);
  await page.getByRole("link", { name: "Réunir avec une autre fiche" }).click();
  await see(page, "Réunir deux fiches", "reunir-choisir");
  await page.getByRole("link", { name: new RegExp(`${last} Eva`, "i") }).click();
  await page.getByRole("button", { name: "Réunir les deux fiches" }).click();
  await expect(page.getByRole("alert")).toContainText("Choisissez le compte gardé");
  await see(page, "Réunir deux fiches", "reunir-refusee");
  await page.getByRole("radiogroup", { name: "Le compte gardé" }).getByRole("radio").first().check();
  await page.getByLabel(`Éva ${last}`).check();
  await page.getByRole("button", { name: "Réunir les deux fiches" }).click();
  await expect(page.getByText("Les deux fiches n’en font plus qu’une.")).toBeVisible();
  await expect(page.getByLabel(/^Date de naissance/)).toHaveValue("2008-11-02");
  await see(page, `Éva ${last}`, "reunir-faite");
  await page.getByRole("link", { name: "Voir l’autre fiche" }).click();
  await see(page, `Eva ${last}`, "reunir-fermee");
  await page.getByRole("button", { name: "Annuler la réunion" }).click();
  await expect(page.getByText("de nouveau séparées")).toBeVisible();
});
