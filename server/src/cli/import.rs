//! `jalon import`: people from a file of a school, as the page of imports does.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};
use indicatif::ProgressBar;
use kernel::{Clock, count};
use people::api::{By, Uai, import_file, school_of_uai};

use crate::settings::Settings;
use crate::wiring;

/// Runs it.
///
/// # Errors
/// When the file cannot be taken, or when something stands against it.
pub async fn run(
    settings: &Settings,
    file: &Path,
    school: &str,
    dry_run: bool,
    json: bool,
) -> anyhow::Result<()> {
    super::start_log(settings);
    let uai: Uai = school.parse()?;
    // The database alone: a server may be receiving files beside us.
    let db = wiring::open_database(&settings.database()).await?;
    if !db
        .pending_migrations(&wiring::migrations())
        .await?
        .is_empty()
    {
        bail!(
            "La base de données n’est pas à jour. Lancez d’abord «\u{202f}jalon migrate\u{202f}»."
        );
    }
    let school = school_of_uai(&db, &uai)
        .await?
        .with_context(|| format!("Aucun établissement n’a l’UAI {uai}"))?;
    let by = By {
        school,
        account: None,
    };
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(200));
    let summary = import_file(&db, &Clock::system(), &by, file, &name, dry_run).await?;
    bar.finish_and_clear();
    if json {
        println!("{}", serde_json::to_string(&summary)?);
    } else {
        println!(
            "{}\u{a0}: {}, {}, {}, {}, {}.",
            match (summary.done, dry_run) {
                (true, _) => "Importé",
                (false, true) => "Ce qui serait fait",
                (false, false) => "Rien n’est modifié",
            },
            count(summary.created, "personne créée", "personnes créées"),
            count(summary.changed, "modifiée", "modifiées"),
            count(summary.problems, "problème", "problèmes"),
            count(summary.aside, "laissée de côté", "laissées de côté"),
            count(summary.same, "sans changement", "sans changement"),
        );
    }
    match summary.message {
        Some(message) => bail!(message),
        None => Ok(()),
    }
}
