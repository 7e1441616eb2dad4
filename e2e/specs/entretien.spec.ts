/** A formative interview from its plan to the report signed by both, then an objective. By keyboard, on a phone. */
import { readFileSync } from "node:fs";
import { signIn } from "../support/accounts.ts";
import { activate, choose, typeInto } from "../support/keyboard.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

/** Somebody whom no other journey follows. */
const LEARNER = "Kaddour Yanis";
const SUBJECT = "Retour sur le projet Congés";
const LIVED = "Il a testé le module avec un compte de stagiaire.";
const GOAL = "Écrire le cahier de tests";

/** A day so many days from today, as a date field takes it. */
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("un entretien se prévoit, se prépare, se raconte et se signe à deux", async ({ phone }) => {
  test.setTimeout(300_000);
  const [teacher, learner] = [await phone(), await phone()];
  let interview = "";

  await test.step("prévoir : sans heure c’est refusé, la saisie reste", async () => {
    await signIn(teacher, "enseignant");
    await teacher.goto("/classes");
    await activate(teacher, teacher.locator(".j-records a").first());
    await activate(teacher, teacher.getByRole("link", { name: "Entretiens", exact: true }));
    await see(teacher, /^Entretiens de/, "entretiens-classe");
    await activate(teacher, teacher.getByRole("link", { name: LEARNER }));
    await see(teacher, /^Entretiens de Yanis/, "entretiens-personne");
    await activate(teacher, teacher.getByRole("link", { name: "Prévoir un entretien" }));
    await teacher.getByLabel("Jour").fill(inDays(1));
    await typeInto(teacher, teacher.getByLabel("Objet"), SUBJECT);
    await activate(teacher, teacher.getByRole("button", { name: "Prévoir l’entretien" }));
    await expect(teacher.getByRole("alert")).toContainText("Choisissez une heure");
    await expect(teacher.getByLabel("Objet")).toHaveValue(SUBJECT);
    await see(teacher, /^Prévoir un entretien/, "entretien-prevoir-refuse");
    await teacher.getByLabel("Heure").fill("10:15");
    await typeInto(teacher, teacher.getByLabel("Lieu"), "Salle B12");
    await activate(teacher, teacher.getByRole("button", { name: "Prévoir l’entretien" }));
    await expect(teacher.getByRole("status").first()).toContainText("L’entretien est prévu");
    interview = new URL(teacher.url()).pathname;
  });

  await test.step("le fichier d’agenda ne nomme personne", async () => {
    const download = teacher.waitForEvent("download");
    await activate(teacher, teacher.getByRole("link", { name: "Mettre dans mon agenda" }));
    const file = readFileSync(await (await download).path(), "utf8");
    expect(file).toContain("SUMMARY:Entretien formatif");
    expect(file).not.toMatch(/Kaddour|Yanis|Carbonnel|Congés/);
  });

  await test.step("préparer avec ce que montre le dossier", async () => {
    await activate(teacher, teacher.getByRole("link", { name: /^Préparer l’entretien/ }));
    await see(teacher, /^Préparer l’entretien avec/, "entretien-preparer");
    await activate(teacher, teacher.getByRole("checkbox", { name: "Par quoi avez-vous commencé" }));
    await activate(teacher, teacher.getByRole("button", { name: "Enregistrer la préparation" }));
    await expect(teacher.getByText("Par quoi avez-vous commencé")).toBeVisible();
    await see(teacher, SUBJECT, "entretien-prevu");
  });

  await test.step("la personne le voit", async () => {
    await signIn(learner, "apprenant2");
    await learner.goto("/dossier/entretiens");
    await see(learner, "Mes entretiens", "mes-entretiens");
    await learner.goto(interview);
    await expect(learner.getByText("Par quoi avez-vous commencé")).toBeVisible();
    await expect(learner.getByText("rien n’est réservé à l’équipe")).toBeVisible();
  });

  await test.step("rendre compte pendant l’entretien, puis signer", async () => {
    await activate(teacher, teacher.getByRole("button", { name: "Commencer le compte rendu" }));
    await expect(teacher.getByRole("heading", { level: 1, name: /^Entretien avec/ })).toBeVisible();
    const saved = teacher.waitForResponse((response) => response.url().endsWith("/compte-rendu") && response.request().method() === "POST");
    await typeInto(teacher, teacher.getByLabel("Ce qui s’est réellement passé"), LIVED);
    expect((await saved).status(), "enregistrement automatique").toBe(200);
    await expect(teacher.locator("[data-autosave-status]")).toContainText("Enregistré à");
    await see(teacher, /^Entretien avec/, "entretien-ecrire");
    // Read as soon as it is written.
    await learner.reload();
    await expect(learner.getByText(LIVED)).toBeVisible();
    await activate(teacher, teacher.getByRole("button", { name: "Signer" }));
    await expect(teacher.getByRole("status").first()).toContainText("Vous avez signé");
    await see(teacher, SUBJECT, "entretien-a-signer");
  });

  await test.step("la personne lit, signe et complète", async () => {
    await learner.goto("/dossier/entretiens");
    await activate(learner, learner.getByRole("link", { name: /Lire et signer/ }));
    await see(learner, SUBJECT, "entretien-a-signer-apprenant");
    await activate(learner, learner.getByRole("button", { name: "Signer" }));
    await expect(learner.getByRole("status").first()).toContainText("Vous avez signé");
    await typeInto(learner, learner.getByRole("textbox", { name: "Ajouter un complément" }), "J’ai aussi testé sur téléphone.");
    await activate(learner, learner.getByRole("button", { name: "Ajouter", exact: true }));
    await see(learner, SUBJECT, "entretien-signe");
    await expect(learner.getByText("J’ai aussi testé sur téléphone.")).toBeVisible();
  });

  await test.step("écrire un objectif, le suivre", async () => {
    await teacher.reload();
    await activate(teacher, teacher.getByRole("link", { name: "Écrire un objectif" }));
    await see(teacher, "Écrire un objectif", "objectif-ecrire");
    await choose(teacher, teacher.getByRole("radio", { name: "Remédiation" }));
    await typeInto(teacher, teacher.getByLabel("Spécifique et simple"), GOAL);
    await activate(teacher, teacher.getByRole("button", { name: "Enregistrer" }));
    await expect(teacher.getByText("Donnez une échéance")).toBeVisible();
    await learner.goto("/dossier/entretiens");
    await activate(learner, learner.getByRole("link", { name: GOAL }));
    await learner.getByLabel("État").selectOption("dropped");
    await activate(learner, learner.getByRole("button", { name: "Enregistrer" }));
    await expect(learner.getByRole("alert")).toContainText("pourquoi l’objectif est abandonné");
    await see(learner, GOAL, "objectif-refuse");
    await learner.getByLabel("État").selectOption("doing");
    await typeInto(learner, learner.getByLabel("Un mot de suivi"), "Le plan est fait.");
    await activate(learner, learner.getByRole("button", { name: "Enregistrer" }));
    await expect(learner.getByText("Le plan est fait.")).toBeVisible();
    await see(learner, GOAL, "objectif-suivi");
  });

  await test.step("voir qui relancer", async () => {
    await teacher.goto("/relances");
    await see(teacher, "À relancer", "relances");
    await teacher.getByLabel("Raison").selectOption("objectif");
    await activate(teacher, teacher.getByRole("button", { name: "Filtrer" }));
    await expect(teacher.locator(".j-reminders")).toContainText("Comprendre dix messages d’erreur");
    await activate(teacher, teacher.getByRole("link", { name: "Corbeille" }));
    await see(teacher, "Corbeille", "relances-corbeille");
  });
});
