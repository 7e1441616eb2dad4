/**
 * The screens of the user guide (docs/guide): the words that its pages quote are still there.
 *
 * With GUIDE_IMAGES=1 the same visits take its pictures anew (install chromium-l10n first: the browser then
 * draws its own dates and file buttons in French):
 *   GUIDE_IMAGES=1 LANGUAGE=fr make e2e ARGS="guide"
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { LOGINS, useSession } from "../support/accounts.ts";
import { urlOf } from "../support/instances.ts";
import { expect, test } from "../support/test.ts";

const GUIDE = fileURLToPath(new URL("../../docs/guide/", import.meta.url));
const TAKE = process.env.GUIDE_IMAGES === "1";

/** A picture may weigh this much, in bytes: the guide is read on slow lines too. */
const HEAVIEST = 60_000;

interface Screen {
  /** Name of its picture. */
  image: string;
  /** Login, or null without an account. */
  login: string | null;
  address: string;
  /** What to do before looking. */
  prepare?: (page: Page) => Promise<void>;
  /** What the picture holds, from the first to the last; the page without its frame if not said. */
  from?: (page: Page) => Locator;
  /** `from` alone if not said. */
  to?: (page: Page) => Locator;
  /** Height of the picture at most, in px. */
  height?: number;
  /** What the page of the guide tells to look for. */
  words: string[];
}

/** The part of a page that has this title. */
const card = (name: string) => (page: Page) => page.locator(".j-card").filter({ has: page.getByRole("heading", { name, exact: true }) });

const LIST = ["Diallo ; Fatou ; 14/02/2009", "Lefèvre ; Tom", "Marchand Zoé", "Nguyen ; An ; 03/09/2008"].join("\n");

