//! `/aide`: the user guide. Its pages are the Markdown files of `docs/guide`,
//! kept inside the binary with their pictures; each is rendered once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use kernel::Role;
use pulldown_cmark::{CowStr, Event, Parser, Tag, html};
use rust_embed::RustEmbed;
use web::module::ANY_ROLE;
use web::{Actor, AppError, AppResult, Page, Shell};

#[derive(RustEmbed)]
#[folder = "../docs/guide"]
#[include = "*.md"]
#[include = "images/*.webp"]
struct GuideFiles;

/// Where the guide is served.
const HELP: &str = "/aide";

/// The list of the guide in the repository, which `/aide` replaces on screen.
const CONTENTS: &str = "index";

/// Pages for the same readers. A page may be of use to several of them.
struct Section {
    /// Its `id` on the page.
    id: &'static str,
    title: &'static str,
    /// Whose section comes first.
    roles: &'static [Role],
    /// File names without `.md`, in the order of use.
    guides: &'static [&'static str],
}

const SECTIONS: &[Section] = &[
    Section {
        id: "formation",
        title: "Vous êtes en formation",
        roles: &[Role::Learner],
        guides: &[
            "faire-une-mission",
            "ecrire-un-compte-rendu",
            "ajouter-des-pieces",
            "retoucher-une-image",
            "lire-son-parcours",
            "relire-entre-pairs",
            "tableau-de-bord",
            "competences-numeriques",
            "mes-entretiens",
            "dossier-en-pdf",
        ],
    },
    Section {
        id: "equipe",
        title: "Vous faites partie de l’équipe pédagogique",
        roles: &[Role::Teacher, Role::Coordinator],
        guides: &[
            "ecrire-une-situation",
            "confier-une-mission",
            "partager-une-situation",
            "voir-ce-que-la-classe-travaille",
            "voir-ou-en-est-la-classe",
            "importer-des-resultats-pix",
            "lire-et-repondre",
            "positionner",
            "positionner-une-classe",
            "mener-un-entretien",
            "relancer",
            "suivre-un-parcours",
            "tableau-de-bord",
            "organiser-une-evaluation-entre-pairs",
            "former-des-groupes",
            "partager-un-usage",
            "mener-un-projet-numerique",
        ],
    },
    Section {
        id: "responsable",
        title: "Vous êtes responsable légal·e",
        roles: &[Role::Guardian],
        guides: &["responsable-legal", "tableau-de-bord"],
    },
    Section {
        id: "direction",
        title: "Vous dirigez ou inspectez",
        roles: &[Role::Head, Role::Inspector],
        guides: &[
            "suivre-un-parcours",
            "positionner-une-classe",
            "tableau-de-bord",
            "voir-ce-que-la-classe-travaille",
            "voir-ou-en-est-la-classe",
        ],
    },
    Section {
        id: "administration",
        title: "Vous gérez Jalon ou une classe",
        roles: &[Role::Admin, Role::Coordinator],
        guides: &[
            "installer-jalon",
            "importer",
            "creer-une-classe",
            "suivre-les-inscriptions",
            "plan-de-l-annee",
            "repartir-les-heures",
            "preparer-la-rentree",
            "codes-et-mots-de-passe",
        ],
    },
    Section {
        id: "tous",
        title: "Pour tout le monde",
        roles: ANY_ROLE,
        guides: &[
            "confort-de-lecture",
            "notifications",
            "mon-compte",
            "referentiels",
        ],
    },
];

/// A page of the guide.
struct Guide {
    name: String,
    title: String,
    /// What it is for: the first sentence.
    about: String,
    /// Sanitised HTML, without the title.
    body: String,
}

impl Guide {
    fn href(&self) -> String {
        format!("{HELP}/{}", self.name)
    }
}

static GUIDES: LazyLock<BTreeMap<String, Guide>> = LazyLock::new(|| {
    GuideFiles::iter()
        .filter_map(|file| {
            let name = file.strip_suffix(".md").filter(|name| *name != CONTENTS)?;
            let text = GuideFiles::get(&file)?;
            let guide = read(name, &String::from_utf8_lossy(&text.data));
            Some((name.to_owned(), guide))
        })
        .collect()
});

/// A file: its title on the first line, then what it is for.
fn read(name: &str, markdown: &str) -> Guide {
    let (title, body) = markdown.split_once('\n').unwrap_or((markdown, ""));
    let lead = body.lines().find(|line| !line.is_empty()).unwrap_or("");
    let about = lead.split_once(". ").map_or(lead, |(first, _)| first);
    Guide {
        name: name.to_owned(),
        title: title.trim_start_matches("# ").to_owned(),
        about: format!("{}.", about.trim_end_matches('.').replace('*', "")),
        body: render(body),
    }
}

