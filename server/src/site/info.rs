//! Accessibility, personal data, legal notice.

use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use web::{App, Page, PersonalData, Shell};

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
