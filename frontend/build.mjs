// Builds dist/: `node build.mjs` once, `node build.mjs --watch` at each change of a source or a template.
//
// Every file carries a hash of its content in its name, so that browsers may keep it for ever; manifest.json
// gives the name to use. Text files are compressed here, once, rather than at each request.

import { createHash } from "node:crypto";
import { watch } from "node:fs";
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import esbuild from "esbuild";
import * as sass from "sass";

const here = import.meta.dirname;
const root = join(here, "..");
const packages = join(here, "node_modules");
const sources = ["foundation", "slices", "server"].map((folder) => join(root, folder));

const ATKINSON = "@fontsource-variable/atkinson-hyperlegible-next";
const OPENDYSLEXIC = "@fontsource/opendyslexic";
const fonts = {
  "atkinson.woff2": `${ATKINSON}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2`,
  "atkinson-italic.woff2": `${ATKINSON}/files/atkinson-hyperlegible-next-latin-wght-italic.woff2`,
  "atkinson-ext.woff2": `${ATKINSON}/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2`,
  "atkinson-ext-italic.woff2": `${ATKINSON}/files/atkinson-hyperlegible-next-latin-ext-wght-italic.woff2`,
  "opendyslexic.woff2": `${OPENDYSLEXIC}/files/opendyslexic-latin-400-normal.woff2`,
  "opendyslexic-bold.woff2": `${OPENDYSLEXIC}/files/opendyslexic-latin-700-normal.woff2`,
};
/** Fonts of the PDF: static TTF, which `documents-typst` embeds from dist/polices. No page uses them. */
const EXPO = "@expo-google-fonts";
const pdfFonts = [
  `${EXPO}/atkinson-hyperlegible-next/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf`,
  `${EXPO}/atkinson-hyperlegible-next/400Regular_Italic/AtkinsonHyperlegibleNext_400Regular_Italic.ttf`,
  `${EXPO}/atkinson-hyperlegible-next/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf`,
  `${EXPO}/noto-emoji/400Regular/NotoEmoji_400Regular.ttf`,
  "dejavu-fonts-ttf/ttf/DejaVuSans.ttf", // arrows, ticks, Greek, Cyrillic, Arabic
];
/** Packages of which a part reaches the browser or the PDF, with their licence, which travels with them. */
const shipped = {
  "bootstrap": "LICENSE",
  "lucide-static": "LICENSE",
  [ATKINSON]: "LICENSE",
  [OPENDYSLEXIC]: "LICENSE",
  [`${EXPO}/atkinson-hyperlegible-next`]: "LICENSE_FONT",
  [`${EXPO}/noto-emoji`]: "LICENSE_FONT",
  "dejavu-fonts-ttf": "LICENSE",
};

const compress = { br: promisify(brotliCompress), gz: promisify(gzip) };

/** Writes `content` under its hashed name, compressed too when it is text, and records that name. */
async function emit(out, manifest, name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const hashed = name.replace(/(\.\w+)$/, `.${hash}$1`);
  manifest[name] = hashed;
  await writeFile(join(out, hashed), bytes);
  if (extname(name) === ".woff2") return;
  for (const [suffix, pack] of Object.entries(compress)) {
    await writeFile(join(out, `${hashed}.${suffix}`), await pack(bytes));
  }
}

