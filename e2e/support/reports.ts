/** What a learner does while writing a report, by keyboard. */
import { fileURLToPath } from "node:url";
import { expect, type Locator, type Page } from "@playwright/test";
import { activate, tabTo, typeInto } from "./keyboard.ts";

const IMAGES = fileURLToPath(new URL("../../data/demo/images/", import.meta.url));

/** A picture of the demo school, such as `tickets-support`. */
export const picture = (name: string): string => `${IMAGES}${name}.webp`;

/** The form where the text is written; forms of pieces and drafts stand beside it. */
export const writing = (page: Page): Locator => page.getByRole("form", { name: "Rédaction du compte rendu" });

/** What the page says of the text being saved. */
export const savedStatus = (page: Page): Locator => page.locator("[data-autosave-status]");

/** Begins a report from any page of a learner who is signed in, and leaves it open. */
export async function beginReport(page: Page, title: string): Promise<void> {
  await page.goto("/dossier/comptes-rendus/nouveau");
  await typeInto(page, page.getByLabel("Titre"), title);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

/** Writes a section of the report. */
export async function writeSection(page: Page, label: string, text: string): Promise<void> {
  await typeInto(page, writing(page).getByLabel(label, { exact: true }), text);
}

/** Waits until what was typed is said to be saved by itself. */
export async function waitForAutosave(page: Page): Promise<void> {
  const answer = page.waitForResponse((response) => response.url().endsWith("/enregistrer"), { timeout: 15_000 });
  expect((await answer).status(), "enregistrement automatique").toBe(200);
  await expect(savedStatus(page)).toContainText("Enregistré à");
}

/** Ticks a competence in the folded list of its bloc; `field` names the choice. */
export async function linkCompetence(page: Page, block: number, code: string, field = "cible"): Promise<void> {
  const list = page.locator(`#${field}-referentiel`);
  await activate(page, list.locator("summary", { hasText: `Bloc ${block}` }));
  const label = list.locator("label").filter({ has: page.getByText(code, { exact: true }) });
  await activate(page, page.locator(`[id="${await label.getAttribute("for")}"]`));
}

/**
 * Adds a file with what the picture shows, and waits until it is in the list. The window where the system lets one
 * choose a file is the only thing that the keyboard of a test cannot drive.
 */
export async function addPicture(page: Page, file: string, description: string): Promise<void> {
  await tabTo(page, page.getByLabel("Ajouter des fichiers"));
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(file);
  await activate(page, page.locator("summary", { hasText: "C’est une image" }));
  await typeInto(page, page.getByLabel("Ce que l’image montre"), description);
  await activate(page, page.getByRole("button", { name: "Envoyer", exact: true }));
  await expect(page.getByText("Ajouté.", { exact: true })).toBeVisible();
}
