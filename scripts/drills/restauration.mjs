// A backup made while people write, restored elsewhere: everything acknowledged before it began is there,
// the trail is intact, and a damaged copy is refused. Usage: scripts/drills/restauration.sh
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { BINARY, Browser, Failure, Node, Report, PASSWORD, check, drill, folder, freePort, install, learners, pause, say } from "./lib.mjs";

/** Runs `jalon …` on an instance, while others go on; its output. `fails` says whether it should. */
function jalon(node, words, fails = false) {
  return new Promise((resolve, reject) => {
    execFile(BINARY, words, { env: node.environment() }, (error, stdout, stderr) => {
      const output = (stdout + stderr).trim();
      if ((error !== null) === fails) resolve(output);
      else reject(new Failure(`jalon ${words.join(" ")} : code ${error?.code ?? 0}\n${output}`));
    });
  });
}

drill("Sauvegarde à chaud, puis restauration ailleurs.", async () => {
  const home = folder();
  const database = (number) => (process.env[`DRILL_DATABASE_${number}`] ? { database: process.env[`DRILL_DATABASE_${number}`] } : {});
  const place = async (number) => new Node({ listen: `127.0.0.1:${await freePort()}`, data_dir: `${home}/${number}`, log: "error", ...database(number) });
  const first = await place(1);
  await first.start();
  const base = `http://${first.settings.listen}`;
  const admin = await install(base, first.code);
  const people = await learners(admin, 3);
  const reports = [];
  for (const learner of people) reports.push({ report: await Report.begin(learner, "Compte rendu"), saved: 0 });
  const { report } = reports[0];
  const content = Buffer.from("Une preuve.\n".repeat(2_000));
  const sent = await report.learner.upload(`${report.path}/pieces`, [["titre", "Preuve"], ["version", report.version]], "preuve.txt", content, "text/plain");
  check(sent.status === 303 || sent.status === 200, `L’envoi d’une pièce a répondu ${sent.status}.`);

  let running = true;
  const loops = reports.map(async (one) => {
    await one.report.read();
    while (running) {
      const answer = await one.report.save(`repère ${one.saved + 1}`);
      check(answer.status === 200, `Un enregistrement pendant la sauvegarde a répondu ${answer.status}.`);
      one.saved += 1;
    }
  });
  await pause(1_000);
  const before = reports.map((one) => one.saved);
  const archive = `${home}/jalon.tar.gz`;
  say(await jalon(first, ["backup", "--output", archive]));
  const after = reports.map((one) => one.saved);
  running = false;
  await Promise.all(loops);
  await first.stop();

  const second = await place(2);
  const whole = readFileSync(archive);
  for (const [what, bytes] of [
    ["tronquée", whole.subarray(0, whole.length - 100)],
    ["abîmée", Buffer.from(whole.map((byte, index) => (index === Math.floor(whole.length / 2) ? byte ^ 1 : byte)))],
    ["d’une autre sorte", Buffer.from("%PDF-1.7")],
  ]) {
    writeFileSync(`${home}/autre.tar.gz`, bytes);
    say(`Archive ${what} : ${await jalon(second, ["restore", `${home}/autre.tar.gz`], true)}`);
  }
  say(await jalon(second, ["restore", archive]));
  say(await jalon(second, ["doctor", "--audit"]));
  say(`Par-dessus des données : ${await jalon(second, ["restore", archive], true)}`);

  await second.start();
  const there = `http://${second.settings.listen}`;
  const again = new Browser(there);
  await again.submit("/connexion", [["identifiant", "adele.gestion"], ["mot_de_passe", PASSWORD], ["suite", ""]]);
  for (const [index, one] of reports.entries()) {
    one.report.learner = one.report.learner.at(there);
    const found = Number((await one.report.read()).match(/repère (\d+)/)?.[1] ?? 0);
    check(found >= before[index] && found <= after[index] + 1, `Le compte rendu ${index} montre « repère ${found} », attendu de ${before[index]} à ${after[index] + 1}.`);
  }
  const piece = (await report.learner.page(report.path)).match(/\/pieces\/[0-9a-f-]{36}/)?.[0];
  check(piece, "La pièce n’est pas sur la page du compte rendu restauré.");
  check((await report.learner.send(piece)).bytes.equals(content), "La pièce restaurée n’est pas celle qui avait été envoyée.");
  await second.stop();
  say("Textes, pièce, comptes et journal sont là.");
});
