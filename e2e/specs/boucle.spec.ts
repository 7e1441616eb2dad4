/** The main loop: a learner writes, the team answers, both see the progress. By keyboard, on a phone. */
import { signIn } from "../support/accounts.ts";
import { activate, choose, tabTo, typeInto } from "../support/keyboard.ts";
import {
  addPicture,
  linkCompetence,
  picture,
  savedStatus,
  waitForAutosave,
  writeSection,
  writing,
} from "../support/reports.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";
import type { Page } from "@playwright/test";

const TITLE = "Installer la messagerie sur le poste de l’accueil";
const DESCRIPTION = "Liste des demandes d’aide : la troisième, messagerie de l’accueil, est fermée.";

/** The milestone `level` of a competence, with the markers planted on it. */
const milestone = (page: Page, code: string, level: number) =>
  page.getByRole("list", { name: `Niveaux de ${code}` }).getByRole("listitem").nth(level - 1);

/** Today as Jalon writes it: « 1er mars 2027 ». */
function today(): RegExp {
  const words = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "Europe/Paris" }).format(new Date());
  return new RegExp(words.replace(/^1 /, "1er ").split(/\s/).join("\\s"));
}

test("un compte rendu s’écrit, se soumet, se lit, et le parcours bouge", async ({ phone }) => {
  test.setTimeout(300_000);
  const [learner, teacher] = [await phone(), await phone()];

  await test.step("commencer : un titre vide est refusé, un titre suffit", async () => {
    await signIn(learner, "apprenant");
    await learner.goto("/dossier");
    await see(learner, "Mon parcours", "parcours-avant");
    await activate(learner, learner.getByRole("link", { name: "Nouveau compte rendu" }));
    await see(learner, "Nouveau compte rendu", "compte-rendu-nouveau");
    await typeInto(learner, learner.getByLabel("Titre"), " ");
    await learner.keyboard.press("Enter");
    const summary = learner.getByRole("alert");
    await expect(summary).toContainText("Le titre est à remplir");
    await expect(summary).toBeFocused();
    await expect(learner.getByLabel("Titre")).toHaveAttribute("aria-invalid", "true");
    await see(learner, "Nouveau compte rendu", "compte-rendu-nouveau-refuse");
    await activate(learner, summary.getByRole("link"));
    await expect(learner.getByLabel("Titre")).toBeFocused();
    await typeInto(learner, learner.getByLabel("Titre"), TITLE);
    await learner.keyboard.press("Enter");
    await expect(learner.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
    await see(learner, TITLE, "compte-rendu-vide");
  });

  await test.step("écrire, relier C1.1, attendre que cela s’enregistre", async () => {
    await writeSection(learner, "Situer l’action", "Le poste de l’accueil de l’agence n’avait plus de messagerie.");
    await writeSection(learner, "Ce que j’ai produit", "- la messagerie installée\n- une fiche pour l’équipe");
    await writeSection(learner, "Comment et pourquoi", "J’ai relevé la version, puis suivi la procédure.");
    await writeSection(learner, "Ce que j’ai appris", "Noter chaque réglage avant de le changer.");
    const saved = waitForAutosave(learner);
    await linkCompetence(learner, 1, "C1.1");
    await saved;
  });

  await test.step("ajouter une photo avec ce qu’elle montre", async () => {
    await addPicture(learner, picture("tickets-support"), DESCRIPTION);
    const pieces = learner.getByRole("region", { name: "Pièces" });
    await expect(pieces.getByRole("listitem")).toContainText(["tickets-support"]);
    await expect(pieces).not.toContainText("Sans description");
    await see(learner, TITLE, "compte-rendu-en-cours");
  });

  await test.step("soumettre, reprendre sa copie, soumettre à nouveau", async () => {
    await learner.reload();
    await expect(writing(learner).getByLabel("Ce que j’ai appris", { exact: true })).toHaveValue(/Noter chaque réglage/);
    await activate(learner, learner.getByRole("button", { name: "Soumettre" }));
    await expect(learner.getByRole("status")).toContainText("Compte rendu soumis");
    await expect(learner.getByRole("img", { name: DESCRIPTION })).toBeVisible();
    await see(learner, TITLE, "compte-rendu-soumis");
    await activate(learner, learner.getByRole("button", { name: "Reprendre ma copie" }));
    await expect(learner.getByText("Vous avez repris votre copie")).toBeVisible();
    await expect(savedStatus(learner)).toBeVisible();
    await activate(learner, learner.getByRole("button", { name: "Soumettre" }));
    await expect(learner.getByRole("button", { name: "Reprendre ma copie" })).toBeVisible();
  });

  await test.step("l’équipe le trouve dans sa file, le lit : la copie ne se reprend plus", async () => {
    await signIn(teacher, "enseignant");
    await teacher.goto("/lecture");
    await see(teacher, "File de lecture", "file-de-lecture");
    await activate(teacher, teacher.getByRole("button", { name: TITLE }));
    await expect(teacher.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
    await see(teacher, TITLE, "lecture");
    await learner.reload();
    await expect(learner.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
    await expect(learner.getByRole("button", { name: "Reprendre ma copie" })).toHaveCount(0);
  });

  await test.step("un retour vide est refusé", async () => {
    await activate(teacher, teacher.getByRole("button", { name: "Répondre", exact: true }));
    await expect(teacher.getByRole("alert")).toContainText("Le retour est vide");
    await see(teacher, TITLE, "lecture-refusee");
  });

  await test.step("répondre, positionner C1.1 au niveau 3 et valider", async () => {
    const form = teacher.getByRole("form", { name: "Votre retour" });
    await typeInto(teacher, form.getByLabel(/^Points forts/), "La fiche est claire et utile à toute l’équipe.");
    await typeInto(teacher, form.getByLabel(/^À améliorer/), "Dites qui vous a donné la procédure.");
    const levels = form.getByRole("radiogroup", { name: "Niveau sur C1.1" });
    if (!(await levels.isVisible())) await activate(teacher, form.locator("summary", { hasText: "C1.1" }));
    await choose(teacher, levels.getByRole("radio").nth(2));
    await typeInto(teacher, form.getByLabel(/^Commentaire/), "Installation menée seule.");
    await see(teacher, TITLE, "lecture-remplie");
    await activate(teacher, teacher.getByRole("button", { name: "Répondre et valider" }));
    await expect(teacher.getByRole("status").first()).toContainText("validé");
    await see(teacher, /./, "lecture-suite");
  });

  await test.step("la personne apprenante est prévenue, lit le retour et répond", async () => {
    await learner.goto("/notifications");
    await see(learner, "Notifications", "notifications");
    await activate(learner, learner.getByRole("button", { name: new RegExp(`Ouvrir.*${TITLE.slice(0, 20)}`) }).first());
    await expect(learner.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
    const feedback = learner.getByRole("article", { name: /Carbonnel/ });
    await expect(feedback).toContainText("La fiche est claire");
    await activate(learner, feedback.locator("summary"));
    await typeInto(learner, feedback.getByLabel("Votre réponse"), "Merci, je l’ajoute.");
    await activate(learner, feedback.getByRole("button", { name: "Envoyer la réponse" }));
    await expect(learner.getByRole("list", { name: "Réponses" })).toContainText("Merci, je l’ajoute.");
    await see(learner, TITLE, "compte-rendu-valide");
  });

  await test.step("le parcours porte le point de vue de l’équipe, daté d’aujourd’hui", async () => {
    await learner.goto("/dossier");
    const marker = milestone(learner, "C1.1", 3).getByRole("link", { name: /Équipe/ });
    await tabTo(learner, marker, 200);
    await expect(marker).toContainText("niveau 3");
    await expect(marker).toContainText(today());
    await see(learner, "Mon parcours", "parcours-apres");
    await learner.keyboard.press("Enter");
    await expect(learner.getByRole("heading", { level: 1, name: /C1\.1/ })).toBeVisible();
    await expect(learner.getByText("Installation menée seule.")).toBeVisible();
    await expect(learner.getByRole("link", { name: TITLE }).first()).toBeVisible();
    await see(learner, /C1\.1/, "competence");
  });

  await test.step("l’équipe voit le même parcours", async () => {
    await activate(teacher, teacher.getByRole("link", { name: "Son parcours" }));
    await expect(milestone(teacher, "C1.1", 3).getByRole("link", { name: /Équipe/ })).toContainText(today());
    await see(teacher, /Inès Ferrand/, "parcours-vu-par-l-equipe");
  });
});
