/** From an empty instance to a first report. By keyboard, on a phone. */
import { signIn, signOut } from "../support/accounts.ts";
import { installationCode } from "../support/instances.ts";
import { activate, choose, tabTo, typeInto } from "../support/keyboard.ts";
import { beginReport, waitForAutosave, writeSection } from "../support/reports.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";
import type { Page } from "@playwright/test";

test.use({ instance: "empty" });

const ADMIN = { login: "c.roy", password: "trois chats sur la verrière" };
const LEARNER_PASSWORD = "un vélo vert près du canal";
const GOOD_LINES = [
  "Berthelot ; Noé ; 14/05/2008",
  "N’Diaye ; Moussa",
  "Le Goff ; Éloïse",
  "Saint-Aubin ; Léa",
  "da Silva ; Inès",
];

/** Chooses in a closed list: the first letters of what is written there, then Tab leaves it. */
async function pick(page: Page, label: string | RegExp, option: RegExp): Promise<void> {
  const list = page.getByLabel(label);
  await tabTo(page, list);
  const wanted = await list.locator("option").filter({ hasText: option }).getAttribute("value");
  for (let left = await list.locator("option").count(); (await list.inputValue()) !== wanted; left -= 1) {
    if (left === 0) throw new Error(`« ${option.source} » n’est pas atteint par les flèches.`);
    await page.keyboard.press("ArrowDown");
  }
}

async function fillInstallation(page: Page, code: string): Promise<void> {
  const fields: [string | RegExp, string][] = [
    ["Code d’installation", code],
    ["Nom de l’établissement", "Lycée professionnel des Sources"],
    ["UAI", "0009017B"],
    ["Ville", "Valbrune"],
    ["Prénom", "Claire"],
    [/^Nom$/, "Roy"],
    ["Identifiant", ADMIN.login],
    [/^Mot de passe/, ADMIN.password],
    [/^Le même mot de passe/, ADMIN.password],
  ];
  for (const [label, text] of fields) await typeInto(page, page.getByLabel(label), text);
  await page.keyboard.press("Enter");
}

