//! `jalon user`: the way back in when no administrator can sign in any more.

use anyhow::Context;
use clap::Subcommand;

use crate::cli::serve::config;
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
/// When nobody has this name.
pub async fn run(settings: &Settings, command: UserCommand) -> anyhow::Result<()> {
    super::start_log(settings);
    let UserCommand::Reset { login } = command;
    let house = wiring::open(settings, config(settings, None)).await?;
    let link = people::api::reset_link(&house.app, &login)
        .await?
        .with_context(|| format!("Personne n’a l’identifiant « {login} »"))?;
    println!("Lien à usage unique, valable une heure :\n{link}");
    Ok(())
}
