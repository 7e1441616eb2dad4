/** A situation from its title to its proposal, by keyboard alone. @bureau */
import { signIn } from "../support/accounts.ts";
import { activate, tabTo, typeInto } from "../support/keyboard.ts";
import { linkCompetence } from "../support/reports.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";
import type { Page } from "@playwright/test";

/** A text for each field that the checker may lead to. */
const TEXTS: Record<string, string> = {
  context: "L’atelier veut louer ses vélos en ligne avant l’été.",
  intention: "Publier une offre claire et la tenir à jour.",
  environment: "Un site réalisé avec un outil de gestion de contenu.",
  process: "De la demande de la direction à la mise en ligne.",
  purpose: "Que les clientes et les clients trouvent un vélo libre.",
  technical: "Un accès d’éditeur au site.",
  human: "La responsable de l’atelier relit.",
  budget: "Aucun",
  organisational: "Trois semaines, un point par semaine.",
  restitution: "Un compte rendu et une démonstration de cinq minutes.",
  english: "Aucune",
};

const missing = (page: Page) => page.locator("#manque li a");

/** Writes a mission in the form that is open. */
async function writeMission(page: Page, title: string, block: number, code: string): Promise<void> {
  await typeInto(page, page.getByLabel("Titre"), title);
  await linkCompetence(page, block, code);
  await typeInto(page, page.getByLabel("Conditions de réalisation"), "Documents fournis :");
  await page.keyboard.press("Enter");
  await page.keyboard.type("- Charte graphique");
  await typeInto(page, page.getByLabel("Productions attendues"), "La page est en ligne");
  await activate(page, page.getByRole("button", { name: "Ajouter la mission" }));
  await expect(page.getByRole("heading", { name: "Missions", exact: true })).toBeVisible();
}

/** Follows the first line of « Ce qui manque » and writes what it asks for. */
async function complete(page: Page): Promise<void> {
  const first = missing(page).first();
  const target = new URL((await first.getAttribute("href")) ?? "", page.url());
  await activate(page, first);
  await page.waitForURL((url) => url.pathname === target.pathname);
  if (target.pathname.endsWith("/missions/nouvelle")) return writeMission(page, "Publier la page des locations", 1, "C1.1.1");
  const field = target.hash.slice(1);
  if (field === "savoir") {
    const list = page.locator("#savoir-referentiel");
    await activate(page, list.locator("summary", { hasText: "Bloc 1" }));
    await activate(page, list.getByRole("checkbox").first());
  } else {
    await typeInto(page, page.locator(`#${field}`), TEXTS[field] ?? "");
  }
  await activate(page, page.getByRole("button", { name: "Enregistrer et relire" }));
  await expect(page.getByRole("link", { name: "Modifier", exact: true })).toBeVisible();
}

test("une situation s’écrit au clavier jusqu’à ce que rien ne manque @bureau", async ({ page }, info) => {
  test.setTimeout(240_000);
  const title = `Louer des vélos en ligne, ${info.project.name}`;

  await test.step("la bibliothèque dit ce qui manque à chacune", async () => {
    await signIn(page, "enseignant");
    await page.goto("/situations");
    await expect(page.getByText("Il manque :").first()).toBeVisible();
    await see(page, "Situations d’apprentissage", "situations");
  });

  await test.step("un titre suffit pour commencer", async () => {
    await activate(page, page.getByRole("link", { name: "Écrire une situation" }));
    await expect(page.getByRole("heading", { level: 1, name: "Écrire une situation" })).toBeVisible();
    await tabTo(page, page.getByLabel("Titre"));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("Le titre est à remplir.");
    await see(page, "Écrire une situation", "situation-refusee");
    await typeInto(page, page.getByLabel("Titre"), title);
    await tabTo(page, page.getByLabel("Organisation fil rouge"));
    await page.keyboard.type("Vos");
    await activate(page, page.getByRole("button", { name: "Commencer" }));
    await see(page, title, "situation-a-ecrire");
  });

  await test.step("chaque ligne de « Ce qui manque » mène à son champ", async () => {
    await activate(page, page.getByRole("button", { name: "Enregistrer et relire" }));
    await see(page, title, "situation-vide");
    for (let left = 20; left > 0 && (await missing(page).count()) > 0; left -= 1) await complete(page);
    await expect(page.locator("#manque")).toContainText("les neuf éléments du guide y sont");
  });

  await test.step("une seconde mission, mise en premier", async () => {
    await activate(page, page.getByRole("link", { name: "Ajouter une mission" }).first());
    await see(page, "Ajouter une mission", "mission");
    await writeMission(page, "Recenser les vélos à louer", 2, "C2.1.1");
    await activate(page, page.getByRole("button", { name: /^Monter la mission 2/ }));
    await expect(page.locator(".j-missions__title").first()).toContainText("Recenser les vélos");
    await see(page, title, "situation-complete");
  });

  await test.step("proposée, elle se commente", async () => {
    await activate(page, page.getByRole("button", { name: "Proposer à l’équipe" }));
    await expect(page.getByRole("status").first()).toContainText("La situation est proposée");
    await typeInto(page, page.getByLabel("Votre commentaire"), "Qui prend la première séance ?");
    await activate(page, page.getByRole("button", { name: "Commenter" }));
    await expect(page.locator("#commentaires")).toContainText("Qui prend la première séance");
  });
});
