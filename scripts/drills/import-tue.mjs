// `jalon import` killed without warning at ten moments of its work: each time the school holds all of the file or
// nothing of it, and running the same command again finishes. Usage: scripts/drills/import-tue.sh
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { BINARY, Node, check, drill, folder, freePort, install, pause, say } from "./lib.mjs";

const LEARNERS = Number(process.env.LEARNERS ?? 4_000);
const ROUNDS = 10;

/** A SIECLE export of LEARNERS people who are in no earlier one. */
function siecle(round) {
  const now = new Date();
  const year = now.getFullYear() - (now.getMonth() < 7 ? 1 : 0);
  const people = Array.from({ length: LEARNERS }, (_, n) => round * LEARNERS + n);
  const learners = people.map(
    (n) => `<ELEVE ELEVE_ID="${n}"><ID_NATIONAL>${String(n).padStart(9, "0")}AA</ID_NATIONAL><NOM_DE_FAMILLE>NOM${letters(n)}</NOM_DE_FAMILLE><PRENOM>Camille</PRENOM><DATE_NAISS>02/11/2008</DATE_NAISS><CODE_MEF>2583260111</CODE_MEF></ELEVE>`,
  );
  const classes = people.map(
    (n) => `<STRUCTURES_ELEVE ELEVE_ID="${n}"><STRUCTURE><CODE_STRUCTURE>C${round}-${n % 30}</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>`,
  );
  return `<?xml version="1.0" encoding="ISO-8859-15"?><BEE_ELEVES><PARAMETRES><UAJ>0009017B</UAJ><ANNEE_SCOLAIRE>${year}</ANNEE_SCOLAIRE></PARAMETRES><DONNEES><ELEVES>${learners.join("\n")}</ELEVES><STRUCTURES>${classes.join("\n")}</STRUCTURES></DONNEES></BEE_ELEVES>`;
}

const letters = (n) => [...String(n)].map((digit) => String.fromCharCode(97 + Number(digit))).join("");

/** `jalon import`: how it ended, what it said. `after`: killed after so many milliseconds. */
function run(settings, args, after) {
  const environment = { ...process.env };
  for (const [name, value] of Object.entries(settings)) environment[`JALON_${name.toUpperCase()}`] = String(value);
  return new Promise((resolve) => {
    const child = spawn(BINARY, ["import", "--school", "0009017B", "--json", ...args], { env: environment });
    let output = "";
    let log = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (log += data));
    const timer = after === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), after);
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, killed: signal === "SIGKILL", answer: output === "" ? undefined : JSON.parse(output), log });
    });
  });
}

/** How many people of a file are in the school: none of them, or all. */
async function present(settings, file) {
  const { code, answer, log } = await run(settings, ["--dry-run", file]);
  check(code === 0, `La vérification a échoué : ${log}`);
  const { created, same } = answer;
  check(created + same === LEARNERS, `Des lignes ne sont ni nouvelles ni déjà là : ${JSON.stringify(answer)}`);
  check(created === 0 || same === 0, `À moitié importé : ${same} personnes sur ${LEARNERS}.`);
  return same;
}

drill(`Import tué : ${LEARNERS} personnes, ${ROUNDS} fois.`, async () => {
  const place = folder();
  const port = await freePort();
  const settings = {
    listen: `127.0.0.1:${port}`, data_dir: `${place}/donnees`, log: "error",
    ...(process.env.JALON_DATABASE ? { database: process.env.JALON_DATABASE } : {}),
  };
  const node = await new Node(settings).start();
  await install(`http://127.0.0.1:${port}`, node.code);
  await node.stop();

  const first = `${place}/0.xml`;
  writeFileSync(first, siecle(0));
  const begun = Date.now();
  const whole = await run(settings, [first]);
  const took = Date.now() - begun;
  check(whole.code === 0 && whole.answer.created === LEARNERS, `L’import entier a échoué : ${whole.log}`);
  say(`Un import entier prend ${took} ms.`);

  let killed = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const file = `${place}/${round}.xml`;
    writeFileSync(file, siecle(round));
    // From the reading to the last write: moments spread over the whole of it.
    const after = Math.round((took * (round - 0.5 + Math.random() * 0.5)) / ROUNDS);
    const cut = await run(settings, [file], after);
    killed += cut.killed ? 1 : 0;
    const there = await present(settings, file);
    const again = await run(settings, [file]);
    check(again.code === 0, `Le second lancement a échoué : ${again.log}`);
    check((await present(settings, file)) === LEARNERS, "Le second lancement n’a pas tout importé.");
    say(`Coupure ${round}, après ${after} ms${cut.killed ? "" : " (déjà fini)"} : ${there === 0 ? "rien n’était écrit" : "tout était écrit"}, puis tout y est.`);
    await pause(50);
  }
  check(killed > ROUNDS / 2, `Seulement ${killed} imports ont été tués : l’exercice ne prouve rien.`);

  // The application starts on it, and its administrator finds everybody.
  await node.start();
  await node.stop();
});
