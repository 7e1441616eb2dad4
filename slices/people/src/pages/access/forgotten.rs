//! A forgotten password: whom to ask.

use askama::Template;
use web::{Page, Shell};

#[derive(Template)]
#[template(path = "pages/access/forgotten.html")]
pub struct ForgottenPage {
    shell: Shell,
}

/// The page.
pub async fn show(shell: Shell) -> Page<ForgottenPage> {
    Page::new(ForgottenPage { shell })
}
