//! GET and POST /admin/referentiels: a school publishes its own curriculum.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse, Response};
use db::DbError;
use kernel::Role;
use web::{Actor, App, AppError, AppResult, Field, Flash, Page, Shell};

use crate::api::{self, CurriculumSummary};
use crate::events::Event;
use crate::{Problem, check, paths, shipped};

/// Those who may publish for their school.
pub const PUBLISHERS: &[Role] = &[Role::Admin, Role::Coordinator];
/// A curriculum is text: SNO, entire, takes 90 kB.
const MAX_BYTES: usize = 1024 * 1024;

/// What is published, and the form.
#[derive(Template)]
#[template(path = "pages/publish.html")]
pub struct PublishPage {
    shell: Shell,
    curricula: Vec<(String, CurriculumSummary)>,
    file: Field,
    file_name: String,
    problems: Vec<Problem>,
}

impl PublishPage {
    async fn new(app: &App, actor: &Actor, shell: Shell) -> AppResult<Self> {
        let curricula = api::list(&app.db, actor.school).await?;
        Ok(Self {
            shell,
            curricula: curricula
                .into_iter()
                .map(|one| (paths::curriculum(&one.code), one))
                .collect(),
            file: Field::new("fichier", ""),
            file_name: String::new(),
            problems: Vec::new(),
        })
    }
}

/// The form.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<PublishPage>> {
    Ok(Page::new(PublishPage::new(&app, &actor, shell).await?))
}

/// What a file turned out to be.
enum Received {
    Text { name: String, source: String },
    Refused(String),
}

/// Checks the file and publishes it, or explains every mistake.
pub async fn submit(
    State(app): State<App>,
    actor: Actor,
    shell: Shell,
    form: Multipart,
) -> AppResult<Response> {
    let mut page = PublishPage::new(&app, &actor, shell).await?;
    let (name, source) = match receive(form).await? {
        Received::Text { name, source } => (name, source),
        Received::Refused(sentence) => {
            page.file.error = Some(sentence);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let curriculum = match check(&source, &name) {
        Ok(curriculum) => curriculum,
        Err(problems) => {
            page.file.error = Some(format!(
                "{name} contient {}. Rien n’a été publié\u{a0}: corrigez le fichier, puis recommencez.",
                kernel::count(problems.len() as u64, "erreur", "erreurs")
            ));
            page.file_name = name;
            page.problems = problems;
            return Ok(Page::invalid(page).into_response());
        }
    };
    if shipped().iter().any(|one| one.code == curriculum.code) {
        page.file.error = Some(format!(
            "Le code {code} est celui d’un référentiel fourni avec Jalon, qui suit le texte officiel. Rien n’a été publié\u{a0}: donnez un autre code au vôtre, par exemple {code}-2, puis recommencez.",
            code = curriculum.code
        ));
        return Ok(Page::invalid(page).into_response());
    }
    let known = page
        .curricula
        .iter()
        .any(|(_, one)| one.code == curriculum.code && one.version == curriculum.version);
    if known {
        page.file.error = Some(format!(
            "La version {} du référentiel {} est déjà publiée, et une version publiée ne change plus. Donnez un nouveau numéro à «\u{202f}version\u{202f}», puis recommencez.",
            curriculum.version, curriculum.code
        ));
        return Ok(Page::invalid(page).into_response());
    }
    let (clock, school, account) = (app.clock.clone(), actor.school, actor.account);
    let published = curriculum.clone();
    app.db
        .write(move |tx| {
            let (clock, curriculum, source) = (clock.clone(), published.clone(), source.clone());
            async move {
                let id = api::publish(&tx, &clock, Some(school), &curriculum, &source).await?;
                let event = Event::Published(id);
                db::audit::record(&tx, &clock, school, Some(account), &event).await?;
                Ok::<_, DbError>(())
            }
        })
        .await?;
    Ok(Flash::ok(format!(
        "Le référentiel {} {} est publié\u{a0}: vous pouvez le choisir pour une classe.",
        curriculum.code, curriculum.version
    ))
    .to(paths::curriculum(&curriculum.code)))
}

async fn receive(mut form: Multipart) -> AppResult<Received> {
    let unreadable = |_| {
        AppError::BadRequest("L’envoi a été coupé. Rien n’a été publié\u{a0}; recommencez.".into())
    };
    while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
        if field.name() != Some("fichier") {
            continue;
        }
        let name = files::display_name(
            field.file_name().unwrap_or("référentiel.toml"),
            files::Kind::PlainText,
        );
        let mut bytes = Vec::new();
        while let Some(part) = field.chunk().await.map_err(unreadable)? {
            bytes.extend_from_slice(&part);
            if bytes.len() > MAX_BYTES {
                return Ok(Received::Refused(
                    "Ce fichier dépasse 1\u{a0}Mo\u{a0}: ce n’est sans doute pas un référentiel. Rien n’a été publié.".into(),
                ));
            }
        }
        if bytes.is_empty() {
            break;
        }
        return Ok(match String::from_utf8(bytes) {
            Ok(source) => Received::Text { name, source },
            Err(_) => Received::Refused(
                "Ce fichier n’est pas un texte en UTF-8. Rien n’a été publié\u{a0}; enregistrez-le dans ce codage, puis recommencez.".into(),
            ),
        });
    }
    Ok(Received::Refused(
        "Choisissez le fichier TOML du référentiel.".into(),
    ))
}
