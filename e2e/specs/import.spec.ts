/** From a SIECLE zip to the page of the class. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOGINS, useSession } from "../support/accounts.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

const FIRST = ["Inès", "Tom", "Éloïse", "Moussa", "An", "Fatou", "Zoé"];
const LAST = ["AUBERTIN", "BLANCHARD", "CORMIER", "D'ALMEIDA"];

/** A class of 28 as SIECLE writes it, in ISO-8859-15. */
function siecle(code: string): Buffer {
  const people = Array.from({ length: 28 }, (_, n) => ({
    id: 9000 + n,
    first: FIRST[n % FIRST.length]!,
    last: LAST[n % LAST.length]!,
    birth: `${String(1 + n).padStart(2, "0")}/03/2008`,
    ine: `07${String(n).padStart(7, "0")}ZZ`,
  }));
  const xml = `<?xml version="1.0" encoding="ISO-8859-15"?>
<BEE_ELEVES VERSION="2.1"><PARAMETRES><UAJ>0009017B</UAJ></PARAMETRES><DONNEES><ELEVES>
${people.map((p) => `<ELEVE ELEVE_ID="${p.id}"><ID_NATIONAL>${p.ine}</ID_NATIONAL><NOM_DE_FAMILLE>${p.last}</NOM_DE_FAMILLE><PRENOM>${p.first}</PRENOM><DATE_NAISS>${p.birth}</DATE_NAISS><CODE_MEF>25832601110</CODE_MEF><CODE_STATUT>ST</CODE_STATUT></ELEVE>`).join("\n")}
</ELEVES><STRUCTURES>
${people.map((p) => `<STRUCTURES_ELEVE ELEVE_ID="${p.id}"><STRUCTURE><CODE_STRUCTURE>${code}</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>`).join("\n")}
</STRUCTURES></DONNEES></BEE_ELEVES>`;
  return Buffer.from(xml, "latin1");
}

test("importer une classe de SIECLE", async ({ page, context }, info) => {
  test.setTimeout(120_000);
  await useSession(context, LOGINS.admin);
  const code = `IMP${info.project.name.replace(/\W/g, "").slice(0, 6).toUpperCase()}${info.retry}`;
  const folder = mkdtempSync(join(tmpdir(), "jalon-import-"));
  const zip = join(folder, "ExportXML_ElevesSansAdresses.zip");
  writeFileSync(join(folder, "ElevesSansAdresses.xml"), siecle(code));
  execFileSync("python3", ["-m", "zipfile", "-c", zip, join(folder, "ElevesSansAdresses.xml")]);

  await test.step("un fichier qui n’en est pas un dit pourquoi", async () => {
    await page.goto("/admin/imports/nouveau");
    await see(page, "Importer un fichier", "import-nouveau");
    await page.getByLabel(/Fichier à importer/).setInputFiles({ name: "photo.xml", mimeType: "text/xml", buffer: Buffer.from("%PDF-1.7") });
    await page.getByRole("button", { name: "Envoyer et vérifier" }).click();
    await expect(page.getByRole("alert")).toContainText("Jalon ne reconnaît pas ce fichier");
    await see(page, "Importer un fichier", "import-refuse");
  });

  await test.step("le zip montre ce qui serait créé", async () => {
    await page.getByLabel(/Fichier à importer/).setInputFiles(zip);
    await page.getByRole("button", { name: "Envoyer et vérifier" }).click();
    await see(page, "Vérifier l’import", "import-verifier");
    await expect(page.getByRole("link", { name: /^28 à créer/ })).toBeVisible();
    await expect(page.getByLabel(new RegExp(code))).toHaveValue(/^create:/);
  });

  await test.step("importer, puis voir la classe", async () => {
    await page.getByRole("button", { name: "Importer (28 personnes)" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Import terminé", { timeout: 30_000 });
    await see(page, "Import terminé", "import-termine");
    await page.getByRole("link", { name: "Voir les classes" }).click();
    await page.getByRole("link", { name: code }).click();
    await expect(page.getByText("Aubertin Inès").first()).toBeVisible();
    await expect(page.getByText("D’Almeida").first()).toBeVisible();
  });

  await test.step("le même fichier ne change rien", async () => {
    await page.goto("/admin/imports/nouveau");
    await page.getByLabel(/Fichier à importer/).setInputFiles(zip);
    await page.getByRole("button", { name: "Envoyer et vérifier" }).click();
    await expect(page.getByRole("link", { name: /^28 sans changement/ })).toBeVisible();
    await page.getByRole("button", { name: "Abandonner" }).click();
    await expect(page.getByText("L’import est abandonné")).toBeVisible();
    await see(page, "Imports", "imports");
  });
});
