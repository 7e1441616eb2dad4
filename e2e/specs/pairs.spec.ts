/** Peer assessment from its preparation to what the author reads, then the dashboard that shows it. By keyboard. */
import { signIn } from "../support/accounts.ts";
import { activate, choose, typeInto } from "../support/keyboard.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

const TITLE = "Relire nos pages du site";
const STRENGTH = "Le plan de la page est clair, on trouve tout.";
const QUESTION = "Une question qui ne sera pas remise.";

/** A day so many days from today, as a date field takes it. */
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("une évaluation entre pairs se prépare, s’écrit, se relit et se remet", async ({ phone }) => {
  test.setTimeout(300_000);
  const [teacher, reader, author] = [await phone(), await phone(), await phone()];

  await test.step("préparer : sans date c’est refusé, la saisie reste", async () => {
    await signIn(teacher, "enseignant");
    await teacher.goto("/relectures");
    await see(teacher, "Évaluation entre pairs", "pairs-liste");
    await teacher.getByRole("main").getByRole("link", { name: /Préparer une relecture|CS SNO/ }).first().click();
    await expect(teacher.getByRole("heading", { level: 1, name: "Préparer une relecture" })).toBeVisible();
    const mission = teacher.getByLabel("Travaux de quelle mission ?");
    await mission.selectOption({ label: (await mission.locator("option", { hasText: /site/i }).first().textContent()) ?? "" });
    await activate(teacher, teacher.getByRole("button", { name: "Proposer ces travaux" }));
    await typeInto(teacher, teacher.getByLabel("Titre"), TITLE);
    await teacher.getByRole("checkbox", { name: "Situer sur C1.1" }).check();
    await typeInto(teacher, teacher.getByLabel("Vos propres critères"), "On trouve ce que l’on cherche");
    await see(teacher, "Préparer une relecture", "pairs-preparer");
    await activate(teacher, teacher.getByRole("button", { name: "Voir qui relit qui" }));
    await expect(teacher.getByRole("alert")).toContainText("le jour, le mois et l’année");
    await expect(teacher.getByLabel("Titre")).toHaveValue(TITLE);
    await see(teacher, "Préparer une relecture", "pairs-preparer-refusee");
    await teacher.getByLabel("Dernier jour pour écrire").fill(inDays(4));
    await activate(teacher, teacher.getByRole("button", { name: "Voir qui relit qui" }));
    await see(teacher, TITLE, "pairs-preparee");
  });

  await test.step("regarder qui relit qui, ouvrir", async () => {
    await activate(teacher, teacher.getByRole("link", { name: "Changer qui relit qui" }));
    await see(teacher, "Qui relit qui", "pairs-repartition");
    await activate(teacher, teacher.getByRole("button", { name: "Enregistrer qui relit qui" }));
    await activate(teacher, teacher.getByRole("button", { name: "Ouvrir la relecture" }));
    await expect(teacher.getByRole("status").first()).toContainText("La relecture est ouverte");
  });

  await test.step("lire un travail et en parler : sans point fort c’est refusé", async () => {
    await signIn(reader, "apprenant2");
    await reader.goto("/dossier/relectures");
    await see(reader, "Évaluation entre pairs", "pairs-a-relire");
    const works = reader.getByRole("region", { name: "À relire" }).getByRole("link", { name: new RegExp(TITLE) });
    for (let n = 0; n < 2; n += 1) {
      await activate(reader, works.nth(n));
      await reader.waitForURL(/\/dossier\/relectures\/.+/);
      if (await reader.getByRole("heading", { level: 1, name: /nouvelle offre commerciale/ }).isVisible()) break;
      await reader.goto("/dossier/relectures");
    }
    await see(reader, /nouvelle offre commerciale/, "pairs-lecture");
    await expect(reader.getByRole("main")).not.toContainText("Inès Ferrand");
    await activate(reader, reader.getByRole("button", { name: "Rendre ma relecture" }));
    await expect(reader.getByRole("alert")).toContainText("au moins une chose réussie");
    await see(reader, /nouvelle offre commerciale/, "pairs-lecture-refusee");
    await typeInto(reader, reader.getByLabel("Ce qui est réussi"), STRENGTH);
    await typeInto(reader, reader.getByLabel(/^Une question/), QUESTION);
    for (const group of await reader.getByRole("radiogroup").all()) {
      await choose(reader, group.getByRole("radio", { name: "Réalise en autonomie" }));
    }
    await activate(reader, reader.getByRole("button", { name: "Rendre ma relecture" }));
    await expect(reader.getByRole("status").first()).toContainText("Relecture rendue");
  });

  await test.step("l’équipe lit, masque une remarque, clôt et remet", async () => {
    await teacher.reload();
    const work = teacher.getByRole("region", { name: /Inès Ferrand/ });
    await expect(work).toContainText(STRENGTH);
    await expect(work).toContainText("Yanis Kaddour");
    await activate(teacher, work.getByRole("button", { name: /Masquer.*Une question, par Yanis/ }));
    await expect(teacher.getByRole("status").first()).toContainText("Remarque masquée");
    await activate(teacher, teacher.getByRole("button", { name: "Clore maintenant" }));
    await see(teacher, TITLE, "pairs-close");
    await activate(teacher, teacher.getByRole("button", { name: "Remettre aux auteur·es" }));
    await expect(teacher.getByRole("status").first()).toContainText("remises à leurs auteur·es");
    await see(teacher, TITLE, "pairs-remise");
  });

  await test.step("l’autrice lit ce qui lui est remis, sans nom ni note", async () => {
    await signIn(author, "apprenant");
    await author.goto("/dossier/relectures");
    await activate(author, author.getByRole("link", { name: TITLE, exact: true }));
    await see(author, TITLE, "pairs-recue");
    const main = author.getByRole("main");
    await expect(main).toContainText(STRENGTH);
    await expect(main).not.toContainText(QUESTION);
    await expect(main).not.toContainText("Kaddour");
  });

  await test.step("son tableau de bord dessine le point de vue des pairs à part", async () => {
    await author.goto("/dossier/tableau-de-bord");
    await see(author, "Mon tableau de bord", "tableau-de-bord");
    await expect(author.getByRole("img", { name: "C1.1 au fil du temps" }).locator(".j-course__peer .mark")).not.toHaveCount(0);
    await activate(author, author.locator("#c1-1 summary"));
    await expect(author.locator("#c1-1 table")).toContainText("Pairs");
  });

  await test.step("une autre période se regarde de la même façon", async () => {
    await author.getByLabel("Du", { exact: true }).fill(inDays(-10));
    await activate(author, author.getByRole("button", { name: "Voir cette période" }));
    await see(author, "Mon tableau de bord", "tableau-de-bord-periode");
  });
});
