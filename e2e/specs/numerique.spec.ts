/** Digital competences: from a file of Pix Orga to the profile of a learner. */
import { LOGINS, useSession } from "../support/accounts.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

/** A collection of profiles as Pix Orga exports it: two of the class, one from elsewhere, one who sent nothing. */
function pix(campaign: string, organisation = "Lycée professionnel Jeanne-Vialar"): Buffer {
  const head = ["Nom de l'organisation", "ID Campagne", "Code", "Nom de la campagne", "Nom du Participant", "Prénom du Participant", "Envoi (O/N)", "Date et heure de l'envoi (Europe/Paris)", "Nombre de pix total", "Certifiable (O/N)", "Nombre de compétences certifiables", "Niveau pour la compétence Interagir", "Nombre de pix pour la compétence Interagir"];
  const person = (last: string, first: string, rest: string) => `"${organisation}";${campaign};"PRINT${campaign}";"Pix de printemps ${campaign}";"${last}";"${first}";${rest}`;
  const lines = [
    head.map((name) => `"${name}"`).join(";"),
    person("FERRAND", "Inès", `"Oui";"02/09/2026 09:40";508;"Oui";7;6;50`),
    person("DUPOND", "ELOISE", `"Oui";"02/09/2026 09:41";301;"Non";4;3;26`),
    person("AILLEURS", "Noé", `"Oui";"02/09/2026 09:42";120;"Non";1;1;9`),
    person("GUÉRIN", "Anaïs", `"Non";"NA";"NA";"NA";"NA";"NA";"NA"`),
  ];
  return Buffer.from(`\uFEFF${lines.join("\n")}\n`);
}

test("des résultats de Pix au profil numérique", async ({ page, context, phone, a11y }, info) => {
  test.setTimeout(180_000);
  const campaign = `${1000 + info.parallelIndex}${info.project.name.length}${info.retry}`;
  await useSession(context, LOGINS.teacher);

  await test.step("depuis la classe, voir où elle en est", async () => {
    await page.goto("/classes");
    await page.getByRole("main").getByRole("link", { name: "CS SNO" }).click();
    await page.getByRole("link", { name: "Où en est la classe" }).click();
    await see(page, /Où en est/, "classe-apercu");
    await expect(page.getByText("Qui est montré, et dans quel ordre")).toBeVisible();
    await page.getByRole("link", { name: "Résultats Pix" }).click();
    await see(page, /Résultats Pix/, "pix-fichiers");
  });

  await test.step("un autre fichier est refusé avec sa phrase", async () => {
    await page.getByLabel(/Export de Pix Orga/).setInputFiles({ name: "notes.csv", mimeType: "text/csv", buffer: Buffer.from("Nom;Note\nFerrand;12\n") });
    await page.getByRole("button", { name: "Envoyer et vérifier" }).click();
    await expect(page.getByRole("alert")).toContainText("n’est pas un export de résultats de Pix");
    await see(page, /Résultats Pix/, "pix-refuse");
  });

  await test.step("le bon fichier montre qui est reconnu", async () => {
    await page.getByLabel(/Export de Pix Orga/).setInputFiles({ name: "pix.csv", mimeType: "text/csv", buffer: pix(campaign) });
    await page.getByRole("button", { name: "Envoyer et vérifier" }).click();
    await see(page, /Vérifier/, "pix-verifier");
    await expect(page.getByRole("link", { name: "2 À garder" })).toBeVisible();
    await expect(page.getByText("N’est pas dans CS SNO.")).toBeVisible();
    await a11y.checkReflow(page, "pix-verifier");
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole("button", { name: "Importer 2 résultats" }).click();
    await see(page, /est importé/, "pix-importe");
  });

  await test.step("la personne les trouve dans son profil, à côté de son avis", async () => {
    const learner = await phone();
    await useSession(learner.context(), LOGINS.learner);
    await learner.goto("/dossier");
    await learner.getByRole("link", { name: "Mes compétences numériques" }).click();
    await see(learner, "Mes compétences numériques", "profil-numerique");
    await a11y.checkReflow(learner, "profil-numerique");
    await expect(learner.getByText(`Pix de printemps ${campaign}`).first()).toBeVisible();
    await learner.getByRole("link", { name: "Me positionner sur 4.2" }).click();
    await learner.getByRole("radio", { name: /Niveau 4/ }).check({ force: true });
    await learner.getByRole("button", { name: "Enregistrer ce positionnement" }).click();
    await expect(learner.getByText("Positionnement enregistré sur 4.2.")).toBeVisible();
    await see(learner, /Protéger les données personnelles/, "competence-numerique");
    await a11y.checkReflow(learner, "competence-numerique");
    await learner.goto("/dossier/transversales");
    await see(learner, "Mes compétences transversales", "transversales");
    await a11y.checkReflow(learner, "transversales");
  });

  await test.step("le même fichier n’ajoute rien", async () => {
    await page.goto(page.url().replace(/\/pix\/.*/, "/classes"));
    await page.getByRole("main").getByRole("link", { name: "CS SNO" }).click();
    await page.getByRole("link", { name: "Où en est la classe" }).click();
    await page.getByRole("link", { name: "Résultats Pix" }).click();
    await page.getByLabel(/Export de Pix Orga/).setInputFiles({ name: "pix.csv", mimeType: "text/csv", buffer: pix(campaign) });
    await page.getByRole("button", { name: "Envoyer et vérifier" }).click();
    await expect(page.getByRole("link", { name: "2 Déjà importés" })).toBeVisible();
    await expect(page.getByText("Ce fichier ne changerait rien.")).toBeVisible();
    await page.getByRole("button", { name: "Abandonner" }).click();
    await expect(page.getByText("L’import est abandonné")).toBeVisible();
  });
});
