//! Classes: their administration, and what the team sees of them.

pub mod admin_list;
pub mod codes;
pub mod enrol;
pub mod enrolment;
pub mod group;
pub mod groups;
pub mod hours;
pub mod invitations;
pub mod list;
pub mod manage;
pub mod new;
pub mod roll_over;
pub mod show;
pub mod team;

use axum::extract::{FromRequestParts, Path};
use chrono::NaiveDate;
use curriculum::api::CurriculumSummary;
use http::request::Parts;
use kernel::{AccountId, FieldErrors, SchoolYear};
use serde::Deserialize;
use web::forms::Field;
use web::{App, AppError};

use crate::forms::ClassForm;

/// The fields of a class, for a new one and for changes.
pub struct ClassFields {
    pub name: Field,
    pub year: Field,
    pub years: Vec<(String, String)>,
    pub curriculum: Field,
    pub curricula: Vec<(String, String)>,
    pub version: String,
}

impl ClassFields {
    /// As typed, with what is wrong. School years around `today` are offered.
    pub fn new(
        form: &ClassForm,
        curricula: &[CurriculumSummary],
        today: NaiveDate,
        errors: &FieldErrors,
    ) -> Self {
        let field = |name, value: &str| Field::with(name, value, errors);
        let first = SchoolYear::of(today).first();
        let mut years: Vec<String> = (first - 2..=first + 1)
            .rev()
            .filter_map(|year| SchoolYear::starting(year).ok())
            .map(|year| year.to_string())
            .collect();
        if form.annee.parse::<SchoolYear>().is_ok() && !years.contains(&form.annee) {
            years.push(form.annee.clone());
        }
        Self {
            name: field("nom", &form.nom),
            year: field("annee", &form.annee),
            years: years.into_iter().map(|year| (year.clone(), year)).collect(),
            curriculum: field("referentiel", &form.referentiel),
            curricula: curricula
                .iter()
                .map(|one| (one.id.to_string(), format!("{}, {}", one.code, one.title)))
                .collect(),
            version: form.version.clone(),
        }
    }
}

/// The person named by the address of a class: `/…/{class}/…/{person}/…`.
/// Whether they belong to it is for the command to say.
pub struct Member(pub AccountId);

impl FromRequestParts<App> for Member {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        #[derive(Deserialize)]
        struct Named {
            person: String,
        }
        let Path(named) = Path::<Named>::from_request_parts(parts, app)
            .await
            .map_err(|_| AppError::NotFound)?;
        named
            .person
            .parse()
            .map(Self)
            .map_err(|_| AppError::NotFound)
    }
}
