// The disk fills up while people write and send files: each gets a sentence, nothing is half-written,
// everything acknowledged stays, and work goes on once there is room. Usage: scripts/drills/disque-plein.sh
import { readdirSync, rmSync, statfsSync, openSync, writeSync, closeSync } from "node:fs";
import { join } from "node:path";
import { Node, Report, check, drill, folder, freePort, install, learners, say, words } from "./lib.mjs";

/** All files below a folder. */
function filesBelow(path) {
  return readdirSync(path, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const room = (path) => {
  const state = statfsSync(path);
  return state.bavail * state.bsize;
};

/** Takes all the room but `left` bytes. */
function fill(path, left) {
  const ballast = join(path, "lest");
  const file = openSync(ballast, "w");
  const piece = Buffer.alloc(4096, 1);
  try {
    while (room(path) > left) writeSync(file, piece);
  } catch (error) {
    if (error.code !== "ENOSPC") throw error;
  }
  closeSync(file);
  return ballast;
}

const sentence = (answer) => {
  try {
    return JSON.parse(answer.text).message;
  } catch {
    return words(answer.text);
  }
};

drill("Disque plein pendant un envoi et un enregistrement.", async () => {
  const home = folder();
  const data = `${home}/donnees`;
  const node = new Node({ listen: `127.0.0.1:${await freePort()}`, data_dir: data, log: "error" });
  await node.start();
  const base = `http://${node.settings.listen}`;
  const admin = await install(base, node.code);
  const people = await learners(admin, 4);
  const reports = [];
  for (const learner of people) reports.push({ report: await Report.begin(learner, "Compte rendu"), saved: "Début." });
  const [first] = reports;

  // An upload that does not fit.
  let ballast = fill(home, 300_000);
  const stored = filesBelow(join(data, "fichiers")).length;
  const big = Buffer.from("une ligne de texte\n".repeat(60_000));
  const refused = await first.report.learner.upload(`${first.report.path}/pieces`, [["titre", "Preuve"], ["version", first.report.version]], "preuve.txt", big, "text/plain");
  check(refused.status === 507, `Un envoi sans place a répondu ${refused.status} au lieu de 507.`);
  check(/place/.test(sentence(refused)), `La phrase ne parle pas de place : ${sentence(refused).slice(0, 600)}`);
  check(filesBelow(join(data, "fichiers")).length === stored, "Un fichier à moitié écrit est resté dans fichiers/.");
  check(filesBelow(join(data, "envois")).length === 0, "Un envoi à moitié reçu est resté dans envois/.");
  say(`Envoi refusé (${refused.status}) : « ${sentence(refused).match(/[^.]*place[^.]*\./)?.[0]?.trim()} »`);

  // Autosaves until there is no room left, each growing.
  rmSync(ballast);
  ballast = fill(home, 200_000);
  let full = 0;
  for (let turn = 1; turn <= 400 && full < 8; turn += 1) {
    for (const one of reports) {
      const text = `repère ${turn} ; ${"texte ".repeat(1_500)}`;
      const answer = await one.report.save(text);
      if (answer.status === 200) {
        one.saved = text;
      } else {
        check(answer.status === 507 && /place/.test(sentence(answer)), `Sans place, un enregistrement a répondu ${answer.status} : ${sentence(answer).slice(0, 300)}`);
        full += 1;
        if (full === 1) say(`Enregistrement refusé (${answer.status}) : « ${sentence(answer)} »`);
      }
    }
  }
  check(full > 0, "Le disque ne s’est jamais rempli : l’exercice ne prouve rien.");
  const shown = async () => {
    for (const { report, saved } of reports) {
      const text = await report.read();
      check(text.trim() === saved.trim(), `La page (${report.path}) montre « ${text.trim().slice(0, 30)}… » (${text.length} caractères), le dernier texte confirmé est « ${saved.slice(0, 30)}… » (${saved.length}).`);
    }
  };
  await shown();
  say("Disque plein : les pages répondent et montrent tout ce qui était confirmé.");

  // Room again, without a restart; then after one.
  rmSync(ballast);
  for (const one of reports) {
    one.saved = `après ${"texte ".repeat(100)}`;
    const answer = await one.report.save(one.saved);
    check(answer.status === 200, `La place est revenue, l’enregistrement répond ${answer.status} : ${sentence(answer).slice(0, 300)}`);
  }
  const accepted = await first.report.learner.upload(`${first.report.path}/pieces`, [["titre", "Preuve"], ["version", first.report.version]], "preuve.txt", big, "text/plain");
  check([200, 303].includes(accepted.status), `La place est revenue, l’envoi répond ${accepted.status}.`);
  await node.killNow();
  await node.start();
  await shown();
  await node.stop();
  say("La place revenue, tout reprend, sans redémarrage et après.");
});
