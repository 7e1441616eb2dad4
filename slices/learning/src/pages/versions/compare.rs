//! A kept version beside the text in place, and taking it up again.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State as Extract};
use axum::response::Response;
use curriculum::Curriculum;
use db::{DbError, Tx};
use kernel::{Clock, date_time};
use web::compare::{Part, Side};
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Page, Shell};

use crate::model::{MissionId, OrganisationId, Reason, SheetKind, SituationId};
use crate::organisations;
use crate::pages::parts::{called, curriculum_of, names_of};
use crate::paths;
use crate::policy::{Action, decide};
use crate::rows::sheets::Model;
use crate::rows::{missions, situations};
use crate::sheets::object::{Reads, Sheet, Writes};
use crate::sheets::store::{lost, version};
use crate::sheets::view::{Names, fields};
use crate::sheets::{By, Refused};
use crate::situations::{commands, store};

/// What a sheet is of, for the head of its pages.
pub struct Thing {
    /// « Mission ».
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub trail: Vec<(String, String)>,
    /// Its page.
    pub href: String,
    /// Its form.
    pub edit: String,
}

/// What a sheet hangs on.
enum Owner {
    Organisation(crate::rows::organisations::Model),
    Situation(situations::Model),
    Mission(situations::Model, missions::Model),
}

async fn owner(app: &App, sheet: &Model) -> Result<Owner, DbError> {
    let (reader, school) = (app.db.reader(), sheet.school_id);
    let missing = || lost(sheet.id);
    Ok(match sheet.kind {
        SheetKind::Organisation => {
            let id = OrganisationId::from(sheet.id);
            let found = organisations::store::find(reader, school, id).await?;
            Owner::Organisation(found.ok_or_else(missing)?)
        }
        SheetKind::Situation => {
            let found = store::find(reader, school, SituationId::from(sheet.id)).await?;
            Owner::Situation(found.ok_or_else(missing)?)
        }
        SheetKind::Mission => {
            let mission = store::mission(reader, school, MissionId::from(sheet.id)).await?;
            let mission = mission.ok_or_else(missing)?;
            let found = store::find(reader, school, mission.situation_id).await?;
            Owner::Mission(found.ok_or_else(missing)?, mission)
        }
    })
}

/// What a sheet is of.
pub async fn thing(app: &App, sheet: &Model) -> AppResult<Thing> {
    Ok(owner(app, sheet).await?.thing(sheet.kind))
}

impl Owner {
    fn thing(&self, kind: SheetKind) -> Thing {
        let library = ("Situations".to_owned(), paths::LIBRARY.to_owned());
        let (title, href, edit) = match self {
            Self::Organisation(row) => (
                &row.name,
                paths::organisation(row.id),
                paths::below_organisation(row.id, "modifier"),
            ),
            Self::Situation(row) => (
                &row.title,
                paths::situation(row.id),
                paths::below(row.id, "modifier"),
            ),
            Self::Mission(_, row) => (
                &row.title,
                paths::mission(row.situation_id, row.id),
                paths::below_mission(row.situation_id, row.id, "modifier"),
            ),
        };
        let mut trail = vec![library];
        match self {
            Self::Organisation(_) => {
                trail.push(("Organisations".to_owned(), paths::ORGANISATIONS.to_owned()))
            }
            Self::Mission(situation, _) => {
                trail.push((situation.title.clone(), paths::situation(situation.id)));
            }
            Self::Situation(_) => {}
        }
        trail.push((title.clone(), href.clone()));
        Thing {
            kind: kind.label(),
            title: title.clone(),
            trail,
            href,
            edit,
        }
    }

    const fn situation(&self) -> Option<&situations::Model> {
        match self {
            Self::Organisation(_) => None,
            Self::Situation(row) | Self::Mission(row, _) => Some(row),
        }
    }

    /// The curriculum by which codes are read.
    async fn curriculum(&self, app: &App, actor: &Actor) -> AppResult<Option<Arc<Curriculum>>> {
        match self.situation() {
            Some(row) => curriculum_of(app, actor.school, &row.curriculum)
                .await
                .map(Some),
            None => Ok(None),
        }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "pages/versions/compare.html")]
pub struct ComparePage {
    shell: Shell,
    thing: Thing,
    title: &'static str,
    number: i32,
    left: Side,
    right: Side,
    parts: Vec<Part>,
    /// The names of the parts that say the same.
    same: String,
    versions: String,
    /// Where the version is taken up, for who may.
    restore: Option<String>,
}

