// Two `jalon serve` on one PostgreSQL and one S3 behind a small balancer: a session goes on at the other
// node, files too, a job runs once, one node is killed and nothing acknowledged is lost.
// Usage: scripts/drills/deux-noeuds.sh (it starts PostgreSQL and S3).
import http from "node:http";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { Browser, Node, Report, check, drill, folder, freePort, install, learners, pause, say } from "./lib.mjs";

const PSQL = process.env.PSQL ?? "psql";

/** Each request to the next node; a node that does not answer is left out until it does again. */
async function balancer(ports) {
  let turn = 0;
  const port = await freePort();
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const order = ports.map((_, index) => ports[(turn + index) % ports.length]);
    turn += 1;
    for (const target of order) {
      // Only a refused connection goes to the next one: a change that may have been made is not sent twice.
      const outcome = await forward(target, request, body, response);
      if (outcome !== "refused") return;
    }
    response.writeHead(502).end("aucun nœud");
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { port, close: () => server.close() };
}

function forward(port, request, body, response) {
  return new Promise((resolve) => {
    const headers = { ...request.headers, "x-forwarded-for": request.socket.remoteAddress };
    const onward = http.request({ host: "127.0.0.1", port, method: request.method, path: request.url, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
      answer.on("error", () => response.destroy());
      answer.on("end", () => resolve("done"));
    });
    onward.on("error", (error) => {
      if (error.code === "ECONNREFUSED") return resolve("refused");
      response.destroy();
      resolve("broken");
    });
    onward.end(body);
  });
}

