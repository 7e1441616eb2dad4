//! The transversal competences of a learner: those of their diploma, then the
//! twelve of the AEFA.

use askama::Template;
use axum::extract::State as Extract;
use kernel::count;
use web::{Actor, App, AppResult, Authorised, Page, Shell};

use crate::progress::learner::{Learner, SeesWorks};
use crate::transversal::model::{Framework, Skill, all, capital, situations};
use crate::transversal::store::{self, Row};
use crate::transversal::subject::Subject;
use crate::transversal::track::Track;

/// A skill of the list.
struct Line {
    code: String,
    title: String,
    href: String,
    origin: String,
    situations: Option<String>,
    track: Track,
}

/// A list of skills.
struct Part {
    id: &'static str,
    title: &'static str,
    about: String,
    lines: Vec<Line>,
}

/// The page.
#[derive(Template)]
#[template(path = "transversal/pages/list.html")]
pub struct TransversalPage {
    shell: Shell,
    title: String,
    trail: Vec<(String, String)>,
    digital: String,
    own: bool,
    positions: bool,
    parts: Vec<Part>,
}

/// GET /dossier/transversales
pub async fn own(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<TransversalPage>> {
    let subject = Subject::own(&app, &actor).await?;
    page(&app, shell, &subject).await
}

/// GET /personnes/{person}/transversales
pub async fn of_learner(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    learner: Authorised<Learner, SeesWorks>,
) -> AppResult<Page<TransversalPage>> {
    let subject = Subject::of(&app, &actor, &learner.object).await?;
    page(&app, shell, &subject).await
}

async fn page(app: &App, shell: Shell, subject: &Subject) -> AppResult<Page<TransversalPage>> {
    let (school, learner) = (subject.school, subject.learner);
    let curriculum = subject.curriculum_id();
    let rows = store::of_learner(app.db.reader(), school, learner, curriculum).await?;
    let part = |framework, id, title, about| Part {
        id,
        title,
        about,
        lines: all(framework, subject.curriculum())
            .iter()
            .map(|skill| line(subject, skill, &rows))
            .collect(),
    };
    let parts = vec![
        part(
            Framework::Diploma,
            "referentiel",
            "Celles du diplôme",
            "Le référentiel les donne, les mêmes dans chaque bloc.".to_owned(),
        ),
        part(
            Framework::Workplace,
            "aefa",
            "Les douze de l’AEFA",
            "Elles servent dans tous les métiers. Le texte donne les paliers de la compétence 04 seulement.".to_owned(),
        ),
    ];
    Ok(Page::new(TransversalPage {
        title: subject.title("compétences transversales"),
        trail: subject.trail(),
        digital: subject.digital(),
        own: subject.is_own(),
        positions: subject.viewpoint.is_some(),
        parts: parts
            .into_iter()
            .filter(|part| !part.lines.is_empty())
            .collect(),
        shell,
    }))
}

fn line(subject: &Subject, skill: &Skill, rows: &[Row]) -> Line {
    let seen = situations(rows, skill) as u64;
    Line {
        code: skill.label(),
        title: capital(&skill.title),
        href: subject.skill(skill),
        origin: skill.origin.clone(),
        situations: (seen > 0).then(|| {
            format!(
                "Vue dans {}",
                count(seen, "situation", "situations différentes")
            )
        }),
        track: Track::new(rows, skill, None),
    }
}
