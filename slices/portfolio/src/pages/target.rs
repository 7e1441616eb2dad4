//! Everything known of one learner on one competence, and positioning on it:
//! by the learner themself, or by the team.

use askama::Template;
use axum::extract::{Path, State as Extract};
use axum::response::{IntoResponse, Response};
use curriculum::{ScaleLevel, Target};
use kernel::{AccountId, FieldErrors, elide, local_date};
use web::client::FromScript;
use web::forms::{SummaryLine, summary};
use web::{
    Actor, App, AppError, AppResult, Authorised, Field, Flash, Form, Page, Protected, Shell,
};

use crate::paths;
use crate::policy::PathAction;
use crate::positioning::commands::position;
use crate::positioning::forms::PositioningForm;
use crate::positioning::{EvidenceRef, Viewpoint, store as positionings};
use crate::progress::cards::{Reader, WorkCard};
use crate::progress::learner::{Learner, Plan, Positions, SeesWorks};
use crate::progress::map::WorkMap;
use crate::progress::view::{DetailedView, PathView, path, scale_levels};
use crate::progress::{Work, seen};

mod history;

use history::{HistoryView, history};

/// A report or a piece to tick.
struct Proof {
    id: String,
    value: String,
    label: String,
    checked: bool,
}

/// The form.
struct PositionView {
    heading: &'static str,
    legend: &'static str,
    action: String,
    niveau: Field,
    commentaire: Field,
    comment_help: String,
    preuves: Field,
    offered: Vec<Proof>,
    nothing: &'static str,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/target.html")]
pub struct TargetPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    whose: String,
    code: String,
    title: String,
    bloc: u8,
    parent: Option<(String, String)>,
    path: PathView,
    levels: &'static [ScaleLevel],
    position: Option<PositionView>,
    errors: Vec<SummaryLine>,
    history: Vec<HistoryView>,
    works: Vec<WorkCard>,
    siblings: Vec<DetailedView>,
}

/// The same beside the matrix of a class, as the script asks for it.
#[derive(Template)]
#[template(path = "pages/target_drawer.html")]
pub struct Drawer {
    shell: Shell,
    learner: String,
    href: String,
    code: String,
    title: String,
    bloc: u8,
    path: PathView,
    history: Vec<HistoryView>,
    works: Vec<WorkCard>,
    siblings: Vec<DetailedView>,
    may_position: bool,
}

/// Whose page it is, and for whom.
enum Viewer {
    /// The learner's own.
    Own,
    /// Somebody of the school looks at a learner.
    Other {
        /// The learner.
        learner: AccountId,
        /// « Inès Ferrand ».
        name: String,
        /// Whether they may position.
        may_position: bool,
    },
}

impl Viewer {
    fn of(actor: &Actor, learner: &Learner) -> Self {
        Self::Other {
            learner: learner.id,
            name: learner.name.display(),
            may_position: learner.allows(actor, PathAction::Position),
        }
    }

    fn reader(&self) -> Reader {
        match self {
            Self::Own => Reader::Learner,
            Self::Other {
                may_position: true, ..
            } => Reader::Team,
            Self::Other { .. } => Reader::Onlooker,
        }
    }

    fn target(&self, code: &str) -> String {
        match self {
            Self::Own => paths::own_target(code),
            Self::Other { learner, .. } => paths::learner_target(*learner, code),
        }
    }

    fn viewpoint(&self) -> Option<Viewpoint> {
        match self {
            Self::Own => Some(Viewpoint::SelfView),
            Self::Other { may_position, .. } => may_position.then_some(Viewpoint::Team),
        }
    }
}

/// GET /dossier/positionnements/{target}
pub async fn own_target(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Path(code): Path<String>,
) -> AppResult<Page<TargetPage>> {
    let plan = own_plan(&app, &actor).await?;
    let seen = Seen::load(&app, &plan, &code, &Viewer::Own).await?;
    Ok(Page::new(seen.page(&app, shell, &Viewer::Own, None).await?))
}

/// POST /dossier/positionnements
pub async fn position_self(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Form(form): Form<PositioningForm>,
) -> AppResult<Response> {
    let plan = own_plan(&app, &actor).await?;
    submit(&app, &actor, shell, &plan, &Viewer::Own, &form).await
}

