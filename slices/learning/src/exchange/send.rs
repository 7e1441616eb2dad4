//! A situation written into its file.

use std::io::{Seek, SeekFrom};

use db::DbError;
use files::{FileId, Files, StoredFile};
use futures::StreamExt as _;
use kernel::SchoolId;
use sha2::{Digest, Sha256};
use web::{App, AppError, AppResult};

use super::archive::{self, MAX_TOTAL, Writing};
use super::format::{Attachment, Envelope, FOLDER, FORMAT, VERSION};
use super::store;
use crate::rows::documents;
use crate::situations::whole::Whole;

/// Writes a situation into a temporary file, which is gone once it is read.
///
/// # Errors
/// When the database, the store or the disk fails.
pub async fn write(app: &App, whole: Whole) -> AppResult<std::fs::File> {
    let school = whole.row.school_id;
    let mut envelope = envelope(app, &whole).await?;
    let stored = stored(app, school, &whole).await?;
    let all: u64 = stored
        .iter()
        .filter_map(|file| u64::try_from(file.size).ok())
        .sum();
    if all > MAX_TOTAL {
        return Err(AppError::TooLarge(format!(
            "Les pièces de cette situation dépassent {}\u{a0}: le fichier ne pourrait pas être importé. Retirez-en, puis exportez de nouveau.",
            kernel::file_size(MAX_TOTAL)
        )));
    }
    let mut writing = Writing::new(temporary()?);
    for (rank, (mission, document)) in documents(&whole).into_iter().enumerate() {
        // One whose file was removed meanwhile is left out.
        let Some(file) = stored.iter().find(|file| file.id == document.file_id) else {
            continue;
        };
        let path = format!("{FOLDER}{}.{}", rank + 1, file.kind.extension());
        writing.begin(&path).map_err(AppError::internal)?;
        let (size, sha256) = pour(&app.files, file, &mut writing).await?;
        envelope.attachments.push(Attachment {
            path,
            name: document.name.clone(),
            about: document.about.clone(),
            mission,
            description: file.description.clone(),
            decorative: file.decorative,
            size,
            sha256,
        });
    }
    let mut file = writing.finish(&envelope).map_err(AppError::internal)?;
    file.seek(SeekFrom::Start(0)).map_err(AppError::internal)?;
    Ok(file)
}

/// What the file says, without its attachments.
async fn envelope(app: &App, whole: &Whole) -> Result<Envelope, DbError> {
    let row = &whole.row;
    let origin = store::origin_of(app.db.reader(), row.school_id, row.id).await?;
    let mut situation = whole.content.clone();
    situation.organisation = None;
    Ok(Envelope {
        format: FORMAT.to_owned(),
        version: VERSION,
        origin: origin.unwrap_or_else(|| row.id.into()),
        curriculum: row.curriculum.clone(),
        organisation: whole
            .organisation
            .as_ref()
            .map(|(_, content)| content.clone()),
        situation,
        missions: whole.mission_contents(),
        attachments: Vec::new(),
    })
}

/// The documents with the place of their mission.
fn documents(whole: &Whole) -> Vec<(Option<usize>, &documents::Model)> {
    let own = whole.documents.iter().map(|document| (None, document));
    let missions = whole.missions.iter().enumerate();
    own.chain(missions.flat_map(|(at, mission)| {
        mission
            .documents
            .iter()
            .map(move |document| (Some(at), document))
    }))
    .collect()
}

async fn stored(app: &App, school: SchoolId, whole: &Whole) -> Result<Vec<StoredFile>, DbError> {
    let documents = documents(whole);
    let ids: Vec<FileId> = documents
        .iter()
        .map(|(_, document)| document.file_id)
        .collect();
    files::records::find_many(app.db.reader(), school, &ids).await
}

/// Copies a stored file into the archive; its size and its SHA-256.
async fn pour(
    files: &Files,
    file: &StoredFile,
    writing: &mut Writing<std::fs::File>,
) -> AppResult<(u64, String)> {
    let (mut hasher, mut size) = (Sha256::new(), 0);
    let mut content = files.open(file, None).await.map_err(AppError::internal)?;
    while let Some(piece) = content.next().await {
        let piece = piece.map_err(AppError::internal)?;
        hasher.update(&piece);
        size += piece.len() as u64;
        writing.add(&piece).map_err(AppError::internal)?;
    }
    Ok((size, archive::hex(&hasher.finalize())))
}

/// A file without a name: it is gone with its last reader.
fn temporary() -> AppResult<std::fs::File> {
    tempfile::tempfile().map_err(AppError::internal)
}
