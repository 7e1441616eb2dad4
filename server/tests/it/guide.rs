//! The user guide as it is read at `/aide`: every page stands, every link and
//! picture leads somewhere, and its words are those of the screens.

use std::path::{Path, PathBuf};

use kernel::Role;

use crate::world::World;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The pages of the guide, without their list: name and text.
fn pages() -> Vec<(String, String)> {
    let files = std::fs::read_dir(root().join("docs/guide")).unwrap();
    files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .filter(|(name, _)| name != "index")
        .collect()
}

#[tokio::test]
async fn every_page_stands_and_its_links_and_pictures_lead_somewhere() {
    let world = World::new().await;
    let mut reader = world.house.anonymous();
    for (name, text) in pages() {
        let page = reader.get(format!("/aide/{name}")).await;
        assert_eq!(page.status, 200, "{name}");
        page.assert_sound();
        let title = text.lines().next().unwrap().replace('\u{a0}', " ");
        assert_eq!(format!("# {}", page.h1()), title);
        let inside = page.attributes(".j-prose a", "href");
        for address in inside
            .iter()
            .filter(|address| !address.starts_with("https://"))
        {
            assert!(address.starts_with("/aide"), "{name} : {address}");
            assert_eq!(reader.get(address).await.status, 200, "{name} : {address}");
        }
        let pictures = page.attributes(".j-prose img", "src");
        assert!(!pictures.is_empty(), "{name} has no picture");
        for address in pictures {
            let picture = reader.get(&address).await;
            assert_eq!(picture.status, 200, "{name} : {address}");
            assert_eq!(picture.headers["content-type"], "image/webp");
            assert_eq!(picture.headers["cache-control"], "public, max-age=86400");
        }
        for described in page.attributes(".j-prose img", "alt") {
            assert!(described.len() > 30, "{name} : {described}");
        }
    }
}

#[tokio::test]
async fn no_picture_is_kept_without_a_page_nor_weighs_on_a_slow_line() {
    let text: String = pages().into_iter().map(|(_, text)| text).collect();
    for file in std::fs::read_dir(root().join("docs/guide/images")).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        assert!(text.contains(&format!("(images/{name})")), "{name}");
        assert!(file.metadata().unwrap().len() <= 60_000, "{name}");
    }
}

#[tokio::test]
async fn what_is_not_of_the_guide_is_not_found() {
    let world = World::new().await;
    let mut reader = world.house.anonymous();
    for address in [
        "/aide/inconnu",
        "/aide/index",
        "/aide/ecrire-un-compte-rendu.md",
        "/aide/..%2findex",
        "/aide/%2e%2e%2fexploitation%2finstaller",
        "/aide/images/inconnue.webp",
        "/aide/images/..%2Findex.md",
        "/aide/images/..%2F..%2Fimages%2Fmon-parcours.webp",
        "/aide/images/%2Fetc%2Fpasswd",
    ] {
        assert_eq!(reader.get(address).await.status, 404, "{address}");
    }
}

#[tokio::test]
async fn the_pages_of_one_s_role_come_first() {
    let world = World::new().await;
    let first = async |role: Option<Role>| {
        let mut reader = role.map_or_else(|| world.house.anonymous(), |role| world.of(role));
        let page = reader.get("/aide").await;
        page.assert_sound();
        page.all("main h2").first().cloned().unwrap()
    };
    assert_eq!(first(None).await, "Vous êtes en formation");
    assert_eq!(first(Some(Role::Learner)).await, "Vous êtes en formation");
    assert_eq!(
        first(Some(Role::Teacher)).await,
        "Vous faites partie de l’équipe pédagogique"
    );
    assert_eq!(
        first(Some(Role::Guardian)).await,
        "Vous êtes responsable légal·e"
    );
    assert_eq!(
        first(Some(Role::Admin)).await,
        "Vous gérez Jalon ou une classe"
    );
    assert_eq!(first(Some(Role::Dpo)).await, "Pour tout le monde");
}

/// The guide prints in bold the words to look for on a screen (and, with a full
/// stop, sentences of its own): each must be a whole text of some page.
#[test]
fn the_words_in_bold_are_those_of_the_screens() {
    let mut screens = String::new();
    for folder in [
        "slices",
        "foundation/web",
        "server/src/site",
        "data/curricula",
    ] {
        gather(&root().join(folder), &mut screens);
    }
    let screens = screens
        .replace("\\u{202f}", "\u{202f}")
        .replace("\\u{a0}", "\u{a0}");
    assert!(is_whole_text(&screens, "Nouveau compte rendu"));
    assert!(
        !is_whole_text(&screens, "Nouveau compte"),
        "only whole texts"
    );
    let mut wrong = Vec::new();
    for (name, text) in pages() {
        for words in text.split("**").skip(1).step_by(2) {
            if !words.ends_with('.') && !is_whole_text(&screens, words) {
                wrong.push(format!("{name} : {words}"));
            }
        }
    }
    assert!(wrong.is_empty(), "on no screen: {wrong:#?}");
}

/// Templates, sentences of the code and names of data.
fn gather(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            if !path.ends_with("tests") {
                gather(&path, into);
            }
        } else if matches!(ending, Some("html" | "rs" | "toml")) {
            into.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// Whether the words stand alone between quotes, tags or template marks.
fn is_whole_text(screens: &str, words: &str) -> bool {
    screens.match_indices(words).any(|(at, _)| {
        let before = screens[..at].trim_end().chars().next_back();
        let after = screens[at + words.len()..].trim_start().chars().next();
        matches!(before, Some('"' | '>' | '}')) && matches!(after, Some('"' | '<' | '{' | '('))
    })
}
