//! Enrolling learners in a class: look for them, tick several, enrol.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{FieldErrors, Role, count};
use serde::Deserialize;
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Form, Page, Query, Shell};

use super::manage::back;
use crate::commands::{self, By, Enrolling, Refused};
use crate::forms::EnrolForm;
use crate::model::{ClassId, LearnerStatus};
use crate::objects::{Class, Manages};
use crate::pages::persons::Choice;
use crate::store::people::{self, Filter};

/// Whom to look for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    q: String,
}

#[derive(Template)]
#[template(path = "pages/classes/enrol.html")]
pub struct EnrolPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    href: String,
    class_name: String,
    is_admin: bool,
    search: Field,
    people: Field,
    choices: Vec<Choice>,
    more: bool,
    status: Field,
    statuses: Vec<(&'static str, &'static str)>,
    distance: Field,
}

impl EnrolPage {
    async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        class: &Class,
        search: &str,
        form: &EnrolForm,
        errors: &FieldErrors,
    ) -> AppResult<Self> {
        let filter = Filter {
            search: search.chars().take(100).collect(),
            role: Some(Role::Learner),
            not_in: Some(class.row.id),
            open_only: true,
            ..Filter::default()
        };
        let page = people::list(app.db.reader(), actor.school, &filter, None).await?;
        Ok(Self {
            shell,
            errors: summary(errors),
            href: format!("/admin/classes/{}", class.row.id),
            class_name: class.row.name.clone(),
            is_admin: actor.is(Role::Admin),
            search: Field::new("q", filter.search),
            people: Field::with("personnes", "", errors),
            more: page.next.is_some(),
            choices: page
                .items
                .into_iter()
                .map(|row| Choice {
                    value: row.account_id.to_string(),
                    id: format!("p-{}", row.account_id),
                    label: format!("{} ({})", row.name().listed(), row.login),
                    checked: form.personnes.contains(&row.account_id.to_string()),
                })
                .collect(),
            status: Field::with("statut", &*form.statut, errors),
            statuses: LearnerStatus::ALL
                .iter()
                .map(|status| (status.code(), status.label()))
                .collect(),
            distance: Field::with("distance", &*form.distance, errors),
        })
    }
}

/// The learners of the school who are not in the class.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
    Query(query): Query<SearchQuery>,
) -> AppResult<Page<EnrolPage>> {
    let form = EnrolForm {
        statut: LearnerStatus::School.code().to_owned(),
        ..EnrolForm::default()
    };
    let (class, errors) = (found.object, FieldErrors::new());
    let page = EnrolPage::load(&app, shell, &actor, &class, &query.q, &form, &errors).await?;
    Ok(Page::new(page))
}

/// Enrols those who are ticked.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
    Query(query): Query<SearchQuery>,
    Form(form): Form<EnrolForm>,
) -> AppResult<Response> {
    let class = found.object;
    match form.parse() {
        Ok(enrolling) => {
            let enrolled = enrolling.learners.len() as u64;
            enrol(&app, &actor, class.row.id, enrolling).await?;
            let sentence = count(enrolled, "inscription faite.", "inscriptions faites.");
            Ok(back(class.row.id, &sentence))
        }
        Err(errors) => {
            let page =
                EnrolPage::load(&app, shell, &actor, &class, &query.q, &form, &errors).await?;
            Ok(Page::invalid(page).into_response())
        }
    }
}

async fn enrol(app: &App, actor: &Actor, class: ClassId, enrolling: Enrolling) -> AppResult<()> {
    let work = (app.clock.clone(), By::from(actor), enrolling);
    app.db
        .write(move |tx| {
            let (clock, by, enrolling) = work.clone();
            async move {
                commands::enrol(&tx, &clock, &by, class, &enrolling).await?;
                Ok::<_, Refused>(())
            }
        })
        .await?;
    Ok(())
}
