//! A learner's pieces with what can be done with them.

use files::Files;
use kernel::{date_long, file_size, local_date};
use sea_orm::ConnectionTrait;
use web::forms::Field;
use web::{Actor, AppResult};

use crate::evidence::store::{self, evidence};
use crate::paths;
use crate::report::view::PieceView;

/// A piece as its learner sees it.
pub struct OwnPiece {
    /// What it is.
    pub view: PieceView,
    /// « ajoutée le 4 mars 2027 ».
    pub added: String,
    /// Its own page.
    pub edit: String,
    /// Where it is removed.
    pub remove: String,
    /// Bytes.
    pub size: u64,
}

/// Pieces with their files; one statement.
pub async fn own(
    reader: &impl ConnectionTrait,
    actor: &Actor,
    rows: &[evidence::Model],
) -> AppResult<Vec<OwnPiece>> {
    let files = store::files_of(reader, actor.school, rows).await?;
    Ok(rows
        .iter()
        .map(|row| OwnPiece {
            view: PieceView::new(row, &files),
            added: format!("ajoutée le {}", date_long(local_date(row.added_at))),
            edit: paths::own_piece(row.id),
            remove: paths::below_piece(row.id, "retirer"),
            size: row
                .file_id
                .and_then(|id| files.get(&id))
                .map_or(0, files::StoredFile::byte_size),
        })
        .collect())
}

/// « 3 pièces, 2,1 Mo ».
#[must_use]
pub fn summary(pieces: &[OwnPiece]) -> String {
    let bytes = pieces.iter().map(|piece| piece.size).sum();
    count_and_size(pieces.len() as u64, bytes)
}

/// The same of what was counted elsewhere.
#[must_use]
pub fn count_and_size(pieces: u64, bytes: u64) -> String {
    let count = kernel::count(pieces, "pièce", "pièces");
    match bytes {
        0 => count,
        bytes => format!("{count}, {}", file_size(bytes)),
    }
}

/// The two forms that add a piece: a file, a link.
pub struct AddForms {
    /// Where files are sent.
    pub upload: String,
    /// Where links are sent.
    pub link: String,
    /// The largest file of any kind, in bytes.
    pub max_bytes: u64,
    /// What the file picker offers.
    pub accept: String,
    /// How large the kinds may be.
    pub help: String,
    /// What an image shows.
    pub description: Field,
    /// Whether it brings no information.
    pub decorative: Field,
    /// The address of a link.
    pub adresse: Field,
    /// The title of a link.
    pub intitule: Field,
}

impl AddForms {
    /// Empty forms below an address: `…/pieces` and `…/liens`.
    #[must_use]
    pub fn new(files: &Files, upload: String, link: String) -> Self {
        let limits = files.limits();
        Self {
            upload,
            link,
            max_bytes: limits.largest_file(),
            accept: files::accept_attribute(),
            help: format!(
                "Image ({} au plus), document ou son ({}), vidéo ({}).",
                file_size(limits.image),
                file_size(limits.document),
                file_size(limits.video)
            ),
            description: Field::new("description", ""),
            decorative: Field::new("decorative", ""),
            adresse: Field::new("adresse", ""),
            intitule: Field::new("intitule", ""),
        }
    }
}
