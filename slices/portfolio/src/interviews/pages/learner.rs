//! The interviews and objectives of a learner: « Mes entretiens » for
//! themself, their individual path for the team.

use askama::Template;
use axum::extract::State as Extract;
use kernel::{AccountId, elide, local_date};
use web::{Actor, App, AppResult, Authorised, Page, Shell};

use crate::interviews::object::Accompanies;
use crate::interviews::store::{self, Line};
use crate::interviews::view::LineView;
use crate::interviews::{State, paths};
use crate::objectives::view::LineView as ObjectiveLine;
use crate::objectives::{paths as objective_paths, store as objectives};
use crate::paths::learner_path;
use crate::progress::learner::Learner;

/// The interview that the person has to look at first.
struct First {
    title: String,
    why: &'static str,
    action: &'static str,
    href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "interviews/pages/learner.html")]
pub struct LearnerPage {
    shell: Shell,
    own: bool,
    title: String,
    /// The class, its interviews; the path of the learner.
    trail: Vec<(String, String)>,
    path: Option<String>,
    plan: Option<String>,
    new_objective: String,
    first: Option<First>,
    coming: Vec<LineView>,
    past: Vec<LineView>,
    open: Vec<ObjectiveLine>,
    closed: Vec<ObjectiveLine>,
}

/// GET /dossier/entretiens
pub async fn mine(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<LearnerPage>> {
    let page = LearnerPage {
        own: true,
        title: "Mes entretiens".to_owned(),
        trail: Vec::new(),
        path: None,
        plan: None,
        new_objective: objective_paths::NEW_OWN.to_owned(),
        ..blank(shell)
    };
    Ok(Page::new(page.fill(&app, &actor, actor.account).await?))
}

/// GET /personnes/{person}/entretiens
pub async fn of_learner(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Learner, Accompanies>,
) -> AppResult<Page<LearnerPage>> {
    let learner = found.object;
    let class = &learner.enrolment.class;
    let page = LearnerPage {
        own: false,
        title: format!("Entretiens {}", elide("de", &learner.name.display())),
        trail: vec![(
            format!("Entretiens de {}", class.name),
            paths::of_class(class.id),
        )],
        path: Some(learner_path(learner.id)),
        plan: Some(paths::plan(learner.id)),
        new_objective: objective_paths::new(learner.id),
        ..blank(shell)
    };
    Ok(Page::new(page.fill(&app, &actor, learner.id).await?))
}

fn blank(shell: Shell) -> LearnerPage {
    LearnerPage {
        shell,
        own: false,
        title: String::new(),
        trail: Vec::new(),
        path: None,
        plan: None,
        new_objective: String::new(),
        first: None,
        coming: Vec::new(),
        past: Vec::new(),
        open: Vec::new(),
        closed: Vec::new(),
    }
}

impl LearnerPage {
    async fn fill(mut self, app: &App, actor: &Actor, learner: AccountId) -> AppResult<Self> {
        let reader = app.db.reader();
        let lines = store::lines_of(reader, actor.school, learner).await?;
        let goals = objectives::of_learner(reader, actor.school, learner).await?;
        let teachers: Vec<AccountId> = lines.iter().map(|line| line.teacher_id).collect();
        let names = people::api::names_of(&app.db, actor.school, &teachers).await?;
        let today = local_date(app.clock.now());
        self.first = lines.iter().find_map(|line| first(line, self.own));
        let (mut coming, past): (Vec<&Line>, Vec<&Line>) =
            lines.iter().partition(|line| line.state == State::Planned);
        coming.reverse();
        self.coming = coming
            .iter()
            .map(|line| LineView::new(line, &names))
            .collect();
        self.past = past
            .iter()
            .map(|line| LineView::new(line, &names))
            .collect();
        let (mut open, closed): (Vec<_>, Vec<_>) =
            goals.iter().partition(|goal| goal.state.is_open());
        open.sort_by_key(|goal| (goal.due_on.is_none(), goal.due_on));
        self.open = open
            .iter()
            .map(|goal| ObjectiveLine::new(goal, today))
            .collect();
        self.closed = closed
            .iter()
            .map(|goal| ObjectiveLine::new(goal, today))
            .collect();
        Ok(self)
    }
}

/// What a line asks of the person now.
fn first(line: &Line, own: bool) -> Option<First> {
    let (why, action, href) = match (line.state, own) {
        (State::ToSign, true) => (
            "L’équipe a signé le compte rendu. Lisez-le, puis signez-le.",
            "Lire et signer",
            paths::interview(line.id),
        ),
        (State::Held, false) => (
            "Le compte rendu est commencé et n’est pas encore signé.",
            "Continuer le compte rendu",
            paths::write(line.id),
        ),
        _ => return None,
    };
    Some(First {
        title: format!(
            "Entretien du {}",
            kernel::date_long(local_date(line.starts_at))
        ),
        why,
        action,
        href,
    })
}
