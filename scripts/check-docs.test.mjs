// What the person who writes the documentation would be told.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { problemsOf } from "./check-docs.mjs";

const SOUND = {
  "README.md": "# Jalon\n[plan](docs/ARCHITECTURE.md#les-données-où) [site](https://example.org)",
  "docs/ARCHITECTURE.md": "# Plan\n## Les données\u00a0: où\u202f?\n[décisions](adr/) ![vue](vue.png)",
  "docs/vue.png": "",
  "docs/adr/0001-un.md": "# Un\n```\n[pas un lien](nulle-part.md)\n```",
  "docs/adr/0002-deux.md": "# Deux\n`[code](absent.md)`",
};

/** Problems of a repository that is SOUND but for these files. */
function problemsWith(files) {
  const root = mkdtempSync(join(tmpdir(), "jalon-docs-"));
  try {
    for (const [path, text] of Object.entries({ ...SOUND, ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return problemsOf(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test("sound documentation is accepted, code is not read as links", () => {
  assert.deepEqual(problemsWith({}), []);
});

test("a broken link is named with its line", () => {
  const problems = problemsWith({ "docs/adr/0001-un.md": "# Un\n\n[ici](../absent.md)" });
  assert.deepEqual(problems, ["docs/adr/0001-un.md:3 : le lien « ../absent.md » ne mène à rien."]);
});

test("an anchor without its title is named", () => {
  const problems = problemsWith({ "docs/adr/0001-un.md": "[ici](../ARCHITECTURE.md#absent)" });
  assert.match(problems.join(), /pas de titre « #absent »/);
});

test("a page that no link leads to is named", () => {
  assert.match(problemsWith({ "docs/guide/seule.md": "# Seule" }).join(), /docs\/guide\/seule\.md : aucun lien/);
});

test("two decision records with one number are named", () => {
  assert.match(problemsWith({ "docs/adr/0002-trois.md": "# Trois" }).join(), /le numéro 0002 est déjà/);
});

test("unfinished text is named", () => {
  assert.deepEqual(problemsWith({ "README.md": `${SOUND["README.md"]}\nTODO : écrire` }), ["README.md:3 : reste un « TODO »."]);
});
