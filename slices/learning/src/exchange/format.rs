//! What a `.jalon-situation` file says: `situation.json`, described in
//! `docs/formats/jalon-situation.md`. It holds what the team wrote and nothing
//! of who wrote it: no author, no date, no comment, no learner.

use kernel::uuid::Uuid;
use serde::{Deserialize, Serialize};

use super::Unreadable;
use crate::model::{MissionContent, OrganisationContent, SituationContent};

/// What the file calls itself.
pub const FORMAT: &str = "jalon-situation";
/// The version of the format that this Jalon writes, and the newest it reads.
pub const VERSION: u64 = 1;
/// The folder of the attachments in the archive.
pub const FOLDER: &str = "pieces/";
/// More missions than this is no situation.
const MAX_MISSIONS: usize = 100;
/// The longest title; a draft may have none yet.
const MAX_TITLE: usize = 300;

/// All that a file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// [`FORMAT`].
    pub format: String,
    /// The version of the format.
    pub version: u64,
    /// The situation that it was made from: the same in every file of it, so
    /// that importing it twice is noticed. Says nothing of the school.
    pub origin: Uuid,
    /// Which curriculum its codes belong to: `SNO`.
    pub curriculum: String,
    /// Where it takes place.
    #[serde(default)]
    pub organisation: Option<OrganisationContent>,
    /// The situation.
    pub situation: SituationContent,
    /// Its missions, in order.
    pub missions: Vec<MissionContent>,
    /// What is attached to it and to its missions.
    pub attachments: Vec<Attachment>,
}

/// A file in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Its entry in the archive: `pieces/1.pdf`.
    pub path: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub about: String,
    /// The mission that it goes with, from 0; none when it is the team’s.
    #[serde(default)]
    pub mission: Option<usize>,
    /// What a picture shows.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether a picture says nothing.
    #[serde(default)]
    pub decorative: bool,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

impl Envelope {
    /// Reads `situation.json`.
    ///
    /// # Errors
    /// [`Unreadable`] when it is something else, newer, or does not hold together.
    pub fn read(json: &[u8]) -> Result<Self, Unreadable> {
        let mut value: serde_json::Value =
            serde_json::from_slice(json).map_err(|_| Unreadable::Foreign)?;
        if value.get("format").and_then(|format| format.as_str()) != Some(FORMAT) {
            return Err(Unreadable::Foreign);
        }
        match value.get("version").and_then(serde_json::Value::as_u64) {
            Some(1..=VERSION) => {}
            Some(newer) if newer > VERSION => return Err(Unreadable::Newer(newer)),
            _ => return Err(Unreadable::Foreign),
        }
        clean(&mut value);
        let mut envelope: Self =
            serde_json::from_value(value).map_err(|_| Unreadable::Inconsistent)?;
        // The organisation comes with the file, never as an identifier.
        envelope.situation.organisation = None;
        envelope.check()?;
        Ok(envelope)
    }

    /// Writes `situation.json`, so that a person can read it too.
    ///
    /// # Errors
    /// When it cannot be written as JSON: never, for what Jalon holds.
    pub fn write(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec_pretty(self)
    }

    fn check(&self) -> Result<(), Unreadable> {
        let titles = std::iter::once(&self.situation.title)
            .chain(self.missions.iter().map(|mission| &mission.title))
            .chain(
                self.organisation
                    .iter()
                    .map(|organisation| &organisation.name),
            );
        for title in titles {
            if title.chars().count() > MAX_TITLE {
                return Err(Unreadable::Inconsistent);
            }
        }
        if self.missions.len() > MAX_MISSIONS {
            return Err(Unreadable::Inconsistent);
        }
        for (rank, attachment) in self.attachments.iter().enumerate() {
            if !is_plain(&attachment.path) {
                return Err(Unreadable::Path(attachment.path.clone()));
            }
            let of_a_mission = attachment.mission.is_none_or(|at| at < self.missions.len());
            let mut earlier = self.attachments[..rank].iter();
            if !of_a_mission || earlier.any(|one| one.path == attachment.path) {
                return Err(Unreadable::Inconsistent);
            }
        }
        Ok(())
    }
}