/** Rows of a query, each a list of texts. */
function sql(query) {
  const done = spawnSync(PSQL, ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", `--dbname=${process.env.JALON_DATABASE}`, `--command=${query}`], { encoding: "utf8" });
  check(done.status === 0, `psql : ${done.stderr}`);
  return done.stdout.split("\n").filter(Boolean).map((line) => line.split("|"));
}

drill("Deux nœuds sur une base PostgreSQL et un S3, derrière un répartiteur.", async () => {
  const home = folder();
  const ports = [await freePort(), await freePort()];
  const front = await balancer(ports);
  const base = `http://127.0.0.1:${front.port}`;
  const nodes = ports.map((port, index) => new Node({
    listen: `127.0.0.1:${port}`, public_url: base, trusted_proxies: 1, data_dir: `${home}/noeud-${index + 1}`, log: "warn", metrics_token: "exercice",
  }));
  const [first, second] = nodes;
  const direct = ports.map((port) => `http://127.0.0.1:${port}`);

  // Installed at the first node; the second one gets the key of the audit trail.
  await first.start();
  const admin = await install(direct[0], first.code);
  mkdirSync(`${home}/noeud-2`, { recursive: true });
  copyFileSync(`${home}/noeud-1/cle-journal`, `${home}/noeud-2/cle-journal`);
  await second.start();
  say("Deux nœuds en marche.");

  // A session opened at one node goes on at the other.
  check((await admin.at(direct[1]).send("/admin/personnes")).status === 200, "La session ouverte au premier nœud n’est pas reconnue par le second.");
  const people = (await learners(admin.at(base), 8));
  say("Une session ouverte sur un nœud continue sur l’autre.");

  // A file received by one node is served by the other.
  const writers = [];
  for (const learner of people) {
    for (let number = 1; number <= 5; number += 1) {
      writers.push({ report: await Report.begin(learner, `Compte rendu ${number}`), sent: 0, acknowledged: 0 });
    }
  }
  const owner = writers[0].report;
  const content = Buffer.from("Reçu par le premier nœud, lu au second.\n".repeat(100));
  const sent = await owner.learner.at(direct[0]).upload(`${owner.path}/pieces`, [["titre", "Preuve"], ["version", owner.version]], "preuve.txt", content, "text/plain");
  check(sent.status === 303 || sent.status === 200, `L’envoi d’une pièce a répondu ${sent.status} : ${sent.text.slice(0, 500)}`);
  const page = await owner.learner.at(direct[1]).page(owner.path);
  const piece = page.match(/\/pieces\/[0-9a-f-]{36}/)?.[0];
  check(piece, "La pièce n’est pas sur la page du compte rendu.");
  const got = await owner.learner.at(direct[1]).send(piece);
  check(got.status === 200 && got.bytes.equals(content), `La pièce lue au second nœud n’est pas celle envoyée au premier (${got.status}).`);
  say("Une pièce reçue par un nœud est servie par l’autre, depuis S3.");

  // Everybody writes through the balancer; the first node is killed in the middle.
  for (const writer of writers) await writer.report.read();
  let running = true;
  let broken = 0;
  const counts = { before: 0, after: 0 };
  let killed = false;
  const loops = writers.map(async (writer) => {
    while (running) {
      writer.sent += 1;
      try {
        const answer = await writer.report.save(`repère ${writer.sent} ; ${"texte ".repeat(40)}`);
        if (answer.status === 200) {
          writer.acknowledged = writer.sent;
          counts[killed ? "after" : "before"] += 1;
        } else if (answer.status === 409) {
          // Saved by the request whose answer was lost: read where it stands, as the page would.
          await writer.report.read();
        } else {
          check([502, 503].includes(answer.status), `Un enregistrement a répondu ${answer.status} : ${answer.text.slice(0, 300)}`);
        }
      } catch (error) {
        if (error.name === "Failure") throw error;
        broken += 1;
      }
    }
  });
  // Long enough to prove something, on a slow machine too.
  const enough = async (count) => {
    await pause(3_000);
    for (let waited = 0; count() <= 100 && waited < 60_000; waited += 100) await pause(100);
  };
  await enough(() => counts.before);
  killed = true;
  await first.killNow();
  await enough(() => counts.after);
  running = false;
  await Promise.all(loops);
  check(counts.before > 100 && counts.after > 100, `Trop peu d’enregistrements pour conclure : ${counts.before} avant, ${counts.after} après.`);
  for (const { report, sent: last, acknowledged } of writers) {
    const found = Number((await report.read()).match(/repère (\d+)/)?.[1] ?? 0);
    check(found >= acknowledged && found <= last, `Perdu : « repère ${acknowledged} » était confirmé, la page montre « repère ${found} » (${report.path}).`);
  }
  say(`Un nœud tué en pleine écriture : ${counts.before} enregistrements confirmés avant, ${counts.after} après, rien ne manque ; ${broken} requêtes coupées sans réponse.`);

  // Jobs: the killed node comes back; whatever was due ran once.
  await first.start();
  await Promise.all(writers.slice(0, 8).map(async ({ report }) => {
    await report.read();
  }));
  say("Attente des travaux périodiques (deux minutes)…");
  await pause(130_000);
  const jobs = sql("SELECT kind, state, count(*), max(attempts) FROM jobs GROUP BY kind, state ORDER BY kind, state");
  check(jobs.length > 0, "Aucun travail n’a été fait.");
  const twice = sql("SELECT kind, count(*) FROM jobs GROUP BY kind, date_trunc('minute', created_at) HAVING count(*) > 2");
  check(twice.length === 0, `Un travail périodique a été mis plusieurs fois dans la file : ${JSON.stringify(twice)}`);
  const again = jobs.filter(([, state, , attempts]) => state === "failed" || Number(attempts) > 2);
  check(again.length === 0, `Des travaux ont échoué ou ont été refaits : ${JSON.stringify(again)}`);
  for (const [kind, state, count, attempts] of jobs) say(`Travail ${kind} : ${count} × ${state}, au plus ${attempts} essai(s).`);
  const seals = sql("SELECT count(*), count(DISTINCT sequence), max(sequence), count(*) FILTER (WHERE seal IS NULL) FROM audit_events");
  const [total, distinct, last, unsealed] = seals[0].map(Number);
  check(total > 0 && distinct === total && last === total && unsealed === 0, `Le journal n’est pas scellé une fois et une seule : ${seals[0]}`);
  say(`Journal : ${total} évènements, chacun scellé une fois.`);

  const stranger = new Browser(direct[0]);
  check((await stranger.send("/metriques")).status === 403, "/metriques s’ouvre sans jeton.");
  front.close();
  await Promise.all(nodes.map((node) => node.stop()));
});
