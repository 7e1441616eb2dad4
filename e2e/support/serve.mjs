// serve.mjs LOG BINARY ARGS…: runs a server for the journeys in an empty folder of its own, removed
// afterwards, and keeps what it prints in LOG. A jalon.toml or JALON_* settings of the person who runs
// the tests do not reach it, but for the address it must listen on.
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const [log, binary, ...args] = process.argv.slice(2);
mkdirSync(dirname(log), { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "jalon-e2e-"));
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("JALON_") || name === "JALON_LISTEN"),
);

const output = createWriteStream(log);
const server = spawn(binary, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
server.stdout.pipe(output, { end: false });
server.stderr.pipe(output, { end: false });

let asked = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    asked = true;
    server.kill("SIGTERM");
  });
}
server.on("error", (error) => {
  console.error(`${binary} ne peut pas être lancé : ${error.message}`);
  process.exit(1);
});
server.on("close", (code) => {
  rmSync(folder, { recursive: true, force: true });
  output.end(() => {
    if (!asked) {
      console.error(`${binary} ${args.join(" ")} s’est arrêté (code ${code}). Ses dernières lignes :`);
      console.error(readFileSync(log, "utf8").split("\n").slice(-30).join("\n"));
    }
    process.exit(asked ? 0 : (code ?? 1) || 1);
  });
});
