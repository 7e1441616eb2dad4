//! `jalon serve`: the service itself.

use std::future::Future;
use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use kernel::{Secret, readable_code};
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::{Config, router};

use crate::metrics::Metrics;
use crate::settings::{Settings, TlsFiles};
use crate::tls;
use crate::wiring::{self, House};

/// How long requests in flight may take to end once a stop was asked for; less
/// than systemd waits (90 s).
const FAREWELL: Duration = Duration::from_secs(60);

/// How often the files of the certificate are looked at.
const RENEWAL: Duration = Duration::from_secs(60);

/// The certificate that Jalon serves with, and where it came from.
pub struct Tls {
    files: TlsFiles,
    config: RustlsConfig,
}

impl Tls {
    /// Loads the certificate.
    ///
    /// # Errors
    /// A sentence naming the file and what is wrong with it.
    pub fn load(files: TlsFiles) -> anyhow::Result<Self> {
        let config = tls::load(&files)?;
        Ok(Self { files, config })
    }
}

/// Starts and serves until the process is asked to stop.
///
/// # Errors
/// When something cannot be opened.
pub async fn run(settings: &Settings) -> anyhow::Result<()> {
    super::start_log(settings);
    settings.check_exposure()?;
    let tls = settings.tls.clone().map(Tls::load).transpose()?;
    let code = readable_code(2);
    let house = wiring::open(settings, config(settings, Some(&code))).await?;
    let listener = listen(settings.listen).await?;
    if !people::api::is_installed(&house.app.db).await? {
        announce_installation(settings, &code)?;
    }
    say(&format!("Jalon prêt : {}", settings.public_url()))?;
    let metrics = Metrics::new(settings);
    serve(house, listener, tls, &metrics, stop_signal()).await
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
            "Jalon ne peut pas écouter sur {address}\u{a0}: l’adresse est peut-être déjà prise. \
             Arrêtez l’autre programme ou changez de port"
        )
    })
}

/// Serves, over https when there is a certificate, and runs the jobs until
/// `stop`, then lets what runs come to its end.
///
/// # Errors
/// When the server breaks.
pub async fn serve(
    house: House,
    listener: TcpListener,
    tls: Option<Tls>,
    metrics: &Metrics,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    metrics.watch(&house.app.db);
    let public_url = house.app.config.public_url.clone();
    let worker = wiring::worker(&house);
    let router = router::build(house.app.clone())
        .map_err(|error| anyhow::anyhow!("L’adresse publique ne convient pas\u{a0}: {error}"))?;
    let service = metrics
        .around(router)
        .into_make_service_with_connect_info::<SocketAddr>();
    let (stopping, mut stopped) = watch::channel(false);
    let handle = Handle::new();
    let jobs = tokio::spawn(worker.run(async move {
        // An error means that the sender is gone: that is a stop as well.
        let _ = stopped.wait_for(|stop| *stop).await;
    }));
    tokio::spawn({
        let handle = handle.clone();
        async move {
            stop.await;
            handle.graceful_shutdown(Some(FAREWELL));
            let _ = stopping.send(true);
        }
    });
    let listener = listener.into_std()?;
    match tls {
        Some(Tls { files, config }) => {
            let renewal = tokio::spawn(tls::follow(files, config.clone(), RENEWAL));
            let acceptor = RustlsAcceptor::new(config).acceptor(tls::OnlyTls::new(&public_url));
            let served = axum_server::from_tcp(listener)?
                .acceptor(acceptor)
                .handle(handle)
                .serve(service)
                .await;
            renewal.abort();
            served
        }
        None => {
            axum_server::from_tcp(listener)?
                .handle(handle)
                .serve(service)
                .await
        }
    }
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
