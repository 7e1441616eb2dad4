/** Files that people add to their reports. */
import { fileURLToPath } from "node:url";
import { expect, type Page } from "@playwright/test";
import { activate, tabTo } from "./keyboard.ts";

const IMAGES = fileURLToPath(new URL("../../data/demo/images/", import.meta.url));

/** A picture of the demo school, such as `kanban-projet-conges`. */
export const picture = (name: string): string => `${IMAGES}${name}.webp`;

/**
 * Adds a file to the report that is open for writing, with what the picture shows, and waits until it is in the list.
 * The window of the system where a file is chosen is the one thing that is not done by keyboard.
 */
export async function addPicture(page: Page, file: string, description: string): Promise<void> {
  await tabTo(page, page.getByLabel("Ajouter des fichiers"));
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(file);
  await activate(page, page.getByText("C’est une image"));
  const field = page.getByLabel("Ce que l’image montre");
  await tabTo(page, field);
  await page.keyboard.type(description);
  await activate(page, page.getByRole("button", { name: "Envoyer", exact: true }));
  await expect(page.getByText("Ajouté.", { exact: true })).toBeVisible();
}
