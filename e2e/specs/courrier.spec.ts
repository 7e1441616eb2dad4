/**
 * Mail, through a real SMTP server: an address is confirmed, a forgotten password is replaced, what is new
 * arrives, and stops.
 */
import { expect, type Page } from "@playwright/test";
import { signIn, signOut } from "../support/accounts.ts";
import { linkIn, Post, type Letter } from "../support/post.ts";
import { beginReport, waitForAutosave, writeSection } from "../support/reports.ts";
import { see } from "../support/see.ts";
import { test as base } from "../support/test.ts";

/** A Jalon of this journey's own, with its post. */
const test = base.extend<{ post: Post }>({
  post: async ({}, use) => {
    const post = await Post.open();
    await use(post);
    await post.close();
  },
  baseURL: async ({ post }, use) => use(post.url),
});

const ADMIN = { login: "c.roy", password: "trois chats sur la verrière" };
const TEACHER = { address: "helene@example.org", first: "un vélo vert près du canal", second: "deux hérons sur la digue" };
const TITLE = "La messagerie de l’accueil";

/** Installs Jalon and makes a class with a teacher, who has an address, and a learner. Gives their codes. */
async function makeSchool(page: Page, code: string): Promise<{ teacher: string; learner: string }> {
  await page.goto("/installation");
  for (const [label, text] of [
    ["Code d’installation", code],
    ["Nom de l’établissement", "Lycée professionnel des Sources"],
    ["UAI", "0009017B"],
    ["Ville", "Valbrune"],
    ["Prénom", "Claire"],
    [/^Nom$/, "Roy"],
    ["Identifiant", ADMIN.login],
    [/^Mot de passe/, ADMIN.password],
    [/^Le même mot de passe/, ADMIN.password],
  ] as const) {
    await page.getByLabel(label).fill(text);
  }
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/installation");
  await page.goto("/admin/classes/nouvelle");
  await page.getByLabel("Nom de la classe").fill("CS SNO");
  await page.keyboard.press("Enter");
  await expect(page.getByText("La classe est créée.")).toBeVisible();
  const classAddress = new URL(page.url()).pathname;
  const teacher = await addPerson(page, "teacher", "Hélène", "Carbonnel", TEACHER.address);
  const learner = await addPerson(page, "learner", "Inès", "Ferrand");
  const send = async (path: string, form: Record<string, string>) =>
    expect((await page.request.post(path, { form, maxRedirects: 0 })).status(), path).toBe(303);
  await send(`${classAddress}/inscrire`, { personnes: learner.id, statut: "school" });
  await send(`${classAddress}/equipe`, { personne: teacher.id, blocs: "1" });
  return { teacher: teacher.code, learner: learner.code };
}

async function addPerson(page: Page, role: string, first: string, last: string, address = ""): Promise<{ id: string; code: string }> {
  await page.goto("/admin/personnes/nouvelle");
  await page.getByLabel("Prénom").fill(first);
  await page.getByLabel(/^Nom/).fill(last);
  await page.locator(`#role-learner`).setChecked(role === "learner");
  await page.locator(`#role-${role}`).check();
  await page.getByLabel(/^Adresse mail/).fill(address);
  await page.getByRole("button", { name: "Ajouter" }).click();
  await expect(page.getByText("est dans Jalon.")).toBeVisible();
  const id = new URL(page.url()).pathname.split("/").pop()!;
  await page.getByRole("button", { name: "Donner un code" }).click();
  return { id, code: await page.locator(".j-secretcode").innerText() };
}

/** Comes in for the first time; the login. */
async function comeIn(page: Page, code: string, password: string): Promise<string> {
  await page.goto("/premiere-connexion");
  await page.getByLabel("Code").fill(code);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Choisir mon mot de passe" })).toBeVisible();
  const login = await page.locator("[name=identifiant]").inputValue();
  await choosePassword(page, password);
  return login;
}

