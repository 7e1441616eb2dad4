/** What colleagues share and lead together: a use begun from a colleague's, a project filled in two. By keyboard. */
import { signIn } from "../support/accounts.ts";
import { activate, choose, typeInto } from "../support/keyboard.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

const USE = "Relire à deux avec les commentaires";
const PROJECT = "Relire ensemble";

test("un usage se trouve, se commente et se reprend ; il nomme toujours son origine", async ({ phone }) => {
  test.setTimeout(240_000);
  const [reader, author] = [await phone(), await phone()];
  await signIn(reader, "referent");
  await reader.goto("/numerique/usages");
  await see(reader, "Usages du numérique", "usages");

  await test.step("chercher, lire, commenter", async () => {
    await typeInto(reader, reader.getByLabel("Chercher un mot"), "charte");
    await activate(reader, reader.getByRole("button", { name: "Chercher" }));
    await activate(reader, reader.getByRole("link", { name: "Écrire une charte éditoriale à plusieurs mains" }));
    await see(reader, /^Écrire une charte/, "usage");
    await activate(reader, reader.getByRole("button", { name: "Commenter" }));
    await expect(reader.getByRole("alert")).toContainText("Écrivez d’abord votre commentaire");
    await see(reader, /^Écrire une charte/, "usage-commentaire-refuse");
    await typeInto(reader, reader.getByLabel("Votre commentaire"), "Je l’essaie la semaine prochaine.");
    await activate(reader, reader.getByRole("button", { name: "Commenter" }));
    await expect(reader.getByText("Je l’essaie la semaine prochaine.")).toBeVisible();
  });

  await test.step("reprendre : une copie à changer, refusée sans palier puis partagée", async () => {
    await activate(reader, reader.getByRole("link", { name: "Reprendre cet usage" }));
    await see(reader, "Reprendre un usage", "usage-reprendre");
    await typeInto(reader, reader.getByLabel("Titre"), USE);
    await typeInto(reader, reader.getByLabel("Intention"), " ");
    await activate(reader, reader.getByRole("button", { name: "Enregistrer" }));
    await expect(reader.getByRole("alert")).toContainText("Dites ce que vous cherchez à faire apprendre");
    await see(reader, "Reprendre un usage", "usage-refuse");
    await typeInto(reader, reader.getByLabel("Intention"), "Apprendre à relire sans réécrire.");
    await choose(reader, reader.getByRole("radio", { name: /^Modification/ }));
    await activate(reader, reader.getByRole("button", { name: "Enregistrer" }));
    await see(reader, USE, "usage-repris");
    await expect(reader.getByText(/^Repris de/)).toContainText("Mme Carbonnel");
  });

  await signIn(author, "enseignant");
  await author.goto("/notifications");
  await expect(author.getByText("est repris par un·e collègue").first()).toBeVisible();
});

test("un projet avance d’étape en étape, à deux", async ({ phone }) => {
  test.setTimeout(240_000);
  const [pilot, lead] = [await phone(), await phone()];
  await signIn(pilot, "referent");
  await pilot.goto("/numerique/projets");
  await see(pilot, "Projets numériques", "projets");
  await activate(pilot, pilot.getByRole("link", { name: "Commencer un projet" }));
  await activate(pilot, pilot.getByRole("button", { name: "Enregistrer" }));
  await expect(pilot.getByRole("alert")).toContainText("Le titre est à remplir");
  await see(pilot, "Commencer un projet", "projet-refuse");
  await typeInto(pilot, pilot.getByLabel("Titre"), PROJECT);
  await typeInto(pilot, pilot.getByLabel("Objectif pédagogique"), "Que chacun·e sache relire un texte d’équipe.");
  await activate(pilot, pilot.getByRole("checkbox", { name: "Mme Carbonnel" }));
  await activate(pilot, pilot.getByRole("button", { name: "Enregistrer" }));
  await see(pilot, PROJECT, "projet");
  const address = new URL(pilot.url()).pathname;

  await signIn(lead, "enseignant");
  await lead.goto(address);
  await activate(lead, lead.getByRole("link", { name: "Remplir l’étape Viser" }));
  await see(lead, "Viser", "projet-etape");
  await typeInto(lead, lead.getByLabel("Ce qui en sort"), "Un objectif commun.");
  await activate(lead, lead.getByRole("button", { name: "Enregistrer" }));
  await expect(lead.getByText("Un objectif commun.")).toBeVisible();
  await activate(lead, lead.getByRole("checkbox", { name: "Un pilote", exact: true }));
  await activate(lead, lead.getByRole("button", { name: "Enregistrer les coches" }));
  await expect(lead.getByText("1 sur 9")).toBeVisible();
  await activate(lead, lead.getByRole("link", { name: "Choisir les usages observés" }));
  await see(lead, "Usages observés", "projet-usages");
});