const SCREENS: Screen[] = [
  {
    image: "ecrire-un-compte-rendu",
    login: LOGINS.learner,
    address: "/dossier/comptes-rendus",
    prepare: async (page) => {
      await page.getByRole("link", { name: /guide utilisateur/ }).click();
    },
    height: 900,
    words: ["Titre", "Nature", "Où cela s’est passé", "Situer l’action", "Compétences et savoirs", "Relire", "Soumettre", "Enregistrer", "Montrer à l’équipe", "Toutes les versions", "Mettre à la corbeille"],
  },
  {
    image: "mes-missions",
    login: LOGINS.learner,
    address: "/missions",
    height: 760,
    words: ["Mes missions", "À faire", "D’abord", "À reprendre", "Validée", "Rendue", "Commencée"],
  },
  {
    image: "faire-une-mission",
    login: LOGINS.learner,
    address: "/missions",
    prepare: async (page) => {
      await page.locator(".j-records").getByRole("link", { name: /carte mentale/ }).click();
    },
    height: 900,
    words: ["L’histoire", "Ce qui est attendu de moi", "Ce que je travaille", "Documents", "Écrire un compte rendu"],
  },
  {
    image: "confier-une-mission",
    login: LOGINS.teacher,
    address: "/situations",
    prepare: async (page) => {
      await page.getByRole("link", { name: /sécuriser les paiements/ }).first().click();
      await page.getByRole("link", { name: /Confier.*carte mentale/ }).click();
    },
    height: 820,
    words: ["À qui la confier ?", "Des apprenant·es choisi·es", "À partir du", "À rendre le", "Un mot aux apprenant·es", "Confier la mission"],
  },
  {
    image: "suivre-une-mission",
    login: LOGINS.teacher,
    address: "/classes",
    prepare: async (page) => {
      await page.locator(".j-records a").first().click();
      await page.getByRole("link", { name: "Missions confiées" }).click();
      await page.getByRole("link", { name: /Favoriser l’appropriation/ }).click();
    },
    height: 820,
    words: ["Pas encore commencé", "ont rendu", "Validé", "Adapter", "Modifier", "Retirer la mission"],
  },
  {
    image: "ce-que-la-classe-travaille",
    login: LOGINS.teacher,
    address: "/classes",
    prepare: async (page) => {
      await page.locator(".j-records a").first().click();
      await page.getByRole("link", { name: "Ce que la classe travaille" }).click();
    },
    height: 900,
    words: ["Ce qui n’est pas encore travaillé", "Compétence par compétence", "Pas encore", "Compétences détaillées", "Compétences et situations", "Montrer les compétences détaillées", "Compétences numériques (CRCN)"],
  },
  {
    image: "ou-en-est-la-classe",
    login: LOGINS.teacher,
    address: "/classes",
    prepare: async (page) => {
      await page.locator(".j-records a").first().click();
      await page.getByRole("link", { name: "Où en est la classe" }).click();
    },
    height: 900,
    words: ["À qui parler d’abord", "Qui est montré, et dans quel ordre", "Les niveaux aujourd’hui", "Ce qui a bougé", "Comparer", "Résultats Pix"],
  },
  {
    image: "importer-des-resultats-pix",
    login: LOGINS.teacher,
    address: "/classes",
    prepare: async (page) => {
      await page.locator(".j-records a").first().click();
      await page.getByRole("link", { name: "Où en est la classe" }).click();
      await page.getByRole("link", { name: "Résultats Pix" }).click();
      await page.getByRole("link", { name: "Hygiène informatique" }).click();
    },
    height: 900,
    words: ["À décider", "À garder", "Hors de la classe", "Pas encore envoyés", "Importer", "Abandonner"],
  },
  {
    image: "competences-numeriques",
    login: LOGINS.learner,
    address: "/dossier/numerique",
    height: 900,
    words: ["Mes compétences numériques", "Les cinq domaines", "Me positionner", "Travaillée avec", "Résultats Pix", "Compétences transversales"],
  },
  {
    image: "mes-pieces",
    login: LOGINS.learner,
    address: "/dossier/pieces",
    height: 640,
    words: ["Ajouter des fichiers", "Envoyer", "Ajouter un lien", "Décrire ou relier", "Place utilisée"],
  },
  {
    image: "decrire-une-image",
    login: LOGINS.learner,
    address: "/dossier/pieces",
    prepare: async (page) => {
      await page.getByRole("link", { name: /Décrire ou relier.*gantt-projet-conges/ }).click();
    },
    words: ["Ce que l’image montre", "Elle n’apporte pas d’information", "Enregistrer"],
  },
  {
    image: "retoucher-une-image",
    login: LOGINS.learner,
    address: "/dossier/pieces",
    prepare: async (page) => {
      await page.getByRole("link", { name: /Décrire ou relier.*guide-utilisateur-conges/ }).click();
      await page.getByRole("link", { name: "Retoucher l’image" }).click();
      await page.getByRole("button", { name: "Ajouter une zone" }).click();
    },
    height: 735,
    words: ["Retoucher l’image", "Dessiner une zone", "Dessiner le cadre", "Voir le résultat", "Ajouter une zone", "x, depuis la gauche", "y, depuis le haut", "Largeur", "Hauteur", "Proposer un cadre", "Garder l’image entière"],
  },
  {
    image: "mon-parcours",
    login: LOGINS.learner,
    address: "/dossier",
    from: (page) => page.locator("section:has(> .j-card__head #comp)"),
    to: (page) => page.locator(".j-bloc").first(),
    words: ["À faire maintenant", "Ensuite", "Mes compétences", "Mes preuves", "Derniers retours", "Équipe pédagogique", "Auto-positionnement", "Découvre", "Maîtrise et transmet"],
  },
  {
    image: "tableau-de-bord",
    login: LOGINS.learner,
    address: "/dossier/tableau-de-bord",
    height: 1180,
    words: ["Mes forces", "Mes écarts, pour avancer", "Mes chemins au fil du temps", "Les positionnements en tableau", "Mes preuves", "Voir cette période", "Toute l’année"],
  },
  {
    image: "relire-entre-pairs",
    login: LOGINS.learner,
    address: "/dossier/relectures",
    words: ["À relire", "Ce que mes camarades m’ont écrit"],
  },
  {
    image: "evaluation-entre-pairs",
    login: LOGINS.teacher,
    address: "/relectures",
    prepare: async (page) => {
      await page.getByRole("link", { name: /analyses du projet Congés/ }).click();
    },
    height: 900,
    words: ["Changer qui relit qui", "Clore maintenant", "Masquer", "Critères"],
  },
  {
    image: "se-positionner",
    login: LOGINS.learner,
    address: "/dossier/positionnements/C1.1",
    from: card("Me positionner"),
    words: ["Me positionner", "Commentaire", "Sur quoi vous appuyez-vous ?", "Enregistrer ce positionnement", "Historique"],
  },
  {
    image: "dossier-en-pdf",
    login: LOGINS.learner,
    address: "/dossier/export",
    prepare: async (page) => {
      test.setTimeout(180_000);
      const ask = page.getByRole("button", { name: "Préparer mon dossier" });
      if (await ask.isVisible()) await ask.click();
      await expect(page.getByRole("button", { name: "Refaire" })).toBeVisible({ timeout: 150_000 });
      // Without the message of the asking, which another journey may have had.
      await page.goto("/dossier/export");
    },
    height: 900,
    words: ["Votre dossier est prêt", "Télécharger (PDF, ", "Ajouter mes pièces qui ne sont dans aucun compte rendu", "Choisir les comptes rendus", "Refaire"],
  },
  {
    image: "mes-entretiens",
    login: LOGINS.learner,
    address: "/dossier/entretiens",
    height: 900,
    words: ["Mes entretiens", "Lire et signer", "À venir", "Objectifs en cours", "Écrire un objectif", "Vos responsables et la direction ne lisent"],
  },
  {
    image: "mener-un-entretien",
    login: LOGINS.teacher,
    address: "/relances",
    prepare: async (page) => {
      await page.getByRole("link", { name: /à finir.*Ferrand/ }).first().click();
      await page.getByRole("link", { name: "Le dossier numérique à mi-parcours" }).click();
    },
    height: 900,
    words: ["De quoi parler", "Compte rendu", "Mettre dans mon agenda", "Continuer le compte rendu", "Écrire un objectif", "il n’y a pas de note cachée"],
  },
  {
    image: "preparer-un-entretien",
    login: LOGINS.teacher,
    address: "/relances",
    prepare: async (page) => {
      await page.getByRole("link", { name: /à finir.*Ferrand/ }).first().click();
      await page.getByRole("link", { name: "Le dossier numérique à mi-parcours" }).click();
      await page.getByRole("link", { name: "Changer la préparation" }).click();
    },
    height: 820,
    words: ["À regarder ensemble", "Questions d’explicitation", "Au dernier entretien", "Enregistrer la préparation"],
  },
  {
    image: "relancer",
    login: LOGINS.teacher,
    address: "/relances",
    height: 820,
    words: ["À relancer", "Classe", "Raison", "Sans entretien ni positionnement depuis", "Corbeille", "personne n’est classé"],
  },
  {
    image: "file-de-lecture",
    login: LOGINS.teacher,
    address: "/lecture",
    height: 640,
    words: ["File de lecture", "Classe", "Lecture", "Lire le plus ancien", "Raccourcis à une touche"],
  },
  {
    image: "lire-et-repondre",
    login: LOGINS.teacher,
    address: "/lecture",
    // Reading by the address marks nothing as read: other journeys count on what waits.
    prepare: async (page) => page.goto(await page.locator(".j-waiting form[action$='/ouvrir'], .j-waiting h2 a").evaluateAll((ways) => {
      const way = ways.find((one) => one.textContent?.includes("Suivre le projet Congés")) ?? ways[0]!;
      return (way.getAttribute("action") ?? way.getAttribute("href")!).replace(/\/ouvrir$/, "");
    })).then(() => undefined),
    from: (page) => page.locator(".j-reading"),
    height: 900,
    words: ["Son parcours", "Votre retour", "Sur quelle partie ?", "Points forts", "À améliorer", "Ce qui m’a intéressé·e", "Questions", "Positionner sur les compétences reliées", "Répondre", "Répondre et demander une reprise", "Répondre et valider", "Suivant"],
  },
  {
    image: "suivre-un-parcours",
    login: LOGINS.teacher,
    address: "/classes",
    prepare: async (page) => {
      await page.locator(".j-records a").first().click();
      await page.getByRole("link", { name: /Ferrand.*son parcours/ }).click();
    },
    height: 820,
    words: ["Bloc", "État des comptes rendus", "Filtrer", "Positionner"],
  },
  {
    image: "positionner",
    login: LOGINS.teacher,
    address: "/classes",
    prepare: async (page) => {
      await page.locator(".j-records a").first().click();
      await page.getByRole("link", { name: /Ferrand.*son parcours/ }).click();
      await page.getByRole("link", { name: "Positionner sur C1.1" }).click();
    },
    from: card("Positionner"),
    words: ["Commentaire", "Sur quoi vous appuyez-vous ?", "Enregistrer ce positionnement", "Historique"],
  },
  {
    image: "positionner-une-classe",
    login: LOGINS.teacher,
    address: "/classes",
    prepare: async (page) => {
      await page.locator(".j-records a").first().click();
      await page.getByRole("link", { name: "Compétences", exact: true }).click();
    },
    height: 860,
    words: ["Chercher", "Trier par", "Période, autres points de vue", "Détailler", "Enregistrer", "Annuler", "Commentaire et observation communs"],
  },
  {
    image: "responsable-legal",
    login: LOGINS.guardian,
    address: "/parcours",
    prepare: async (page) => {
      await page.locator(".j-ways a").first().click();
    },
    height: 760,
    words: ["Parcours suivis", "Équipe pédagogique"],
  },
  {
    image: "creer-une-classe",
    login: LOGINS.admin,
    address: "/admin/classes/nouvelle",
    from: (page) => page.locator("form.j-card"),
    words: ["Nom de la classe", "Année scolaire", "Référentiel", "Créer la classe"],
  },
  {
    image: "coller-une-liste",
    login: LOGINS.admin,
    address: "/admin/personnes/liste",
    prepare: async (page) => {
      await page.getByLabel("Une personne par ligne").fill(LIST);
      await page.getByRole("radio").first().check();
      await page.getByRole("button", { name: "Vérifier la liste" }).click();
    },
    height: 900,
    words: ["Lignes à corriger", "Ce qui ne va pas", "Vérifier à nouveau", "Classe", "Statut des apprenant·es"],
  },
  {
    image: "importer",
    login: LOGINS.admin,
    address: "/admin/imports",
    prepare: async (page) => {
      await page.getByRole("link", { name: "rentree.csv" }).click();
    },
    height: 900,
    words: ["Vérifier l’import", "Les classes du fichier", "Laisser de côté", "Télécharger le rapport", "Vérifier à nouveau", "Abandonner"],
  },
  {
    image: "codes-et-mots-de-passe",
    login: LOGINS.admin,
    address: "/admin/personnes?q=ferrand",
    prepare: async (page) => {
      await page.getByRole("table").getByRole("link", { name: /Ferrand/ }).click();
    },
    from: card("Accès"),
    words: ["Accès", "Donner un code", "Créer un lien de nouveau mot de passe", "Fermer l’accès"],
  },
  {
    image: "former-des-groupes",
    login: LOGINS.teacher,
    address: "/classes",
    prepare: async (page) => {
      await page.locator(".j-records a").first().click();
      await page.getByRole("link", { name: "Former les groupes" }).click();
    },
    height: 640,
    words: ["Nom du groupe", "Membres", "Créer le groupe"],
  },
  {
    image: "suivre-les-inscriptions",
    login: LOGINS.admin,
    address: "/admin/classes",
    prepare: async (page) => {
      await page.getByRole("link", { name: "CS SNO", exact: true }).click();
      await page.getByRole("link", { name: /Modifier l’inscription.*Ferrand/ }).click();
    },
    height: 640,
    words: ["Statut", "Formation à distance", "Sortie de la classe", "Dernier jour", "Noter la sortie"],
  },
  {
    image: "responsables",
    login: LOGINS.admin,
    address: "/admin/personnes?q=kaddour&role=guardian",
    prepare: async (page) => {
      await page.getByRole("table").getByRole("link", { name: /Kaddour/ }).first().click();
      await page.getByRole("region", { name: "Responsable légal·e de" }).getByRole("link").first().click();
      await page.getByRole("link", { name: "Gérer les responsables" }).click();
    },
    height: 760,
    words: ["Une personne déjà dans Jalon", "Une nouvelle personne", "Ajouter et noter le lien", "Retirer le lien"],
  },
  {
    image: "plan-de-l-annee",
    login: LOGINS.teacher,
    address: "/classes",
    prepare: async (page) => {
      await page.locator(".j-records a").first().click();
      await page.getByRole("link", { name: "Plan de l’année" }).click();
    },
    height: 900,
    words: ["Semaine par semaine", "Les heures", "À revoir", "Dans les bornes"],
  },
  {
    image: "partager-une-situation",
    login: LOGINS.teacher,
    address: "/situations/importer",
    prepare: async (page) => {
      await page.getByRole("button", { name: "Importer" }).first().click();
      await expect(page.getByRole("heading", { name: "Ce qui sera créé" })).toBeVisible();
    },
    height: 800,
    words: ["Ce qui sera créé", "Importer la situation", "Ne pas importer"],
  },
  {
    image: "repartir-les-heures",
    login: LOGINS.admin,
    address: "/admin/classes",
    prepare: async (page) => {
      await page.getByRole("link", { name: "CS SNO", exact: true }).click();
      await page.getByRole("link", { name: "Répartir les heures" }).click();
    },
    height: 900,
    words: ["Enregistrer les heures", "Totaux", "dont anglais", "À revoir"],
  },
  {
    image: "preparer-la-rentree",
    login: LOGINS.admin,
    address: "/admin/classes",
    prepare: async (page) => {
      await page.getByRole("link", { name: "CS SNO", exact: true }).click();
      await page.getByRole("link", { name: "Préparer la rentrée" }).click();
      for (const [n, fate] of ["quitte", "redouble", "quitte"].entries()) await page.locator(".j-fate").nth(n).getByLabel(fate).check();
    },
    height: 640,
    words: ["quitte", "redouble", "passe", "Les personnes qui redoublent", "Reprendre l’équipe dans la nouvelle classe", "Vérifier la rentrée"],
  },
  {
    image: "situation",
    login: LOGINS.teacher,
    address: "/situations",
    prepare: async (page) => {
      await page.getByRole("link", { name: "Ouvrir un espace d’entraide aux salariés" }).click();
    },
    height: 900,
    words: ["Modifier", "Proposer à l’équipe", "Mettre en usage", "Ce qui manque", "Historique", "Joindre un document", "Ajouter une mission", "Dupliquer"],
  },
  {
    image: "partager-un-usage",
    login: LOGINS.teacher,
    address: "/numerique/usages",
    height: 900,
    words: ["Chercher un mot", "Décrire un usage", "Redéfinition"],
  },
  {
    image: "mener-un-projet-numerique",
    login: LOGINS.teacher,
    address: "/numerique/projets",
    prepare: async (page) => {
      await page.getByRole("link", { name: "Écrire ensemble, du brouillon au document publié" }).click();
    },
    height: 1000,
    words: ["Viser", "Compléter", "Conditions de réussite", "Enregistrer les coches", "Usages observés", "Choisir", "Modifier"],
  },
  {
    image: "referentiels",
    login: LOGINS.coordinator,
    address: "/referentiels/sno",
    height: 820,
    words: ["Référentiels", "Chercher un mot"],
  },
  {
    image: "chercher-referentiel",
    login: LOGINS.coordinator,
    address: "/referentiels/sno/recherche?q=besoin",
    height: 760,
    words: ["Chercher un mot"],
  },
  {
    image: "confort-de-lecture",
    login: LOGINS.learner,
    address: "/notifications",
    prepare: async (page) => {
      await page.getByRole("button", { name: "Confort de lecture" }).click();
    },
    from: (page) => page.locator("#confort"),
    words: ["Thème", "Automatique", "Clair", "Sombre", "Taille du texte", "Très grande", "Espacement", "Aéré", "Police", "OpenDyslexic", "Enregistrer ces réglages"],
  },
  {
    image: "notifications",
    login: LOGINS.learner,
    address: "/notifications",
    height: 560,
    words: ["Ouvrir", "Être prévenu·e par mail"],
  },
  {
    image: "mon-compte",
    login: LOGINS.learner,
    address: "/compte",
    height: 800,
    words: ["Mon adresse mail", "Mes connexions", "Cet appareil", "Me déconnecter partout", "Mot de passe actuel", "Nouveau mot de passe", "Changer mon mot de passe"],
  },
];

