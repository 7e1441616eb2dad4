//! `jalon serve`: the service itself.

use std::future::Future;
use std::io::Write;
use std::net::SocketAddr;

use anyhow::Context;
use kernel::{Secret, readable_code};
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::{Config, router};

use crate::settings::Settings;
use crate::wiring::{self, House};

/// Starts and serves until the process is asked to stop.
///
/// # Errors
/// When something cannot be opened.
pub async fn run(settings: &Settings) -> anyhow::Result<()> {
    super::start_log(settings);
    settings.check_exposure()?;
    let code = readable_code(2);
    let house = wiring::open(settings, config(settings, Some(&code))).await?;
    let listener = listen(settings.listen).await?;
    if !people::api::is_installed(&house.app.db).await? {
        announce_installation(settings, &code)?;
    }
    say(&format!("Jalon prêt : {}", settings.public_url()))?;
    serve(house, listener, stop_signal()).await
}

/// The settings of the web layer.
pub fn config(settings: &Settings, code: Option<&Secret>) -> Config {
    Config {
        public_url: settings.public_url(),
        trusted_proxies: settings.trusted_proxies,
        installation_code: code.map(Secret::hash),
    }
}

fn announce_installation(settings: &Settings, code: &Secret) -> anyhow::Result<()> {
    say("Aucun établissement n’est encore enregistré.")?;
    say(&format!(
        "Ouvrez {}/installation et entrez ce code, valable jusqu’à l’arrêt du programme.",
        settings.public_url()
    ))?;
    say(&format!("Code d’installation : {}", code.reveal()))
}

/// A line on the standard output, at once: scripts wait for it.
///
/// # Errors
/// When nobody reads it any more.
pub fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()?;
    Ok(())
}

/// Opens the port.
///
/// # Errors
/// A sentence that says what to do when it is taken.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!(
            "Jalon ne peut pas écouter sur {address} : l’adresse est peut-être déjà prise. \
             Arrêtez l’autre programme ou changez de port"
        )
    })
}

/// Serves and runs the jobs until `stop`, then lets what runs come to its end.
///
/// # Errors
/// When the server breaks.
pub async fn serve(
    house: House,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let worker = wiring::worker(&house);
    let router = router::build(house.app.clone())
        .map_err(|error| anyhow::anyhow!("L’adresse publique ne convient pas : {error}"))?;
    let (stopping, stopped) = watch::channel(false);
    let stopped_for = |mut stopped: watch::Receiver<bool>| async move {
        // An error means that the sender is gone: that is a stop as well.
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let jobs = tokio::spawn(worker.run(stopped_for(stopped.clone())));
    tokio::spawn(async move {
        stop.await;
        let _ = stopping.send(true);
    });
    axum::serve(
        listener,
        router.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(stopped_for(stopped))
    .await
    .context("Le serveur s’est arrêté sur une erreur")?;
    jobs.await.context("Les traitements se sont mal arrêtés")?;
    Ok(())
}

/// Ctrl-C, or the signal by which systemd and `kill` stop a program.
pub async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
