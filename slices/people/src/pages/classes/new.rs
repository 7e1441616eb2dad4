//! A new class.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use curriculum::api::CurriculumSummary;
use kernel::{FieldErrors, SchoolYear, local_date};
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Flash, Form, Page, Shell};

use super::ClassFields;
use crate::commands::{self, By, ClassData, NewClass};
use crate::forms::ClassForm;
use crate::model::ClassId;
use crate::pages::form_errors;

#[derive(Template)]
#[template(path = "pages/classes/new.html")]
pub struct NewClassPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    class: ClassFields,
}

impl NewClassPage {
    fn new(
        app: &App,
        shell: Shell,
        form: &ClassForm,
        curricula: &[CurriculumSummary],
        errors: &FieldErrors,
    ) -> Self {
        let today = local_date(app.clock.now());
        Self {
            shell,
            errors: summary(errors),
            class: ClassFields::new(form, curricula, today, errors),
        }
    }
}

/// The form; a curriculum that is alone is chosen beforehand.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
) -> AppResult<Page<NewClassPage>> {
    let curricula = curriculum::api::list(&app.db, actor.school).await?;
    let form = ClassForm {
        annee: SchoolYear::of(local_date(app.clock.now())).to_string(),
        referentiel: match curricula.as_slice() {
            [only] => only.id.to_string(),
            _ => String::new(),
        },
        ..ClassForm::default()
    };
    let page = NewClassPage::new(&app, shell, &form, &curricula, &FieldErrors::new());
    Ok(Page::new(page))
}

/// Creates the class and shows it.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Form(form): Form<ClassForm>,
) -> AppResult<Response> {
    let curricula = curriculum::api::list(&app.db, actor.school).await?;
    let created = match form.parse(&curricula) {
        Ok(data) => create(&app, &actor, data).await?,
        Err(errors) => Err(errors),
    };
    Ok(match created {
        Ok(id) => Flash::ok("La classe est créée. Inscrivez maintenant ses apprenant·es.")
            .to(format_args!("/admin/classes/{id}")),
        Err(errors) => Page::invalid(NewClassPage::new(&app, shell, &form, &curricula, &errors))
            .into_response(),
    })
}

async fn create(
    app: &App,
    actor: &Actor,
    data: ClassData,
) -> AppResult<Result<ClassId, FieldErrors>> {
    let work = (
        app.clock.clone(),
        By::from(actor),
        NewClass { id: None, data },
    );
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, new) = work.clone();
            async move { commands::create_class(&tx, &clock, &by, &new).await }
        })
        .await;
    match done {
        Ok(id) => Ok(Ok(id)),
        Err(refused) => form_errors(refused).map(Err),
    }
}
