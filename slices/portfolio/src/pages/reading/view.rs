//! What the reading page shows, loaded once for showing and for checking the form.

use std::sync::Arc;

use askama::Template;
use curriculum::{Curriculum, ScaleLevel};
use kernel::{FieldErrors, date_time};
use learning::api::Brief;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Field, Protected, Shell};

use crate::feedback::forms::AnswerForm;
use crate::feedback::model::Part;
use crate::feedback::view::{self as feedback_view, ThreadView};
use crate::paths;
use crate::policy::ReadingAction;
use crate::positioning::Viewpoint;
use crate::positioning::store as positionings;
use crate::progress::cards::Chip;
use crate::progress::map::latest;
use crate::progress::view::{level_number, row_id, scale_levels};
use crate::reading::{Submission, queue};
use crate::report::view::{BodyView, body};
use crate::report::{Section, State};

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub struct Draft {
    /// The fields.
    pub form: AnswerForm,
    /// What is wrong.
    pub errors: FieldErrors,
}

/// A linked competence to position on.
struct TargetView {
    bloc: u8,
    code: String,
    title: String,
    team: u8,
    own: u8,
    open: bool,
    id: String,
    level_name: String,
    level: String,
    comment_name: String,
    comment: String,
}

/// The form.
struct AnswerView {
    send: String,
    revise: String,
    validate: String,
    version: i32,
    section: Field,
    parts: Vec<(Field, &'static str, String)>,
    niveaux: Field,
    targets: Vec<TargetView>,
    may_decide: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/reading.html")]
pub struct ReadingPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    eyebrow: String,
    title: String,
    chip: Chip,
    submitted: String,
    path_href: String,
    next: Option<String>,
    mark_read: Option<String>,
    mission: Option<Brief>,
    body: BodyView,
    threads: Vec<ThreadView>,
    answer: Option<AnswerView>,
    errors: Vec<SummaryLine>,
    sections: Vec<(&'static str, &'static str)>,
    levels: &'static [ScaleLevel],
}

/// A report as it is read.
pub struct Shown {
    body: BodyView,
    curriculum: Arc<Curriculum>,
}

impl Shown {
    /// The last submitted version, or the draft that is shared.
    pub async fn load(app: &App, submission: &Submission) -> AppResult<Self> {
        let curriculum = curriculum::api::get(&app.db, submission.course.curriculum)
            .await?
            .ok_or(AppError::NotFound)?;
        let body = body(
            app,
            submission.course.school,
            submission.row.id,
            submission.is_shared_draft(),
            &curriculum,
        )
        .await?
        .ok_or(AppError::NotFound)?;
        Ok(Self { body, curriculum })
    }

    /// The title that the reader is given.
    pub fn title(&self) -> &str {
        &self.body.title
    }

    /// The competences and detailed ones that the report is linked to; one
    /// cannot be positioned on a savoir.
    pub fn target_codes(&self) -> Vec<String> {
        let linked = self.body.targets.iter();
        linked
            .filter(|code| self.curriculum.target(code).is_some())
            .cloned()
            .collect()
    }

