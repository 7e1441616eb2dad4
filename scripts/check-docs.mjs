#!/usr/bin/env node
// Checks the documentation: links lead somewhere, every page of docs/ can be reached from README.md or
// docs/ARCHITECTURE.md, decision records have numbers of their own, nothing is left to be written.
// Usage: node scripts/check-docs.mjs [folder of the repository]
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ENTRANCES = ["README.md", "docs/ARCHITECTURE.md"];
const UNFINISHED = /\b(TODO|FIXME)\b/;

/** Paths, from the root, of README.md, the other pages of the root, and every page below docs/. */
function pagesOf(root) {
  const below = (folder) =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return below(path);
      return entry.name.endsWith(".md") ? [path] : [];
    });
  const ofRoot = readdirSync(root).filter((name) => name.endsWith(".md"));
  return [...ofRoot, ...(existsSync(join(root, "docs")) ? below("docs") : [])];
}

/** The text without code, line by line, so that line numbers stay true. */
function prose(text) {
  let fence = null;
  return text.split("\n").map((line) => {
    const mark = line.match(/^\s*(```+|~~~+)/)?.[1];
    if (mark && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
      return "";
    }
    return fence === null ? line.replace(/`[^`]*`/g, (code) => " ".repeat(code.length)) : "";
  });
}

/** Anchors of the titles of a page, as the usual forges make them. */
function anchorsOf(text) {
  const seen = new Map();
  const fenced = prose(text);
  return new Set(
    text.split("\n").flatMap((line, index) => {
      const title = fenced[index] && line.match(/^#{1,6}\s+(.*?)\s*#*$/)?.[1];
      if (!title) return [];
      const shown = title.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
      const slug = shown.toLowerCase().replace(/[^\p{L}\p{N}\p{M} _-]/gu, "").replace(/ /g, "-");
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return [count ? `${slug}-${count}` : slug];
    }),
  );
}

/** Links and images of a page: inline, by reference, and by HTML attribute. */
function linksOf(text) {
  const patterns = [/!?\]\(\s*<?([^)\s>]+)>?(?:\s+["'(][^)]*)?\)/g, /^\s*\[[^\]]+\]:\s+<?([^\s>]+)>?/g, /\b(?:href|src)="([^"]+)"/g];
  return prose(text).flatMap((line, index) =>
    patterns.flatMap((pattern) => [...line.matchAll(pattern)].map((match) => ({ target: match[1], line: index + 1 }))),
  );
}

/** French sentences about what is wrong, each with its file and line; empty when all is well. */
export function problemsOf(root) {
  const problems = [];
  const pages = pagesOf(root);
  const texts = new Map(pages.map((page) => [page, readFileSync(join(root, page), "utf8")]));
  const leadsTo = new Map(pages.map((page) => [page, []]));

  for (const [page, text] of texts) {
    text.split("\n").forEach((line, index) => {
      const mark = line.match(UNFINISHED)?.[1];
      if (mark) problems.push(`${page}:${index + 1} : reste un « ${mark} ».`);
    });
    for (const { target, line } of linksOf(text)) {
      if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith("//")) continue;
      const [path, anchor] = decodeURI(target).split("#");
      const absolute = path.startsWith("/") ? join(root, path) : path ? resolve(root, dirname(page), path) : join(root, page);
      const name = relative(root, absolute);
      if (name.startsWith("..") || !existsSync(absolute)) {
        problems.push(`${page}:${line} : le lien « ${target} » ne mène à rien.`);
      } else if (statSync(absolute).isDirectory()) {
        // A forge shows the pages of a folder.
        leadsTo.get(page).push(...pages.filter((other) => dirname(other) === name));
      } else if (texts.has(name)) {
        leadsTo.get(page).push(name);
        if (anchor && !anchorsOf(texts.get(name)).has(anchor)) {
          problems.push(`${page}:${line} : pas de titre « #${anchor} » dans ${name}.`);
        }
      }
    }
  }

  const reached = new Set();
  const visit = (page) => {
    if (reached.has(page)) return;
    reached.add(page);
    leadsTo.get(page).forEach(visit);
  };
  for (const entrance of ENTRANCES) {
    if (texts.has(entrance)) visit(entrance);
    else problems.push(`${entrance} : la page manque.`);
  }
  for (const page of pages) {
    if (page.startsWith("docs/") && !reached.has(page)) {
      problems.push(`${page} : aucun lien n’y mène depuis ${ENTRANCES.join(" ou ")}.`);
    }
  }

  const numbers = new Map();
  for (const page of pages.filter((page) => page.startsWith("docs/adr/"))) {
    const number = page.match(/^docs\/adr\/(\d+)-/)?.[1];
    if (number === undefined) continue;
    const key = Number(number);
    if (numbers.has(key)) problems.push(`${page} : le numéro ${number} est déjà celui de ${numbers.get(key)}.`);
    else numbers.set(key, page);
  }
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), ".."));
  const problems = problemsOf(root);
  problems.forEach((problem) => console.error(`✗ ${problem}`));
  if (problems.length > 0) process.exit(1);
  console.log("› Documentation : liens, pages et numéros sont en ordre.");
}
