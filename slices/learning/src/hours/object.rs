//! The year of a class behind its address, loaded through the policy.

use db::DbError;
use people::api::{self, ClassId, ClassSummary, TeamMember};
use web::{Actor, App, Does, Protected};

use super::policy::{Action, Facts, decide};

/// The class whose year it is, with its team.
#[derive(Clone, Debug)]
pub struct ClassYear {
    /// The class.
    pub class: ClassSummary,
    /// Who teaches there.
    pub team: Vec<TeamMember>,
}

impl ClassYear {
    /// Whether `actor` may change it.
    #[must_use]
    pub fn planned_by(&self, actor: &Actor) -> bool {
        self.allows(actor, Action::Plan)
    }
}

impl Protected for ClassYear {
    const PARAM: &'static str = "class";
    type Id = ClassId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: ClassId) -> Result<Option<Self>, DbError> {
        let Some(class) = api::class_of(&app.db, actor.school, id).await? else {
            return Ok(None);
        };
        let team = api::team_of_class(&app.db, actor.school, id).await?;
        Ok(Some(Self { class, team }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        let own = self.team.iter().find(|one| one.account == actor.account);
        let facts = Facts {
            teaches: own.is_some(),
            coordinates: own.is_some_and(|one| one.coordinator),
            archived: self.class.archived,
        };
        decide(actor.roles, action, facts)
    }
}

/// Sees it.
#[derive(Clone, Debug)]
pub struct Sees;
/// Plans it.
#[derive(Clone, Debug)]
pub struct Plans;

impl Does<ClassYear> for Sees {
    const ACTION: Action = Action::See;
}

impl Does<ClassYear> for Plans {
    const ACTION: Action = Action::Plan;
}
