//! What the dossier of a learner holds now, read in as many statements for
//! three hundred reports as for three. Images are not read: the document holds
//! how to fetch each when its turn comes.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use curriculum::{Curriculum, CurriculumId};
use db::{Db, DbError};
use documents::{DossierDocument, ImageSource};
use files::{ContentHash, FileId, Files, StoredFile};
use futures::TryStreamExt;
use kernel::{AccountId, SchoolId, SchoolYear, Timestamp};
use people::api::PersonName;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder, QuerySelect};

use super::{Choice, fill};
use crate::evidence::EvidenceId;
use crate::evidence::store::{self as pieces, evidence};
use crate::feedback::store::{feedback, latest_statement};
use crate::positioning::store::{Course, CurrentLevel, current_of};
use crate::report::store::{self as reports, standing_versions};
use crate::report::{Content, ReportId, State};

/// The dossier, ready for a typesetter.
#[derive(Debug)]
pub struct Collected {
    /// What it says.
    pub document: DossierDocument,
    /// How many reports went in.
    pub reports: usize,
    /// Changes whenever anything in it does, the day apart; compared with that
    /// of a PDF, it says whether the PDF is out of date.
    pub fingerprint: String,
    /// Its images that nobody has described, with their names.
    pub undescribed: Vec<(EvidenceId, String)>,
}

/// A report without its texts.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Head {
    /// Which one.
    pub id: ReportId,
    /// Its present title.
    pub title: String,
    /// Its state.
    pub state: State,
    /// The curriculum it was written in.
    pub curriculum_id: CurriculumId,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last submitted; none: a draft.
    pub submitted_at: Option<Timestamp>,
    /// When it was validated.
    pub validated_at: Option<Timestamp>,
}

/// A report that goes in, with what it says.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its head.
    pub head: Head,
    /// The version that was handed in last; of a draft, its present text.
    pub content: Content,
}

/// All that a document is filled from.
#[derive(Debug)]
pub struct Parts {
    /// The learner.
    pub name: PersonName,
    /// « MC SNO 1 ».
    pub class: Option<String>,
    /// « Lycée professionnel Jeanne-Vialar ».
    pub school: String,
    /// « 2026-2027 ».
    pub year: SchoolYear,
    /// Today.
    pub today: NaiveDate,
    /// What they are enrolled on, or wrote their last report in.
    pub curriculum: Option<Arc<Curriculum>>,
    /// The curricula of the reports.
    pub curricula: HashMap<CurriculumId, Arc<Curriculum>>,
    /// The reports, in the order of reading.
    pub told: Vec<Told>,
    /// All their pieces that are still there.
    pub pieces: HashMap<EvidenceId, evidence::Model>,
    /// Those that hang on no report and go in, the oldest first.
    pub loose: Vec<EvidenceId>,
    /// The stored files of the pieces.
    pub files: HashMap<FileId, StoredFile>,
    /// What the pieces are linked to by themselves.
    pub codes: HashMap<EvidenceId, Vec<String>>,
    /// What the team answered, the oldest first.
    pub feedback: Vec<feedback::Model>,
    /// Where they stand.
    pub current: Vec<CurrentLevel>,
    /// How those who answered and positioned are called.
    pub names: HashMap<AccountId, PersonName>,
}

/// The reports of a learner that are not in the corbeille, the oldest first;
/// one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn heads(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<Head>, DbError> {
    use reports::reports::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Title,
            Column::State,
            Column::CurriculumId,
            Column::CreatedAt,
            Column::SubmittedAt,
            Column::ValidatedAt,
        ])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.eq(learner))
        .filter(Column::DeletedAt.is_null())
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .into_model()
        .all(connection)
        .await?)
}