/// Whether an entry is one of ours: a file in [`FOLDER`], no way out of it.
pub fn is_plain(path: &str) -> bool {
    path.strip_prefix(FOLDER).is_some_and(|name| {
        !name.is_empty()
            && name.len() <= 100
            && !name.starts_with('.')
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    })
}

/// Takes the signs out of all texts that no page shows and that a database may
/// refuse.
fn clean(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => {
            text.retain(|c| !c.is_control() || matches!(c, '\n' | '\t'));
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(clean),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn minimal() -> serde_json::Value {
        json!({
            "format": "jalon-situation", "version": 1,
            "origin": "00000000-0000-0000-0000-000000000001",
            "curriculum": "SNO",
            "situation": {"title": "Une situation"},
            "missions": [{"title": "Une mission"}],
            "attachments": [{"path": "pieces/1.pdf", "name": "Consigne.pdf", "mission": 0, "size": 1, "sha256": "00"}],
        })
    }

    fn read(value: &serde_json::Value) -> Result<Envelope, Unreadable> {
        Envelope::read(value.to_string().as_bytes())
    }

    fn with(pointer: &str, new: serde_json::Value) -> Result<Envelope, Unreadable> {
        let mut value = minimal();
        *value.pointer_mut(pointer).unwrap() = new;
        read(&value)
    }

    #[test]
    fn what_is_not_ours_or_newer_is_told_apart() {
        assert!(read(&minimal()).is_ok());
        assert!(matches!(Envelope::read(b"{"), Err(Unreadable::Foreign)));
        assert!(matches!(
            with("/format", json!("autre")),
            Err(Unreadable::Foreign)
        ));
        assert!(matches!(
            with("/version", json!("1")),
            Err(Unreadable::Foreign)
        ));
        assert!(matches!(
            with("/version", json!(0)),
            Err(Unreadable::Foreign)
        ));
        assert!(matches!(
            with("/version", json!(2)),
            Err(Unreadable::Newer(2))
        ));
    }

    #[test]
    fn what_does_not_hold_together_is_refused() {
        for (pointer, new) in [
            ("/situation/title", json!("a".repeat(301))),
            (
                "/situation",
                json!({"title": "Une situation", "author": "Mme Carbonnel"}),
            ),
            ("/missions/0/title", json!(["Une mission"])),
            ("/attachments/0/mission", json!(1)),
            ("/attachments/0/size", json!(-1)),
        ] {
            assert!(
                matches!(with(pointer, new), Err(Unreadable::Inconsistent)),
                "{pointer}"
            );
        }
    }

    #[test]
    fn no_path_leads_out_of_its_folder() {
        for path in [
            "pieces/../a.pdf",
            "../a.pdf",
            "/etc/passwd",
            "pieces/a/b.pdf",
            "pieces\\a.pdf",
            "pieces/",
            "pieces/.cache",
            "situation.json",
            "C:/a.pdf",
        ] {
            let refused = with("/attachments/0/path", json!(path));
            assert!(matches!(refused, Err(Unreadable::Path(_))), "{path}");
        }
        assert!(is_plain("pieces/12-consigne.pdf"));
    }

    #[test]
    fn signs_that_no_page_shows_are_taken_out() {
        let read = with("/situation/title", json!("Une\u{0} situation\u{7}")).unwrap();
        assert_eq!(read.situation.title, "Une situation");
    }

    proptest! {
        #[test]
        fn nothing_makes_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Envelope::read(&bytes);
        }

        #[test]
        fn what_is_written_is_read_the_same(title in "[a-zé «»']{1,40}x", text in "[^\\p{C}]{0,200}") {
            let mut envelope = read(&minimal()).unwrap();
            envelope.situation.title = title;
            envelope.situation.context = text;
            prop_assert_eq!(Envelope::read(&envelope.write().unwrap()).unwrap(), envelope);
        }
    }
}
