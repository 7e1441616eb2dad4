//! From a file to lines that somebody can look at, beside the school's tables.

use std::path::Path;

use db::text::search_key;
use db::{Db, DbError};
use kernel::{AccountId, Clock, SchoolId, truncate};
use people::api::{ClassSummary, LearnerSummary};
use sea_orm::{ActiveModelTrait, Set};

use super::model::{Campaign, PixImportId, PixLine, PixState};
use super::plan::{self, Planned};
use super::read::{self, MAX_COLUMNS};
use super::refused::NotPix;
use super::store::{self, imports};

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum NotStaged {
    /// The file itself.
    #[error(transparent)]
    File(#[from] NotPix),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A file to take in.
#[derive(Clone, Debug)]
pub struct Taken<'a> {
    /// Where it lies.
    pub path: &'a Path,
    /// What it is called.
    pub name: &'a str,
    /// The code of the campaign that was announced; may be empty.
    pub code: &'a str,
}

/// Reads a file for a class. Nothing of the school changes. `id` is only given
/// where it has to be known beforehand.
///
/// # Errors
/// [`NotStaged`]: nothing is kept then.
pub async fn stage(
    db: &Db,
    clock: &Clock,
    school: SchoolId,
    class: &ClassSummary,
    author: AccountId,
    file: &Taken<'_>,
    id: Option<PixImportId>,
) -> Result<PixImportId, NotStaged> {
    let path = file.path.to_owned();
    let table = tokio::task::spawn_blocking(move || people::api::read_csv(&path, MAX_COLUMNS))
        .await
        .map_err(|_| NotPix::SomethingElse)?
        .map_err(NotPix::from)?;
    let mut found = read::read(&table)?;
    check_campaign(&found.campaign, file.code)?;
    let learners = people::api::learners_of_class(db, school, class.id).await?;
    if !plan::concerns(&found.lines, &learners) {
        return Err(NotPix::NobodyOfClass {
            class: class.name.clone(),
            organisation: truncate(&found.campaign.organisation, 80),
        }
        .into());
    }
    forget_others(&mut found.lines, &learners);
    let id = id.unwrap_or_else(|| PixImportId::generate(clock));
    let row = imports::ActiveModel {
        id: Set(id),
        school_id: Set(school),
        class_id: Set(class.id),
        author_id: Set(author),
        file_name: Set(truncate(file.name.trim(), 120)),
        kind: Set(found.kind),
        organisation: Set(search_key(&found.campaign.organisation)),
        campaign: Set(store::write(&found.campaign)?),
        state: Set(PixState::Ready),
        lines: Set(store::write(&found.lines)?),
        kept: Set(0),
        created_at: Set(clock.now()),
        finished_at: Set(None),
    };
    db.write(move |tx| {
        let row = row.clone();
        async move {
            row.insert(&tx).await?;
            Ok::<_, DbError>(())
        }
    })
    .await?;
    Ok(id)
}

fn check_campaign(campaign: &Campaign, wanted: &str) -> Result<(), NotPix> {
    let wanted = wanted.trim();
    if wanted.is_empty() || wanted.eq_ignore_ascii_case(&campaign.code) {
        return Ok(());
    }
    Err(NotPix::OtherCampaign {
        found: truncate(&campaign.name, 80),
        code: truncate(&campaign.code, 20),
        wanted: truncate(wanted, 20),
    })
}

/// Of people outside the class only the name waits for the preview.
fn forget_others(lines: &mut [PixLine], learners: &[LearnerSummary]) {
    for line in lines {
        if !plan::concerns(std::slice::from_ref(line), learners) {
            line.sent = None;
            line.unreadable = None;
        }
    }
}

/// Keeps what needs nobody's decision of an import that waits: how the demo
/// school comes to its results.
///
/// # Errors
/// When the database does not answer, or when the import does not wait.
pub async fn keep_certain(
    db: &Db,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    id: PixImportId,
) -> Result<u64, DbError> {
    let import = store::find(db.reader(), school, id)
        .await?
        .ok_or(DbError::Conflict)?;
    let staged = Staged::load(db, &import, "").await?;
    let decided = plan::decide(&staged.planned, |_| Some(plan::ASIDE)).unwrap_or_default();
    let work = (clock.clone(), import, decided);
    db.write(move |tx| {
        let (clock, import, decided) = work.clone();
        async move { super::commands::keep(&tx, &clock, &import, author, &decided).await }
    })
    .await
}

/// An import that waits, compared with its class as it is now.
pub struct Staged {
    /// The campaign.
    pub campaign: Campaign,
    /// What becomes of each line.
    pub planned: Vec<Planned>,
    /// The learners of the class.
    pub learners: Vec<LearnerSummary>,
    /// Pix's name of the school was never met and is not the school's:
    /// somebody has to say that it is.
    pub stranger: bool,
}

impl Staged {
    /// Compares an import with its class. Four statements at most.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(db: &Db, import: &imports::Model, class: &str) -> Result<Self, DbError> {
        let school = import.school_id;
        let campaign: Campaign = store::read(import.campaign.clone())?;
        let lines: Vec<PixLine> = store::read(import.lines.clone())?;
        let learners = people::api::learners_of_class(db, school, import.class_id).await?;
        let ids: Vec<AccountId> = learners.iter().map(|learner| learner.account).collect();
        let known = store::known(db.reader(), school, &ids, &campaign.id).await?;
        let name = people::api::school_name(db, school).await?;
        let own = name.is_some_and(|name| search_key(&name) == import.organisation);
        let met =
            own || store::is_known_organisation(db.reader(), school, &import.organisation).await?;
        Ok(Self {
            planned: plan::plan(class, &lines, &learners, &known),
            campaign,
            learners,
            stranger: !met,
        })
    }
}
