//! A new version on an existing database: saved first, then migrated.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use db::{Db, Engine};
use indicatif::ProgressBar;

use crate::settings::Settings;
use crate::{backup, wiring};

/// Brings the schema up to date and says how many steps that took. A SQLite
/// database that holds something is saved before, beside the data; on
/// PostgreSQL, where several nodes may start at once, whoever runs the server
/// does that.
///
/// # Errors
/// When the backup cannot be made: nothing was changed. When a step fails: the
/// database stays as before that step.
pub async fn run(settings: &Settings, db: &Db) -> anyhow::Result<usize> {
    let lists = wiring::migrations();
    let pending = db.pending_migrations(&lists).await?.len();
    let all: usize = lists.iter().map(|list| list().len()).sum();
    let holds_something = pending < all;
    if pending > 0
        && holds_something
        && db.engine() == Engine::Sqlite
        && settings.backup_before_upgrade
    {
        save(settings, db).await.context(
            "Jalon doit mettre sa base de données à jour, mais la sauvegarde préalable a échoué. \
             Rien n’a été modifié. Libérez de la place, ou mettez backup_before_upgrade = false si vous avez votre propre sauvegarde",
        )?;
    }
    db.migrate(&lists)
        .await
        .context("La mise à jour de la base de données a échoué")?;
    Ok(pending)
}

async fn save(settings: &Settings, db: &Db) -> anyhow::Result<()> {
    let folder = settings.data_dir.join("sauvegardes");
    fs::create_dir_all(&folder)?;
    let target = target(folder);
    eprintln!(
        "Mise à jour\u{a0}: sauvegarde préalable dans {}…",
        target.display()
    );
    backup::backup(
        db,
        &wiring::blob_store(settings)?,
        &wiring::audit_key_path(&settings.data_dir),
        &target,
        &ProgressBar::hidden(),
    )
    .await?;
    eprintln!(
        "Sauvegarde faite. Pour revenir en arrière\u{a0}: docs/exploitation/mettre-a-jour.md."
    );
    Ok(())
}

fn target(folder: PathBuf) -> PathBuf {
    let now = kernel::to_local(kernel::Clock::system().now());
    folder.join(format!(
        "avant-mise-a-jour-{}.tar.gz",
        now.format("%Y-%m-%d-%H%M%S")
    ))
}