async function choosePassword(page: Page, password: string): Promise<void> {
  for (const label of [/^Mot de passe/, /^Le même mot de passe/]) await page.getByLabel(label).fill(password);
  await page.getByRole("button", { name: "Enregistrer mon mot de passe" }).click();
  await page.waitForURL((url) => url.pathname === "/accueil" || url.pathname === "/lecture" || url.pathname === "/dossier");
}

/** What every message promises. */
function expectDiscreet(letter: Letter): void {
  expect(letter.from).toContain("jalon@example.org");
  expect(letter.headers.get("auto-submitted")).toBe("auto-generated");
  expect(letter.headers.get("message-id")).toMatch(/@example\.org>$/);
  expect(letter.subject).toMatch(/^Jalon\s: /);
  for (const personal of ["Hélène", "Carbonnel", "Inès", "Ferrand", TITLE]) {
    expect(letter.subject).not.toContain(personal);
    expect(letter.text).not.toContain(personal);
    expect(letter.html).not.toContain(personal);
  }
}

test("une adresse se confirme, rend un mot de passe perdu, reçoit ce qui est nouveau, puis plus rien", async ({ page, phone, post }) => {
  test.setTimeout(300_000);
  const admin = await phone();
  const codes = await makeSchool(admin, post.code);
  let login = "";

  await test.step("l’adresse écrite par l’administration attend sa propriétaire", async () => {
    const letter = await post.next(TEACHER.address);
    expectDiscreet(letter);
    login = await comeIn(page, codes.teacher, TEACHER.first);
    await page.goto("/compte");
    await see(page, "Mon compte", "courrier-adresse-en-attente");
    await page.goto("/notifications");
    await expect(page.getByText("Indiquez et confirmez d’abord votre adresse")).toBeVisible();
    const link = linkIn(letter, post.url, "/compte/adresse/confirmer/");
    await page.goto(link);
    await see(page, "Confirmer mon adresse", "courrier-confirmer");
    await page.getByRole("button", { name: "Confirmer cette adresse" }).click();
    await expect(page.getByText("Votre adresse est confirmée.")).toBeVisible();
    await see(page, "Mon compte", "courrier-adresse-confirmee");
    await page.goto(link);
    await see(page, "L’adresse n’est pas confirmée", "courrier-lien-use");
  });

  await test.step("un mot de passe oublié se remplace par un lien", async () => {
    await page.goto("/compte");
    await signOut(page);
    await page.goto("/connexion");
    await page.getByRole("link", { name: "J’ai oublié mon mot de passe" }).click();
    await see(page, "Mot de passe oublié", "courrier-oubli");
    await page.getByLabel("Identifiant ou adresse mail").fill("personne@example.org");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Regardez votre messagerie")).toBeVisible();
    await page.goto("/mot-de-passe-oublie");
    await page.getByLabel("Identifiant ou adresse mail").fill(TEACHER.address);
    await page.keyboard.press("Enter");
    await see(page, "Mot de passe oublié", "courrier-oubli-envoye");
    const letter = await post.next(TEACHER.address);
    expectDiscreet(letter);
    await page.goto(linkIn(letter, post.url, "/reinitialisation/"));
    await see(page, "Choisir mon mot de passe", "courrier-nouveau-mot-de-passe");
    await choosePassword(page, TEACHER.second);
    const told = await post.next(TEACHER.address);
    expectDiscreet(told);
    expect(told.subject).toContain("mot de passe a changé");
    await signOut(page);
    await signIn(page, login, TEACHER.second);
  });

  await test.step("ce qui est nouveau arrive, sans rien dire de personne", async () => {
    const learner = await phone();
    await comeIn(learner, codes.learner, TEACHER.first);
    await beginReport(learner, TITLE);
    const saved = waitForAutosave(learner);
    await writeSection(learner, "Situer l’action", "Le poste de l’accueil n’avait plus de messagerie.");
    await saved;
    await learner.reload();
    await learner.getByRole("button", { name: "Soumettre" }).click();
    await learner.getByRole("button", { name: "Reprendre ma copie" }).click();
    await learner.getByRole("button", { name: "Soumettre" }).click();
    await expect(learner.getByRole("button", { name: "Reprendre ma copie" })).toBeVisible();
    await page.goto("/notifications");
    await see(page, "Notifications", "courrier-notifications");
    await page.getByRole("button", { name: "M’envoyer un message maintenant" }).click();
    const letter = await post.next(TEACHER.address);
    expectDiscreet(letter);
    expect(letter.subject).toContain("du nouveau pour vous");
    expect(letter.text).toMatch(/–\s2\scomptes rendus à lire/);

    await test.step("puis s’arrête d’un geste, dans la messagerie ou sur une page", async () => {
      expect(letter.headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
      const address = letter.headers.get("list-unsubscribe")!.slice(1, -1);
      const visitor = await phone();
      await visitor.goto(address);
      await see(visitor, "Ne plus recevoir de messages", "courrier-arreter");
      // As the mailbox does it: no cookie, no page of ours.
      const answer = await fetch(address, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "List-Unsubscribe=One-Click",
      });
      expect(answer.status).toBe(200);
      await visitor.reload();
      await see(visitor, "C’est arrêté", "courrier-arrete");
      await page.goto("/notifications");
      await expect(page.getByLabel("Jamais")).toBeChecked();
    });
  });

  await test.step("une adresse retirée est prévenue", async () => {
    await page.goto("/compte");
    await page.getByRole("button", { name: "Retirer mon adresse" }).click();
    await expect(page.getByText("Votre adresse est retirée.")).toBeVisible();
    expectDiscreet(await post.next(TEACHER.address));
    expect(post.left, "rien d’autre n’est parti").toBe(0);
  });
});

