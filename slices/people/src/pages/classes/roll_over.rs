//! « Préparer la rentrée »: choose what becomes of each learner, see it, do it,
//! undo it.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, FieldErrors, count};
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form, Page, Shell};

use crate::commands::{self, By, Refused, RollOver};
use crate::forms::{NEW_CLASS, RollOverForm};
use crate::model::{ClassId, Fate};
use crate::objects::{Class, RollsOver};
use crate::pages::form_errors;
use crate::store::enrolments::{self, LearnerRow};
use crate::store::roll_overs;

/// One learner, with what was chosen for them.
pub struct FateLine {
    field: String,
    name: String,
    status: &'static str,
    choices: [(&'static str, bool); 3],
}

/// Those of one fate, in the preview.
pub struct FateGroup {
    title: String,
    names: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/classes/roll_over.html")]
pub struct RollOverPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    class_name: String,
    year: String,
    class_href: String,
    href: String,
    learners: Vec<FateLine>,
    fates: Field,
    again: Field,
    agains: Vec<(String, String)>,
    name: Field,
    onward: Field,
    onwards: Vec<(String, String)>,
    team: Field,
    /// What will be done, before it is.
    preview: Option<Vec<FateGroup>>,
    /// The fields of the form, sent again with the confirmation.
    kept: Vec<(String, String)>,
}

impl RollOverPage {
    async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        class: &Class,
        (form, errors): (&RollOverForm, &FieldErrors),
        plan: Option<&RollOver>,
    ) -> AppResult<Self> {
        let row = &class.row;
        let rows = present(app, actor, row.id).await?;
        let later = roll_overs::later_classes(app.db.reader(), actor.school, row.school_year)
            .await?
            .into_iter()
            .map(|(id, name, year)| (id.to_string(), format!("{name}, {year}")));
        let onwards: Vec<(String, String)> = later.collect();
        let next = format!(
            "{}-{}",
            row.school_year.first() + 1,
            row.school_year.first() + 2
        );
        let mut agains = vec![(
            NEW_CLASS.to_owned(),
            format!("Une nouvelle classe en {next}"),
        )];
        agains.extend(onwards.iter().cloned());
        let field = |name, value: &str| Field::with(name, value, errors);
        let class_href = format!("/admin/classes/{}", row.id);
        Ok(Self {
            shell,
            errors: summary(errors),
            class_name: row.name.clone(),
            year: row.school_year.to_string(),
            href: format!("{class_href}/rentree"),
            class_href,
            learners: rows.iter().map(|row| line(row, form)).collect(),
            fates: field("sorts", ""),
            again: field("reprise", &form.reprise),
            name: field("nom", &form.nom),
            onward: field("suite", &form.suite),
            team: field("equipe", &form.equipe),
            preview: plan.map(|plan| preview(plan, &rows, form, (&agains, &onwards))),
            kept: kept(form),
            agains,
            onwards,
        })
    }
}

async fn present(app: &App, actor: &Actor, class: ClassId) -> AppResult<Vec<LearnerRow>> {
    let mut rows = enrolments::of_class(app.db.reader(), actor.school, class).await?;
    rows.retain(|row| row.left_on.is_none());
    Ok(rows)
}

fn line(row: &LearnerRow, form: &RollOverForm) -> FateLine {
    let chosen = form.fate_of(row.account_id);
    FateLine {
        field: format!("sort-{}", row.account_id),
        name: row.name().listed(),
        status: row.status.label(),
        choices: Fate::ALL.map(|fate| (fate.code(), chosen == Some(fate))),
    }
}

fn kept(form: &RollOverForm) -> Vec<(String, String)> {
    let fates = form
        .fates
        .iter()
        .map(|(person, fate)| (format!("sort-{person}"), fate.clone()));
    let others = [
        ("reprise", &form.reprise),
        ("nom", &form.nom),
        ("suite", &form.suite),
        ("equipe", &form.equipe),
    ];
    let others = others.map(|(name, value)| (name.to_owned(), value.clone()));
    fates.chain(others).collect()
}

/// The classes of a list to choose from: identifier and name.
type Options<'a> = &'a [(String, String)];

fn preview(
    plan: &RollOver,
    rows: &[LearnerRow],
    form: &RollOverForm,
    (agains, onwards): (Options<'_>, Options<'_>),
) -> Vec<FateGroup> {
    let called = |options: Options<'_>, id: &str| {
        let found = options.iter().find(|(value, _)| value == id);
        found.map(|(_, label)| label.clone()).unwrap_or_default()
    };
    let again = match &*form.reprise {
        NEW_CLASS => format!(
            "{}, «\u{202f}{}\u{202f}»",
            called(agains, NEW_CLASS).to_lowercase(),
            form.nom.trim()
        ),
        id => called(agains, id),
    };
    Fate::ALL
        .into_iter()
        .filter_map(|fate| {
            let names: Vec<String> = rows
                .iter()
                .filter(|row| plan.fates.contains(&(row.account_id, fate)))
                .map(|row| row.name().listed())
                .collect();
            let size = names.len() as u64;
            let title = match fate {
                Fate::Leaves => count(
                    size,
                    "personne quitte la classe",
                    "personnes quittent la classe",
                ),
                Fate::Repeats => format!(
                    "{}\u{a0}: {again}",
                    count(size, "personne redouble", "personnes redoublent")
                ),
                Fate::Passes => format!(
                    "{}\u{a0}: {}",
                    count(size, "personne passe", "personnes passent"),
                    called(onwards, &form.suite)
                ),
            };
            (size > 0).then_some(FateGroup { title, names })
        })
        .collect()
}

