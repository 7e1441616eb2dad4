//! What the pages of the matrix share: the class with all that is asked of
//! the database, and the fields that a bulk rests on.

use std::sync::Arc;

use curriculum::Curriculum;
use db::DbError;
use kernel::{AccountId, FieldErrors, local_date};
use learning::api::MissionId;
use people::api::{ClassRoster, ClassSummary, LearnerSummary};
use web::{Actor, App, AppResult, Field};

use crate::matrix::commands::By;
use crate::matrix::forms::BulkForm;
use crate::matrix::grid::{Line, lines, narrow, shown, sort};
use crate::matrix::store;
use crate::matrix::view::{Order, View};
use crate::positioning::Viewpoint;

/// A class with what its pages need.
pub struct ClassData {
    /// The class.
    pub class: ClassSummary,
    /// What it follows.
    pub curriculum: Arc<Curriculum>,
    /// « Certificat de spécialisation Services numériques aux organisations, 2026-2027 ».
    pub diploma: String,
    /// Who is in it.
    pub roster: ClassRoster,
    /// The missions entrusted to it.
    pub missions: Vec<(MissionId, String)>,
}

impl ClassData {
    /// Reads it; two statements.
    ///
    /// # Errors
    /// When the database does not answer, or has lost the curriculum.
    pub async fn load(app: &App, actor: &Actor, class: ClassSummary) -> AppResult<Self> {
        let curriculum = curriculum::api::get(&app.db, class.curriculum)
            .await?
            .ok_or_else(|| {
                DbError::Other(sea_orm::DbErr::RecordNotFound(
                    "the curriculum of a class".into(),
                ))
            })?;
        let today = local_date(app.clock.now());
        let name = curriculum.name_on(today).map_or_else(
            || curriculum.title.clone(),
            |name| curriculum.full_name(name),
        );
        Ok(Self {
            diploma: format!("{name}, {}", class.school_year),
            roster: people::api::roster_of_class(&app.db, actor.school, class.id).await?,
            missions: learning::api::entrusted_to_class(&app.db, actor.school, class.id).await?,
            curriculum,
            class,
        })
    }

    /// In whose name a bulk of it is written.
    #[must_use]
    pub fn by(&self, actor: &Actor) -> By {
        By {
            school: actor.school,
            class: self.class.id,
            curriculum: self.class.curriculum,
            author: actor.account,
        }
    }

    /// The lines that a view shows; two statements.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lines<'a>(
        &'a self,
        app: &App,
        actor: &Actor,
        view: &View,
        viewpoints: &[Viewpoint],
    ) -> Result<Vec<Line<'a>>, DbError> {
        let people = view.people(&self.roster);
        let ids: Vec<AccountId> = people.iter().map(|one| one.account).collect();
        let (reader, school) = (app.db.reader(), actor.school);
        let curriculum = self.class.curriculum;
        let placed = store::marks(reader, school, curriculum, &ids, viewpoints).await?;
        let proofs = store::proofs(reader, school, &ids).await?;
        let targets = shown(&self.curriculum, view);
        let mut lines = lines(&self.curriculum, &targets, &people, &placed, &proofs);
        narrow(&mut lines, view.search(local_date(app.clock.now())));
        let order = Order::of(&view.tri, &self.curriculum);
        sort(&mut lines, &order, &targets);
        Ok(lines)
    }

    /// How somebody of the class is called.
    #[must_use]
    pub fn name_of(&self, learner: AccountId) -> Option<&LearnerSummary> {
        self.roster
            .learners
            .iter()
            .find(|one| one.account == learner)
    }
}

/// The fields that all of a bulk rests on.
pub struct GroundsView {
    /// Said of all of it.
    pub commentaire: Field,
    /// The mission.
    pub mission: Field,
    /// Those to choose from.
    pub missions: Vec<(String, String)>,
    /// The day.
    pub observe_le: Field,
    /// Today, the last day to choose.
    pub today: String,
}

impl GroundsView {
    /// The fields with what was typed.
    #[must_use]
    pub fn new(app: &App, data: &ClassData, form: &BulkForm, errors: &FieldErrors) -> Self {
        Self {
            commentaire: Field::with("commentaire", form.commentaire.clone(), errors),
            mission: Field::with("mission", form.mission.clone(), errors),
            missions: data
                .missions
                .iter()
                .map(|(id, title)| (id.to_string(), title.clone()))
                .collect(),
            observe_le: Field::with("observe_le", form.observe_le.clone(), errors),
            today: local_date(app.clock.now()).to_string(),
        }
    }

    /// Whether something is filled in.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        [&self.commentaire, &self.mission, &self.observe_le]
            .iter()
            .any(|field| !field.value.is_empty() || field.invalid())
    }
}
