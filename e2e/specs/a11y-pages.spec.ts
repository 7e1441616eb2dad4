/** Every page of the product, found by its own list of routes: accessible, in both themes, on every screen. */
import { useSession } from "../support/accounts.ts";
import { visits, type Visit } from "../support/routes.ts";
import { inEveryLook } from "../support/screenshots.ts";
import { expect, test } from "../support/test.ts";
import type { APIRequestContext, APIResponse, BrowserContext } from "@playwright/test";

const SIGN_IN = "/connexion";

/** Asks for the address as somebody who may see it, and checks that the answer is what the route announces. */
async function open(visit: Visit, context: BrowserContext, client: APIRequestContext): Promise<APIResponse> {
  if (visit.login) await useSession(context, visit.login);
  const answer = await client.get(visit.address);
  expect(answer.status(), `${visit.address} avec ${visit.login ?? "personne"}`).toBe(200);
  if (visit.login) expect(new URL(answer.url()).pathname, `${visit.address} renvoie à la connexion`).not.toBe(SIGN_IN);
  return answer;
}

const isPage = (answer: APIResponse) => (answer.headers()["content-type"] ?? "").startsWith("text/html");

test.describe("Chaque page", () => {
  for (const visit of visits()) {
    const who = visit.login ?? "sans compte";
    test(`${visit.route.path} (${who}) est accessible`, async ({ page, context, a11y }) => {
      const answer = await open(visit, context, context.request);
      test.skip(!isPage(answer), "n’est pas une page");
      await page.goto(visit.address);
      await a11y.checkOutline(page, visit.address);
      await inEveryLook(page, (look) => a11y.audit(page, `${visit.address} (${look})`));
      await a11y.checkReflow(page, visit.address);
    });
  }

  test("a un titre à elle", async ({ browser, baseURL }) => {
    /** Title → addresses that bear it. Two routes that lead to one place count once. */
    const titles = new Map<string, Set<string>>();
    const all = visits();
    expect(all.length, "« jalon routes --json » donne des pages à voir").toBeGreaterThan(0);
    for (const visit of all) {
      const context = await browser.newContext({ baseURL });
      const answer = await open(visit, context, context.request);
      if (isPage(answer)) {
        const title = (await answer.text()).match(/<title>([^<]*)<\/title>/)?.[1]?.trim() ?? "";
        titles.set(title, (titles.get(title) ?? new Set()).add(answer.url()));
      }
      await context.close();
    }
    const shared = [...titles].filter(([, addresses]) => addresses.size > 1);
    expect(shared.map(([title, addresses]) => `« ${title} » : ${[...addresses].join(", ")}`)).toEqual([]);
  });
});