/// A class whose year goes on.
fn in_use(found: Authorised<Class, RollsOver>) -> AppResult<Class> {
    let class = found.object;
    match class.row.archived_at {
        None => Ok(class),
        Some(_) => Err(AppError::Conflict(
            "Cette classe est archivée\u{a0}: sa rentrée est déjà faite, ou elle est à restaurer d’abord. Rien n’a été modifié.".into(),
        )),
    }
}

/// The form. Nobody's fate is chosen beforehand.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, RollsOver>,
) -> AppResult<Page<RollOverPage>> {
    let class = in_use(found)?;
    let form = RollOverForm {
        reprise: NEW_CLASS.to_owned(),
        nom: class.row.name.clone(),
        equipe: "oui".to_owned(),
        ..RollOverForm::default()
    };
    let errors = FieldErrors::new();
    let page = RollOverPage::load(&app, shell, &actor, &class, (&form, &errors), None).await?;
    Ok(Page::new(page))
}

/// Shows what will be done, then does it.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, RollsOver>,
    Form(fields): Form<Vec<(String, String)>>,
) -> AppResult<Response> {
    let class = in_use(found)?;
    let form = RollOverForm::from(fields);
    let mut errors = FieldErrors::new();
    if !form.modifier.is_empty() {
        let page = RollOverPage::load(&app, shell, &actor, &class, (&form, &errors), None).await?;
        return Ok(Page::new(page).into_response());
    }
    let ids: Vec<AccountId> = present(&app, &actor, class.row.id)
        .await?
        .iter()
        .map(|row| row.account_id)
        .collect();
    match form.parse(&ids) {
        Ok(plan) if form.confirmer.is_empty() => {
            let typed = (&form, &errors);
            let page = RollOverPage::load(&app, shell, &actor, &class, typed, Some(&plan)).await?;
            return Ok(Page::new(page).into_response());
        }
        Ok(plan) => {
            errors = apply(&app, &actor, &class, plan).await?;
            if errors.is_empty() {
                return Ok(Flash::ok("La rentrée est faite. La classe est archivée, chaque dossier suit sa personne.")
                    .to(format_args!("/admin/classes/{}", class.row.id)));
            }
        }
        Err(wrong) => errors = wrong,
    }
    let page = RollOverPage::load(&app, shell, &actor, &class, (&form, &errors), None).await?;
    Ok(Page::invalid(page).into_response())
}

async fn apply(app: &App, actor: &Actor, class: &Class, plan: RollOver) -> AppResult<FieldErrors> {
    let work = (app.clock.clone(), By::from(actor), class.row.clone(), plan);
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, class, plan) = work.clone();
            async move { commands::roll_over(&tx, &clock, &by, &class, &plan).await }
        })
        .await;
    match done {
        Ok(()) => Ok(FieldErrors::new()),
        Err(refused) => form_errors(refused),
    }
}

/// Undoes it.
pub async fn undo(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Class, RollsOver>,
) -> AppResult<Response> {
    let id = found.object.row.id;
    let work = (app.clock.clone(), By::from(&actor));
    let done = app
        .db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move { commands::undo_roll_over(&tx, &clock, &by, id).await }
        })
        .await;
    let flash = match done {
        Ok(()) => Flash::ok("La rentrée est annulée\u{a0}: la classe est de nouveau en cours."),
        Err(Refused::Fields(errors)) => Flash::danger(
            errors
                .get("rentree")
                .unwrap_or("La rentrée n’a pas changé.")
                .to_owned(),
        ),
        Err(refused) => return Err(AppError::from(refused)),
    };
    Ok(flash.to(format_args!("/admin/classes/{id}")))
}
