//! The page where a report is written. One plain form does everything
//! without a script; with one, the same form is saved every few seconds.

use askama::Template;
use curriculum::{Curriculum, Offer, Picker};
use kernel::{FieldErrors, Timestamp, date_long, local_date, time_short, truncate};
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Field, Shell};

use super::parts::curriculum_of;
use super::parts::pieces::{self, AddForms, OwnPiece};
use super::parts::steps::{Step, steps};
use super::parts::versions::{self, VersionRow};
use super::report_compare::differing;
use crate::evidence::store as evidence;
use crate::feedback::model::Part;
use crate::feedback::view::{self as feedback_view, ThreadView};
use crate::paths;
use crate::progress::cards::{Chip, state_chip};
use crate::report::forms::ReportForm;
use crate::report::store::{self, reports};
use crate::report::view::about;
use crate::report::{Content, Context, Kind, Section, State};

/// So many versions are listed beside the text; all are on their own page.
const VERSIONS_SHOWN: usize = 5;

/// A section to write in, with the feedback that hangs on it.
struct SectionField {
    field: Field,
    label: &'static str,
    help: &'static str,
    comments: Vec<ThreadView>,
    /// The lines of the version beside, when they differ.
    other: Option<Vec<String>>,
    /// The ids that describe the text area.
    described: String,
}

/// Why the report came back.
struct Revision {
    title: String,
    text: String,
    href: String,
}

