/** What goes wrong: each time a sentence says what happened, what was kept and what to do. */
import { signIn, signOut, useSession } from "../support/accounts.ts";
import { activate, typeInto } from "../support/keyboard.ts";
import { beginReport, savedStatus, waitForAutosave, writeSection, writing } from "../support/reports.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

test("une adresse qui n’existe pas a une sortie", async ({ page, context }) => {
  await page.goto("/nulle-part");
  await see(page, /./, "erreur-404-sans-compte");
  await useSession(context, "apprenant2");
  for (const address of ["/nulle-part", "/dossier/comptes-rendus/00000000-0000-0000-0000-000000000000"]) {
    expect((await page.goto(address))?.status()).toBe(404);
    await expect(page.getByText("Cette page n’existe pas, ou vous n’y avez pas accès.")).toBeVisible();
  }
  await see(page, /./, "erreur-404");
  await activate(page, page.getByRole("main").getByRole("link").first());
  await expect(page.getByRole("heading", { level: 1, name: /^Bonjour/ })).toBeVisible();
});

test("une page d’un autre rôle est refusée", async ({ page, context }) => {
  await useSession(context, "apprenant2");
  expect((await page.goto("/admin/personnes"))?.status()).toBe(403);
  await expect(page.getByText("Cette partie de Jalon n’est pas ouverte à votre rôle.")).toBeVisible();
  await see(page, /./, "erreur-403");
  await activate(page, page.getByRole("main").getByRole("link").first());
  await expect(page.getByRole("heading", { level: 1, name: /^Bonjour/ })).toBeVisible();
});

test("un mot de passe faux ne dit pas si le compte existe", async ({ page }) => {
  await page.goto("/connexion");
  const sentences: string[] = [];
  for (const login of ["apprenant2", "personne-ici"]) {
    await typeInto(page, page.getByLabel("Identifiant"), login);
    await typeInto(page, page.getByLabel("Mot de passe"), "pas le bon");
    const answer = page.waitForResponse((response) => response.request().method() === "POST");
    await page.keyboard.press("Enter");
    expect((await answer).status()).toBe(422);
    await expect(page.getByRole("alert")).toBeFocused();
    await expect(page.getByLabel("Identifiant"), "l’identifiant est gardé").toHaveValue(login);
    sentences.push(await page.getByRole("alert").innerText());
  }
  expect(sentences[0]).toContain("ne vont pas ensemble");
  expect(sentences[1]).toBe(sentences[0]);
  await see(page, "Connexion", "connexion-refusee");
});

test("après trop d’essais, la page dit combien de temps attendre", async ({ page }) => {
  await page.goto("/connexion");
  for (let tries = 0; tries < 10; tries += 1) {
    await page.request.post("/connexion", { form: { identifiant: "essais-repetes", mot_de_passe: `essai ${tries}` } });
  }
  await typeInto(page, page.getByLabel("Identifiant"), "essais-repetes");
  await typeInto(page, page.getByLabel("Mot de passe"), "encore un essai");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText(/Trop d’essais\. Par sécurité, réessayez dans \d+\sminutes\./);
  await see(page, "Connexion", "connexion-trop-d-essais");
});

test("une session qui finit pendant que l’on écrit ne perd rien", async ({ page, context }) => {
  test.setTimeout(120_000);
  const title = "Écrit pendant que la session finissait";
  const text = "Ces mots sont tapés après la fin de la session.";
  await signIn(page, "apprenant2");
  await beginReport(page, title);
  await context.clearCookies();
  page.on("dialog", (dialog) => {
    expect.soft(dialog.message(), "aucune fenêtre ne retient la personne").toBe(null);
    void dialog.accept();
  });
  await writeSection(page, "Situer l’action", text);
  await expect(savedStatus(page)).toContainText("vous n’êtes plus connecté·e, votre texte est gardé ici");
  await see(page, title, "session-finie");
  await activate(page, page.getByRole("link", { name: "Se reconnecter" }));
  await expect(page.getByRole("heading", { level: 1, name: "Connexion" })).toBeVisible();
  await signIn(page, "apprenant2");
  const found = page.getByRole("status").filter({ hasText: "Un texte non enregistré a été retrouvé" });
  await expect(found).toBeVisible();
  await see(page, title, "texte-retrouve");
  const saved = waitForAutosave(page);
  await activate(page, found.getByRole("button", { name: "Reprendre" }));
  await expect(writing(page).getByLabel("Situer l’action", { exact: true })).toHaveValue(text);
  await saved;
  await page.reload();
  await expect(writing(page).getByLabel("Situer l’action", { exact: true })).toHaveValue(text);
  await expect(found).toHaveCount(0);
});

