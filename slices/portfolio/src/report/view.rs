//! A report as its readers see it: `pages/_report_body.html` draws it.

use std::collections::HashMap;

use curriculum::Curriculum;
use files::{Family, FileId, StoredFile};
use kernel::{Period, SchoolId, date_long, file_size, local_date};
use web::prose::{Block, NamedFile, parse};
use web::{App, AppError, AppResult};

use super::store;
use super::{Content, ReportId, Section};
use crate::evidence::store::{self as pieces, evidence};
use crate::feedback::view::ThreadView;
use crate::paths;

/// A version of a report.
#[derive(Clone, Debug)]
pub struct BodyView {
    /// Its title.
    pub title: String,
    /// « Compte rendu d’activité, PFMP, du 2 au 5 mars 2027 ».
    pub about: String,
    /// The number of the version; 0 for what is being written.
    pub version: i32,
    /// The codes that it is linked to.
    pub targets: Vec<String>,
    /// The same with their titles.
    pub links: Vec<LinkedView>,
    /// The sections that say something.
    pub sections: Vec<SectionView>,
    /// Its pieces.
    pub pieces: Vec<PieceView>,
}

/// A link to a competence, a detailed one or a savoir.
#[derive(Clone, Debug)]
pub struct LinkedView {
    /// The number of its bloc.
    pub bloc: u8,
    /// `C1.1.2`, or « Savoir ».
    pub code: String,
    /// Its official title.
    pub title: String,
}

/// A section with text.
#[derive(Clone, Debug)]
pub struct SectionView {
    /// The section.
    pub code: &'static str,
    /// « Situer l’action ».
    pub label: &'static str,
    /// Its text, read.
    pub blocks: Vec<Block>,
}

impl SectionView {
    /// Whether a feedback was given on this section of that version.
    #[must_use]
    pub fn hears(&self, thread: &ThreadView, version: &i32) -> bool {
        thread.version == *version
            && thread
                .section
                .is_some_and(|section| section.code() == self.code)
    }
}

/// A piece as pages show it.
#[derive(Clone, Debug)]
pub struct PieceView {
    /// Its identifier, for ids in the page.
    pub id: String,
    /// Its name or title.
    pub title: String,
    /// Where it is: ours for a file, the web's for a link.
    pub href: String,
    /// Whether it leads out of Jalon.
    pub external: bool,
    /// « 84 Ko, image JPEG » or the address of a link.
    pub about: String,
    /// The icon of its kind.
    pub icon: &'static str,
    /// Where its small picture is.
    pub thumbnail: Option<String>,
    /// What an image shows; empty when it is decorative.
    pub alternative: String,
    /// Whether an image still lacks its description.
    pub lacks_description: bool,
}

impl PieceView {
    /// A piece, with its stored file when it is one.
    #[must_use]
    pub fn new(row: &evidence::Model, files: &HashMap<FileId, StoredFile>) -> Self {
        let file = row.file_id.and_then(|id| files.get(&id));
        let url = row.url.clone();
        Self {
            id: row.id.to_string(),
            title: row.title.clone(),
            href: url.clone().unwrap_or_else(|| paths::piece(row.id)),
            external: url.is_some(),
            about: match (file, url) {
                (Some(file), _) => about_file(file),
                (None, Some(url)) => url,
                (None, None) => "fichier retiré".to_owned(),
            },
            icon: kind_icon(file),
            thumbnail: file
                .filter(|file| file.thumb_hash.is_some())
                .map(|_| paths::below_piece(row.id, "vignette")),
            alternative: file
                .and_then(|file| file.description.clone())
                .unwrap_or_default(),
            lacks_description: file.is_some_and(StoredFile::lacks_description),
        }
    }
}

/// « 84 Ko, image JPEG, retouchée le 4 mars 2027 ».
fn about_file(file: &StoredFile) -> String {
    let about = format!("{}, {}", file_size(file.byte_size()), file.kind.label());
    match file.retouched_at {
        Some(at) => format!("{about}, retouchée le {}", date_long(local_date(at))),
        None => about,
    }
}

/// The icon of what a piece is; a link when it is no file.
fn kind_icon(file: Option<&StoredFile>) -> &'static str {
    match file.map(|file| file.kind.family()) {
        None => "link",
        Some(Family::Image) => "image",
        Some(Family::Video) => "film",
        Some(Family::Audio) => "music",
        Some(Family::Document | Family::Text) => "file-text",
    }
}

/// The last submitted version of a report, or what is being written when
/// `draft`; none when it was never submitted.
///
/// # Errors
/// When the database does not answer.
pub async fn body(
    app: &App,
    school: SchoolId,
    id: ReportId,
    draft: bool,
    curriculum: &Curriculum,
) -> AppResult<Option<BodyView>> {
    let reader = app.db.reader();
    let (content, version) = if draft {
        let row = store::find(reader, school, id)
            .await?
            .ok_or(AppError::NotFound)?;
        (store::content(reader, &row).await?, 0)
    } else {
        match store::last_submitted(reader, school, id).await? {
            Some(version) => (version.read()?, version.number),
            None => return Ok(None),
        }
    };
    Ok(Some(
        of_content(app, school, &content, version, curriculum).await?,
    ))
}

/// A version as it is read.
///
/// # Errors
/// When the database does not answer.
pub async fn of_content(
    app: &App,
    school: SchoolId,
    content: &Content,
    version: i32,
    curriculum: &Curriculum,
) -> AppResult<BodyView> {
    let reader = app.db.reader();
    let rows = pieces::find_many(reader, school, &content.evidence).await?;
    let files = pieces::files_of(reader, school, &rows).await?;
    let pieces: Vec<PieceView> = rows.iter().map(|row| PieceView::new(row, &files)).collect();
    let named: Vec<NamedFile> = pieces
        .iter()
        .map(|piece| NamedFile {
            name: piece.title.clone(),
            href: piece.href.clone(),
        })
        .collect();
    Ok(BodyView {
        title: content.title.clone(),
        about: about(content),
        version,
        links: linked(&content.targets, curriculum),
        targets: content.targets.clone(),
        sections: Section::ALL
            .iter()
            .filter(|section| !content.texts.get(**section).trim().is_empty())
            .map(|section| SectionView {
                code: section.code(),
                label: section.label(),
                blocks: parse(content.texts.get(*section), &named),
            })
            .collect(),
        pieces,
    })
}

/// « Compte rendu d’activité, PFMP, du 2 au 5 mars 2027 ».
#[must_use]
pub fn about(content: &Content) -> String {
    let mut parts = vec![
        content.kind.label().to_owned(),
        content.context.label().to_owned(),
    ];
    match (content.start_on, content.end_on) {
        (Some(start), Some(end)) => parts.push(Period { start, end }.to_string()),
        (Some(day), None) | (None, Some(day)) => parts.push(format!("le {}", date_long(day))),
        (None, None) => {}
    }
    parts.join(", ")
}

/// Codes with their bloc and official title; those that the curriculum does
/// not know are left out.
#[must_use]
pub fn linked(codes: &[String], curriculum: &Curriculum) -> Vec<LinkedView> {
    codes
        .iter()
        .filter_map(|code| {
            if let Some(target) = curriculum.target(code) {
                return Some(LinkedView {
                    bloc: target.block().number,
                    code: code.clone(),
                    title: target.title().to_owned(),
                });
            }
            let (competence, knowledge) = curriculum.knowledge(code)?;
            Some(LinkedView {
                bloc: curriculum.target(&competence.code)?.block().number,
                code: "Savoir".to_owned(),
                title: knowledge.text.clone(),
            })
        })
        .collect()
}
