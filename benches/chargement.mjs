// chargement.mjs ADDRESS: loads the sign-in page, then « Mon parcours », in a new browser each, as on a first
// visit, and prints what came over the wire: [{name, bytes, requests}]. Playwright and Chromium are those of e2e.
import { createRequire } from "node:module";
import { accessSync, constants } from "node:fs";

const { chromium } = createRequire(new URL("../e2e/package.json", import.meta.url))("@playwright/test");
const base = process.argv[2];
const executablePath = ["chromium", "chromium-browser", "google-chrome"]
  .map((name) => `/usr/bin/${name}`)
  .find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
const browser = await chromium.launch({
  executablePath,
  chromiumSandbox: process.getuid?.() !== 0,
  args: ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});

/** A page in a browser that knows nothing yet but the session. */
async function cold(name, path, cookies) {
  const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1280, height: 800 } });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  let [bytes, requests] = [0, 0];
  wire.on("Network.requestWillBeSent", ({ request }) => (requests += request.url.startsWith("data:") ? 0 : 1));
  wire.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(base + path, { waitUntil: "networkidle" });
  await page.evaluate(() => document.fonts.ready);
  // A browser with a window also asks for the icon of its tab.
  const icon = await page.getAttribute('link[rel="icon"]', "href");
  if (icon) {
    const answer = await context.request.get(base + icon);
    bytes += Number(answer.headers()["content-length"] ?? 0) + 500;
    requests += 1;
  }
  await context.close();
  return { name, bytes, requests };
}

async function session() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${base}/connexion`);
  await page.fill('[name="identifiant"]', "apprenant-000001");
  await page.fill('[name="mot_de_passe"]', "jalon-demo");
  await page.click('form[action="/connexion"] button[type="submit"]');
  await page.waitForURL((url) => url.pathname !== "/connexion");
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

const first = await cold("Connexion", "/connexion", []);
const second = await cold("Mon parcours", "/dossier", await session());
await browser.close();
console.log(JSON.stringify([first, second]));
