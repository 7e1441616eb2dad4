/**
 * The two servers of the journeys.
 *
 * - `demo`: `jalon demo`, the school with its class, its team and its accounts.
 * - `empty`: `jalon serve` without any data; what it prints is kept, because the person who installs
 *   Jalon reads the installation code there.
 *
 * The addresses are chosen once, by the main process, and handed to the workers in the environment.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type Instance = "demo" | "empty";

const E2E = fileURLToPath(new URL("..", import.meta.url));

/** Folder for what a run leaves besides traces: screenshots, consoles of the servers. */
export const RESULTS = join(E2E, "test-results");

/** A run is refused after this time if a server does not answer, in ms. */
const START_TIMEOUT = 120_000;

function freePort(): string {
  const program =
    'const s=require("node:net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})';
  return execFileSync(process.execPath, ["-e", program], { encoding: "utf8" }).trim();
}

function port(instance: Instance): string {
  return (process.env[`JALON_E2E_PORT_${instance.toUpperCase()}`] ??= freePort());
}

/** The binary under test: JALON_BIN, or what `cargo build -p jalon` makes. */
export function binary(): string {
  process.env.JALON_BIN ??= join(
    JSON.parse(
      execFileSync("cargo", ["metadata", "--no-deps", "--format-version", "1"], { cwd: E2E, encoding: "utf8" }),
    ).target_directory,
    "debug/jalon",
  );
  if (!existsSync(process.env.JALON_BIN)) {
    throw new Error(`Le programme ${process.env.JALON_BIN} n’existe pas : lancez « cargo build -p jalon » ou « make e2e ».`);
  }
  return process.env.JALON_BIN;
}

/** Address of an instance, without a final slash. */
export function urlOf(instance: Instance): string {
  return `http://127.0.0.1:${port(instance)}`;
}

/** File that holds what an instance has printed since it was started. */
export function consoleOf(instance: Instance): string {
  return join(RESULTS, "servers", `${instance}.log`);
}

/** A word for the shell that starts the servers: the folder may be called « l'atelier ». */
const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

/** The `webServer` entries of the configuration. */
export function servers() {
  const server = (instance: Instance, command: string, env: Record<string, string>) => ({
    name: instance,
    command: ["node", "support/serve.mjs", consoleOf(instance), binary(), command].map(quote).join(" "),
    url: `${urlOf(instance)}/sante`,
    env,
    timeout: START_TIMEOUT,
    gracefulShutdown: { signal: "SIGTERM" as const, timeout: 5_000 },
  });
  return [
    server("demo", "demo", { PORT: port("demo") }),
    server("empty", "serve", { JALON_LISTEN: `127.0.0.1:${port("empty")}` }),
  ];
}

/** The one-time code that the empty instance prints in its console at start. */
export function installationCode(): string {
  const text = readFileSync(consoleOf("empty"), "utf8");
  const code = text.match(/Code d[’']installation\s*:\s*([A-Z0-9]{4}-[A-Z0-9]{4})/)?.[1];
  if (!code) throw new Error(`Aucun code d’installation dans la console du serveur :\n${text}`);
  return code;
}