    /// The page, with what was typed when somebody answers.
    pub async fn page(
        self,
        app: &App,
        actor: &Actor,
        shell: Shell,
        submission: &Submission,
        draft: Option<Draft>,
    ) -> AppResult<ReadingPage> {
        let row = &submission.row;
        let may_answer = submission.allows(actor, ReadingAction::Answer);
        let threads = feedback_view::of_report(&app.db, actor.school, row.id, may_answer).await?;
        let names = people::api::names_of(&app.db, actor.school, &[row.learner_id]).await?;
        let errors = draft
            .as_ref()
            .map_or_else(Vec::new, |draft| summary(&draft.errors));
        let answer = match draft {
            Some(draft) => Some(self.answer(app, submission, draft).await?),
            None => None,
        };
        Ok(ReadingPage {
            shell: shell.with_shortcuts(),
            trail: match may_answer {
                true => vec![("File de lecture", paths::QUEUE)],
                false => Vec::new(),
            },
            eyebrow: format!(
                "{}, {}",
                names
                    .get(&row.learner_id)
                    .map_or_else(String::new, people::api::PersonName::display),
                self.body.about
            ),
            chip: submission.chip(),
            submitted: match row.submitted_at {
                Some(at) => format!(
                    "Soumis le {}, version {}.",
                    date_time(at),
                    self.body.version
                ),
                None => "L’apprenant·e vous montre ce brouillon\u{a0}: il n’est pas encore soumis."
                    .to_owned(),
            },
            path_href: paths::learner_path(row.learner_id),
            next: match may_answer {
                true => next(app, actor, submission).await?,
                false => None,
            },
            mark_read: (may_answer && row.state == State::Submitted && row.read_at.is_none())
                .then(|| paths::open_reading(row.id)),
            mission: mission(app, submission, may_answer).await?,
            title: self.body.title.clone(),
            threads,
            answer,
            errors,
            sections: Section::ALL
                .iter()
                .map(|section| (section.code(), section.label()))
                .collect(),
            levels: scale_levels(),
            body: self.body,
        })
    }

    async fn answer(
        &self,
        app: &App,
        submission: &Submission,
        draft: Draft,
    ) -> AppResult<AnswerView> {
        let Draft { form, errors } = draft;
        let current = positionings::current_of(app.db.reader(), submission.course).await?;
        let level = |code: &str, viewpoint| {
            latest(&current, code, viewpoint).map_or(0, |row| level_number(row.level))
        };
        let targets = self.curriculum.targets().filter_map(|target| {
            let code = target.code();
            self.body.targets.iter().find(|linked| *linked == code)?;
            let level_name = format!("niveau-{code}");
            let comment_name = format!("commentaire-{code}");
            let chosen = form.get(&level_name).to_owned();
            let comment = form.get(&comment_name).to_owned();
            Some(TargetView {
                bloc: target.block().number,
                code: code.to_owned(),
                title: target.title().to_owned(),
                team: level(code, Viewpoint::Team),
                own: level(code, Viewpoint::SelfView),
                open: !chosen.is_empty() || !comment.is_empty(),
                id: format!("commentaire-{}", row_id(code)),
                level_name,
                level: chosen,
                comment_name,
                comment,
            })
        });
        let report = submission.row.id;
        Ok(AnswerView {
            send: paths::respond(report),
            revise: paths::ask_revision(report),
            validate: paths::validate(report),
            // A refused form comes back beside the text as it is now.
            version: self.body.version,
            section: Field::with("section", form.get("section"), &errors),
            parts: Part::ALL
                .into_iter()
                .map(|part| {
                    let field = Field::with(part.field(), form.get(part.field()), &errors);
                    (field, part.label(), part.help().to_owned())
                })
                .collect(),
            niveaux: Field::with("niveaux", "", &errors),
            targets: targets.collect(),
            may_decide: submission.row.state == State::Submitted,
        })
    }
}

/// The mission that the report is about. What was asked of this learner alone
/// is for those who answer.
async fn mission(app: &App, submission: &Submission, may_answer: bool) -> AppResult<Option<Brief>> {
    let Some(assignment) = submission.row.assignment_id else {
        return Ok(None);
    };
    let course = submission.course;
    Ok(learning::api::brief(
        &app.db,
        course.school,
        assignment,
        course.learner,
        may_answer,
    )
    .await?)
}

/// Where « Suivant » leads: the next report that waits for this reader.
async fn next(app: &App, actor: &Actor, submission: &Submission) -> AppResult<Option<String>> {
    let followed = people::api::followed_learners(&app.db, actor).await?;
    let learners: Vec<_> = followed.iter().map(|learner| learner.account).collect();
    let row = &submission.row;
    let at = row.submitted_at.unwrap_or_else(|| app.clock.now());
    let next = queue::following(app.db.reader(), actor.school, &learners, at, row.id).await?;
    Ok(next.map(paths::open_reading))
}