test("installer, créer une classe, donner des codes, se connecter la première fois, écrire", async ({ page, phone }) => {
  test.setTimeout(300_000);
  let card = { name: "", code: "", login: "" };

  await test.step("installer avec le code de la console", async () => {
    await page.goto("/");
    await see(page, "Bienvenue dans Jalon", "installation");
    await fillInstallation(page, "AAAA-AAAA");
    const summary = page.getByRole("alert");
    await expect(summary).toContainText("Ce code n’est pas celui de la console");
    await expect(summary).toBeFocused();
    await expect(page.getByLabel("Ville"), "la saisie est gardée").toHaveValue("Valbrune");
    await see(page, "Bienvenue dans Jalon", "installation-refusee");
    await fillInstallation(page, installationCode());
    await page.waitForURL((url) => url.pathname !== "/installation");
    await see(page, /./, "installation-faite");
  });

  await test.step("l’installation ne s’ouvre plus", async () => {
    expect((await page.request.get("/installation")).status()).toBe(404);
  });

  await test.step("créer la classe", async () => {
    await page.goto("/admin/classes");
    await see(page, "Classes", "classes-vide");
    await activate(page, page.getByRole("link", { name: "Créer une classe" }));
    await expect(page.getByRole("heading", { level: 1, name: "Créer une classe" })).toBeVisible();
    await typeInto(page, page.getByLabel("Nom de la classe"), " ");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("à remplir");
    await see(page, "Créer une classe", "classe-refusee");
    await typeInto(page, page.getByLabel("Nom de la classe"), "CS SNO");
    await page.keyboard.press("Enter");
    await expect(page.getByText("La classe est créée.")).toBeVisible();
    await see(page, "CS SNO", "classe-nouvelle");
  });

  await test.step("coller six lignes : celle qui ne va pas est montrée, puis corrigée", async () => {
    await activate(page, page.getByRole("link", { name: "Inscrire des apprenant·es" }));
    await activate(page, page.getByRole("link", { name: "Coller une liste" }).first());
    await expect(page.getByRole("heading", { level: 1, name: "Coller une liste" })).toBeVisible();
    const list = page.getByLabel("Une personne par ligne");
    await typeInto(page, list, [...GOOD_LINES, "Kowalski Jan"].join("\n"));
    await choose(page, page.getByLabel("apprenant·es", { exact: true }));
    await pick(page, /^Classe/, /CS SNO/);
    await activate(page, page.getByRole("button", { name: "Vérifier la liste" }));
    const wrong = page.getByRole("region", { name: "Lignes à corriger", exact: true });
    await expect(wrong).toContainText("Kowalski Jan");
    await expect(wrong).toContainText("Il manque");
    await see(page, "Vérifier la liste", "liste-a-corriger");
    await typeInto(page, list, [...GOOD_LINES, "Kowalski ; Jan"].join("\n"));
    await activate(page, page.getByRole("button", { name: "Vérifier à nouveau" }));
    await expect(page.getByRole("heading", { name: "6 personnes seront créées" })).toBeVisible();
    await see(page, "Vérifier la liste", "liste-verifiee");
    await activate(page, page.getByRole("button", { name: "Créer ces personnes" }));
    await expect(page.getByText("6 personnes créées.")).toBeVisible();
    await see(page, /./, "liste-creee");
  });

  await test.step("préparer la feuille de codes", async () => {
    await page.goto("/admin/classes");
    await activate(page, page.getByRole("link", { name: "CS SNO" }));
    await see(page, "CS SNO", "classe-inscrite");
    await activate(page, page.getByRole("button", { name: "Préparer la feuille de codes" }));
    await see(page, /Codes de la classe/, "codes");
    const cards = page.locator(".j-codes > li");
    await expect(cards).toHaveCount(6);
    const mine = cards.filter({ hasText: "Le Goff" });
    card = {
      name: await mine.locator("strong").innerText(),
      code: await mine.locator(".j-secretcode").innerText(),
      login: await mine.locator("dt:text-is('Identifiant') + dd").innerText(),
    };
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("banner"), "la feuille imprimée n’a que les cartes").toBeHidden();
    await expect(cards.first()).toBeVisible();
    await page.emulateMedia({ media: null });
    await activate(page, page.getByRole("link", { name: "J’ai terminé" }));
    await expect(page.getByRole("heading", { level: 1, name: "CS SNO" })).toBeVisible();
  });

  await test.step("se déconnecter", async () => {
    await signOut(page);
  });

  const learner = await phone();
  await test.step("une première connexion avec son code", async () => {
    await learner.goto("/connexion");
    await activate(learner, learner.getByRole("link", { name: "J’ai un code de première connexion" }));
    await see(learner, "Première connexion", "premiere-connexion");
    await typeInto(learner, learner.getByLabel("Code"), "AAAA-AAAA-AAAA");
    await learner.keyboard.press("Enter");
    await expect(learner.getByRole("alert")).toContainText("Ce code n’est pas reconnu");
    await see(learner, "Première connexion", "premiere-connexion-refusee");
    await typeInto(learner, learner.getByLabel("Code"), card.code.toLowerCase());
    await learner.keyboard.press("Enter");
    await see(learner, "Choisir mon mot de passe", "mot-de-passe-choisir");
    await expect(learner.getByText(card.login, { exact: true })).toBeVisible();
  });

  await test.step("un mot de passe trop simple est refusé avec un conseil", async () => {
    for (const label of [/^Mot de passe/, /^Le même mot de passe/]) {
      await typeInto(learner, learner.getByLabel(label), "azerty");
    }
    await learner.keyboard.press("Enter");
    await expect(learner.getByRole("alert")).toBeFocused();
    await see(learner, "Choisir mon mot de passe", "mot-de-passe-refuse");
    for (const label of [/^Mot de passe/, /^Le même mot de passe/]) {
      await typeInto(learner, learner.getByLabel(label), LEARNER_PASSWORD);
    }
    await learner.keyboard.press("Enter");
    await expect(learner.getByText("Votre mot de passe est enregistré.")).toBeVisible();
    await see(learner, "Mon parcours", "parcours-nouveau");
  });

  await test.step("écrire un premier compte rendu", async () => {
    await learner.goto("/dossier/comptes-rendus");
    await see(learner, "Comptes rendus", "comptes-rendus-vide");
    await beginReport(learner, "Ma première activité");
    const saved = waitForAutosave(learner);
    await writeSection(learner, "Situer l’action", "Au lycée, mardi, pour ma classe.");
    await saved;
  });

  await test.step("le code ne sert qu’une fois, le mot de passe sert toujours", async () => {
    await signOut(learner);
    await learner.goto("/premiere-connexion");
    await typeInto(learner, learner.getByLabel("Code"), card.code);
    await learner.keyboard.press("Enter");
    await expect(learner.getByRole("alert")).toContainText("Ce code a déjà servi");
    await signIn(learner, card.login, LEARNER_PASSWORD);
    await expect(learner.getByRole("heading", { level: 1, name: "Mon parcours" })).toBeVisible();
  });
});
