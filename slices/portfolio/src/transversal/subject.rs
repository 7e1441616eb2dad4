//! Whose skills a page is about, and for whom it is drawn.

use curriculum::{Curriculum, CurriculumId};
use kernel::{AccountId, SchoolId, elide, local_date};
use web::{Actor, App, AppResult, Protected};

use crate::paths;
use crate::policy::PathAction;
use crate::positioning::Viewpoint;
use crate::progress::cards::Reader;
use crate::progress::learner::{Learner, Plan};
use crate::transversal::model::{Skill, capital};

/// The learner of a page, with what the person who asks may do.
pub struct Subject {
    /// The tenant.
    pub school: SchoolId,
    /// The learner.
    pub learner: AccountId,
    /// « Inès Ferrand »; none on one's own pages.
    name: Option<String>,
    /// What the person may write.
    pub viewpoint: Option<Viewpoint>,
    /// What the learner is enrolled on.
    pub plan: Option<Plan>,
}

impl Subject {
    /// The signed-in learner; in a class or not.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn own(app: &App, actor: &Actor) -> AppResult<Self> {
        Ok(Self {
            school: actor.school,
            learner: actor.account,
            name: None,
            viewpoint: Some(Viewpoint::SelfView),
            plan: Plan::own(app, actor).await?,
        })
    }

    /// A learner whom somebody of the school looks at.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(app: &App, actor: &Actor, learner: &Learner) -> AppResult<Self> {
        let today = local_date(app.clock.now());
        let plan = Plan::of(&app.db, actor.school, learner.id, &learner.enrolment, today).await?;
        let positions = learner.allows(actor, PathAction::Position);
        Ok(Self {
            school: actor.school,
            learner: learner.id,
            name: Some(learner.name.display()),
            viewpoint: positions.then_some(Viewpoint::Team),
            plan: Some(plan),
        })
    }

    /// Whether the page is the learner's own.
    #[must_use]
    pub const fn is_own(&self) -> bool {
        self.name.is_none()
    }

    /// Who looks at lists of works.
    #[must_use]
    pub fn reader(&self) -> Reader {
        match (self.is_own(), self.viewpoint) {
            (true, _) => Reader::Learner,
            (false, Some(_)) => Reader::Team,
            (false, None) => Reader::Onlooker,
        }
    }

    /// The curriculum of the learner.
    #[must_use]
    pub fn curriculum(&self) -> Option<&Curriculum> {
        self.plan.as_ref().map(|plan| &*plan.curriculum)
    }

    /// Its identifier.
    #[must_use]
    pub fn curriculum_id(&self) -> Option<CurriculumId> {
        self.plan.as_ref().map(|plan| plan.course.curriculum)
    }

    /// « Mon parcours », « Parcours d’Inès Ferrand », and where it is.
    #[must_use]
    pub fn trail(&self) -> Vec<(String, String)> {
        match &self.name {
            None => vec![("Mon parcours".to_owned(), paths::DOSSIER.to_owned())],
            Some(name) => vec![(
                format!("Parcours {}", elide("de", name)),
                paths::learner_path(self.learner),
            )],
        }
    }

    /// « Mes compétences numériques », « Compétences numériques d’Inès Ferrand ».
    #[must_use]
    pub fn title(&self, what: &str) -> String {
        match &self.name {
            None => format!("Mes {what}"),
            Some(name) => format!("{} {}", capital(what), elide("de", name)),
        }
    }

    /// The digital profile.
    #[must_use]
    pub fn digital(&self) -> String {
        match self.is_own() {
            true => paths::DIGITAL.to_owned(),
            false => paths::learner_digital(self.learner),
        }
    }

    /// The transversal competences.
    #[must_use]
    pub fn transversal(&self) -> String {
        match self.is_own() {
            true => paths::TRANSVERSAL.to_owned(),
            false => paths::learner_transversal(self.learner),
        }
    }

    /// One skill.
    #[must_use]
    pub fn skill(&self, skill: &Skill) -> String {
        format!("{}/{}", self.transversal(), skill.address())
    }
}