/// Reads the dossier of a learner.
///
/// # Errors
/// When the database does not answer, or holds what is not of our making.
pub async fn collect(
    db: &Db,
    files: &Files,
    today: NaiveDate,
    school: SchoolId,
    learner: AccountId,
    choice: &Choice,
) -> Result<Collected, DbError> {
    let parts = read(db, today, school, learner, choice).await?;
    let mut contents: Vec<ContentHash> = Vec::new();
    let document = fill::document(&parts, |file| {
        contents.push(file.hash);
        fetched(files.clone(), file.clone())
    });
    Ok(Collected {
        reports: parts.told.len(),
        fingerprint: fingerprint(&document, &contents),
        undescribed: fill::undescribed(&parts),
        document,
    })
}

/// A digest of all that a document says and shows. Another version of Jalon may
/// word it differently: the PDF then counts as out of date, which it is.
fn fingerprint(document: &DossierDocument, contents: &[ContentHash]) -> String {
    // The day that it is made changes every day and says nothing of the dossier.
    let timeless = DossierDocument {
        date: NaiveDate::MIN,
        ..document.clone()
    };
    ContentHash::of(format!("{timeless:?}{contents:?}").as_bytes()).to_string()
}

/// How to fetch the bytes of an image, from a thread that may block.
fn fetched(files: Files, file: StoredFile) -> ImageSource {
    let runtime = tokio::runtime::Handle::current();
    ImageSource::new(move || {
        let read = async {
            let stream = files.open(&file, None).await?;
            stream
                .try_fold(Vec::new(), async |mut bytes, part| {
                    bytes.extend_from_slice(&part);
                    Ok(bytes)
                })
                .await
        };
        match runtime.block_on(read) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                tracing::warn!(?error, file = %file.id, "an image of a dossier cannot be read");
                None
            }
        }
    })
}

async fn read(
    db: &Db,
    today: NaiveDate,
    school: SchoolId,
    learner: AccountId,
    choice: &Choice,
) -> Result<Parts, DbError> {
    let reader = db.reader();
    let enrolment = people::api::enrolment_of(db, school, learner).await?;
    let heads = heads(reader, school, learner).await?;
    let main = enrolment
        .as_ref()
        .map(|enrolment| enrolment.class.curriculum)
        .or_else(|| heads.last().map(|head| head.curriculum_id));
    let mut curricula = HashMap::new();
    for id in heads
        .iter()
        .map(|head| head.curriculum_id)
        .chain(main)
        .collect::<HashSet<_>>()
    {
        // Published curricula are kept in memory.
        curricula.extend(curriculum::api::get(db, id).await?.map(|found| (id, found)));
    }
    let current = match main {
        Some(curriculum) => {
            let course = Course {
                school,
                learner,
                curriculum,
            };
            current_of(reader, course).await?
        }
        None => Vec::new(),
    };
    let pieces = pieces_of(reader, school, learner).await?;
    let told = told(reader, school, heads, &pieces, choice).await?;
    let rows: Vec<evidence::Model> = pieces.values().cloned().collect();
    let ids: Vec<EvidenceId> = pieces.keys().copied().collect();
    let feedback = latest_statement(school, learner).all(reader).await?;
    let authors: BTreeSet<AccountId> = feedback
        .iter()
        .map(|row| row.author_id)
        .chain(current.iter().map(|row| row.author_id))
        .chain([learner])
        .collect();
    let authors: Vec<AccountId> = authors.into_iter().collect();
    let names = people::api::names_of(db, school, &authors).await?;
    Ok(Parts {
        name: names.get(&learner).cloned().ok_or_else(gone)?,
        class: enrolment.as_ref().map(|one| one.class.name.clone()),
        school: people::api::school_name(db, school)
            .await?
            .ok_or_else(gone)?,
        year: enrolment.map_or_else(|| SchoolYear::of(today), |one| one.class.school_year),
        today,
        curriculum: main.and_then(|id| curricula.get(&id).cloned()),
        curricula,
        told,
        loose: loose(&pieces, choice),
        files: pieces::files_of(reader, school, &rows).await?,
        codes: pieces::targets_of(reader, school, &ids).await?,
        pieces,
        feedback: feedback.into_iter().rev().collect(),
        current,
        names,
    })
}

