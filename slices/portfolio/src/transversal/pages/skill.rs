//! Everything known of one learner on one skill, and positioning on it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State as Extract};
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, FieldErrors, date_time};
use people::api::PersonName;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use crate::digital::pix::store as pix;
use crate::digital::pix::view::{PixEntry, entries, latest_voice};
use crate::feedback::view::called;
use crate::positioning::Viewpoint;
use crate::progress::cards::href;
use crate::progress::learner::{Learner, Positions, SeesWorks};
use crate::progress::seen;
use crate::progress::view::level_number;
use crate::report::ReportId;
use crate::transversal::commands::position_on_skill;
use crate::transversal::forms::SkillForm;
use crate::transversal::model::{Framework, Rung, Skill, capital};
use crate::transversal::store::{self, Row};
use crate::transversal::subject::Subject;
use crate::transversal::track::Track;

/// One positioning of the history.
struct Entry {
    current: bool,
    said: String,
    author: String,
    at: String,
    situation: Option<(String, Option<String>)>,
    comment: String,
}

/// The history of one point of view.
struct Voice {
    kind: &'static str,
    letter: &'static str,
    name: &'static str,
    entries: Vec<Entry>,
}

/// The form.
struct FormView {
    heading: &'static str,
    legend: &'static str,
    level: Field,
    report: Field,
    reports: Vec<(String, String)>,
    situation: Field,
    situation_required: bool,
    comment: Field,
}

/// The page.
#[derive(Template)]
#[template(path = "transversal/pages/skill.html")]
pub struct SkillPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    address: String,
    code: String,
    title: String,
    list: &'static str,
    origin: String,
    official: bool,
    track: Track,
    rungs: Vec<Rung>,
    form: Option<FormView>,
    errors: Vec<SummaryLine>,
    history: Vec<Voice>,
    pix: Vec<PixEntry>,
}

/// GET /dossier/transversales/{skill}
pub async fn own(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Path(address): Path<String>,
) -> AppResult<Page<SkillPage>> {
    let seen = Seen::own(&app, &actor, &address).await?;
    Ok(Page::new(seen.page(&app, shell, None).await?))
}

/// POST /dossier/transversales/{skill}
pub async fn position_self(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Path(address): Path<String>,
    Form(form): Form<SkillForm>,
) -> AppResult<Response> {
    let seen = Seen::own(&app, &actor, &address).await?;
    seen.submit(&app, &actor, shell, &form).await
}

/// GET /personnes/{person}/transversales/{skill}
pub async fn of_learner(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    learner: Authorised<Learner, SeesWorks>,
    Path((_, address)): Path<(String, String)>,
) -> AppResult<Page<SkillPage>> {
    let seen = Seen::of(&app, &actor, &learner.object, &address).await?;
    Ok(Page::new(seen.page(&app, shell, None).await?))
}

/// POST /personnes/{person}/transversales/{skill}
pub async fn position_learner(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    learner: Authorised<Learner, Positions>,
    Path((_, address)): Path<(String, String)>,
    Form(form): Form<SkillForm>,
) -> AppResult<Response> {
    let seen = Seen::of(&app, &actor, &learner.object, &address).await?;
    seen.submit(&app, &actor, shell, &form).await
}

/// What the page shows, loaded once for showing and for checking a form.
struct Seen {
    subject: Subject,
    skill: Skill,
    /// The reports that a positioning can name.
    reports: Vec<(ReportId, String)>,
}

impl Seen {
    async fn own(app: &App, actor: &Actor, address: &str) -> AppResult<Self> {
        let subject = Subject::own(app, actor).await?;
        Self::load(app, subject, address).await
    }

    async fn of(app: &App, actor: &Actor, learner: &Learner, address: &str) -> AppResult<Self> {
        let subject = Subject::of(app, actor, learner).await?;
        Self::load(app, subject, address).await
    }

    /// 404 for what is no skill of the learner.
    async fn load(app: &App, subject: Subject, address: &str) -> AppResult<Self> {
        let skill = Skill::find(address, subject.curriculum()).ok_or(AppError::NotFound)?;
        let (school, learner) = (subject.school, subject.learner);
        let mut works = seen::works(&app.db, school, learner, subject.reader()).await?;
        works.sort_by_key(|work| std::cmp::Reverse(work.at));
        Ok(Self {
            reports: works
                .into_iter()
                .filter_map(|work| Some((work.report_id()?, work.title)))
                .collect(),
            skill,
            subject,
        })
    }

