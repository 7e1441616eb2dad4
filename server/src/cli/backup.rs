//! `jalon backup` and `jalon restore`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};

use crate::settings::Settings;
use crate::{backup, wiring};

/// Writes everything into one archive while the service goes on.
///
/// # Errors
/// When something cannot be read or written.
pub async fn save(settings: &Settings, target: Option<PathBuf>) -> anyhow::Result<()> {
    super::start_log(settings);
    let target = target.unwrap_or_else(|| {
        let now = kernel::to_local(kernel::Clock::system().now());
        PathBuf::from(format!("jalon-{}.tar.gz", now.format("%Y-%m-%d-%H%M%S")))
    });
    let db = wiring::open_database(&settings.database()).await?;
    let store = wiring::blob_store(settings)?;
    let bar = progress();
    let contents = backup::backup(
        &db,
        &store,
        &wiring::audit_key_path(&settings.data_dir),
        &target,
        &bar,
    )
    .await
    .context("La sauvegarde n’a pas été faite")?;
    bar.finish_and_clear();
    println!(
        "Sauvegarde écrite\u{a0}: {} ({}, {}).",
        target.display(),
        kernel::count(contents.rows, "ligne", "lignes"),
        kernel::count(contents.files, "fichier", "fichiers"),
    );
    Ok(())
}

/// Fills an empty installation from an archive.
///
/// # Errors
/// When the archive is damaged or newer, or when something is there already.
pub async fn restore(settings: &Settings, archive: &Path) -> anyhow::Result<()> {
    super::start_log(settings);
    std::fs::create_dir_all(&settings.data_dir)?;
    let lists = wiring::migrations();
    let header = backup::verify(archive, &lists)?;
    let db = wiring::open_database(&settings.database()).await?;
    let store = wiring::blob_store(settings)?;
    let bar = progress();
    let contents = backup::restore(
        archive,
        &header,
        &db,
        &lists,
        &store,
        &wiring::audit_key_path(&settings.data_dir),
        &bar,
    )
    .await
    .context("La restauration n’a pas été faite")?;
    bar.finish_and_clear();
    println!(
        "Sauvegarde du {} restaurée\u{a0}: {}, {}.",
        kernel::date_time(header.created_at),
        kernel::count(contents.rows, "ligne", "lignes"),
        kernel::count(contents.files, "fichier", "fichiers"),
    );
    Ok(())
}

/// A bar on a terminal, nothing elsewhere.
fn progress() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {pos}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
