/** A name or a face is hidden in a picture: with the keyboard and the numbers alone, without a script, by drawing. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { useSession } from "../support/accounts.ts";
import { activate, tabTo, typeInto } from "../support/keyboard.ts";
import { picture } from "../support/reports.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

/** Adds a picture to « Mes pièces » under a name of its own, and opens the page where it is retouched. */
async function openTable(page: Page, name: string): Promise<void> {
  const answer = await page.request.post("/dossier/pieces", {
    multipart: {
      description: "Une capture d’écran",
      fichier: { name: `${name}.webp`, mimeType: "image/webp", buffer: readFileSync(picture("tickets-support")) },
    },
  });
  expect(answer.ok()).toBe(true);
  await page.goto("/dossier/pieces");
  await page.getByRole("link", { name: new RegExp(`Décrire ou relier.*${name}`) }).first().click();
  await page.getByRole("link", { name: "Retoucher l’image" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Retoucher l’image" })).toBeVisible();
}

/** The colour of a pixel of the picture that the page of the piece serves. */
async function colour(page: Page, address: string, x: number, y: number): Promise<number[]> {
  return page.evaluate(async ([source, left, top]) => {
    const image = await createImageBitmap(await (await fetch(source as string)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    return [...context.getImageData(left as number, top as number, 1, 1).data];
  }, [address, x, y] as const);
}

/** The address of the picture on the table. */
async function source(page: Page): Promise<string> {
  return (await page.locator(".j-retouch img").getAttribute("src"))!;
}

test("au clavier, une zone se pose avec ses mesures, se vérifie et s’enregistre @bureau", async ({ page, context }, { project }) => {
  test.slow(); // two pages looked at by axe, and every Tab of the way
  await useSession(context, "apprenant");
  await openTable(page, `clavier-${project.name}`);
  const file = await source(page);
  await activate(page, page.getByRole("button", { name: "Ajouter une zone" }));
  const zone = page.getByRole("group", { name: "Zone 1", exact: true });
  for (const [label, value] of [["x, depuis la gauche", "40"], ["y, depuis le haut", "30"], ["Largeur", "5000"], ["Hauteur", "60"]] as const) {
    await typeInto(page, zone.getByLabel(label), value);
  }
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByRole("alert")).toContainText("Zone 1, largeur");
  await see(page, "Retoucher l’image", `retouche-erreur-${project.name}`);
  await expect(zone.getByLabel("Hauteur")).toHaveValue("60");
  await typeInto(page, zone.getByLabel("Largeur"), "200");
  await activate(page, page.getByRole("button", { name: "Voir le résultat" }).last());
  await see(page, "Vérifier l’image retouchée", `retouche-apercu-${project.name}`);
  await activate(page, page.getByRole("button", { name: "Continuer à retoucher" }));
  await expect(zone.getByLabel("Largeur")).toHaveValue("200");
  await activate(page, page.getByRole("button", { name: "Voir le résultat" }).last());
  await activate(page, page.getByRole("button", { name: "Enregistrer et effacer l’originale" }));
  await expect(page.getByText("Image retouchée le")).toBeVisible();
  expect(await colour(page, file, 45, 35)).toEqual([0, 0, 0, 255]);
  expect(await colour(page, file, 239, 89)).toEqual([0, 0, 0, 255]);
  expect(await colour(page, file, 400, 300)).not.toEqual([0, 0, 0, 255]);
});

test("au clavier, une zone se déplace et s’agrandit avec les flèches", async ({ page, context }) => {
  await useSession(context, "apprenant2");
  await openTable(page, "fleches");
  await activate(page, page.getByRole("button", { name: "Ajouter une zone" }));
  const shape = page.locator("[data-part='0']");
  await expect(shape).toBeFocused();
  const zone = page.getByRole("group", { name: "Zone 1", exact: true });
  const before = Number(await zone.getByLabel("x, depuis la gauche").inputValue());
  const wide = Number(await zone.getByLabel("Largeur").inputValue());
  for (let times = 0; times < 3; times += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  const after = Number(await zone.getByLabel("x, depuis la gauche").inputValue());
  expect(after).toBeGreaterThan(before);
  expect(Number(await zone.getByLabel("Largeur").inputValue())).toBeGreaterThan(wide);
  await expect(page.getByRole("status").filter({ hasText: `x ${after}` })).toHaveCount(1);
  // Never out of the picture.
  for (let times = 0; times < 120; times += 1) await page.keyboard.press("ArrowUp");
  await expect(zone.getByLabel("y, depuis le haut")).toHaveValue("0");
  await page.keyboard.press("Delete");
  await expect(zone).toHaveCount(0);
  await tabTo(page, page.getByRole("button", { name: "Ajouter une zone" }));
});

test("à la souris ou au doigt, on dessine une zone et un cadre, et on retire une zone @bureau", async ({ page, context }, { project }) => {
  await useSession(context, "apprenant");
  await openTable(page, `dessin-${project.name}`);
  const over = page.locator("[data-retouch-over]");
  const drag = async (from: [number, number], to: [number, number]): Promise<void> => {
    await over.scrollIntoViewIfNeeded();
    const box = (await over.boundingBox())!;
    const at = ([x, y]: [number, number]): [number, number] => [box.x + box.width * x, box.y + box.height * y];
    await page.mouse.move(...at(from));
    await page.mouse.down();
    await page.mouse.move(...at(to), { steps: 5 });
    await page.mouse.up();
  };
  const draw = page.getByRole("button", { name: "Dessiner une zone" });
  if ((await draw.getAttribute("aria-pressed")) === "false") await draw.click();
  await drag([0.1, 0.1], [0.3, 0.3]);
  await drag([0.5, 0.5], [0.7, 0.7]);
  const width = Number(await page.locator("form[data-retouch]").getAttribute("data-width"));
  const first = page.getByRole("group", { name: "Zone 1", exact: true });
  const near = (value: string, share: number): void => expect(Math.abs(Number(value) - width * share)).toBeLessThan(width * 0.02);
  near(await first.getByLabel("x, depuis la gauche").inputValue(), 0.1);
  near(await first.getByLabel("Largeur").inputValue(), 0.2);
  // Moved by its middle, resized by its corner.
  await drag([0.2, 0.2], [0.3, 0.2]);
  near(await first.getByLabel("x, depuis la gauche").inputValue(), 0.2);
  await drag([0.4, 0.3], [0.45, 0.35]);
  near(await first.getByLabel("Largeur").inputValue(), 0.25);
  // A mere click draws nothing.
  await drag([0.9, 0.9], [0.9, 0.9]);
  await expect(page.locator("[data-retouch-zones] fieldset")).toHaveCount(2);
  await page.getByRole("button", { name: "Retirer Zone 1" }).click();
  await expect(page.locator("[data-retouch-zones] fieldset")).toHaveCount(1);
  near(await first.getByLabel("x, depuis la gauche").inputValue(), 0.5);
  await page.getByRole("button", { name: "Dessiner le cadre" }).click();
  await drag([0.05, 0.05], [0.95, 0.95]);
  await see(page, "Retoucher l’image", `retouche-dessin-${project.name}`);
  await page.getByRole("button", { name: "Voir le résultat" }).last().click();
  await expect(page.getByText(/recadrée, 1\szone masquée/)).toBeVisible();
  await page.getByRole("button", { name: "Enregistrer et effacer l’originale" }).click();
  await expect(page.getByText("Image retouchée le")).toBeVisible();
});

test.describe("sans JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("tout se fait avec des formulaires", async ({ page, context }) => {
    await useSession(context, "apprenant2");
    await openTable(page, "sans-script");
    await expect(page.getByRole("button", { name: "Dessiner une zone" })).toBeHidden();
    await page.getByRole("button", { name: "Ajouter une zone" }).click();
    await page.getByRole("button", { name: "Ajouter une zone" }).click();
    await page.getByRole("button", { name: "Retirer Zone 2" }).click();
    await page.getByRole("button", { name: "Proposer un cadre" }).click();
    await expect(page.locator("svg .j-retouch__zone")).toHaveCount(1);
    await page.getByRole("button", { name: "Voir le résultat" }).last().click();
    await expect(page.getByText(/recadrée, 1\szone masquée/)).toBeVisible();
    await page.getByRole("button", { name: "Enregistrer et effacer l’originale" }).click();
    await expect(page.getByText("Image retouchée le")).toBeVisible();
  });
});
