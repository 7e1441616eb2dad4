/** A NumEA campaign from the invitation to the roadmap: five teachers answer, the head positions the school. */
import type { Page } from "@playwright/test";
import { signIn } from "../support/accounts.ts";
import { activate, typeInto } from "../support/keyboard.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

const TITLE = "Le point du printemps";
const NOTE = "La charte sera relue avec les élèves.";

/** A day so many days from today, as a date field takes it. */
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Answers the first field and sends. */
async function respond(page: Page, campaign: string, pictured: boolean): Promise<void> {
  await page.goto(`${campaign}/reponse`);
  if (pictured) await see(page, "Répondre", "numea-repondre");
  await page.getByRole("radio", { name: /^Atteint\s*, étape 1 de La charte numérique/ }).check();
  await page.getByRole("radio", { name: /^Je ne sais pas\s*, étape 3 de La charte numérique/ }).check();
  await page.getByRole("button", { name: /^Enregistrer et passer à/ }).click();
  await expect(page.getByRole("status").first()).toContainText("Enregistré");
  await page.getByRole("button", { name: "Envoyer ma réponse" }).click();
  await expect(page.getByText("C’est envoyé")).toBeVisible();
}

test("une campagne va de l’invitation à la feuille de route", async ({ phone }) => {
  test.setTimeout(300_000);
  const head = await phone();
  let someone = head;
  let campaign = "";

  await test.step("ouvrir : sans date limite c’est refusé, la saisie reste", async () => {
    await signIn(head, "direction");
    await head.goto("/numerique");
    await see(head, "Pilotage NumEA", "numea-accueil");
    await activate(head, head.getByRole("link", { name: "Nouvelle campagne" }));
    await head.getByLabel("Nom").fill("");
    await typeInto(head, head.getByLabel("Nom"), TITLE);
    await activate(head, head.getByLabel(/^Direction et pilotage/));
    await activate(head, head.getByRole("button", { name: "Ouvrir la campagne" }));
    await expect(head.getByRole("alert")).toContainText("Choisissez le dernier jour des réponses");
    await expect(head.getByLabel("Nom")).toHaveValue(TITLE);
    await see(head, "Ouvrir une campagne", "numea-ouvrir-refuse");
    await head.getByLabel("Dernier jour des réponses").fill(inDays(10));
    await activate(head, head.getByRole("button", { name: "Ouvrir la campagne" }));
    await expect(head.getByRole("status").first()).toContainText("La campagne est ouverte");
    campaign = new URL(head.url()).pathname;
  });

  await test.step("répondre, sur un téléphone", async () => {
    for (const [rank, login] of ["referent", "numerique", "dpd", "admin"].entries()) {
      someone = await phone();
      await signIn(someone, login);
      await respond(someone, campaign, rank === 0);
    }
    await see(someone, "Répondre", "numea-repondu");
  });

  await test.step("à quatre réponses, rien n’est montré ; à cinq, les totaux", async () => {
    await head.goto(`${campaign}/position`);
    await expect(head.getByText("Les réponses individuelles ne sont pas encore montrées")).toBeVisible();
    someone = await phone();
    await signIn(someone, "enseignant");
    await respond(someone, campaign, false);
    await head.reload();
    await expect(head.getByText("5 atteint").first()).toBeVisible();
    await see(head, "Position collective", "numea-position");
  });

  await test.step("arrêter la position, chaque changement garde son auteur", async () => {
    await head.getByRole("checkbox", { name: /^Étape 2\s+de La charte numérique/ }).check();
    await head.locator("#n-1\\.1\\.3").fill(NOTE);
    await head.getByRole("button", { name: /^Enregistrer et passer à/ }).click();
    await head.goto(`${campaign}/historique`);
    await expect(head.getByText(NOTE)).toBeVisible();
    await see(head, "Qui a changé quoi", "numea-historique");
  });

  await test.step("clore, lire les résultats, emporter la feuille de route", async () => {
    await head.goto(campaign);
    await see(head, TITLE, "numea-resultats");
    await head.locator("summary", { hasText: "Clore la campagne" }).click();
    await head.getByRole("button", { name: "Clore la campagne" }).click();
    await expect(head.getByRole("status").first()).toContainText("La campagne est close");
    const file = await head.request.get(`${campaign}/feuille-de-route.pdf`);
    expect(file.headers()["content-type"]).toBe("application/pdf");
    expect((await file.body()).subarray(0, 5).toString()).toBe("%PDF-");
  });

  await test.step("l’équipe lit la position, et plus personne ne la change", async () => {
    await someone.goto(campaign);
    await see(someone, TITLE, "numea-resultats-equipe");
    await expect(someone.getByRole("button", { name: "Clore la campagne" })).toHaveCount(0);
    expect((await someone.request.get(`${campaign}/position`)).status()).toBe(404);
  });
});
