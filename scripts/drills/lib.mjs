// Shared by the drills: a `jalon serve` started and killed as a whole, a browser without a page, and a
// school filled through the forms that people use. Nothing but Node.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const PASSWORD = "une phrase longue pour essayer";
/** The program under test. */
export const BINARY = process.env.JALON_BIN ?? "target/debug/jalon";

export const say = (text) => console.log(`› ${text}`);

export class Failure extends Error {}

/** Stops the drill with a sentence unless `condition` holds. */
export function check(condition, sentence) {
  if (!condition) throw new Failure(sentence);
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A folder that goes with the drill, unless KEEP=1. */
export function folder() {
  const path = mkdtempSync(join(process.env.DRILL_TMP ?? tmpdir(), "jalon-exercice-"));
  process.on("exit", () => {
    if (process.env.KEEP !== "1") rmSync(path, { recursive: true, force: true });
  });
  return path;
}

export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** A process of `jalon serve`. */
export class Node {
  /** `settings`: names as in jalon.toml, a section and its setting joined by `_`. */
  constructor(settings) {
    this.settings = settings;
    this.output = "";
    this.log = "";
  }

  environment() {
    const environment = { ...process.env };
    for (const [name, value] of Object.entries(this.settings)) environment[`JALON_${name.toUpperCase()}`] = String(value);
    return environment;
  }

  /** Resolves once it says that it is ready. */
  async start() {
    this.output = "";
    this.process = spawn(BINARY, ["serve"], { env: this.environment(), stdio: ["ignore", "pipe", "pipe"] });
    this.ended = new Promise((resolve) => this.process.on("exit", (code, signal) => resolve(signal ?? code)));
    this.process.stdout.on("data", (data) => (this.output += data));
    this.process.stderr.on("data", (data) => (this.log += data));
    process.on("exit", () => this.process.kill("SIGKILL"));
    const begun = Date.now();
    while (!this.output.includes("Jalon prêt")) {
      check(this.process.exitCode === null, `Jalon ne démarre pas :\n${this.log.slice(-2000)}`);
      check(Date.now() - begun < 60_000, `Jalon n’est pas prêt après une minute :\n${this.log.slice(-2000)}`);
      await pause(50);
    }
    return this;
  }

  get code() {
    return this.output.match(/Code d’installation : (\S+)/)?.[1];
  }

  /** The power cut: nothing gets a chance to finish. */
  async killNow() {
    this.process.kill("SIGKILL");
    await this.ended;
  }

  async stop() {
    this.process.kill("SIGTERM");
    return this.ended;
  }
}

/** Keeps its cookies, follows no redirect by itself. */
export class Browser {
  constructor(base) {
    this.base = base;
    this.cookies = new Map();
  }

  /** The same person, at another address. */
  at(base) {
    const other = new Browser(base);
    other.cookies = this.cookies;
    return other;
  }

  async send(path, options = {}) {
    const headers = { ...options.headers };
    if (this.cookies.size > 0) headers.cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(this.base + path, { redirect: "manual", ...options, headers });
    const bytes = Buffer.from(await response.arrayBuffer());
    for (const cookie of response.headers.getSetCookie()) {
      const [pair, ...attributes] = cookie.split(";");
      const [name, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
      if (value === "" || attributes.some((one) => /max-age=0$/i.test(one.trim()))) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { status: response.status, location: response.headers.get("location") ?? "", bytes, text: bytes.toString("utf8") };
  }

  async page(path) {
    const answer = await this.send(path);
    check(answer.status === 200, `GET ${path} a répondu ${answer.status} au lieu de 200.`);
    return answer.text;
  }

  /** `fields`: pairs, so that a name may come twice. */
  post(path, fields, headers = {}) {
    return this.send(path, { method: "POST", body: new URLSearchParams(fields), headers });
  }

  /** A form that must succeed: 303; gives back where it leads. */
  async submit(path, fields) {
    const answer = await this.post(path, fields);
    check(answer.status === 303, `POST ${path} a répondu ${answer.status} au lieu de 303.\n${words(answer.text).slice(0, 1500)}`);
    return answer.location;
  }

  upload(path, fields, name, bytes, type = "application/octet-stream") {
    const body = new FormData();
    for (const [field, value] of fields) body.append(field, value);
    body.append("fichier", new Blob([bytes], { type }), name);
    return this.send(path, { method: "POST", body });
  }
}

/** What a page says, without its marks. */
export const words = (html) => html.replace(/<(script|style)[\s\S]*?<\/\1>/g, "").replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

const unescape = (text) =>
  text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code)).replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");

/** The value of a hidden or text field of a page. */
export function field(html, name) {
  const tag = html.match(new RegExp(`<input[^>]*name="${name}"[^>]*>`))?.[0];
  return unescape(tag?.match(/value="([^"]*)"/)?.[1] ?? "");
}

/** What stands in a text area of a page. */
export function area(html, name) {
  return unescape(html.match(new RegExp(`<textarea[^>]*name="${name}"[^>]*>([\\s\\S]*?)</textarea>`))?.[1] ?? "");
}

/** The values that a list offers, the empty one left out. */
export function choices(html, name) {
  const list = html.match(new RegExp(`<select[^>]*name="${name}"[^>]*>([\\s\\S]*?)</select>`))?.[1] ?? "";
  return [...list.matchAll(/<option[^>]*value="([^"]+)"/g)].map((match) => unescape(match[1]));
}

/** The first school and its administrator, with the code of the console. */
export async function install(base, code) {
  const admin = new Browser(base);
  await admin.submit("/installation", [
    ["code", code], ["etablissement", "Lycée de l’exercice"], ["uai", "0009017B"], ["ville", "Valbrune"],
    ["prenom", "Adèle"], ["nom", "Gestion"], ["identifiant", "adele.gestion"],
    ["mot_de_passe", PASSWORD], ["confirmation", PASSWORD],
  ]);
  return admin;
}

/** A class of `count` learners, each signed in for the first time: their browsers. */
export async function learners(admin, count) {
  const form = await admin.page("/admin/classes/nouvelle");
  const [year] = choices(form, "annee");
  const curriculum = choices(form, "referentiel")[0];
  const address = await admin.submit("/admin/classes/nouvelle", [
    ["nom", "CS SNO"], ["annee", year], ["referentiel", curriculum], ["version", ""],
  ]);
  const id = address.match(/\/admin\/classes\/([0-9a-f-]{36})/)?.[1];
  check(id, `La classe n’a pas d’adresse : ${address}`);
  const list = Array.from({ length: count }, (_, n) => `Essai${letters(n)} ; Camille`).join("\n");
  const fields = [["liste", list], ["role", "learner"], ["classe", id], ["statut", "school"]];
  await admin.post("/admin/personnes/liste", [...fields, ["doutes", ""], ["confirmer", "oui"]]);
  const answer = await admin.post(`/admin/classes/${id}/codes`, []);
  const codes = [...answer.text.matchAll(/j-secretcode">([^<]+)</g)].map((match) => match[1]);
  check(codes.length === count, `${codes.length} codes au lieu de ${count}.\n${words(answer.text).slice(0, 1000)}`);
  const browsers = [];
  for (const code of codes) {
    const browser = new Browser(admin.base);
    const next = await browser.submit("/premiere-connexion", [["code", code]]);
    await browser.submit(next, [["mot_de_passe", PASSWORD], ["confirmation", PASSWORD]]);
    browsers.push(browser);
  }
  return browsers;
}

const letters = (n) => String.fromCharCode(65 + Math.floor(n / 26), 97 + (n % 26));

/** A report of a learner that its own page edits: where it is, and its version. */
export class Report {
  static async begin(learner, title) {
    const form = await learner.page("/dossier/comptes-rendus/nouveau");
    const id = field(form, "id");
    const address = await learner.submit("/dossier/comptes-rendus/nouveau", [
      ["id", id], ["version", field(form, "version")], ["titre", title], ["nature", "activity"], ["contexte", "school"], ["situate", "Début."],
    ]);
    const report = new Report();
    report.learner = learner;
    report.title = title;
    report.path = address.match(/\/dossier\/comptes-rendus\/[0-9a-f-]{36}/)?.[0];
    check(report.path, `Le compte rendu n’a pas d’adresse : ${address}`);
    await report.read();
    return report;
  }

  /** What its page shows now: the text of the first section. */
  async read() {
    const html = await this.learner.page(this.path);
    this.version = field(html, "version");
    return area(html, "situate");
  }

  /** One autosave: the answer of the server, whatever it is. */
  async save(text) {
    const answer = await this.learner.post(
      `${this.path}/enregistrer`,
      [["version", this.version], ["titre", this.title], ["nature", "activity"], ["contexte", "school"], ["situate", text]],
      { "x-requested-with": "jalon" },
    );
    if (answer.status === 200) this.version = String(JSON.parse(answer.text).version);
    return answer;
  }
}

/** Runs a drill: its sentence in the end, its exit code. */
export async function drill(title, run) {
  say(title);
  try {
    await run();
    say("Exercice réussi.");
    process.exit(0);
  } catch (error) {
    console.error(`✗ ${error instanceof Failure ? error.message : error.stack}`);
    process.exit(1);
  }
}
