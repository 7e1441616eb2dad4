//! The page of a situation: the nine elements, the missions, what the team
//! says of it and how it came to be.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use kernel::{AccountId, FieldErrors, date_time};
use people::api::PersonName;
use web::prose::{self, Block};
use web::{Actor, App, AppResult, Authorised, Field, Page, Shell};

use super::view::{self, KnowledgeView, MissingView, MissionView, SectionView};
use crate::documents::store::files_of;
use crate::model::{Passage, SheetId, State};
use crate::pages::documents::view::{DocumentView, documents};
use crate::pages::parts::{Chip, PostButton, called, curriculum_of, names_of, state_chip};
use crate::pages::versions::list::{VersionRow, row as version_row};
use crate::paths;
use crate::policy::{Action, decide};
use crate::rows::comments;
use crate::rows::situations::Model;
use crate::sheets::store::{VersionLine, version_lines};
use crate::situations::comments::of_situation;
use crate::situations::object::{Reads, Situation};
use crate::situations::store::removed_missions;
use crate::situations::whole::{self, Whole};

/// So many versions are listed beside the text; all are on their own page.
const VERSIONS_SHOWN: u64 = 6;

/// A comment of a colleague.
struct CommentView {
    author: String,
    at: String,
    blocks: Vec<Block>,
    /// Where its author removes it.
    remove: Option<String>,
}

/// The organisation where it takes place.
struct OrganisationView {
    name: String,
    href: String,
    description: Vec<Block>,
    role: Vec<Block>,
    deleted: bool,
}

/// A kept version of the situation or of one of its missions.
struct Kept {
    /// The title of the mission; empty for the situation itself.
    of: String,
    version: VersionRow,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/situations/show.html")]
pub struct ShowPage {
    shell: Shell,
    title: String,
    trail: Vec<(String, String)>,
    curriculum: String,
    chip: Chip,
    written: String,
    deleted: bool,
    may_write: bool,
    edit: String,
    below: String,
    /// What moves it along its life.
    life: Vec<PostButton>,
    /// What else can be done with it.
    more: Vec<PostButton>,
    missing: Vec<MissingView>,
    blocs: Vec<(u8, String)>,
    staging: Vec<&'static str>,
    modes: Vec<&'static str>,
    samr: Option<&'static str>,
    scenario_completed: bool,
    /// Context and intention; the savoirs come next.
    first: Vec<SectionView>,
    /// The other texts.
    rest: Vec<SectionView>,
    knowledge: Vec<KnowledgeView>,
    knowledge_completed: bool,
    organisation: Option<OrganisationView>,
    missions: Vec<MissionView>,
    /// The missions that were taken out: title, where they are put back.
    removed: Vec<(String, String)>,
    notes: Vec<Block>,
    documents: Vec<DocumentView>,
    comments: Vec<CommentView>,
    commentaire: Field,
    versions: Vec<Kept>,
    all_versions: String,
}

/// GET /situations/{situation}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    situation: Authorised<Situation, Reads>,
) -> AppResult<Page<ShowPage>> {
    let row = situation.object.row;
    let written = Field::new("commentaire", "");
    page(&app, &actor, shell, &row, written)
        .await
        .map(Page::new)
}

/// The page again, with a comment that was refused.
pub async fn refused(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &Model,
    typed: &str,
    errors: &FieldErrors,
) -> AppResult<Page<ShowPage>> {
    let field = Field::with("commentaire", typed, errors);
    page(app, actor, shell, row, field).await.map(Page::invalid)
}

async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &Model,
    commentaire: Field,
) -> AppResult<ShowPage> {
    let (reader, school) = (app.db.reader(), actor.school);
    let curriculum = curriculum_of(app, school, &row.curriculum).await?;
    let whole = whole::read(reader, row).await?;
    let comments = of_situation(reader, school, row.id).await?;
    let mut sheets: Vec<SheetId> = vec![row.id.into()];
    sheets.extend(whole.missions.iter().map(|one| SheetId::from(one.row.id)));
    let kept = version_lines(reader, school, &sheets, VERSIONS_SHOWN).await?;
    let names = names_of(app, school, people_of(&whole, &comments, &kept)).await?;
    let all = whole.missions.iter().flat_map(|one| &one.documents);
    let files = files_of(reader, school, all.chain(&whole.documents)).await?;
    let removed = removed_missions(reader, school, row.id).await?;
    let may_write = decide(actor.roles, Action::Write);
    let missions = view::missions(&whole, &curriculum);
    let content = &whole.content;
    Ok(ShowPage {
        shell,
        title: row.title.clone(),
        trail: view::trail(None),
        curriculum: row.curriculum.clone(),
        chip: state_chip(row.state),
        written: written(&whole, &names),
        deleted: row.deleted_at.is_some(),
        may_write,
        edit: paths::below(row.id, "modifier"),
        below: paths::situation(row.id),
        life: life(row),
        more: more(row),
        missing: view::missing_views(&whole),
        blocs: view::blocs(&missions),
        staging: content.staging.iter().map(|one| one.label()).collect(),
        modes: content.modes.iter().map(|one| one.label()).collect(),
        samr: content.samr.map(|one| one.label()),
        scenario_completed: ["staging", "modes", "samr"]
            .iter()
            .any(|field| content.is_completed(field)),
        first: view::sections(content, &[Passage::Context, Passage::Intention]),
        rest: view::sections(content, &Passage::ALL[2..]),
        knowledge: view::knowledge(content, &curriculum),
        knowledge_completed: content.is_completed("knowledge"),
        organisation: organisation(app, actor, &whole).await?,
        removed: removed
            .into_iter()
            .map(|one| {
                let restore = paths::below_mission(row.id, one.id, "restaurer");
                (one.title, restore)
            })
            .collect(),
        notes: prose::parse(&content.notes, &[]),
        documents: documents(&whole, &files),
        comments: comment_views(&comments, &names, actor),
        commentaire,
        versions: kept_views(&whole, &kept, &names),
        all_versions: paths::versions(row.id.into()),
        missions,
    })
}

