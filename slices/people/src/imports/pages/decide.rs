//! What somebody decides of an import: its classes, to compare it again, to
//! write it, to give it up.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use web::{Actor, App, AppResult, Authorised, Flash, Form};

use crate::imports::apply;
use crate::imports::objects::Import;
use crate::imports::plan::Choice;
use crate::imports::stage::{self, classes_of};
use crate::imports::store::{State as Step, imports, list, memory_of};
use crate::model::ClassId;
use crate::objects::Manages;
use crate::store::classes as school_classes;

/// What becomes of each class, in the order of the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClassesForm {
    classe: Vec<String>,
}

fn back(import: &imports::Model) -> Response {
    Redirect::to(&super::address(import)).into_response()
}

/// Keeps the choices and compares again.
pub async fn classes(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Import, Manages>,
    Form(form): Form<ClassesForm>,
) -> AppResult<Response> {
    let import = found.object.0;
    if import.state != Step::Ready {
        return Ok(back(&import));
    }
    let mut choices = Vec::new();
    for (class, value) in classes_of(&import).iter().zip(&form.classe) {
        if let Some(choice) = read(&app, &actor, &import, &class.choice, value).await? {
            choices.push((
                memory_of::class_key(import.school_year, &class.code),
                memory_of::write_choice(choice),
            ));
        }
    }
    let school = actor.school;
    app.db
        .write(move |tx| {
            let choices = choices.clone();
            async move { memory_of::keep(&tx, school, &choices).await }
        })
        .await?;
    stage::again(&app.db, &app.clock, &import).await?;
    Ok(back(&import))
}

/// A choice of the form, checked: « leave », « into:… » of a class of the
/// year, « create:… » of a curriculum that the school can use.
async fn read(
    app: &App,
    actor: &Actor,
    import: &imports::Model,
    before: &str,
    value: &str,
) -> AppResult<Option<Choice>> {
    if value == "leave" {
        return Ok(Some(Choice::Leave));
    }
    if let Some(class) = value.strip_prefix("into:").and_then(|id| id.parse().ok()) {
        let class = school_classes::get(app.db.reader(), actor.school, class).await?;
        return Ok(class
            .filter(|class| class.archived_at.is_none() && class.school_year == import.school_year)
            .map(|class| Choice::Into(class.id)));
    }
    let Some(curriculum) = value.strip_prefix("create:").and_then(|id| id.parse().ok()) else {
        return Ok(None);
    };
    let known = curriculum::api::list(&app.db, actor.school).await?;
    if !known.iter().any(|one| one.id == curriculum) {
        return Ok(None);
    }
    // The identifier drawn before stays, so that nothing changes when nothing does.
    let id = match memory_of::read_choice(before, &[]) {
        Some(Choice::Create(id, _)) => id,
        _ => ClassId::generate(&app.clock),
    };
    Ok(Some(Choice::Create(id, curriculum)))
}

/// Compares again with the school as it is now.
pub async fn again(
    State(app): State<App>,
    found: Authorised<Import, Manages>,
) -> AppResult<Response> {
    let import = found.object.0;
    if matches!(import.state, Step::Ready | Step::Planning) {
        stage::again(&app.db, &app.clock, &import).await?;
    }
    Ok(back(&import))
}

/// Asks for it to be written.
pub async fn apply(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Import, Manages>,
) -> AppResult<Response> {
    let import = found.object.0;
    let (clock, school, id) = (app.clock.clone(), actor.school, import.id);
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { apply::ask(&tx, &clock, school, id).await }
        })
        .await?;
    Ok(back(&import))
}

/// Gives it up: what it says of people is forgotten at once.
pub async fn abandon(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Import, Manages>,
) -> AppResult<Response> {
    let import = found.object.0;
    let (school, id) = (actor.school, import.id);
    let given_up = app
        .db
        .write(move |tx| async move {
            let open = [Step::Columns, Step::Planning, Step::Ready];
            if !list::move_on(&tx, school, id, &open, Step::Abandoned).await? {
                return Ok(false);
            }
            list::drop_effects(&tx, school, id).await?;
            list::drop_rows(&tx, school, id).await?;
            Ok::<_, db::DbError>(true)
        })
        .await?;
    if !given_up {
        return Ok(back(&import));
    }
    Ok(Flash::ok("L’import est abandonné. Rien n’a été modifié.").to("/admin/imports"))
}