/// GET /situations/fiches/{sheet}/versions/{number}
pub async fn compare(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    sheet: Authorised<Sheet, Reads>,
    Path((_, number)): Path<(String, String)>,
) -> AppResult<Page<ComparePage>> {
    let sheet = sheet.object.row;
    let number: i32 = number.parse().map_err(|_| AppError::NotFound)?;
    let kept = version(app.db.reader(), actor.school, sheet.id, number)
        .await?
        .ok_or(AppError::NotFound)?;
    let owner = owner(&app, &sheet).await?;
    let parts = parts(&app, &actor, &owner, &sheet, &kept.content).await?;
    let people = vec![sheet.updated_by, kept.author_id];
    let names = names_of(&app, actor.school, people).await?;
    let (same, parts): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.same);
    let same: Vec<&str> = same.iter().map(|part| part.label).collect();
    Ok(Page::new(ComparePage {
        shell,
        thing: owner.thing(sheet.kind),
        title: match kept.reason {
            Reason::Conflict => "Deux textes se sont croisés",
            _ => "Comparer deux textes",
        },
        number,
        left: Side {
            title: "Le texte en place".to_owned(),
            about: format!(
                "Enregistré le {} par {}",
                date_time(sheet.updated_at),
                called(&names, sheet.updated_by)
            ),
        },
        right: Side {
            title: format!("Version {number}, {}", kept.reason.label()),
            about: format!(
                "Gardée le {}, par {}",
                date_time(kept.created_at),
                called(&names, kept.author_id)
            ),
        },
        parts,
        same: same.join(", "),
        versions: paths::versions(sheet.id),
        restore: decide(actor.roles, Action::Write)
            .then(|| format!("{}/restaurer", paths::version(sheet.id, number))),
    }))
}

/// The parts of both texts.
async fn parts(
    app: &App,
    actor: &Actor,
    owner: &Owner,
    sheet: &Model,
    kept: &serde_json::Value,
) -> AppResult<Vec<Part>> {
    let curriculum = owner.curriculum(app, actor).await?;
    let organisations: HashMap<OrganisationId, String> = match sheet.kind {
        SheetKind::Situation => organisations::store::list(app.db.reader(), actor.school)
            .await?
            .into_iter()
            .map(|row| (row.id, row.name))
            .collect(),
        SheetKind::Organisation | SheetKind::Mission => HashMap::new(),
    };
    let names = Names {
        curriculum: curriculum.as_deref(),
        organisations: &organisations,
    };
    let before = fields(sheet.kind, &sheet.content, &names)?;
    let after = fields(sheet.kind, kept, &names)?;
    let both = before.into_iter().zip(after);
    let parts = both.map(|((label, before), (_, after))| Part::new(label, &before, &after));
    Ok(parts.filter(|part| !part.is_empty()).collect())
}

/// POST /situations/fiches/{sheet}/versions/{number}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    sheet: Authorised<Sheet, Writes>,
    Path((_, number)): Path<(String, String)>,
) -> AppResult<Response> {
    let sheet = sheet.object.row;
    let number: i32 = number.parse().map_err(|_| AppError::NotFound)?;
    let owner = Arc::new(owner(&app, &sheet).await?);
    let curriculum = owner.curriculum(&app, &actor).await?;
    let back = owner.thing(sheet.kind).href;
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    let done = app
        .db
        .write(move |tx| {
            let work = (clock.clone(), Arc::clone(&owner), curriculum.clone());
            async move { put_in_place(&tx, &work.0, by, &work.1, work.2.as_deref(), number).await }
        })
        .await;
    match done {
        Ok(()) => Ok(Flash::ok(format!(
            "La version {number} est maintenant le texte en place. Celui d’avant est gardé parmi les versions."
        ))
        .to(back)),
        Err(Refused::Because(sentence)) => Ok(Flash::danger(sentence).to(back)),
        Err(Refused::Db(error)) => Err(error.into()),
    }
}

async fn put_in_place(
    tx: &Tx,
    clock: &Clock,
    by: By,
    owner: &Owner,
    curriculum: Option<&Curriculum>,
    number: i32,
) -> Result<(), Refused> {
    match (owner, curriculum) {
        (Owner::Organisation(row), _) => {
            organisations::commands::restore_version(tx, clock, by, row, number).await
        }
        (Owner::Situation(row), _) => {
            commands::restore_version(tx, clock, by, row.id, number).await
        }
        (Owner::Mission(_, row), Some(curriculum)) => {
            commands::restore_mission_version(tx, clock, by, curriculum, row, number).await
        }
        (Owner::Mission(..), None) => Err(Refused::because(
            "Le référentiel de cette mission n’est plus publié. Rien n’a changé.",
        )),
    }
}