/** Opens a screen of the demo school as its reader sees it. */
async function open(page: Page, screen: Screen): Promise<void> {
  if (screen.login) await useSession(page.context(), screen.login);
  await page.goto(screen.address);
  await screen.prepare?.(page);
  await page.evaluate(() => document.fonts.ready);
}

/** Takes the picture of a screen, lighter and lighter until it may be kept. */
async function take(page: Page, screen: Screen): Promise<void> {
  const from = screen.from?.(page) ?? page.locator("main > *");
  const to = screen.to?.(page) ?? screen.from?.(page) ?? page.locator("main > *").last();
  const first = await from.first().boundingBox();
  const last = await to.first().boundingBox();
  if (!first || !last) throw new Error(`${screen.image} : rien à photographier.`);
  const edge = 12;
  const scroll = await page.evaluate(() => window.scrollY);
  const clip = {
    x: Math.max(0, first.x - edge),
    y: Math.max(0, first.y + scroll - edge),
    width: Math.min(1280, first.width + 2 * edge),
    height: Math.min(last.y + last.height - first.y + 2 * edge, screen.height ?? Number.POSITIVE_INFINITY),
    scale: 1,
  };
  const devtools = await page.context().newCDPSession(page);
  for (const quality of [80, 70, 60, 50, 40, 30]) {
    const { data } = await devtools.send("Page.captureScreenshot", { format: "webp", quality, clip, captureBeyondViewport: true });
    const bytes = Buffer.from(data, "base64");
    if (bytes.length > HEAVIEST) continue;
    writeFileSync(`${GUIDE}images/${screen.image}.webp`, bytes);
    return;
  }
  throw new Error(`${screen.image} : l’image dépasse ${HEAVIEST} octets.`);
}