    /// Writes the positioning, or shows the same page with what is wrong.
    async fn submit(
        &self,
        app: &App,
        actor: &Actor,
        shell: Shell,
        form: &SkillForm,
    ) -> AppResult<Response> {
        let viewpoint = self.subject.viewpoint.ok_or(AppError::NotFound)?;
        let curriculum = self.subject.curriculum_id();
        let new = match form.read(&self.skill, curriculum, viewpoint, &self.reports) {
            Ok(new) => new,
            Err(errors) => {
                let page = self.page(app, shell, Some((form, &errors))).await?;
                return Ok(Page::invalid(page).into_response());
            }
        };
        let (school, learner) = (self.subject.school, self.subject.learner);
        let (clock, author) = (app.clock.clone(), actor.account);
        app.db
            .write(move |tx| {
                let (clock, new) = (clock.clone(), new.clone());
                async move { position_on_skill(&tx, &clock, school, learner, author, &new).await }
            })
            .await?;
        Ok(Flash::ok(format!(
            "Positionnement enregistré sur {}. Les précédents restent dans l’historique.",
            self.skill.label()
        ))
        .to(self.subject.skill(&self.skill)))
    }

    async fn page(
        &self,
        app: &App,
        shell: Shell,
        refused: Option<(&SkillForm, &FieldErrors)>,
    ) -> AppResult<SkillPage> {
        let (school, learner) = (self.subject.school, self.subject.learner);
        let reader = app.db.reader();
        let curriculum = self.subject.curriculum_id();
        let mut rows = store::of_learner(reader, school, learner, curriculum).await?;
        rows.retain(|row| row.is_on(&self.skill));
        let mut authors: Vec<AccountId> = rows.iter().map(|row| row.author_id).collect();
        authors.sort_unstable();
        authors.dedup();
        let names = people::api::names_of(&app.db, school, &authors).await?;
        let digital = self.skill.framework == Framework::Digital;
        let results = match digital {
            true => pix::of_learner(reader, school, learner).await?,
            false => Vec::new(),
        };
        let code = self.skill.label();
        Ok(SkillPage {
            trail: self.trail(),
            address: self.subject.skill(&self.skill),
            title: capital(&self.skill.title),
            list: match self.skill.framework {
                Framework::Digital => "Cadre de référence des compétences numériques",
                Framework::Diploma => "Compétences transversales du diplôme",
                Framework::Workplace => "Compétences transversales selon l’AEFA",
            },
            origin: self.skill.origin.clone(),
            official: self.skill.official,
            track: Track::new(&rows, &self.skill, latest_voice(&results, &self.skill)),
            rungs: self.skill.rungs.clone(),
            errors: refused.map_or_else(Vec::new, |(_, errors)| summary(errors)),
            form: self.form(refused),
            history: self.history(&rows, &names),
            pix: entries(&results, &self.skill),
            code,
            shell,
        })
    }

    fn trail(&self) -> Vec<(String, String)> {
        let mut trail = self.subject.trail();
        trail.push(match self.skill.framework {
            Framework::Digital => ("Compétences numériques".to_owned(), self.subject.digital()),
            Framework::Diploma | Framework::Workplace => (
                "Compétences transversales".to_owned(),
                self.subject.transversal(),
            ),
        });
        trail
    }

    /// The form, for those who may position, with what they typed.
    fn form(&self, refused: Option<(&SkillForm, &FieldErrors)>) -> Option<FormView> {
        self.subject.viewpoint?;
        let (form, errors) = match refused {
            Some((form, errors)) => (form.clone(), errors.clone()),
            None => (SkillForm::default(), FieldErrors::new()),
        };
        let own = self.subject.is_own();
        Some(FormView {
            heading: if own { "Me positionner" } else { "Positionner" },
            legend: if own {
                "Où en êtes-vous\u{202f}?"
            } else {
                "Où situez-vous cette personne\u{202f}?"
            },
            level: Field::with("niveau", form.niveau, &errors),
            report: Field::with("compte_rendu", form.compte_rendu, &errors),
            reports: self
                .reports
                .iter()
                .map(|(id, title)| (id.to_string(), title.clone()))
                .collect(),
            situation: Field::with("situation", form.situation, &errors),
            situation_required: self.skill.needs_situation(),
            comment: Field::with("commentaire", form.commentaire, &errors),
        })
    }

    fn history(&self, rows: &[Row], names: &HashMap<AccountId, PersonName>) -> Vec<Voice> {
        let entry = |(place, row): (usize, &Row)| Entry {
            current: place == 0,
            said: capital(&self.skill.level_label(level_number(row.level))),
            author: called(names, row.author_id),
            at: date_time(row.created_at),
            situation: (!row.situation.is_empty())
                .then(|| (row.situation.clone(), self.link(row.report_id))),
            comment: row.comment.clone(),
        };
        [Viewpoint::SelfView, Viewpoint::Team]
            .into_iter()
            .map(|viewpoint| Voice {
                kind: viewpoint.code(),
                letter: viewpoint.letter(),
                name: viewpoint.label(),
                entries: rows
                    .iter()
                    .filter(|row| row.viewpoint == viewpoint)
                    .enumerate()
                    .map(entry)
                    .collect(),
            })
            .filter(|voice| !voice.entries.is_empty())
            .collect()
    }

    /// Where a report is, if it is still there for this reader.
    fn link(&self, report: Option<ReportId>) -> Option<String> {
        let report = report?;
        self.reports.iter().any(|(id, _)| *id == report).then(|| {
            href(
                crate::positioning::EvidenceRef::Report(report),
                self.subject.reader(),
            )
        })
    }
}
