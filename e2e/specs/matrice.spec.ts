/** The class matrix: one competence rated for the whole class by keyboard, and two teachers on one cell. @bureau */
import type { Page } from "@playwright/test";
import { useSession } from "../support/accounts.ts";
import { activate, choose } from "../support/keyboard.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

/** Competences that no other journey rates: one for each window, since both run on one school. */
const CODE = { wide: "C3.2", narrow: "C3.3" };

/** Opens the matrix of the class on one competence, as a link of the class page leads to it. */
async function openMatrix(page: Page, login: string, query = ""): Promise<void> {
  await useSession(page.context(), login);
  await page.goto("/classes");
  await activate(page, page.locator(".j-records a").first());
  await activate(page, page.getByRole("link", { name: "Compétences", exact: true }));
  await expect(page.getByRole("heading", { level: 1, name: /^Compétences de/ })).toBeVisible();
  if (query) await page.goto(`${new URL(page.url()).pathname}?${query}`);
}

const cells = (page: Page, code: string) => page.getByRole("gridcell", { name: new RegExp(`, ${code.replace(".", "\\.")}, `) });

test.describe("La matrice @bureau", () => {
  test("une compétence se positionne pour 28 personnes en moins de 40 touches", async ({ page, a11y }, { project }) => {
    test.setTimeout(180_000);
    const code = project.name === "bureau" ? CODE.wide : CODE.narrow;
    await openMatrix(page, "enseignant");
    await see(page, /^Compétences de/, "matrice");
    await a11y.checkReflow(page, "matrice");
    await openMatrix(page, "enseignant", `bloc=3&competence=${code}&detail=C3.1`);
    await page.setViewportSize(project.use.viewport ?? { width: 390, height: 844 });
    let keys = 0;
    const press = async (key: string) => {
      await page.keyboard.press(key);
      keys += 1;
    };
    // To the table by the two skip links, then to the column.
    for (const key of ["Tab", "Enter", "Tab", "Enter"]) await press(key);
    const column = cells(page, code);
    await expect(column).toHaveCount(28);
    while (!(await column.first().evaluate((cell) => cell === document.activeElement))) {
      expect(keys, "la colonne est atteinte").toBeLessThan(12);
      await press("ArrowRight");
    }
    for (let learner = 0; learner < 28; learner += 1) await press(String(1 + (learner % 4)));
    await expect(page.locator("[data-matrix-status]")).toContainText("28 cases à enregistrer");
    await see(page, /^Compétences de/, "matrice-saisie");
    const address = new URL(page.url()).pathname;
    await press("Control+s");
    await expect(page.getByRole("status").first()).toContainText("28 niveaux enregistrés");
    expect(keys, "touches en tout").toBeLessThan(40);
    expect(new URL(page.url()).pathname, "une seule page").toBe(address);
    await expect(column.nth(1)).toHaveAccessibleName(/équipe niveau 2 le /);
    await see(page, /^Compétences de/, "matrice-enregistree");

    // Before saving and after it, one takes it back.
    await column.first().focus();
    await page.keyboard.press("3");
    await expect(column.first()).toHaveAccessibleName(/niveau 3 à enregistrer/);
    await page.keyboard.press("Control+z");
    await expect(column.first()).not.toHaveAccessibleName(/à enregistrer/);
    await activate(page, page.getByRole("button", { name: "Annuler cette saisie" }));
    await expect(page.getByRole("status").first()).toContainText("Saisie annulée : 28 cases sont comme avant");
  });

  test("le détail d’une case s’ouvre et se ferme au clavier", async ({ page, a11y }) => {
    await openMatrix(page, "enseignant", "nom=ferrand&competence=C1.1");
    const cell = cells(page, "C1.1").first();
    await cell.focus();
    await page.keyboard.press("Enter");
    const drawer = page.locator("[data-matrix-drawer]");
    await expect(drawer.getByRole("heading", { level: 2 })).toBeFocused();
    await expect(drawer.getByRole("heading", { name: "Historique" })).toBeVisible();
    await expect(drawer.getByText("Mme L’Hostis").or(drawer.locator(".j-history li")).first()).toBeVisible();
    await a11y.audit(page, "matrice, détail ouvert");
    await page.keyboard.press("Escape");
    await expect(drawer).toBeHidden();
    await expect(cell).toBeFocused();
  });

  test("de deux collègues sur une case, la seconde personne décide", async ({ phone }, { project }) => {
    test.setTimeout(120_000);
    const code = project.name === "bureau" ? "C3.1.1" : "C3.1.2";
    const [first, second] = [await phone(), await phone()];
    const query = "nom=ferrand&bloc=3&competence=C3.1&detail=C3.1";
    await openMatrix(first, "enseignant", query);
    await openMatrix(second, "referent", query);
    const rate = async (page: Page, level: string) => {
      await cells(page, code).first().focus();
      await page.keyboard.press(level);
      await page.keyboard.press("Control+s");
    };
    await rate(first, "4");
    await expect(first.getByRole("status").first()).toContainText("1 niveau enregistré");
    await rate(second, "1");
    await see(second, "Votre saisie attend une décision", "matrice-conflit");
    await expect(second.getByRole("group", { name: /Inès Ferrand/ })).toContainText("Garder le niveau 4");
    await choose(second, second.getByRole("radio", { name: /Mettre mon niveau 1/ }));
    await activate(second, second.getByRole("button", { name: "Enregistrer ma saisie" }));
    await expect(second.getByRole("status").first()).toContainText("1 niveau enregistré");
    await expect(cells(second, code).first()).toHaveAccessibleName(/équipe niveau 1 le /);
    // The other level is in the history, one key away, and comes back from there.
    await cells(second, code).first().focus();
    await second.keyboard.press("Enter");
    const history = second.locator("[data-matrix-drawer] .j-history li");
    await expect(history.filter({ hasText: "Niveau 4" }).first()).toBeVisible();
    await history.filter({ hasText: "Niveau 4" }).first().getByRole("button", { name: /Rétablir/ }).press("Enter");
    await expect(second.getByRole("status").first()).toContainText("Niveau 4 rétabli");
    await expect(cells(second, code).first()).toHaveAccessibleName(/équipe niveau 4 le /);
  });

  test("sans réseau, rien de ce qui est choisi n’est perdu", async ({ page, context }, { project }) => {
    const code = project.name === "bureau" ? "C3.1.1" : "C3.1.2";
    // The browser asks before it leaves: one wants to.
    page.on("dialog", (dialog) => dialog.accept());
    await openMatrix(page, "enseignant", "nom=ferrand&bloc=3&competence=C3.1&detail=C3.1");
    await cells(page, code).first().focus();
    await page.keyboard.press("2");
    await context.setOffline(true);
    await page.keyboard.press("Control+s");
    await expect(page.getByRole("alert")).toContainText("pas de réseau");
    await expect(cells(page, code).first()).toHaveAccessibleName(/niveau 2 à enregistrer/);
    await context.setOffline(false);
    await page.reload();
    await expect(cells(page, code).first()).toHaveAccessibleName(/niveau 2 à enregistrer/);
    await cells(page, code).first().focus();
    await page.keyboard.press("0");
    await expect(cells(page, code).first()).not.toHaveAccessibleName(/à enregistrer/);
  });
});
