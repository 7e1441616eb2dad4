//! GET /referentiels/crcn and /referentiels/echelles: what all diplomas share.

use askama::Template;
use web::{Page, Shell};

use crate::{DigitalFramework, Scale, digital_framework, scales};

/// The CRCN.
#[derive(Template)]
#[template(path = "pages/crcn.html")]
pub struct CrcnPage {
    shell: Shell,
    framework: &'static DigitalFramework,
}

/// The five domains, the sixteen competences, the eight levels.
pub async fn crcn(shell: Shell) -> Page<CrcnPage> {
    Page::new(CrcnPage {
        shell,
        framework: digital_framework(),
    })
}

/// The scales.
#[derive(Template)]
#[template(path = "pages/scales.html")]
pub struct ScalesPage {
    shell: Shell,
    scales: &'static [Scale],
}

/// Every scale with what each level means.
pub async fn levels(shell: Shell) -> Page<ScalesPage> {
    Page::new(ScalesPage {
        shell,
        scales: scales(),
    })
}