/// Markdown as HTML that holds nothing but text, links and pictures.
fn render(markdown: &str) -> String {
    let events = Parser::new(markdown).map(|event| match event {
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: served(dest_url),
            title,
            id,
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            link_type,
            dest_url: served(dest_url),
            title,
            id,
        }),
        other => other,
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    ammonia::clean(&page)
}

/// Where a file of the folder is served: `images/x.webp`, `other.md`. Anything
/// else is left as it is.
fn served(address: CowStr<'_>) -> CowStr<'_> {
    match address.strip_suffix(".md") {
        Some(CONTENTS) => HELP.into(),
        Some(page) if !page.contains('/') => format!("{HELP}/{page}").into(),
        None if address.starts_with("images/") => format!("{HELP}/{address}").into(),
        _ => address,
    }
}

/// A section as it is shown.
struct Shelf {
    id: &'static str,
    title: &'static str,
    guides: Vec<&'static Guide>,
}

impl Shelf {
    fn new(section: &Section) -> Self {
        let of_section = section.guides.iter();
        Self {
            id: section.id,
            title: section.title,
            guides: of_section.filter_map(|name| GUIDES.get(*name)).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "site/help.html")]
struct HelpPage {
    shell: Shell,
    shelves: Vec<Shelf>,
}

/// `/aide`: the sections of the person's roles first, then the others.
pub async fn index(shell: Shell, actor: Option<Actor>) -> impl IntoResponse {
    let is_theirs = |section: &&Section| actor.as_ref().is_some_and(|a| a.is_any(section.roles));
    let (theirs, others): (Vec<_>, Vec<_>) = SECTIONS.iter().partition(is_theirs);
    let shelves = theirs.into_iter().chain(others).map(Shelf::new).collect();
    Page::new(HelpPage { shell, shelves })
}

#[derive(Template)]
#[template(path = "site/guide.html")]
struct GuidePage {
    shell: Shell,
    guide: &'static Guide,
    /// The other pages of its first section.
    also: Vec<&'static Guide>,
}

/// `/aide/{guide}`
pub async fn show(Path(name): Path<String>, shell: Shell) -> AppResult<impl IntoResponse> {
    let guide = GUIDES.get(&name).ok_or(AppError::NotFound)?;
    let section = SECTIONS
        .iter()
        .find(|section| section.guides.contains(&name.as_str()));
    let also = section.map_or_else(Vec::new, |section| {
        let mut guides = Shelf::new(section).guides;
        guides.retain(|other| other.name != name);
        guides
    });
    Ok(Page::new(GuidePage { shell, guide, also }))
}

/// `/aide/images/{image}`
pub async fn image(Path(name): Path<String>) -> AppResult<Response> {
    let path = format!("images/{name}");
    let known = GuideFiles::iter().any(|file| *file == path);
    let file = GuideFiles::get(&path)
        .filter(|_| known)
        .ok_or(AppError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, "image/webp"),
        // A new version of Jalon may bring a new picture under the same name.
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    Ok((headers, file.data.into_owned()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_guide_is_in_a_section_and_every_section_has_its_files() {
        let listed: std::collections::BTreeSet<&str> = SECTIONS
            .iter()
            .flat_map(|section| section.guides)
            .copied()
            .collect();
        let written = GUIDES.keys().map(String::as_str).collect();
        assert_eq!(listed, written);
    }

    #[test]
    fn links_between_files_lead_to_the_served_pages_and_scripts_are_dropped() {
        let page = render(
            "[a](autre.md) [b](index.md) ![c](images/c.webp) [d](https://example.org) <script>x</script>",
        );
        assert!(page.contains(r#"href="/aide/autre""#), "{page}");
        assert!(page.contains(r#"href="/aide""#), "{page}");
        assert!(page.contains(r#"src="/aide/images/c.webp""#), "{page}");
        assert!(page.contains(r#"href="https://example.org""#), "{page}");
        assert!(!page.contains("script"), "{page}");
    }

    #[test]
    fn a_file_gives_its_title_and_what_it_is_for() {
        let guide = read(
            "x",
            "# Un titre\n\nÀ **ceci**. Et à cela.\n\n## Les étapes\n",
        );
        assert_eq!(guide.title, "Un titre");
        assert_eq!(guide.about, "À ceci.");
        assert!(guide.body.contains("<h2>Les étapes</h2>"), "{}", guide.body);
    }
}