fn people_of(whole: &Whole, comments: &[comments::Model], kept: &[VersionLine]) -> Vec<AccountId> {
    let authors = comments.iter().map(|comment| comment.author_id);
    let writers = [whole.sheet.created_by, whole.sheet.updated_by];
    let kept = kept.iter().map(|line| line.author_id);
    authors.chain(writers).chain(kept).collect()
}

/// « Commencée par Mme Carbonnel, modifiée le 9 mars 2027 à 17 h 42 par M. Lemoine. »
fn written(whole: &Whole, names: &HashMap<AccountId, PersonName>) -> String {
    format!(
        "Commencée par {}, modifiée le {} par {}.",
        called(names, whole.sheet.created_by),
        date_time(whole.sheet.updated_at),
        called(names, whole.sheet.updated_by)
    )
}

async fn organisation(
    app: &App,
    actor: &Actor,
    whole: &Whole,
) -> AppResult<Option<OrganisationView>> {
    let Some((id, content)) = &whole.organisation else {
        return Ok(None);
    };
    let row = crate::organisations::store::find(app.db.reader(), actor.school, *id).await?;
    Ok(Some(OrganisationView {
        name: content.name.clone(),
        href: paths::organisation(*id),
        description: prose::parse(&content.description, &[]),
        role: prose::parse(&content.role, &[]),
        deleted: row.is_some_and(|row| row.deleted_at.is_some()),
    }))
}

fn comment_views(
    comments: &[comments::Model],
    names: &HashMap<AccountId, PersonName>,
    actor: &Actor,
) -> Vec<CommentView> {
    comments
        .iter()
        .map(|comment| CommentView {
            author: called(names, comment.author_id),
            at: date_time(comment.created_at),
            blocks: prose::parse(&comment.text, &[]),
            remove: (comment.author_id == actor.account && decide(actor.roles, Action::Write))
                .then(|| paths::remove_comment(comment.id)),
        })
        .collect()
}

fn kept_views(
    whole: &Whole,
    kept: &[VersionLine],
    names: &HashMap<AccountId, PersonName>,
) -> Vec<Kept> {
    kept.iter()
        .map(|line| {
            let mission = whole
                .missions
                .iter()
                .find(|one| SheetId::from(one.row.id) == line.sheet_id);
            Kept {
                of: mission.map_or_else(String::new, |one| one.row.title.clone()),
                version: version_row(line, names),
            }
        })
        .collect()
}

/// What moves a situation along its life from where it is.
fn life(row: &Model) -> Vec<PostButton> {
    let button = |icon, label, what| PostButton {
        action: paths::below(row.id, "etat"),
        icon,
        label,
        kind: "secondary",
        field: Some(("vers", what)),
    };
    match row.state {
        State::Draft => vec![
            button("megaphone", "Proposer à l’équipe", "proposee"),
            button("check", "Mettre en usage", "en-usage"),
        ],
        State::Proposed => vec![
            button("check", "Mettre en usage", "en-usage"),
            button("undo-2", "Reprendre en brouillon", "brouillon"),
        ],
        State::InUse => vec![button("undo-2", "Reprendre en brouillon", "brouillon")],
    }
}

fn more(row: &Model) -> Vec<PostButton> {
    let button = |what, icon, label| PostButton {
        action: paths::below(row.id, what),
        icon,
        label,
        kind: "quiet",
        field: None,
    };
    vec![
        button("dupliquer", "copy-plus", "Dupliquer"),
        button("supprimer", "trash-2", "Mettre à la corbeille"),
    ]
}
