//! The first visit in a browser: bytes over the wire and requests, with an
//! empty cache. The browser is driven by `chargement.mjs`.

use std::path::Path;
use std::process::Command;

use anyhow::ensure;
use serde::Deserialize;

use crate::instance::Served;
use crate::report::Report;

/// A page that was loaded.
#[derive(Debug, Deserialize)]
pub struct Loaded {
    /// « Connexion ».
    pub name: String,
    /// Over the wire, headers included.
    pub bytes: u64,
    /// Requests.
    pub requests: u64,
}

/// Loads the sign-in page, then « Mon parcours ».
///
/// # Errors
/// When the browser cannot be driven.
pub fn measure(report: &mut Report, script: &Path, served: &Served) -> anyhow::Result<()> {
    eprintln!("› Premier chargement dans un navigateur…");
    let output = Command::new("node")
        .arg(script)
        .arg(format!("http://{}", served.address))
        .stderr(std::process::Stdio::inherit())
        .output()?;
    ensure!(
        output.status.success(),
        "Le navigateur n’a pas pu charger les pages"
    );
    let loaded: Vec<Loaded> = serde_json::from_slice(&output.stdout)?;
    for page in &loaded {
        report.cold(page);
    }
    Ok(())
}
