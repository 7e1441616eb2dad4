/** A mission from the team to the learner and back: entrusted, begun as a report, handed in, followed. By keyboard. */
import { signIn } from "../support/accounts.ts";
import { activate, choose, typeInto } from "../support/keyboard.ts";
import { waitForAutosave, writeSection } from "../support/reports.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

const MISSION = "Concevoir un support de formation à destination des salariés";
const WORD = "Une affiche ou une courte vidéo : à vous de choisir, et de dire pourquoi.";

/** A day so many days from today, as a date field takes it. */
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("une mission se confie, se commence et se rend", async ({ phone }) => {
  test.setTimeout(300_000);
  const [teacher, learner] = [await phone(), await phone()];

  await test.step("confier la mission : sans destinataire c’est refusé, la saisie reste", async () => {
    await signIn(teacher, "enseignant");
    await teacher.goto("/situations");
    await activate(teacher, teacher.getByRole("link", { name: /sensibiliser les salariés/ }).first());
    await expect(teacher.getByRole("heading", { level: 1, name: /sensibiliser les salariés/ })).toBeVisible();
    await activate(teacher, teacher.getByRole("link", { name: new RegExp(`Confier.*${MISSION}`) }));
    await see(teacher, MISSION, "mission-confier");
    await typeInto(teacher, teacher.getByLabel("Un mot aux apprenant·es"), WORD);
    await activate(teacher, teacher.getByRole("button", { name: /confier/i }));
    await expect(teacher.getByRole("alert")).toContainText("à qui la mission est confiée");
    await expect(teacher.getByLabel("Un mot aux apprenant·es")).toHaveValue(WORD);
    await see(teacher, MISSION, "mission-confier-refusee");
    await choose(teacher, teacher.getByRole("radio", { name: /Toute la classe/ }));
    await teacher.getByLabel("À rendre le").fill(inDays(3));
    await activate(teacher, teacher.getByRole("button", { name: /confier/i }));
    await expect(teacher.getByRole("status").first()).toContainText("La mission est confiée");
    await see(teacher, MISSION, "mission-suivi");
    await expect(teacher.getByRole("region", { name: "Pas encore commencé" })).toContainText("Ferrand Inès");
  });

  await test.step("l’adapter pour une personne", async () => {
    await activate(teacher, teacher.getByRole("link", { name: /Adapter.*Kaddour/ }));
    await see(teacher, /Adapter pour/, "mission-adapter");
    await typeInto(teacher, teacher.getByLabel(/Ce qui est attendu de cette personne/), "Une affiche, avec trois conseils.");
    await activate(teacher, teacher.getByRole("button", { name: "Enregistrer l’adaptation" }));
    await expect(teacher.getByRole("region", { name: "Pas encore commencé" })).toContainText("Mission adaptée");
  });

  await test.step("la personne apprenante la trouve et commence son compte rendu", async () => {
    await signIn(learner, "apprenant");
    await see(learner, /Bonjour/, "accueil-mission");
    await learner.goto("/missions");
    await see(learner, "Mes missions", "mes-missions");
    await activate(learner, learner.getByRole("main").getByRole("link", { name: MISSION }).first());
    await expect(learner.getByText(WORD)).toBeVisible();
    await see(learner, MISSION, "mission");
    await activate(learner, learner.getByRole("link", { name: "Écrire un compte rendu" }));
    await expect(learner.getByLabel("Titre")).toHaveValue(MISSION);
    for (const code of ["C3.2", "C3.2.1", "C3.3", "C3.3.1"]) {
      await expect(learner.locator(`input[name=cible][value="${code}"]`)).toBeChecked();
    }
    await see(learner, "Nouveau compte rendu", "compte-rendu-depuis-mission");
    await activate(learner, learner.getByRole("button", { name: "Commencer à écrire" }));
    await expect(learner.getByRole("heading", { level: 1, name: MISSION })).toBeVisible();
    await expect(learner.getByText("Pour la mission")).toBeVisible();
  });

  await test.step("écrire, soumettre", async () => {
    const saved = waitForAutosave(learner);
    await writeSection(learner, "Ce que j’ai produit", "Une affiche pour la salle de pause.");
    await saved;
    await activate(learner, learner.getByRole("button", { name: "Soumettre" }));
    await expect(learner.getByRole("status").first()).toContainText("Compte rendu soumis");
    await learner.goto("/missions");
    await expect(learner.getByRole("region", { name: "Rendues et validées" })).toContainText(MISSION);
  });

  await test.step("l’équipe le voit rendu, et lit ce que demandait la mission", async () => {
    await teacher.reload();
    const handedIn = teacher.getByRole("region", { name: "Rendu, à lire" });
    await activate(teacher, handedIn.getByRole("link", { name: /^Ferrand Inès/ }));
    await expect(teacher.getByText("Ce que demandait la mission")).toBeVisible();
    await see(teacher, MISSION, "lecture-mission");
  });

  await test.step("ce que la classe travaille", async () => {
    await teacher.goto("/classes");
    await activate(teacher, teacher.locator(".j-records a").first());
    await activate(teacher, teacher.getByRole("link", { name: "Missions confiées" }));
    await see(teacher, /^Missions de/, "missions-classe");
    await activate(teacher, teacher.getByRole("link", { name: "Ce que la classe travaille" }));
    await see(teacher, /^Ce que travaille/, "couverture");
    await activate(teacher, teacher.locator(".j-cover summary", { hasText: "Pas encore" }).first());
    await see(teacher, /^Ce que travaille/, "couverture-noms");
  });
});
