//! Help, accessibility, personal data, legal notice.

use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use web::{Actor, App, Page, PersonalData, Shell};

#[derive(Template)]
#[template(path = "site/help.html")]
struct HelpPage {
    shell: Shell,
    /// What is shown first depends on who reads.
    learner: bool,
    team: bool,
    admin: bool,
}

/// `/aide`
pub async fn help(shell: Shell, actor: Option<Actor>) -> impl IntoResponse {
    use kernel::Role::{Admin, Coordinator, Learner, Teacher};
    let is = |roles: &[kernel::Role]| actor.as_ref().is_none_or(|actor| actor.is_any(roles));
    Page::new(HelpPage {
        learner: is(&[Learner]),
        team: is(&[Teacher, Coordinator]),
        admin: is(&[Admin]),
        shell,
    })
}

#[derive(Template)]
#[template(path = "site/accessibility.html")]
struct AccessibilityPage {
    shell: Shell,
}

/// `/accessibilite`
pub async fn accessibility(shell: Shell) -> impl IntoResponse {
    Page::new(AccessibilityPage { shell })
}

#[derive(Template)]
#[template(path = "site/personal_data.html")]
struct PersonalDataPage {
    shell: Shell,
    held: Vec<PersonalData>,
}

/// `/donnees-personnelles`: what each capability says that it keeps.
pub async fn personal_data(State(app): State<App>, shell: Shell) -> impl IntoResponse {
    let held = app
        .modules
        .iter()
        .flat_map(|module| module.personal_data)
        .copied()
        .collect();
    Page::new(PersonalDataPage { shell, held })
}

#[derive(Template)]
#[template(path = "site/legal.html")]
struct LegalPage {
    shell: Shell,
    version: &'static str,
}

/// `/mentions-legales`
pub async fn legal(shell: Shell) -> impl IntoResponse {
    Page::new(LegalPage {
        shell,
        version: env!("CARGO_PKG_VERSION"),
    })
}
