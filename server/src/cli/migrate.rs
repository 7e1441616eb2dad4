//! `jalon migrate`: the schema alone.

use crate::settings::Settings;
use crate::{upgrade, wiring};

/// Applies what is missing and says what was.
///
/// # Errors
/// When a step fails; the database stays as before that step.
pub async fn run(settings: &Settings) -> anyhow::Result<()> {
    super::start_log(settings);
    std::fs::create_dir_all(&settings.data_dir)?;
    let db = wiring::open_database(&settings.database()).await?;
    match upgrade::run(settings, &db).await? {
        0 => println!("La base de données est déjà à jour."),
        n => println!(
            "Base de données mise à jour\u{a0}: {}.",
            kernel::count(n as u64, "étape appliquée", "étapes appliquées")
        ),
    }
    Ok(())
}