test("une classe est invitée par mail : une adresse suffit, sans adresse la feuille reste", async ({ page, phone, post }) => {
  test.setTimeout(180_000);
  const admin = await phone();
  await makeSchool(admin, post.code);
  await post.next(TEACHER.address);
  const send = async (path: string, form: Record<string, string>) =>
    expect((await admin.request.post(path, { form, maxRedirects: 0 })).status(), path).toBe(303);
  const invited = await addPerson(admin, "learner", "Noé", "Blanc", "noe@example.org");
  await post.next("noe@example.org");
  await admin.goto("/admin/classes");
  await admin.getByRole("link", { name: "CS SNO" }).first().click();
  const classAddress = new URL(admin.url()).pathname;
  await send(`${classAddress}/inscrire`, { personnes: invited.id, statut: "school" });
  await admin.reload();
  await admin.getByRole("link", { name: "Inviter par mail" }).click();
  await see(admin, "Inviter par mail", "invitations");
  await expect(admin.getByText("Ferrand Inès")).toBeVisible();

  const ask = async () => {
    await admin.getByRole("button", { name: "Envoyer les invitations" }).click();
    await expect(admin.getByText("invitation part dans la minute")).toBeVisible();
    const letter = await post.next("noe@example.org");
    expect(letter.subject).toMatch(/^Jalon\s: votre établissement vous invite$/);
    for (const personal of ["Noé", "Blanc"]) expect(letter.text).not.toContain(personal);
    expect(letter.text).toContain("Lycée professionnel des Sources");
    expect(letter.text).toContain("arrivé par erreur");
    return linkIn(letter, post.url, "/reinitialisation/");
  };
  const first = await ask();
  const second = await ask();
  await page.goto(first);
  await see(page, "Ce lien ne sert plus", "invitation-remplacee");
  await page.goto(second);
  await see(page, "Choisir mon mot de passe", "invitation");
  await choosePassword(page, TEACHER.first);
  await expect(page).toHaveURL(/\/(accueil|dossier)$/);
});
