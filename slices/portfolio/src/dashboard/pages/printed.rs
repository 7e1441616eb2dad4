//! The « bilan intermédiaire » of a period, to print for the family or for the
//! interview.

use axum::extract::State as Extract;
use axum::response::Response;
use kernel::local_date;
use people::api::Enrolment;
use web::{Actor, App, AppError, AppResult, Authorised, Query, printed};

use super::{Asked, reader_of};
use crate::dashboard::loaded::{Loaded, Of};
use crate::dashboard::model::period;
use crate::dashboard::printed::{Head, authors, report};
use crate::progress::cards::Reader;
use crate::progress::learner::{Learner, Plan, SeesLevels};

/// GET /dossier/tableau-de-bord/bilan.pdf
pub async fn own(
    Extract(app): Extract<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> AppResult<Response> {
    let enrolment = people::api::enrolment_of(&app.db, actor.school, actor.account)
        .await?
        .ok_or(AppError::NotFound)?;
    let today = local_date(app.clock.now());
    let plan = Plan::of(&app.db, actor.school, actor.account, &enrolment, today).await?;
    let whose = (actor.display_name.clone(), &enrolment);
    answer(&app, &actor, &plan, whose, &asked, Some(Reader::Learner)).await
}

/// GET /personnes/{person}/tableau-de-bord/bilan.pdf
pub async fn of_learner(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Learner, SeesLevels>,
    Query(asked): Query<Asked>,
) -> AppResult<Response> {
    let learner = found.object;
    let today = local_date(app.clock.now());
    let plan = Plan::of(&app.db, actor.school, learner.id, &learner.enrolment, today).await?;
    let reader = reader_of(&learner, &actor);
    let whose = (learner.name.display(), &learner.enrolment);
    answer(&app, &actor, &plan, whose, &asked, reader).await
}

async fn answer(
    app: &App,
    actor: &Actor,
    plan: &Plan,
    (learner, enrolment): (String, &Enrolment),
    asked: &Asked,
    reader: Option<Reader>,
) -> AppResult<Response> {
    let today = local_date(app.clock.now());
    let of = Of {
        plan,
        class: enrolment.class.id,
        period: period(&asked.du, &asked.au, enrolment.class.school_year, today),
        reader,
    };
    let loaded = Loaded::read(app, of).await?;
    let authors = authors(of, &loaded);
    let names = people::api::names_of(&app.db, actor.school, &authors).await?;
    let name = format!("Bilan intermédiaire {learner}");
    let head = Head {
        learner,
        class: &enrolment.class.name,
        school: &actor.school_name,
        today,
        names: &names,
    };
    printed::pdf(app, &name, report(of, &head, &loaded).into()).await
}
