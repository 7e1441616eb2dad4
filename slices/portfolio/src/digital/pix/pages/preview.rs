//! What an import would keep, line by line; agreeing to it, or giving it up.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use kernel::{count, date_time};
use web::forms::{Field, SummaryLine};
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Shell};

use crate::digital::pix::commands::{give_up, keep};
use crate::digital::pix::model::{Campaign, PixState};
use crate::digital::pix::object::{Imports, PixImport};
use crate::digital::pix::plan::{ASIDE, Decided, Planned, Verdict, decide, stamp};
use crate::digital::pix::stage::Staged;
use crate::digital::pix::store;
use crate::paths;
use crate::transversal::model::capital;

/// So many lines of a kind are shown; a campaign may be the whole school's.
const SHOWN: usize = 60;

/// A line.
struct LineView {
    number: u32,
    name: String,
    reason: String,
    advice: String,
    facts: String,
    /// The choice, where there is one to make.
    choice: Option<(Field, Vec<(String, String)>)>,
}

/// The lines of one kind.
struct Part {
    id: &'static str,
    title: &'static str,
    chip: (&'static str, &'static str, &'static str),
    lines: Vec<LineView>,
    total: usize,
}

/// The page of an import that waits.
#[derive(Template)]
#[template(path = "digital/pix/pages/preview.html")]
pub struct PreviewPage {
    shell: Shell,
    class: String,
    class_href: String,
    list: String,
    address: String,
    name: String,
    about: String,
    /// Where the file says that it comes from, where somebody has to confirm it.
    confirm_help: String,
    stranger: bool,
    confirmation: Field,
    stamp: String,
    errors: Vec<SummaryLine>,
    parts: Vec<Part>,
    /// « Importer 12 résultats ».
    button: Option<String>,
}

/// The page of an import that is done.
#[derive(Template)]
#[template(path = "digital/pix/pages/done.html")]
pub struct DonePage {
    shell: Shell,
    class: String,
    class_href: String,
    list: String,
    name: String,
    about: String,
    overview: String,
}

/// What the form sends: `etat`, `confirmation`, and `ligne-N` for each choice.
type Choices = HashMap<String, String>;

/// GET /pix/{pix}
pub async fn show(
    Extract(app): Extract<App>,
    shell: Shell,
    import: Authorised<PixImport, Imports>,
) -> AppResult<Response> {
    let import = import.object;
    if import.row.state == PixState::Done {
        return Ok(Page::new(done(shell, &import)?).into_response());
    }
    let staged = Staged::load(&app.db, &import.row, &import.tied.class.name).await?;
    let page = preview(shell, &import, &staged, &Choices::new(), Vec::new());
    Ok(Page::new(page).into_response())
}

/// POST /pix/{pix}/importer
pub async fn agree(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    import: Authorised<PixImport, Imports>,
    Form(choices): Form<Choices>,
) -> AppResult<Response> {
    let import = import.object;
    let address = paths::pix_import(import.row.id);
    if import.row.state == PixState::Done {
        return Ok(
            Flash::warn("Ce fichier est déjà importé\u{a0}: rien n’a été ajouté.").to(address),
        );
    }
    let staged = Staged::load(&app.db, &import.row, &import.tied.class.name).await?;
    let decided = match checked(&staged, &choices) {
        Ok(decided) => decided,
        Err(errors) => {
            let page = preview(shell, &import, &staged, &choices, errors);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let work = (app.clock.clone(), import.row, decided);
    let author = actor.account;
    let new = app
        .db
        .write(move |tx| {
            let (clock, row, decided) = work.clone();
            async move { keep(&tx, &clock, &row, author, &decided).await }
        })
        .await?;
    let kept = count(new, "résultat gardé", "résultats gardés");
    Ok(Flash::ok(format!(
        "{kept}. Chaque personne les trouve dans ses compétences numériques."
    ))
    .to(address))
}

/// POST /pix/{pix}/abandonner
pub async fn abandon(
    Extract(app): Extract<App>,
    import: Authorised<PixImport, Imports>,
) -> AppResult<Response> {
    let row = import.object.row;
    let address = paths::class_pix(row.class_id);
    app.db
        .write(move |tx| {
            let row = row.clone();
            async move { give_up(&tx, &row).await }
        })
        .await?;
    Ok(Flash::ok("L’import est abandonné. Rien n’a été gardé de ce fichier.").to(address))
}

/// What to write, or everything that stands against it.
fn checked(staged: &Staged, choices: &Choices) -> Result<Vec<Decided>, Vec<SummaryLine>> {
    let mut errors = Vec::new();
    let seen = choices.get("etat").map_or("", String::as_str);
    if seen != stamp(&staged.planned) {
        errors.push(SummaryLine {
            field_id: "lignes".to_owned(),
            message: "La classe ou les résultats ont changé depuis cette vérification. Rien n’a été gardé\u{a0}: relisez les lignes, puis importez.".to_owned(),
        });
    }
    if staged.stranger && choices.get("confirmation").is_none_or(String::is_empty) {
        errors.push(SummaryLine {
            field_id: "confirmation".to_owned(),
            message: format!(
                "Ce fichier vient de «\u{202f}{}\u{202f}»\u{a0}: cochez la case si c’est bien votre établissement.",
                staged.campaign.organisation
            ),
        });
    }
    let choice = |line: u32| choices.get(&field_of(line)).map(String::as_str);
    let decided = match decide(&staged.planned, choice) {
        Ok(decided) => decided,
        Err(wrong) => {
            errors.extend(wrong.into_iter().map(|(line, message)| SummaryLine {
                field_id: field_of(line),
                message,
            }));
            Vec::new()
        }
    };
    match errors.is_empty() {
        true => Ok(decided),
        false => Err(errors),
    }
}

fn field_of(line: u32) -> String {
    format!("ligne-{line}")
}

fn preview(
    shell: Shell,
    import: &PixImport,
    staged: &Staged,
    choices: &Choices,
    errors: Vec<SummaryLine>,
) -> PreviewPage {
    let campaign = &staged.campaign;
    let parts: Vec<Part> = Verdict::ALL
        .into_iter()
        .map(|verdict| part(verdict, staged, choices, &errors))
        .filter(|part| part.total > 0)
        .collect();
    let number = |wanted: Verdict| {
        let lines = staged.planned.iter();
        lines.filter(|line| line.verdict == wanted).count() as u64
    };
    let mut confirmation = Field::new(
        "confirmation",
        choices.get("confirmation").cloned().unwrap_or_default(),
    );
    let refusal = errors.iter().find(|error| error.field_id == "confirmation");
    confirmation.error = refusal.map(|error| error.message.clone());
    PreviewPage {
        class: import.tied.class.name.clone(),
        class_href: format!("/classes/{}", import.tied.class.id),
        list: paths::class_pix(import.tied.class.id),
        address: paths::pix_import(import.row.id),
        name: campaign.name.clone(),
        about: about(import, campaign),
        confirm_help: format!(
            "Ce fichier vient de «\u{202f}{}\u{202f}». Jalon s’en souviendra.",
            campaign.organisation
        ),
        stranger: staged.stranger,
        confirmation,
        stamp: stamp(&staged.planned),
        button: match (number(Verdict::Keep), number(Verdict::Choose)) {
            (0, 0) => None,
            (keep, 0) => Some(format!("Importer {}", count(keep, "résultat", "résultats"))),
            _ => Some("Importer avec ces choix".to_owned()),
        },
        errors,
        parts,
        shell,
    }
}

/// « Collecte de profils, code ABCDEF123, fichier pix.csv. »
fn about(import: &PixImport, campaign: &Campaign) -> String {
    let mut about = vec![capital(import.row.kind.label())];
    if !campaign.course.is_empty() {
        about.push(format!("parcours «\u{202f}{}\u{202f}»", campaign.course));
    }
    if !campaign.code.is_empty() {
        about.push(format!("code {}", campaign.code));
    }
    about.push(format!("fichier {}", import.row.file_name));
    format!("{}.", about.join(", "))
}

fn part(verdict: Verdict, staged: &Staged, choices: &Choices, errors: &[SummaryLine]) -> Part {
    let lines: Vec<&Planned> = staged
        .planned
        .iter()
        .filter(|line| line.verdict == verdict)
        .collect();
    let (id, title, chip) = words(verdict);
    // What asks for a decision is never cut short.
    let shown = match verdict {
        Verdict::Choose => lines.len(),
        _ => SHOWN,
    };
    Part {
        id,
        title,
        chip,
        total: lines.len(),
        lines: lines
            .into_iter()
            .take(shown)
            .map(|line| view(line, staged, choices, errors))
            .collect(),
    }
}

fn words(
    verdict: Verdict,
) -> (
    &'static str,
    &'static str,
    (&'static str, &'static str, &'static str),
) {
    match verdict {
        Verdict::Choose => ("decider", "À décider", ("now", "pencil", "À décider")),
        Verdict::Keep => ("garder", "À garder", ("ok", "plus", "À garder")),
        Verdict::Problem => (
            "problemes",
            "Laissées de côté",
            ("danger", "circle-alert", "Problème"),
        ),
        Verdict::Outside => ("dehors", "Hors de la classe", ("", "archive", "De côté")),
        Verdict::NotSent => (
            "attendre",
            "Pas encore envoyés",
            ("", "hourglass", "Pas envoyé"),
        ),
        Verdict::Same => ("deja", "Déjà importés", ("", "check", "Déjà là")),
    }
}

fn view(line: &Planned, staged: &Staged, choices: &Choices, errors: &[SummaryLine]) -> LineView {
    let facts = line.sent.as_ref().map_or_else(String::new, |sent| {
        format!("{}, envoyé le {}", sent.facts(), date_time(sent.at))
    });
    let choice = (line.verdict == Verdict::Choose).then(|| {
        let id = field_of(line.line);
        let chosen = choices.get(&id).cloned().unwrap_or_default();
        let mut field = Field::new("ligne", chosen).id(&id);
        let error = errors.iter().find(|error| error.field_id == id);
        field.error = error.map(|error| error.message.clone());
        (field, options(line, staged))
    });
    LineView {
        number: line.line,
        name: line.name.clone(),
        reason: line.reason.clone(),
        advice: line.advice.clone(),
        facts,
        choice,
    }
}

/// The people whom a line can be about. Two of the same name are told apart by
/// their place in the list of the class.
fn options(line: &Planned, staged: &Staged) -> Vec<(String, String)> {
    let mut options: Vec<(String, String)> = staged
        .learners
        .iter()
        .zip(1..)
        .filter(|(learner, _)| line.candidates.contains(&learner.account))
        .map(|(learner, place)| {
            let name = learner.name.display();
            let status = learner.status.label();
            (
                learner.account.to_string(),
                format!("{name}, {place}ᵉ de la liste, {status}"),
            )
        })
        .collect();
    options.push((ASIDE.to_owned(), "Laisser de côté".to_owned()));
    options
}

fn done(shell: Shell, import: &PixImport) -> AppResult<DonePage> {
    let campaign: Campaign = store::read(import.row.campaign.clone())?;
    let kept = u64::try_from(import.row.kept).unwrap_or(0);
    let at = import.row.finished_at.map_or_else(String::new, date_time);
    Ok(DonePage {
        class: import.tied.class.name.clone(),
        class_href: format!("/classes/{}", import.tied.class.id),
        list: paths::class_pix(import.tied.class.id),
        overview: paths::class_overview(import.tied.class.id),
        about: format!(
            "{} Importé le {at}\u{a0}: {}.",
            about(import, &campaign),
            count(kept, "résultat gardé", "résultats gardés")
        ),
        name: campaign.name,
        shell,
    })
}