/// A kept version, read beside what is being written.
struct Beside {
    number: i32,
    /// « Version 3, écrite en parallèle ».
    name: String,
    /// What differs and is in no section: name, lines.
    parts: Vec<(&'static str, Vec<String>)>,
    /// All that differs, by its name.
    differing: Vec<(&'static str, Vec<String>)>,
    compare: String,
    close: String,
}

/// What the page of a report shows.
pub enum Shown {
    /// What was saved last, with a kept version beside it if one is named.
    Saved {
        /// Its number.
        beside: Option<i32>,
    },
    /// What was typed and refused.
    Refused(ReportForm, FieldErrors),
    /// What was typed and could not be saved: why.
    Unsaved(ReportForm, String),
}

/// Showing the draft to the team.
struct Sharing {
    action: String,
    shared: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/report_edit.html")]
pub struct EditPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    id: String,
    title: String,
    /// The mission that it is about: title and address.
    mission: Option<(String, String)>,
    about: String,
    chip: Chip,
    steps: Vec<Step>,
    save: String,
    submit: String,
    submit_label: &'static str,
    delete: String,
    all_versions: String,
    errors: Vec<SummaryLine>,
    /// Why the text could not be saved.
    unsaved: Option<String>,
    beside: Option<Beside>,
    version: String,
    titre: Field,
    nature: Field,
    contexte: Field,
    debut: Field,
    fin: Field,
    kinds: Vec<(&'static str, &'static str)>,
    contexts: Vec<(&'static str, &'static str)>,
    revision: Option<Revision>,
    sections: Vec<SectionField>,
    picker: Picker,
    saved: String,
    pieces: Vec<OwnPiece>,
    pieces_summary: String,
    add: AddForms,
    threads: Vec<ThreadView>,
    versions: Vec<VersionRow>,
    sharing: Option<Sharing>,
}

/// The page of a report, or of what was typed in it.
pub async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &reports::Model,
    shown: Shown,
) -> AppResult<EditPage> {
    let reader = app.db.reader();
    let curriculum = curriculum_of(app, row.curriculum_id).await?;
    let content = store::content(reader, row).await?;
    let rows = evidence::find_many(reader, actor.school, &content.evidence).await?;
    let own = pieces::own(reader, actor, &rows).await?;
    let lines = store::version_lines(reader, actor.school, row.id).await?;
    let threads = feedback_view::of_report(&app.db, actor.school, row.id, true).await?;
    let of_saved = || ReportForm::of(&content, row.version);
    let (form, errors, unsaved, number) = match shown {
        Shown::Saved { beside } => (of_saved(), FieldErrors::new(), None, beside),
        Shown::Refused(form, errors) => {
            let number = form.avec.parse().ok();
            (form, errors, None, number)
        }
        Shown::Unsaved(form, why) => {
            let number = form.avec.parse().ok();
            (form, FieldErrors::new(), Some(why), number)
        }
    };
    let version = match number {
        Some(number) => store::version(reader, actor.school, row.id, number).await?,
        None => None,
    };
    let beside = match version {
        Some(version) => Some(beside(&version, &content, &curriculum)?),
        None => None,
    };
    let field = |name, value: &str| Field::with(name, value, &errors);
    let mut latest = versions::rows(app, actor, row.id, &lines).await?;
    latest.truncate(VERSIONS_SHOWN);
    Ok(EditPage {
        shell,
        trail: trail(),
        id: row.id.to_string(),
        title: row.title.clone(),
        mission: match row.assignment_id {
            Some(id) => learning::api::link(&app.db, actor, id).await?,
            None => None,
        },
        about: about(&content),
        chip: state_chip(row.state),
        steps: steps(row, &lines),
        save: paths::below_report(row.id, "enregistrer"),
        submit: paths::below_report(row.id, "soumettre"),
        submit_label: match row.revised {
            true => "Soumettre à nouveau",
            false => "Soumettre",
        },
        delete: paths::below_report(row.id, "supprimer"),
        all_versions: paths::below_report(row.id, "versions"),
        errors: summary(&errors),
        unsaved,
        version: form.version.clone(),
        titre: field("titre", &form.titre),
        nature: field("nature", &form.nature),
        contexte: field("contexte", &form.contexte),
        debut: field("debut", &form.debut),
        fin: field("fin", &form.fin),
        kinds: kinds(),
        contexts: contexts(),
        revision: revision(row.state, &threads),
        sections: sections(&form, &errors, &threads, beside.as_ref()),
        beside,
        picker: Picker::new("cible", Offer::All, &curriculum, &form.cible, &errors),
        saved: saved(row.saved_at, app.clock.now()),
        pieces_summary: pieces::summary(&own),
        pieces: own,
        add: AddForms::new(
            &app.files,
            paths::below_report(row.id, "pieces"),
            paths::below_report(row.id, "liens"),
        ),
        threads,
        versions: latest,
        sharing: (row.state == State::Draft && row.submitted_at.is_none()).then(|| Sharing {
            action: paths::below_report(row.id, "partager"),
            shared: row.shared,
        }),
    })
}

/// Where a learner's report is.
pub fn trail() -> Vec<(&'static str, &'static str)> {
    vec![
        ("Mon parcours", paths::DOSSIER),
        ("Comptes rendus", paths::REPORTS),
    ]
}

/// The kinds, for a select.
pub fn kinds() -> Vec<(&'static str, &'static str)> {
    Kind::ALL
        .iter()
        .map(|kind| (kind.code(), kind.label()))
        .collect()
}

/// The contexts, for a select.
pub fn contexts() -> Vec<(&'static str, &'static str)> {
    Context::ALL
        .iter()
        .map(|context| (context.code(), context.label()))
        .collect()
}

/// A kept version beside the text in place.
fn beside(
    version: &store::versions::Model,
    content: &Content,
    curriculum: &Curriculum,
) -> AppResult<Beside> {
    let differing = differing(content, &version.read()?, curriculum);
    let in_section = |label: &str| Section::ALL.iter().any(|section| section.label() == label);
    Ok(Beside {
        number: version.number,
        name: format!("Version {}, {}", version.number, version.reason.label()),
        parts: differing
            .iter()
            .filter(|(label, _)| !in_section(label))
            .cloned()
            .collect(),
        differing,
        compare: paths::compare(version.report_id, version.number),
        close: paths::report(version.report_id),
    })
}

fn sections(
    form: &ReportForm,
    errors: &FieldErrors,
    threads: &[ThreadView],
    beside: Option<&Beside>,
) -> Vec<SectionField> {
    // What was said of an earlier version is below, in the conversation.
    let latest = threads.iter().map(|thread| thread.version).max();
    Section::ALL
        .iter()
        .map(|section| {
            let field = Field::with(section.code(), form.section(*section), errors);
            let comments: Vec<ThreadView> = threads
                .iter()
                .filter(|thread| thread.section == Some(*section))
                .filter(|thread| Some(thread.version) == latest)
                .cloned()
                .collect();
            let mut described = vec![format!("{}-aide", field.id)];
            described.extend(comments.iter().map(|thread| format!("sur-{}", thread.id)));
            if field.invalid() {
                described.push(format!("{}-erreur", field.id));
            }
            SectionField {
                label: section.label(),
                help: section.help(),
                described: described.join(" "),
                other: beside
                    .and_then(|beside| beside.differing.iter().find(|(l, _)| *l == section.label()))
                    .map(|(_, lines)| lines.clone()),
                comments,
                field,
            }
        })
        .collect()
}

/// « Enregistré à 17 h 42 » today, « Enregistré le 9 mars 2027 » later.
fn saved(at: Timestamp, now: Timestamp) -> String {
    if local_date(at) == local_date(now) {
        format!("Enregistré à {}", time_short(at))
    } else {
        format!("Enregistré le {}", date_long(local_date(at)))
    }
}

/// The last feedback of the team, when it asks to go on.
fn revision(state: State, threads: &[ThreadView]) -> Option<Revision> {
    if state != State::ToRevise {
        return None;
    }
    let thread = threads.last()?;
    let improve = thread
        .parts
        .iter()
        .find(|(label, _)| *label == Part::Improve.label());
    let (_, text) = improve.or(thread.parts.first())?;
    Some(Revision {
        title: format!(
            "{} vous demande de reprendre ce compte rendu",
            thread.author
        ),
        text: truncate(text, 400),
        href: match thread.section {
            Some(section) => format!("#s-{}", section.code()),
            None => format!("#retour-{}", thread.id),
        },
    })
}
