/** The sheet of first sign-in codes on paper: one slip a person, none cut by the end of a sheet, no code twice. */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOGINS, useSession } from "../support/accounts.ts";
import { expect, test } from "../support/test.ts";

// Names long and short: slips differ in height.
const PEOPLE = Array.from({ length: 21 }, (_, n) =>
  n % 3 === 0 ? `Feuille-de-Montgolfier-Saint-Barthélemy${n} ; Marie-Antoinette-Joséphine` : `Feuille${n} ; Lou`,
);

test("s’imprime en A4, deux cartes par ligne, jamais coupées", async ({ page }) => {
  test.setTimeout(120_000);
  await useSession(page.context(), LOGINS.admin);
  await page.goto("/admin/classes/nouvelle");
  await page.getByLabel("Nom de la classe").fill("Feuille de codes");
  await page.getByLabel("Référentiel").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Créer la classe" }).click();
  await expect(page.getByText("La classe est créée.")).toBeVisible();
  const address = page.url();
  await page.goto("/admin/personnes/liste");
  await page.getByLabel("Une personne par ligne").fill(PEOPLE.join("\n"));
  await page.getByLabel("apprenant·es", { exact: true }).check();
  await page.getByLabel(/^Classe/).selectOption({ label: await page.locator("option", { hasText: "Feuille de codes" }).first().innerText() });
  await page.getByRole("button", { name: "Vérifier la liste" }).click();
  await page.getByRole("button", { name: "Créer ces personnes" }).click();
  await page.waitForURL((url) => url.pathname !== "/admin/personnes/liste");
  await page.goto(address);
  await page.getByRole("button", { name: "Préparer la feuille de codes" }).click();
  const cards = page.locator(".j-codes > li");
  await expect(cards).toHaveCount(PEOPLE.length);
  const codes = await page.locator(".j-secretcode").allInnerTexts();
  expect(new Set(codes).size, "aucun code n’est donné deux fois").toBe(PEOPLE.length);
  const logins = await page.locator(".j-codes dt:text-is('Identifiant') + dd").allInnerTexts();

  const file = join(mkdtempSync(join(tmpdir(), "jalon-")), "codes.pdf");
  await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true });
  const info = execFileSync("pdfinfo", [file], { encoding: "utf8" });
  expect(info).toMatch(/Page size:\s+59[45](\.\d+)? x 84[12]/);
  // Without spaces: letters set wide and long logins are no words of their own.
  const sheets = execFileSync("pdftotext", ["-raw", file, "-"], { encoding: "utf8" })
    .split("\f")
    .map((sheet) => sheet.replace(/\s+/g, ""))
    .filter((sheet) => sheet !== "");
  expect(sheets.length).toBeGreaterThan(1);
  codes.forEach((code, n) => {
    const on = sheets.flatMap((sheet, number) => (sheet.includes(code) ? [number] : []));
    expect(on, `le code ${n} est sur une seule feuille`).toHaveLength(1);
    expect(sheets[on[0]!], `l’identifiant ${n} est avec son code`).toContain(logins[n]!);
  });
  // The first and the last line of every slip are on the sheet of its code.
  for (const sheet of sheets) {
    const here = codes.filter((code) => sheet.includes(code)).length;
    expect(sheet.match(/Feuille/g)?.length, "noms").toBe(here);
    expect(sheet.match(/Choisissez/g)?.length, "dernière étape").toBe(here);
  }
  expect(sheets.join(""), "rien d’autre que les cartes").not.toContain("J’aiterminé");
});