/** Names of the icons in use: literal calls of the template macros, functions of Rust called `…icon…`, and a list. */
async function iconsInUse() {
  const names = new Set();
  for (const line of (await readFile(join(here, "src/icons.txt"), "utf8")).split("\n")) {
    if (line.trim() && !line.startsWith("#")) names.add(line.trim());
  }
  const collect = (text) => [...text.matchAll(/"([a-z][a-z0-9-]*)"/g)].forEach((found) => names.add(found[1]));
  for (const folder of sources) {
    for (const file of await readdir(folder, { recursive: true })) {
      if (!/\.(html|rs)$/.test(file)) continue;
      const text = await readFile(join(folder, file), "utf8");
      if (file.endsWith(".html")) {
        for (const call of text.matchAll(/\bicon\(\s*("[^"]*")|\b(?:chip|notice)\(\s*"[^"]*",\s*("[^"]*")|\bempty\(\s*("[^"]*")/g)) {
          collect(call[1] ?? call[2] ?? call[3]);
        }
        for (const use of text.matchAll(/icons\.svg"\) \}\}#([a-z0-9-]+)/g)) names.add(use[1]);
      } else {
        for (const body of text.matchAll(/^( *)(?:pub(?:\(\w+\))? )?(?:const )?fn \w*icon\w*\(.*?^\1\}/gms)) collect(body[0]);
        for (const field of text.matchAll(/\bicon: ("[^"]+")/g)) collect(field[1]);
      }
    }
  }
  return [...names].sort();
}

/** One sprite: `<use href="icons.svg#name">`. A name that the icon set does not have stops the build. */
async function sprite() {
  const symbols = [];
  for (const name of await iconsInUse()) {
    const svg = await readFile(join(packages, "lucide-static/icons", `${name}.svg`), "utf8").catch(() => {
      throw new Error(`Icône inconnue : « ${name} ». Les noms sont sur la page de Lucide.`);
    });
    const shapes = svg.match(/<svg[^>]*>(.*)<\/svg>/s)[1].replace(/\s*\n\s*/g, "");
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
}

async function licences() {
  const texts = ["Jalon embarque des parties des projets libres suivants. Voici leurs licences."];
  for (const [name, licence] of Object.entries(shipped)) {
    const { version } = JSON.parse(await readFile(join(packages, name, "package.json"), "utf8"));
    texts.push(`${"=".repeat(78)}\n${name} ${version}\n\n${(await readFile(join(packages, name, licence), "utf8")).trim()}`);
  }
  return `${texts.join("\n\n")}\n`;
}

function stylesheet(manifest) {
  const { css } = sass.compile(join(here, "src/theme/index.scss"), {
    style: "compressed",
    loadPaths: [packages],
    quietDeps: true,
    silenceDeprecations: ["import"], // Bootstrap 5.3 is still written with @import
  });
  return css.replace(/url\("?files\/([\w.-]+)"?\)/g, (_, name) => {
    if (!manifest[name]) throw new Error(`Police absente de build.mjs : ${name}`);
    return `url(${manifest[name]})`;
  });
}

async function script() {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(here, "src/main.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  return outputFiles[0].contents;
}

/** Builds in a folder aside, then swaps: a running server never sees half a build. */
async function build() {
  const started = performance.now();
  const out = join(packages, ".jalon-dist");
  const dist = join(here, "dist");
  const manifest = {};
  await rm(out, { recursive: true, force: true });
  await mkdir(out);
  for (const [name, path] of Object.entries(fonts)) {
    await emit(out, manifest, name, await readFile(join(packages, path)));
  }
  await emit(out, manifest, "favicon.svg", await readFile(join(here, "src/favicon.svg")));
  await emit(out, manifest, "icons.svg", await sprite());
  await emit(out, manifest, "licences.txt", await licences());
  await emit(out, manifest, "jalon.js", await script());
  await emit(out, manifest, "jalon.css", stylesheet(manifest));
  await mkdir(join(out, "polices"));
  for (const path of pdfFonts) await copyFile(join(packages, path), join(out, "polices", basename(path)));
  await writeFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await rm(dist, { recursive: true, force: true });
  await rename(out, dist);
  console.log(`frontend/dist : ${Object.keys(manifest).length} fichiers, ${Math.round(performance.now() - started)} ms`);
}

await build();

if (process.argv.includes("--watch")) {
  let timer;
  const again = (_, file) => {
    if (!/\.(ts|scss|svg|txt|html|rs)$/.test(file ?? "")) return;
    clearTimeout(timer);
    timer = setTimeout(() => build().catch((error) => console.error(error.message)), 150);
  };
  for (const folder of [join(here, "src"), ...sources]) watch(folder, { recursive: true }, again);
}
