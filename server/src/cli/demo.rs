//! `jalon demo`: a school that lives as long as the process.

use std::net::SocketAddr;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};

use super::serve::{config, listen, say, serve, stop_signal};
use crate::demo;
use crate::demo::synthetic::Built;
use crate::metrics::Metrics;
use crate::settings::Settings;
use crate::wiring::{self, House};

/// Builds the demo school, or a synthetic instance of so many learners, in a
/// temporary directory and serves it.
///
/// # Errors
/// When the port is taken or the school cannot be built.
pub async fn run(port: u16, learners: Option<u32>) -> anyhow::Result<()> {
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
    let accounts = match learners {
        Some(learners) => synthetic_accounts(synthetic(&house, learners).await?),
        None => {
            demo::build(&house.app).await?;
            demo_accounts()
        }
    };
    say(&format!("Jalon prêt : {}", settings.public_url()))?;
    say(&format!(
        "Comptes (mot de passe «\u{202f}{}\u{202f}» pour tous)\u{a0}:",
        demo::PASSWORD
    ))?;
    for line in accounts {
        say(&line)?;
    }
    say("Rien n’est gardé\u{a0}: tout disparaît à l’arrêt (Ctrl-C).")?;
    let metrics = Metrics::new(&settings);
    serve(house, listener, None, &metrics, stop_signal()).await
}

/// Fills the empty database that the settings name with a synthetic instance,
/// for `jalon serve` to open.
///
/// # Errors
/// When there is a school already, or when the database refuses.
pub async fn fill(settings: &Settings, learners: u32) -> anyhow::Result<()> {
    super::start_log(settings);
    let house = wiring::open(settings, config(settings, None)).await?;
    for line in synthetic_accounts(synthetic(&house, learners).await?) {
        say(&line)?;
    }
    house.app.db.clone().close().await?;
    Ok(())
}

async fn synthetic(house: &House, learners: u32) -> anyhow::Result<Built> {
    let bar = ProgressBar::new(learners.into());
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} personnes, reste {eta}") {
        bar.set_style(style);
    }
    let built = demo::synthetic::build(house, learners, &bar)
        .await
        .context("L’académie d’essai n’a pas pu être remplie")?;
    bar.finish_and_clear();
    Ok(built)
}

fn demo_accounts() -> Vec<String> {
    demo::LOGINS
        .iter()
        .map(|(login, what)| format!("  {login:<12} {what}"))
        .collect()
}

fn synthetic_accounts(built: Built) -> Vec<String> {
    let Built {
        schools,
        classes,
        learners,
        teachers,
    } = built;
    vec![
        format!(
            "  {} en {}, {}",
            kernel::count(
                learners.into(),
                "personne apprenante",
                "personnes apprenantes"
            ),
            kernel::count(classes.into(), "classe", "classes"),
            kernel::count(schools.into(), "établissement", "établissements"),
        ),
        format!(
            "  {} à {}",
            demo::synthetic::learner_login(1),
            demo::synthetic::learner_login(learners)
        ),
        format!(
            "  {} et les suivants ({teachers} en tout)",
            demo::synthetic::teacher_login(1)
        ),
        "  direction-0001, admin-0001 : un par établissement".to_owned(),
    ]
}