test.describe("Le guide", () => {
  test.use({ viewport: { width: 1280, height: 900 }, hasTouch: false, colorScheme: "light" });

  for (const screen of SCREENS) {
    test(`dit les mots de l’écran ${screen.image}`, async ({ page }) => {
      await open(page, screen);
      // Words of fields, titles and buttons, folded parts included.
      const said = (await page.locator("body").evaluate((body) => body.textContent ?? "")).replace(/\s+/g, " ");
      for (const words of screen.words) expect.soft(said, `${screen.image} : « ${words} »`).toContain(words);
      if (TAKE) await take(page, screen);
    });
  }

  test("montre la page d’installation", async ({ page }) => {
    // Before there is a school, thus on the empty instance, which the journey of the installation uses up.
    test.skip(!TAKE, "l’installation a son propre parcours");
    await page.goto(urlOf("empty"));
    await expect(page.getByRole("heading", { level: 1, name: "Bienvenue dans Jalon" })).toBeVisible();
    await take(page, { image: "installer-jalon", login: null, address: "/", from: (on) => on.locator(".j-signin"), words: [] });
  });

  test("a une page pour chaque lien de l’aide, avec ses images", async ({ page, a11y }) => {
    const written = readdirSync(GUIDE).filter((name) => name.endsWith(".md") && name !== "index.md");
    await page.goto("/aide");
    const links = await page.locator("main .j-door a").evaluateAll((all) => all.map((link) => link.getAttribute("href")!));
    expect(new Set(links)).toEqual(new Set(written.map((name) => `/aide/${name.replace(/\.md$/, "")}`)));
    const pictured = written.flatMap((name) => [...readFileSync(`${GUIDE}${name}`, "utf8").matchAll(/\(images\/([^)]+)\.webp\)/g)].map((match) => match[1]));
    expect(new Set(pictured)).toEqual(new Set([...SCREENS.map((screen) => screen.image), "installer-jalon"]));
    for (const link of new Set(links)) {
      await page.goto(link);
      const broken = await page.locator("main img").evaluateAll((images) => images.filter((image) => (image as HTMLImageElement).naturalWidth === 0).length);
      expect(broken, `${link} : images absentes`).toBe(0);
      await a11y.audit(page, link);
      await a11y.checkReflow(page, link);
    }
  });
});
