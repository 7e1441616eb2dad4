//! Describing a use, from nothing or from a colleague's, and changing one's own.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use kernel::FieldErrors;
use serde::Deserialize;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Field, Flash, Form, Page, Query, Shell};

use super::CROSSED;
use crate::acting::{By, Refused};
use crate::uses::commands::{self, NewUse};
use crate::uses::forms::UseForm;
use crate::uses::model::Origin;
use crate::uses::object::{Changes, SharedUse, Shares};
use crate::uses::{Content, UseId, paths, samr};

/// A level to choose.
struct Choice {
    code: &'static str,
    number: u8,
    title: &'static str,
    definition: &'static str,
    example: &'static str,
}

/// The page.
#[derive(Template)]
#[template(path = "uses/pages/write.html")]
pub struct WritePage {
    shell: Shell,
    trail: Vec<(String, String)>,
    heading: String,
    about: String,
    action: String,
    back: String,
    id: String,
    version: String,
    origin: String,
    errors: Vec<SummaryLine>,
    title: Field,
    context: Field,
    intention: Field,
    samr: Field,
    effect: Field,
    resources: Field,
    choices: Vec<Choice>,
    questions: Vec<&'static str>,
}

/// What the form is about.
struct Purpose {
    trail: Vec<(String, String)>,
    heading: &'static str,
    about: String,
    action: String,
    back: String,
    origin: String,
}

impl WritePage {
    fn new(shell: Shell, purpose: Purpose, form: &UseForm, errors: &FieldErrors) -> Self {
        let model = samr::shipped();
        Self {
            shell,
            trail: purpose.trail,
            heading: purpose.heading.to_owned(),
            about: purpose.about,
            action: purpose.action,
            back: purpose.back,
            origin: purpose.origin,
            id: form.id.clone(),
            version: form.version.clone(),
            errors: summary(errors),
            title: Field::with("titre", &*form.titre, errors),
            context: Field::with("contexte", &*form.contexte, errors),
            intention: Field::with("intention", &*form.intention, errors),
            samr: Field::with("samr", &*form.samr, errors),
            effect: Field::with("effet", &*form.effet, errors),
            resources: Field::with("ressources", &*form.ressources, errors),
            choices: model
                .levels
                .iter()
                .map(|level| Choice {
                    code: level.code.code(),
                    number: level.code.number(),
                    title: &level.title,
                    definition: &level.definition,
                    example: &level.example,
                })
                .collect(),
            questions: model.questions.iter().map(|one| &*one.text).collect(),
        }
    }
}

/// The use that one begins from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    depuis: String,
}

/// What a new use is begun from, if anything.
async fn origin(app: &App, actor: &Actor, from: &str) -> AppResult<Option<SharedUse>> {
    Ok(match from.parse() {
        Ok(id) => Some(
            Authorised::<SharedUse, Shares>::load(app, actor, id)
                .await?
                .object,
        ),
        Err(_) => None,
    })
}

fn writing(origin: Option<&SharedUse>) -> Purpose {
    let mut trail = vec![("Usages du numérique".to_owned(), paths::LIST.to_owned())];
    let back = origin.map_or_else(|| paths::LIST.to_owned(), |one| paths::one(one.row.id));
    if let Some(one) = origin {
        trail.push((one.row.title.clone(), back.clone()));
    }
    Purpose {
        trail,
        heading: match origin {
            Some(_) => "Reprendre un usage",
            None => "Décrire un usage",
        },
        about: match origin {
            Some(_) => "C’est une copie\u{a0}: changez ce qui est différent chez vous. Elle nommera l’usage dont elle vient.".to_owned(),
            None => "Quelques lignes suffisent. Vous pourrez compléter plus tard.".to_owned(),
        },
        action: paths::NEW.to_owned(),
        back,
        origin: origin.map_or_else(String::new, |one| one.row.id.to_string()),
    }
}

/// GET /numerique/usages/nouveau
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(from): Query<From>,
) -> AppResult<Page<WritePage>> {
    let origin = origin(&app, &actor, &from.depuis).await?;
    let mut form = match &origin {
        // What was observed elsewhere is not what was observed here.
        Some(one) => UseForm {
            effet: String::new(),
            version: String::new(),
            ..UseForm::of(&one.row.content(), 0)
        },
        None => UseForm::default(),
    };
    form.id = UseId::generate(&app.clock).to_string();
    let purpose = writing(origin.as_ref());
    Ok(Page::new(WritePage::new(
        shell,
        purpose,
        &form,
        &FieldErrors::new(),
    )))
}

/// A use to share, with what it is begun from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewForm {
    depuis: String,
    #[serde(flatten)]
    said: UseForm,
}

/// POST /numerique/usages/nouveau
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Form(form): Form<NewForm>,
) -> AppResult<Response> {
    let origin = origin(&app, &actor, &form.depuis).await?;
    let content = match form.said.read() {
        Ok(content) => content,
        Err(errors) => {
            let page = WritePage::new(shell, writing(origin.as_ref()), &form.said, &errors);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let drawn = form.said.id.parse();
    let new = NewUse {
        id: drawn.unwrap_or_else(|_| UseId::generate(&app.clock)),
        content,
        origin: origin.map(|one| Origin {
            id: one.row.id,
            title: one.row.title,
            author: one.row.author_id,
        }),
    };
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), new.id);
    app.db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move { commands::create(&tx, &clock, by, &new).await }
        })
        .await?;
    Ok(Flash::ok("Usage partagé. Vos collègues peuvent le lire.").to(paths::one(id)))
}

fn changing(found: &SharedUse) -> Purpose {
    let here = paths::one(found.row.id);
    Purpose {
        trail: vec![
            ("Usages du numérique".to_owned(), paths::LIST.to_owned()),
            (found.row.title.clone(), here.clone()),
        ],
        heading: "Modifier l’usage",
        about: "Ce qui était écrit avant reste dans son historique.".to_owned(),
        action: paths::below(found.row.id, "modifier"),
        back: here,
        origin: String::new(),
    }
}

/// GET /numerique/usages/{usage}/modifier
pub async fn change_form(
    shell: Shell,
    found: Authorised<SharedUse, Changes>,
) -> AppResult<Page<WritePage>> {
    let form = UseForm::of(&found.object.row.content(), found.object.row.version);
    Ok(Page::new(WritePage::new(
        shell,
        changing(&found.object),
        &form,
        &FieldErrors::new(),
    )))
}

/// POST /numerique/usages/{usage}/modifier
pub async fn change(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<SharedUse, Changes>,
    Form(mut form): Form<UseForm>,
) -> AppResult<Response> {
    let purpose = changing(&found.object);
    let errors = match form.read() {
        Ok(content) => match write(&app, &actor, &found.object, &form, content).await {
            Ok(()) => return Ok(Flash::ok("Usage modifié.").to(purpose.back)),
            Err(refused) if refused.is_conflict() => {
                // Sent again, it replaces what was written meanwhile, which stays in the history.
                form.version = found.object.row.version.to_string();
                FieldErrors::one("titre", CROSSED)
            }
            Err(refused) => return Err(refused.into()),
        },
        Err(errors) => errors,
    };
    Ok(Page::invalid(WritePage::new(shell, purpose, &form, &errors)).into_response())
}

async fn write(
    app: &App,
    actor: &Actor,
    found: &SharedUse,
    form: &UseForm,
    content: Content,
) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), found.row.id);
    let version = form.version.parse().unwrap_or(0);
    app.db
        .write(move |tx| {
            let (clock, content) = (clock.clone(), content.clone());
            async move { commands::change(&tx, &clock, by, id, version, &content).await }
        })
        .await
}
