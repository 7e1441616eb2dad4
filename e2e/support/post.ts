/**
 * Mail for a journey: a real SMTP server that keeps what it receives, and a Jalon of the journey's own that
 * hands its messages to it. Both listen on this machine only and end with the journey.
 *
 * The server wants a name and a password, and asks for STARTTLS before: its certificate is made for the journey,
 * and the machine that Jalon runs on is told to trust it, as one does with the authority of a school.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { simpleParser } from "mailparser";
import { generate } from "selfsigned";
import { SMTPServer } from "smtp-server";
import { binary } from "./instances.ts";

/** A message as a mailbox shows it. */
export interface Letter {
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  /** Its headers, by their names in small letters. */
  headers: Map<string, string>;
  /** All of it, as it travelled. */
  raw: string;
}

const ACCOUNT = { user: "jalon", password: "une clé sous le paillasson" };

/** Longest wait for a message or for Jalon, in ms. */
const PATIENCE = 60_000;

export class Post {
  /** Address of Jalon, without a final slash. */
  url = "";
  /** The code to install it with. */
  code = "";
  readonly #letters: Letter[] = [];
  readonly #ends: (() => Promise<void>)[] = [];

  static async open(): Promise<Post> {
    const post = new Post();
    try {
      const folder = await mkdtemp(join(tmpdir(), "jalon-courrier-"));
      post.#ends.push(() => rm(folder, { recursive: true, force: true }));
      const [port, authority] = await post.#listen(folder);
      await post.#start(folder, port, authority);
      return post;
    } catch (error) {
      await post.close();
      throw error;
    }
  }

  /** The next message for this address; each is handed out once. */
  async next(to: string): Promise<Letter> {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(200)) {
      const index = this.#letters.findIndex((letter) => letter.to === to);
      if (index >= 0) return this.#letters.splice(index, 1)[0]!;
    }
    throw new Error(`Aucun message pour ${to} en ${PATIENCE / 1000} s.`);
  }

  /** How many messages nobody asked for. */
  get left(): number {
    return this.#letters.length;
  }

  async close(): Promise<void> {
    for (const end of this.#ends.reverse()) await end();
  }

  async #listen(folder: string): Promise<[port: number, authority: string]> {
    const pair = await generate([{ name: "commonName", value: "localhost" }], {
      algorithm: "sha256",
      extensions: [
        { name: "basicConstraints", cA: false },
        { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
      ],
    });
    const authority = join(folder, "autorite.pem");
    await writeFile(authority, pair.cert);
    const server = new SMTPServer({
      key: pair.private,
      cert: pair.cert,
      onAuth: ({ username, password }, session, done) => {
        const right = session.secure && username === ACCOUNT.user && password === ACCOUNT.password;
        done(right ? null : new Error("Name or password"), right ? { user: username } : undefined);
      },
      onData: (stream, session, done) => {
        this.#keep(stream, session.envelope.rcptTo.map((one) => one.address)).then(() => done(), done);
      },
    });
    // Jalon is stopped in the middle of a connection that it kept open.
    server.on("error", () => {});
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    this.#ends.push(() => new Promise((closed) => server.close(closed)));
    return [(server.server.address() as AddressInfo).port, authority];
  }

  async #keep(stream: NodeJS.ReadableStream, to: string[]): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    const raw = Buffer.concat(chunks);
    const parsed = await simpleParser(raw);
    const headers = new Map(parsed.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(":") + 1).trim()]));
    for (const one of to) {
      this.#letters.push({
        to: one,
        from: parsed.from?.text ?? "",
        subject: parsed.subject ?? "",
        text: parsed.text ?? "",
        html: parsed.html || "",
        headers,
        raw: raw.toString("utf8"),
      });
    }
  }

  async #start(folder: string, smtp: number, authority: string): Promise<void> {
    const address = `127.0.0.1:${await freePort()}`;
    const ours = Object.entries(process.env).filter(([name]) => !name.startsWith("JALON_"));
    const jalon = spawn(binary(), ["serve"], {
      cwd: folder,
      env: {
        ...Object.fromEntries(ours),
        SSL_CERT_FILE: authority,
        JALON_LISTEN: address,
        JALON_MAIL_HOST: "localhost",
        JALON_MAIL_PORT: String(smtp),
        JALON_MAIL_SECURITY: "starttls",
        JALON_MAIL_USER: ACCOUNT.user,
        JALON_MAIL_PASSWORD: ACCOUNT.password,
        JALON_MAIL_FROM: "Jalon <jalon@example.org>",
      },
    });
    let said = "";
    for (const stream of [jalon.stdout, jalon.stderr]) stream.on("data", (data) => (said += data));
    const ended = new Promise<void>((done) => jalon.on("close", () => done()));
    this.#ends.push(async () => {
      jalon.kill("SIGTERM");
      await ended;
    });
    this.url = `http://${address}`;
    for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(200)) {
      const code = said.match(/Code d[’']installation\s*:\s*([A-Z0-9]{4}-[A-Z0-9]{4})/)?.[1];
      if (code && (await fetch(`${this.url}/sante`).then((answer) => answer.ok, () => false))) {
        this.code = code;
        return;
      }
    }
    throw new Error(`Jalon n’a pas démarré :\n${said}`);
  }
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}

/** The first address in a message that goes on so after Jalon’s own; without the host. */
export function linkIn(letter: Letter, url: string, path: string): string {
  const link = letter.text.split(/\s+/).find((word) => word.startsWith(url + path));
  if (!link) throw new Error(`Aucun lien ${path}… dans :\n${letter.text}`);
  return link.slice(url.length);
}