test("sur un ordinateur partagé, un texte gardé n’est qu’à son compte, et pas pour toujours", async ({ page, context }) => {
  test.setTimeout(180_000);
  const title = "Gardé sur un ordinateur partagé";
  const text = "Ces mots n’ont pas encore quitté cet ordinateur.";
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("jalon:draft:")));
  const found = page.getByRole("status").filter({ hasText: "Un texte non enregistré a été retrouvé" });
  /** Writes something that the server cannot take any more. */
  const writeUnsaved = async () => {
    await context.clearCookies();
    await writeSection(page, "Situer l’action", text);
    await expect(savedStatus(page)).toContainText("votre texte est gardé ici");
    expect(await kept()).toHaveLength(1);
  };
  page.on("dialog", (dialog) => void dialog.accept());
  await signIn(page, "apprenant2");
  await beginReport(page, title);
  const report = page.url();
  await writeUnsaved();

  // Somebody else sits down: nothing of it is offered to them, nor lost.
  await page.goto("/connexion");
  await signIn(page, "apprenant");
  expect((await page.goto(report))?.status()).toBe(404);
  await beginReport(page, "D’une autre personne");
  await expect(found).toHaveCount(0);
  await expect(page.getByText(text)).toHaveCount(0);
  await signOut(page);
  expect(await kept(), "se déconnecter n’efface que ce qui est à soi").toHaveLength(1);

  // Its owner finds it again; signing out wipes it.
  await signIn(page, "apprenant2");
  await page.goto(report);
  await expect(found).toBeVisible();
  await signOut(page);
  expect(await kept()).toEqual([]);
  await signIn(page, "apprenant2");
  await page.goto(report);
  await expect(writing(page).getByLabel("Situer l’action", { exact: true })).not.toHaveValue(text);
  await expect(found).toHaveCount(0);

  // After a day it is gone, whoever opens whatever page.
  await writeUnsaved();
  await page.goto("/connexion");
  await page.clock.setSystemTime(Date.now() + 23 * 3_600_000);
  await page.reload();
  expect(await kept()).toHaveLength(1);
  await page.clock.setSystemTime(Date.now() + 25 * 3_600_000);
  await page.reload();
  expect(await kept()).toEqual([]);
});

test("sans place ou sans réseau, l’enregistrement le dit, garde le texte et reprend de lui-même", async ({ page, context }) => {
  test.setTimeout(120_000);
  const text = "Écrit pendant une panne.";
  await signIn(page, "apprenant2");
  await beginReport(page, "Écrit pendant une panne");
  await page.route("**/enregistrer", (route) => route.fulfill({ status: 507, json: { message: "Il n’y a plus de place." } }), { times: 1 });
  await writeSection(page, "Situer l’action", text);
  await expect(savedStatus(page)).toContainText("le serveur n’a plus de place (prévenez la personne qui administre Jalon), votre texte est gardé ici");
  await see(page, /./, "serveur-plein");
  await context.setOffline(true);
  await writeSection(page, "Situer l’action", `${text} Puis sans réseau.`);
  await expect(savedStatus(page)).toContainText("pas de réseau, votre texte est gardé ici");
  const saved = waitForAutosave(page);
  await context.setOffline(false);
  await saved;
  await expect(savedStatus(page)).toContainText("Enregistré");
  await page.reload();
  await expect(writing(page).getByLabel("Situer l’action", { exact: true })).toHaveValue(`${text} Puis sans réseau.`);
});

test("deux onglets sur un même texte : le second est prévenu, les deux textes sont là", async ({ page, context }) => {
  test.setTimeout(120_000);
  const title = "Ouvert dans deux onglets";
  const [first, second] = ["Écrit dans le premier onglet.", "Écrit dans le second onglet."];
  await signIn(page, "apprenant2");
  await beginReport(page, title);
  const other = await context.newPage();
  await other.goto(page.url());
  await page.bringToFront();
  const saved = waitForAutosave(page);
  await writeSection(page, "Situer l’action", first);
  await saved;
  await other.bringToFront();
  await writeSection(other, "Situer l’action", second);
  const alert = other.getByRole("alert");
  await expect(alert).toContainText("Les deux textes sont gardés");
  await expect(alert).toBeFocused();
  await see(other, title, "deux-onglets");
  await activate(other, alert.getByRole("link", { name: "Comparer les deux textes" }));
  await expect(other.getByRole("main").getByText(first)).toBeVisible();
  await expect(other.getByRole("main").getByText(second)).toBeVisible();
  await see(other, /./, "deux-onglets-comparer");
  await activate(other, other.getByRole("button", { name: "Prendre cette version" }));
  await expect(writing(other).getByLabel("Situer l’action", { exact: true })).toHaveValue(second);
});
