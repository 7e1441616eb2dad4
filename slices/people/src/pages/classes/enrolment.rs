//! The stay of one learner in a class: status, end, move to another class.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, FieldErrors, Role, date_long, local_date};
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form, Page, Shell};

use super::Member;
use super::manage::back;
use crate::commands::{self, By, Refused};
use crate::forms::{LeaveForm, MoveForm, StayForm};
use crate::model::{ClassId, LearnerStatus};
use crate::objects::{Class, Manages};
use crate::store::classes::{self, Which};
use crate::store::{enrolment_rows, enrolments, people, teams};

#[derive(Template)]
#[template(path = "pages/classes/enrolment.html")]
pub struct EnrolmentPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    class_name: String,
    class_href: String,
    href: String,
    is_admin: bool,
    person: String,
    name: String,
    left: Option<String>,
    status: Field,
    statuses: Vec<(&'static str, &'static str)>,
    distance: Field,
    entered: Field,
    leaving: Field,
    target: Field,
    targets: Vec<(String, String)>,
    arrival: Field,
    today: String,
}

/// What was typed in the forms of the page.
#[derive(Default)]
struct Typed {
    stay: Option<StayForm>,
    leave: LeaveForm,
    moving: MoveForm,
    errors: FieldErrors,
}

impl EnrolmentPage {
    async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        class: &Class,
        learner: AccountId,
        typed: Typed,
    ) -> AppResult<Self> {
        let reader = app.db.reader();
        let stay = stay_of(app, actor, class, learner).await?;
        let names = people::names(reader, actor.school, &[learner]).await?;
        let name = names.get(&learner).ok_or(AppError::NotFound)?.display();
        let today = local_date(app.clock.now()).to_string();
        let or_today = |text: &str| match text {
            "" => today.clone(),
            text => text.to_owned(),
        };
        let form = typed.stay.unwrap_or_else(|| stored(&stay));
        let field = |name, value: &str| Field::with(name, value, &typed.errors);
        let class_href = format!("/admin/classes/{}", class.row.id);
        Ok(Self {
            shell,
            errors: summary(&typed.errors),
            href: format!("{class_href}/apprenants/{learner}"),
            class_name: class.row.name.clone(),
            class_href,
            is_admin: actor.is(Role::Admin),
            person: learner.to_string(),
            name,
            left: stay.left_on.map(date_long),
            status: field("statut", &form.statut),
            statuses: LearnerStatus::ALL
                .iter()
                .map(|status| (status.code(), status.label()))
                .collect(),
            distance: field("distance", &form.distance),
            entered: field("entree", &form.entree),
            leaving: field("sortie", &or_today(&typed.leave.sortie)),
            target: field("classe", &typed.moving.classe),
            targets: targets(app, actor, class.row.id).await?,
            arrival: field("arrivee", &or_today(&typed.moving.arrivee)),
            today,
        })
    }
}

fn stored(stay: &enrolment_rows::Model) -> StayForm {
    StayForm {
        statut: stay.status.code().to_owned(),
        distance: if stay.distance { "oui" } else { "" }.to_owned(),
        entree: stay.entered_on.to_string(),
    }
}

async fn stay_of(
    app: &App,
    actor: &Actor,
    class: &Class,
    learner: AccountId,
) -> AppResult<enrolment_rows::Model> {
    enrolments::get(app.db.reader(), actor.school, class.row.id, learner)
        .await?
        .ok_or(AppError::NotFound)
}

/// The other classes that `actor` manages: (identifier, name and year).
async fn targets(app: &App, actor: &Actor, from: ClassId) -> AppResult<Vec<(String, String)>> {
    let reader = app.db.reader();
    let mut rows = classes::list(reader, actor.school, Which::Current).await?;
    if !actor.is(Role::Admin) {
        let mine = teams::coordinated_by(reader, actor.school, actor.account).await?;
        rows.retain(|row| mine.contains(&row.id));
    }
    Ok(rows
        .into_iter()
        .filter(|row| row.id != from)
        .map(|row| {
            (
                row.id.to_string(),
                format!("{}, {}", row.name, row.school_year),
            )
        })
        .collect())
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
    Member(learner): Member,
) -> AppResult<Page<EnrolmentPage>> {
    let typed = Typed::default();
    let page = EnrolmentPage::load(&app, shell, &actor, &found.object, learner, typed).await?;
    Ok(Page::new(page))
}

