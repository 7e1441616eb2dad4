// The long job never slows the pages: « Mon parcours » and autosaves, timed without and during the making of a PDF
// of 200 reports, in one run. Usage: scripts/drills/export-long.sh
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { crc32, deflateSync } from "node:zlib";
import { Node, Report, check, drill, folder, freePort, install, learners, pause, say } from "./lib.mjs";

const REPORTS = Number(process.env.REPORTS ?? 200);
/** People who open their page, then breathe. */
const READERS = Number(process.env.READERS ?? 4);
const BREATH = 100;
/** How long the pages are timed without an export, in ms. */
const CALM = 20_000;
/** The median of a page may be so many times slower, no more. */
const LIMIT = Number(process.env.LIMIT ?? 1.5);

/** A picture that does not compress well, as a photograph: noise over a gradient, the same for the same number. */
function picture(width, height, seed) {
  let state = seed * 2_654_435_761 + 1;
  const rows = Buffer.alloc((width * 3 + 1) * height);
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    rows[at++] = 0;
    for (let x = 0; x < width; x += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const noise = state >>> 27;
      rows[at++] = ((x * 200) / width + noise) & 255;
      rows[at++] = ((y * 200) / height + noise) & 255;
      rows[at++] = 120 + noise;
    }
  }
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header), chunk("IDAT", deflateSync(rows, { level: 1 })), chunk("IEND", Buffer.alloc(0)),
  ]);
}

const TEXT = "J’ai préparé le poste, vérifié les droits du compte, puis noté chaque étape pour la personne qui reprendra. ".repeat(6);

/** A report with a picture, handed in. */
async function handIn(learner, number) {
  const report = await Report.begin(learner, `Compte rendu ${number}`);
  const description = [["description", `Capture d’écran numéro ${number}`]];
  const sent = await learner.upload(`${report.path}/pieces`, description, `capture-${number}.png`, picture(1280, 800, number), "image/png");
  check(sent.status < 400, `Une image a été refusée : ${sent.status}`);
  await learner.submit(`${report.path}/soumettre`, [
    ["version", report.version], ["titre", report.title], ["nature", "activity"], ["contexte", "school"],
    ["situate", TEXT], ["produced", TEXT], ["how_why", TEXT], ["cible", "C1.1"], ["cible", "C2.1.1"],
  ]);
}

/** Times in ms while `going()`: pages opened and texts saved, by several people with a pause between two. */
async function timed(readers, going) {
  const times = { pages: [], saves: [] };
  const loops = readers.map(async ({ browser, draft }, index) => {
    await pause((index * BREATH) / readers.length);
    for (let turn = 0; going(); turn += 1) {
      const begun = performance.now();
      if (turn % 4 === 3) {
        const answer = await draft.save(`${TEXT} ${turn}`);
        check(answer.status === 200, `Un enregistrement a répondu ${answer.status}.`);
        times.saves.push(performance.now() - begun);
      } else {
        await browser.page("/dossier");
        times.pages.push(performance.now() - begun);
      }
      await pause(BREATH);
    }
  });
  await Promise.all(loops);
  return times;
}

const quantile = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
const figures = (values) => ({ n: values.length, p50: quantile(values, 0.5), p95: quantile(values, 0.95) });
const ms = (value) => `${value.toFixed(1).replace(".", ",")} ms`;
const ratio = (value) => value.toFixed(2).replace(".", ",");

/** « VmRSS » or « VmHWM » of a process, in MB. */
const memory = (pid, name) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`${name}:\\s+(\\d+)`))?.[1] ?? 0) / 1000;

drill(`Un long export : ${REPORTS} comptes rendus et autant d’images, pendant que ${READERS} personnes travaillent.`, async () => {
  const port = await freePort();
  const node = new Node({
    listen: `127.0.0.1:${port}`, data_dir: `${folder()}/donnees`, log: "error",
    ...(process.env.JALON_DATABASE ? { database: process.env.JALON_DATABASE } : {}),
  });
  await node.start();
  const admin = await install(`http://127.0.0.1:${port}`, node.code);
  const [author, ...others] = await learners(admin, READERS + 1);
  for (let number = 1; number <= REPORTS; number += 1) {
    await handIn(author, number);
    if (number % 50 === 0) say(`${number} comptes rendus soumis.`);
  }
  const readers = [];
  for (const [index, browser] of others.entries()) {
    // One of those who read is the author: their page is the heaviest.
    readers.push({ browser: index === 0 ? author : browser, draft: await Report.begin(browser, "Brouillon") });
  }
  const warm = Date.now() + 3_000;
  await timed(readers, () => Date.now() < warm);

  const before = memory(node.process.pid, "VmRSS");
  const end = Date.now() + CALM;
  const calm = await timed(readers, () => Date.now() < end);

  await author.submit("/dossier/export", [["pieces", "oui"], ...(await ticked(author))]);
  const begun = Date.now();
  let over = false;
  const watch = (async () => {
    while (!over) {
      await pause(500);
      const answer = await author.send("/dossier/export", { headers: { "x-requested-with": "jalon" } });
      over = JSON.parse(answer.text).over;
      check(Date.now() - begun < 1_800_000, "L’export n’est pas fini après une demi-heure.");
    }
  })();
  const busy = await timed(readers, () => !over);
  await watch;
  const took = (Date.now() - begun) / 1000;

  const pdf = await author.send("/dossier/export.pdf");
  check(pdf.status === 200 && pdf.bytes.subarray(0, 4).toString() === "%PDF", "Le PDF ne se télécharge pas.");
  const label = (await author.page("/dossier/export")).match(/Télécharger \(([^)]*)\)/)?.[1] ?? "";
  say(`Fait en ${took.toFixed(0)} s : ${label}. ${availableParallelism()} cœurs.`);
  say(`Mémoire : ${before.toFixed(0)} Mo avant, ${memory(node.process.pid, "VmHWM").toFixed(0)} Mo au plus haut, ${memory(node.process.pid, "VmRSS").toFixed(0)} Mo après.`);
  for (const [name, key] of [["« Mon parcours »", "pages"], ["Enregistrement automatique", "saves"]]) {
    const [without, during] = [figures(calm[key]), figures(busy[key])];
    check(during.n >= 20, `Trop peu de mesures pendant l’export (${during.n}) : augmentez REPORTS.`);
    say(`${name} sans export : médiane ${ms(without.p50)}, 95 % sous ${ms(without.p95)} (${without.n} mesures).`);
    say(`${name} pendant : médiane ${ms(during.p50)}, 95 % sous ${ms(during.p95)} (${during.n} mesures) ; rapports ${ratio(during.p50 / without.p50)} et ${ratio(during.p95 / without.p95)}.`);
    check(during.p50 / without.p50 <= LIMIT, `La médiane passe de ${ms(without.p50)} à ${ms(during.p50)} : plus de ${LIMIT} fois.`);
  }
  await node.stop();
});

/** The reports that the form has ticked. */
async function ticked(browser) {
  const html = await browser.page("/dossier/export");
  return [...html.matchAll(/name="comptes_rendus" value="([^"]+)" checked/g)].map((match) => ["comptes_rendus", match[1]]);
}