/// GET /personnes/{person}/positionnements/{target}
pub async fn learner_target(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    FromScript(script): FromScript,
    learner: Authorised<Learner, SeesWorks>,
    Path((_, code)): Path<(String, String)>,
) -> AppResult<Response> {
    let viewer = Viewer::of(&actor, &learner.object);
    let plan = learner_plan(&app, &actor, &learner.object).await?;
    let seen = Seen::load(&app, &plan, &code, &viewer).await?;
    if script {
        let drawer = seen.drawer(&app, shell, &viewer).await?;
        return Ok(Page::new(drawer).into_response());
    }
    Ok(Page::new(seen.page(&app, shell, &viewer, None).await?).into_response())
}

/// POST /personnes/{person}/positionnements
pub async fn position_learner(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    learner: Authorised<Learner, Positions>,
    Form(form): Form<PositioningForm>,
) -> AppResult<Response> {
    let viewer = Viewer::of(&actor, &learner.object);
    let plan = learner_plan(&app, &actor, &learner.object).await?;
    submit(&app, &actor, shell, &plan, &viewer, &form).await
}

async fn own_plan(app: &App, actor: &Actor) -> AppResult<Plan> {
    Plan::own(app, actor).await?.ok_or(AppError::NotFound)
}

async fn learner_plan(app: &App, actor: &Actor, learner: &Learner) -> AppResult<Plan> {
    let today = local_date(app.clock.now());
    Ok(Plan::of(&app.db, actor.school, learner.id, &learner.enrolment, today).await?)
}

/// Writes the positioning, or shows the same page with what is wrong.
async fn submit(
    app: &App,
    actor: &Actor,
    shell: Shell,
    plan: &Plan,
    viewer: &Viewer,
    form: &PositioningForm,
) -> AppResult<Response> {
    let seen = Seen::load(app, plan, &form.cible, viewer).await?;
    let viewpoint = viewer.viewpoint().ok_or(AppError::NotFound)?;
    let new = match form.read(viewpoint, seen.target.code(), &seen.offered()) {
        Ok(new) => new,
        Err(errors) => {
            let page = seen.page(app, shell, viewer, Some((form, &errors))).await?;
            return Ok(Page::invalid(page).into_response());
        }
    };
    let (clock, course, author) = (app.clock.clone(), plan.course, actor.account);
    app.db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move { position(&tx, &clock, course, author, &new).await }
        })
        .await?;
    let code = seen.target.code();
    Ok(Flash::ok(format!(
        "Positionnement enregistré sur {code}. Les précédents restent dans l’historique."
    ))
    .to(viewer.target(code)))
}

/// What the page shows, loaded once for showing and for checking a form.
struct Seen<'a> {
    plan: &'a Plan,
    target: Target<'a>,
    works: Vec<Work>,
    reader: Reader,
}

impl<'a> Seen<'a> {
    /// 404 for what is no target of the curriculum.
    async fn load(app: &App, plan: &'a Plan, code: &str, viewer: &Viewer) -> AppResult<Self> {
        let target = plan.curriculum.target(code).ok_or(AppError::NotFound)?;
        let reader = viewer.reader();
        Ok(Self {
            plan,
            target,
            works: seen::works(&app.db, plan.course.school, plan.course.learner, reader).await?,
            reader,
        })
    }

    /// The works that a positioning can rest on: those around the competence.
    fn around(&self) -> Vec<&Work> {
        WorkMap::new(&self.works).around(self.target.competence())
    }

    fn offered(&self) -> Vec<EvidenceRef> {
        self.around().iter().map(|work| work.source).collect()
    }

