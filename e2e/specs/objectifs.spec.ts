/** A SMART objective, from an item to reached, by the head and the pilot. By keyboard. */
import { signIn } from "../support/accounts.ts";
import { activate, choose, typeInto } from "../support/keyboard.ts";
import { see } from "../support/see.ts";
import { expect, test } from "../support/test.ts";

const GOAL = "Équiper 4 salles d’un écran avant Pâques";

/** A day so many days from today, as a date field takes it. */
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("un objectif part d’un item, se suit et se dit atteint", async ({ phone }) => {
  test.setTimeout(300_000);
  const [head, pilot] = [await phone(), await phone()];

  await test.step("l’échéancier : en retard d’abord, en frise et en tableau", async () => {
    await signIn(head, "direction");
    await head.goto("/numerique/objectifs");
    await see(head, "Objectifs SMART", "objectifs-frise");
    await expect(head.locator(".j-smart > li:not(.head)").first()).toContainText("En retard");
    await activate(head, head.getByRole("link", { name: "Tableau", exact: true }));
    await see(head, "Objectifs SMART", "objectifs-tableau");
  });

  await test.step("d’un item en un geste : ce qui manque avertit, rien ne bloque", async () => {
    await head.goto("/numerique/objectifs/nouveau?item=1.3.5&etape=2");
    await expect(head.getByLabel("Item du questionnaire")).toHaveValue("1.3.5");
    await activate(head, head.getByRole("button", { name: "Enregistrer" }));
    await expect(head.getByRole("alert")).toContainText("Le descriptif est à remplir");
    await see(head, "Nouvel objectif", "objectif-refuse");
    await typeInto(head, head.getByLabel(/Qu’est-ce qui sera fait/), GOAL);
    await head.getByLabel("Une personne de l’établissement").selectOption({ label: "Mme Carbonnel" });
    await activate(head, head.getByRole("button", { name: "Enregistrer" }));
    await see(head, GOAL, "objectif");
    await expect(head.getByText("Donnez une échéance")).toBeVisible();
  });

  await test.step("la personne qui pilote est prévenue et dit où il en est", async () => {
    const address = new URL(head.url()).pathname;
    await signIn(pilot, "enseignant");
    await pilot.goto("/notifications");
    await expect(pilot.getByText("Vous pilotez l’objectif").first()).toBeVisible();
    await pilot.goto(address);
    await pilot.getByLabel("Date", { exact: true }).fill(inDays(2));
    await pilot.getByLabel("État").selectOption({ label: "En cours" });
    await activate(pilot, pilot.getByRole("button", { name: "Ajouter le point" }));
    await expect(pilot.getByRole("alert")).toContainText("Cette date est à venir");
    await see(pilot, GOAL, "objectif-point-refuse");
    await pilot.getByLabel("Date", { exact: true }).fill(inDays(-1));
    await activate(pilot, pilot.getByRole("button", { name: "Ajouter le point" }));
    await expect(pilot.locator("[aria-labelledby=points]")).toContainText("En cours");
    await choose(pilot, pilot.getByRole("radio", { name: "Oui" }));
    await activate(pilot, pilot.getByRole("button", { name: "Enregistrer" }));
    await see(pilot, GOAL, "objectif-atteint");
    await expect(pilot.getByText("sera proposée à cocher").first()).toBeVisible();
  });

  await test.step("mon agenda : une adresse montrée une fois", async () => {
    await pilot.goto("/numerique/objectifs/agenda");
    await activate(pilot, pilot.getByRole("button", { name: "Créer mon adresse" }));
    await see(pilot, "Les échéances dans mon agenda", "objectifs-agenda");
    const address = await pilot.getByLabel("Adresse de votre calendrier").inputValue();
    const file = await pilot.request.get(new URL(address).pathname);
    expect(file.headers()["content-type"]).toContain("text/calendar");
    expect(await file.text()).not.toContain("Carbonnel");
  });
});