/// The learner or their school left while the job waited.
fn gone() -> DbError {
    DbError::Other(DbErr::RecordNotFound("the learner of an export".into()))
}

async fn pieces_of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<HashMap<EvidenceId, evidence::Model>, DbError> {
    let rows = evidence::Entity::find()
        .filter(evidence::Column::SchoolId.eq(school))
        .filter(evidence::Column::LearnerId.eq(learner))
        .filter(evidence::Column::RemovedAt.is_null())
        .all(reader)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

fn loose(pieces: &HashMap<EvidenceId, evidence::Model>, choice: &Choice) -> Vec<EvidenceId> {
    let mut loose: Vec<&evidence::Model> = pieces
        .values()
        .filter(|piece| choice.loose && piece.report_id.is_none())
        .collect();
    loose.sort_by_key(|piece| (piece.added_at, piece.id));
    loose.iter().map(|piece| piece.id).collect()
}

/// What the chosen reports say, in the order of the activities that they tell of.
async fn told(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    heads: Vec<Head>,
    pieces: &HashMap<EvidenceId, evidence::Model>,
    choice: &Choice,
) -> Result<Vec<Told>, DbError> {
    let mut chosen = heads;
    chosen.retain(|head| choice.takes(head.id, head.submitted_at.is_some()));
    let (submitted, drafts): (Vec<&Head>, Vec<&Head>) =
        chosen.iter().partition(|head| head.submitted_at.is_some());
    let ids = |heads: &[&Head]| heads.iter().map(|head| head.id).collect::<Vec<_>>();
    let mut contents = standing_versions(reader, school, &ids(&submitted)).await?;
    contents.extend(drafts_of(reader, school, &ids(&drafts), pieces).await?);
    let mut told: Vec<Told> = chosen
        .into_iter()
        .filter_map(|head| {
            let content = contents.remove(&head.id)?;
            Some(Told { head, content })
        })
        .collect();
    told.sort_by_key(|one| {
        let day = one.content.start_on.or(one.content.end_on);
        let begun = one.head.created_at;
        (day.unwrap_or_else(|| kernel::local_date(begun)), begun)
    });
    Ok(told)
}

/// The present texts of drafts; at most two statements.
async fn drafts_of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[ReportId],
    pieces: &HashMap<EvidenceId, evidence::Model>,
) -> Result<HashMap<ReportId, Content>, DbError> {
    use reports::{reports as rows, targets};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let drafts = rows::Entity::find()
        .filter(rows::Column::SchoolId.eq(school))
        .filter(rows::Column::Id.is_in(ids.iter().copied()))
        .all(reader)
        .await?;
    let mut codes: HashMap<ReportId, Vec<String>> = HashMap::new();
    for link in targets::Entity::find()
        .filter(targets::Column::SchoolId.eq(school))
        .filter(targets::Column::ReportId.is_in(ids.iter().copied()))
        .order_by_asc(targets::Column::Code)
        .all(reader)
        .await?
    {
        codes.entry(link.report_id).or_default().push(link.code);
    }
    let mut attached: HashMap<ReportId, Vec<&evidence::Model>> = HashMap::new();
    for piece in pieces.values() {
        if let Some(report) = piece.report_id {
            attached.entry(report).or_default().push(piece);
        }
    }
    Ok(drafts
        .into_iter()
        .map(|row| {
            let mut own = attached.remove(&row.id).unwrap_or_default();
            own.sort_by_key(|piece| (piece.added_at, piece.id));
            let content = Content {
                texts: row.texts(),
                kind: row.kind,
                context: row.context,
                start_on: row.start_on,
                end_on: row.end_on,
                targets: codes.remove(&row.id).unwrap_or_default(),
                evidence: own.iter().map(|piece| piece.id).collect(),
                title: row.title,
            };
            (row.id, content)
        })
        .collect())
}
