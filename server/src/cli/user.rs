//! `jalon user`: the way back in when no administrator can sign in any more.

use anyhow::{Context, bail};
use clap::Subcommand;
use kernel::Clock;

use crate::settings::Settings;
use crate::wiring;

#[derive(Subcommand)]
pub enum UserCommand {
    /// Affiche un lien à usage unique pour choisir un nouveau mot de passe.
    Reset {
        /// L’identifiant de connexion.
        login: String,
    },
}

/// Runs it.
///
/// # Errors
/// When nobody has this name, or the database is not up to date.
pub async fn run(settings: &Settings, command: UserCommand) -> anyhow::Result<()> {
    super::start_log(settings);
    let UserCommand::Reset { login } = command;
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
    let link = people::api::reset_link(&db, &Clock::system(), &settings.public_url(), &login)
        .await?
        .with_context(|| format!("Personne n’a l’identifiant «\u{202f}{login}\u{202f}»"))?;
    println!("Lien à usage unique, valable une heure\u{a0}:\n{link}");
    Ok(())
}