    async fn page(
        &self,
        app: &App,
        shell: Shell,
        viewer: &Viewer,
        refused: Option<(&PositioningForm, &FieldErrors)>,
    ) -> AppResult<TargetPage> {
        let course = self.plan.course;
        let code = self.target.code();
        let current = positionings::current_of(app.db.reader(), course).await?;
        let around = self.around();
        let is_competence = code == self.target.competence().code;
        let level = |code: &str, viewpoint| {
            crate::progress::map::latest(&current, code, viewpoint)
                .map_or(0, |row| crate::progress::view::level_number(row.level))
        };
        Ok(TargetPage {
            trail: trail(viewer),
            whose: match viewer {
                Viewer::Own => "Mon parcours".to_owned(),
                Viewer::Other { name, .. } => format!("Parcours {}", elide("de", name)),
            },
            code: code.to_owned(),
            title: self.target.title().to_owned(),
            bloc: self.target.block().number,
            parent: (!is_competence).then(|| {
                let parent = &self.target.competence().code;
                (parent.clone(), viewer.target(parent))
            }),
            path: path(code, &current, Some("#historique".to_owned())),
            levels: scale_levels(),
            errors: refused.map_or_else(Vec::new, |(_, errors)| summary(errors)),
            position: self.position(viewer, &around, refused),
            history: self.history(app, viewer).await?,
            works: around
                .iter()
                .map(|work| WorkCard::new(work, self.reader))
                .collect(),
            siblings: if is_competence {
                let detailed = self.target.competence().detailed.iter();
                detailed
                    .map(|detailed| DetailedView {
                        title: detailed.title.clone(),
                        href: Some(viewer.target(&detailed.code)),
                        team: level(&detailed.code, Viewpoint::Team),
                        own: level(&detailed.code, Viewpoint::SelfView),
                    })
                    .collect()
            } else {
                Vec::new()
            },
            shell,
        })
    }

    async fn history(&self, app: &App, viewer: &Viewer) -> AppResult<Vec<HistoryView>> {
        let (course, code) = (self.plan.course, self.target.code());
        history(
            app,
            course,
            code,
            &self.works,
            self.reader,
            viewer.viewpoint(),
        )
        .await
    }

    /// What the drawer of the matrix shows of a cell.
    async fn drawer(&self, app: &App, shell: Shell, viewer: &Viewer) -> AppResult<Drawer> {
        let page = self.page(app, shell, viewer, None).await?;
        Ok(Drawer {
            learner: match viewer {
                Viewer::Own => String::new(),
                Viewer::Other { name, .. } => name.clone(),
            },
            href: viewer.target(&page.code),
            shell: page.shell,
            code: page.code,
            title: page.title,
            bloc: page.bloc,
            path: page.path,
            history: page.history,
            works: page.works,
            siblings: page.siblings,
            may_position: page.position.is_some(),
        })
    }

    /// The form, for those who may position, with what they typed.
    fn position(
        &self,
        viewer: &Viewer,
        around: &[&Work],
        refused: Option<(&PositioningForm, &FieldErrors)>,
    ) -> Option<PositionView> {
        viewer.viewpoint()?;
        let (form, errors) = match refused {
            Some((form, errors)) => (form.clone(), errors.clone()),
            None => (PositioningForm::default(), FieldErrors::new()),
        };
        let own = matches!(viewer, Viewer::Own);
        Some(PositionView {
            heading: if own { "Me positionner" } else { "Positionner" },
            legend: if own {
                "Où en êtes-vous\u{202f}?"
            } else {
                "Où situez-vous cette personne\u{202f}?"
            },
            action: match viewer {
                Viewer::Own => paths::POSITION_SELF.to_owned(),
                Viewer::Other { learner, .. } => paths::position_learner(*learner),
            },
            niveau: Field::with("niveau", form.niveau, &errors),
            commentaire: Field::with("commentaire", form.commentaire, &errors),
            comment_help: if own {
                "Ce que vous savez faire, ce qui vous manque encore."
            } else {
                "Ce que vous avez observé\u{a0}; l’apprenant·e le lira."
            }
            .to_owned(),
            preuves: Field::with("preuves", "", &errors),
            offered: around
                .iter()
                .map(|work| {
                    let value = work.source.to_string();
                    Proof {
                        id: format!("preuve-{value}"),
                        label: work.title.clone(),
                        checked: form.preuves.contains(&value),
                        value,
                    }
                })
                .collect(),
            nothing: "Aucun compte rendu ni pièce n’est relié à cette compétence pour l’instant. Vous pouvez tout de même enregistrer un niveau.",
        })
    }
}

fn trail(viewer: &Viewer) -> Vec<(String, String)> {
    match viewer {
        Viewer::Own => vec![("Mon parcours".to_owned(), paths::DOSSIER.to_owned())],
        Viewer::Other { learner, name, .. } => vec![(
            format!("Parcours {}", elide("de", name)),
            paths::learner_path(*learner),
        )],
    }
}
