//! `jalon demo`: a school that lives as long as the process.

use std::net::SocketAddr;

use anyhow::Context;

use super::serve::{config, listen, say, serve, stop_signal};
use crate::demo;
use crate::metrics::Metrics;
use crate::settings::Settings;
use crate::wiring;

/// Builds the demo school in a temporary directory and serves it.
///
/// # Errors
/// When the port is taken or the school cannot be built.
pub async fn run(port: u16) -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("Aucun dossier temporaire n’a pu être créé")?;
    let settings = Settings {
        listen: SocketAddr::from(([127, 0, 0, 1], port)),
        data_dir: folder.path().to_path_buf(),
        log: "warn".into(),
        ..Settings::default()
    };
    super::start_log(&settings);
    let listener = listen(settings.listen).await?;
    eprintln!("Jalon prépare un établissement de démonstration…");
    let house = wiring::open(&settings, config(&settings, None)).await?;
    demo::build(&house.app).await?;
    say(&format!("Jalon prêt : {}", settings.public_url()))?;
    say(&format!(
        "Comptes (mot de passe «\u{202f}{}\u{202f}» pour tous)\u{a0}:",
        demo::PASSWORD
    ))?;
    for (login, what) in demo::LOGINS {
        say(&format!("  {login:<12} {what}"))?;
    }
    say("Rien n’est gardé\u{a0}: tout disparaît à l’arrêt (Ctrl-C).")?;
    let metrics = Metrics::new(&settings);
    serve(house, listener, None, &metrics, stop_signal()).await
}
