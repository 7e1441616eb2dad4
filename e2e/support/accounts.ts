/** The accounts of the demo school and the ways to be signed in. */
import { expect, request, type BrowserContext, type Page } from "@playwright/test";
import { urlOf } from "./instances.ts";
import { activate, typeInto } from "./keyboard.ts";

/**
 * Login of each role, as `jalon routes --json` names the roles.
 *
 * Tests run side by side: a journey that signs out everywhere or changes a password does so with
 * `apprenant2` or an account of its own, never with one of these.
 */
export const LOGINS = {
  learner: "apprenant",
  teacher: "enseignant",
  coordinator: "referent",
  head: "direction",
  digital_lead: "numerique",
  dpo: "dpd",
  guardian: "parent",
  inspector: "inspecteur",
  admin: "admin",
} as const;

export type Role = keyof typeof LOGINS;

export const PASSWORD = "jalon-demo";

type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

const sessions = new Map<string, Promise<Session>>();

async function openSession(login: string): Promise<Session> {
  const client = await request.newContext({ baseURL: urlOf("demo") });
  try {
    const answer = await client.post("/connexion", {
      form: { identifiant: login, mot_de_passe: PASSWORD },
      maxRedirects: 0,
    });
    if (answer.status() !== 303) throw new Error(`Connexion de « ${login} » refusée : HTTP ${answer.status()}.`);
    return await client.storageState();
  } finally {
    await client.dispose();
  }
}

/** Gives the context the session of an account of the demo school; asks the server once per worker. */
export async function useSession(context: BrowserContext, login: string): Promise<void> {
  if (!sessions.has(login)) sessions.set(login, openSession(login));
  const session = await sessions.get(login)!;
  await context.addCookies(session.cookies);
}

/** Signs in through the form and by keyboard, as a person would. The page may be anywhere. */
export async function signIn(page: Page, login: string, password: string = PASSWORD): Promise<void> {
  if (new URL(page.url(), "http://nowhere").pathname !== "/connexion") await page.goto("/connexion");
  await typeInto(page, page.getByLabel("Identifiant"), login);
  await typeInto(page, page.getByLabel("Mot de passe"), password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/connexion");
}

/** Signs out from the menu, as on a phone. */
export async function signOut(page: Page): Promise<void> {
  await activate(page, page.getByRole("button", { name: "Menu", exact: true }));
  await activate(page, page.locator("#menu").getByRole("button", { name: "Se déconnecter" }));
  await expect(page.getByText("Vous êtes déconnecté·e.")).toBeVisible();
}
