// 200 reports written at once, the program killed without warning, five times: every text that was
// acknowledged is there after the restart. Usage: scripts/drills/kill.sh
import { Node, Report, check, drill, folder, freePort, install, learners, pause, say } from "./lib.mjs";

const LEARNERS = 10;
const REPORTS = 20;
const ROUNDS = 5;

drill(`Coupures brutales : ${LEARNERS * REPORTS} comptes rendus enregistrés en même temps, ${ROUNDS} fois.`, async () => {
  const port = await freePort();
  const node = new Node({
    listen: `127.0.0.1:${port}`, data_dir: `${folder()}/donnees`, log: "error",
    ...(process.env.JALON_DATABASE ? { database: process.env.JALON_DATABASE } : {}),
  });
  await node.start();
  const admin = await install(`http://127.0.0.1:${port}`, node.code);
  const people = await learners(admin, LEARNERS);
  const writers = [];
  for (const learner of people) {
    for (let number = 1; number <= REPORTS; number += 1) {
      writers.push({ report: await Report.begin(learner, `Compte rendu ${number}`), sent: 0, acknowledged: 0 });
    }
  }
  say(`${writers.length} comptes rendus prêts.`);

  for (let round = 1; round <= ROUNDS; round += 1) {
    let running = true;
    let count = 0;
    const loops = writers.map(async (writer) => {
      while (running) {
        writer.sent += 1;
        let answer;
        try {
          answer = await writer.report.save(`repère ${writer.sent} ; ${"texte ".repeat(60)}`);
        } catch {
          return; // The connection broke: not acknowledged.
        }
        if (answer.status === 200) {
          writer.acknowledged = writer.sent;
          count += 1;
        } else {
          check(answer.status === 503, `Un enregistrement a répondu ${answer.status} : ${answer.text.slice(0, 300)}`);
        }
      }
    });
    await pause(1_500 + Math.random() * 1_500);
    // A slow machine gets the time that a cut needs to prove something.
    for (let waited = 0; count <= writers.length && waited < 30_000; waited += 100) await pause(100);
    await node.killNow();
    running = false;
    await Promise.all(loops);
    const begun = Date.now();
    await node.start();
    const took = Date.now() - begun;
    let unacknowledged = 0;
    for (const writer of writers) {
      const text = await writer.report.read();
      const found = Number(text.match(/repère (\d+)/)?.[1] ?? 0);
      check(
        found >= writer.acknowledged && found <= writer.sent,
        `Perdu : « repère ${writer.acknowledged} » était confirmé, la page montre « repère ${found} » (${writer.report.path}).`,
      );
      check(found === 0 || text.length > 300, `Un texte est coupé : ${writer.report.path}`);
      if (found > writer.acknowledged) unacknowledged += 1;
    }
    check(count > writers.length, `Trop peu d’enregistrements (${count}) pour que l’exercice prouve quelque chose.`);
    say(`Coupure ${round} : ${count} enregistrements confirmés, tous là ; ${unacknowledged} de plus étaient écrits sans avoir été confirmés ; redémarrage en ${took} ms.`);
  }
  await node.stop();
});