/// Keeps the status and the first day.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
    Member(learner): Member,
    Form(form): Form<StayForm>,
) -> AppResult<Response> {
    let class = found.object;
    stay_of(&app, &actor, &class, learner).await?;
    let errors = match form.parse() {
        Ok(stay) => {
            let (id, work) = (class.row.id, (app.clock.clone(), By::from(&actor), stay));
            let done = app.db.write(move |tx| {
                let (clock, by, stay) = work.clone();
                async move { commands::change_stay(&tx, &clock, &by, id, learner, &stay).await }
            });
            refusals(done.await)?
        }
        Err(errors) => errors,
    };
    if errors.is_empty() {
        return Ok(back(class.row.id, "L’inscription est enregistrée."));
    }
    let typed = Typed {
        stay: Some(form),
        errors,
        ..Typed::default()
    };
    again(&app, shell, &actor, &class, learner, typed).await
}

/// Notes on which day the learner left.
pub async fn leave(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
    Member(learner): Member,
    Form(form): Form<LeaveForm>,
) -> AppResult<Response> {
    let class = found.object;
    stay_of(&app, &actor, &class, learner).await?;
    let (id, work) = (class.row.id, (app.clock.clone(), By::from(&actor)));
    let errors = match form.parse(local_date(app.clock.now())) {
        Ok(day) => {
            let done = app.db.write(move |tx| {
                let (clock, by) = work.clone();
                async move { commands::leave(&tx, &clock, &by, id, learner, day).await }
            });
            let errors = refusals(done.await)?;
            if errors.is_empty() {
                let sentence = format!(
                    "La sortie est notée au {}. Son dossier reste en place.",
                    date_long(day)
                );
                return Ok(back(id, &sentence));
            }
            errors
        }
        Err(errors) => errors,
    };
    let typed = Typed {
        leave: form,
        errors,
        ..Typed::default()
    };
    again(&app, shell, &actor, &class, learner, typed).await
}

/// Moves the learner to another class that the person manages too.
pub async fn change_class(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
    Member(learner): Member,
    Form(form): Form<MoveForm>,
) -> AppResult<Response> {
    let class = found.object;
    stay_of(&app, &actor, &class, learner).await?;
    let errors = match form.parse() {
        Ok((to, day)) => match Authorised::<Class, Manages>::load(&app, &actor, to).await {
            Ok(target) => {
                let ids = (class.row.id, to);
                let work = (app.clock.clone(), By::from(&actor));
                let done = app.db.write(move |tx| {
                    let (clock, by) = work.clone();
                    async move { commands::move_to(&tx, &clock, &by, ids, learner, day).await }
                });
                let errors = refusals(done.await)?;
                if errors.is_empty() {
                    let sentence = format!(
                        "Le changement de classe est noté\u{a0}: {} depuis le {}. Son dossier l’accompagne.",
                        target.object.row.name,
                        date_long(day)
                    );
                    return Ok(back(class.row.id, &sentence));
                }
                errors
            }
            Err(AppError::NotFound) => {
                FieldErrors::one("classe", "Choisissez une classe dans la liste.")
            }
            Err(error) => return Err(error),
        },
        Err(errors) => errors,
    };
    let typed = Typed {
        moving: form,
        errors,
        ..Typed::default()
    };
    again(&app, shell, &actor, &class, learner, typed).await
}

/// Takes back a day of leaving.
pub async fn come_back(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Class, Manages>,
    Member(learner): Member,
) -> AppResult<Response> {
    let id = found.object.row.id;
    let work = (app.clock.clone(), By::from(&actor));
    app.db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move { commands::come_back(&tx, &clock, &by, id, learner).await }
        })
        .await?;
    Ok(
        Flash::ok("La sortie est annulée\u{a0}: la personne est de nouveau dans la classe.")
            .to(format_args!("/admin/classes/{id}")),
    )
}

/// What the database has against it; nothing when it is done.
fn refusals(done: Result<(), Refused>) -> AppResult<FieldErrors> {
    match done {
        Ok(()) => Ok(FieldErrors::new()),
        Err(refused) => crate::pages::form_errors(refused),
    }
}

async fn again(
    app: &App,
    shell: Shell,
    actor: &Actor,
    class: &Class,
    learner: AccountId,
    typed: Typed,
) -> AppResult<Response> {
    let page = EnrolmentPage::load(app, shell, actor, class, learner, typed).await?;
    Ok(Page::invalid(page).into_response())
}
