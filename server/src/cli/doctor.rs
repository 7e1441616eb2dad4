//! `jalon doctor`: what is wrong with this installation, and how to mend it.

use anyhow::bail;
use serde::Serialize;

use super::mail;
use crate::settings::{S3Settings, Settings, TlsFiles};
use crate::{tls, wiring};

/// One thing looked at.
#[derive(Serialize)]
pub(super) struct Finding {
    subject: &'static str,
    ok: bool,
    /// What was found and, when something is wrong, what to do.
    message: String,
}

pub(super) fn good(subject: &'static str, message: impl Into<String>) -> Finding {
    Finding {
        subject,
        ok: true,
        message: message.into(),
    }
}

pub(super) fn bad(subject: &'static str, message: impl Into<String>) -> Finding {
    Finding {
        subject,
        ok: false,
        message: message.into(),
    }
}

/// Looks at everything and reports. Changes nothing; sends a message to
/// `trial`.
///
/// # Errors
/// When something is wrong.
pub async fn run(
    settings: anyhow::Result<Settings>,
    audit: bool,
    trial: Option<&str>,
    json: bool,
) -> anyhow::Result<()> {
    let findings = match settings {
        Err(error) => vec![bad("configuration", format!("{error:#}"))],
        Ok(settings) => examine(&settings, audit, trial).await,
    };
    let wrong = findings.iter().filter(|finding| !finding.ok).count();
    if json {
        println!("{}", serde_json::to_string_pretty(&findings)?);
    } else {
        for finding in &findings {
            let mark = if finding.ok { "✓" } else { "✗" };
            println!("{mark} {}\u{a0}: {}", finding.subject, finding.message);
        }
    }
    if wrong > 0 {
        bail!(
            "{} à réparer.",
            kernel::count(wrong as u64, "point", "points")
        );
    }
    Ok(())
}

async fn examine(settings: &Settings, audit: bool, trial: Option<&str>) -> Vec<Finding> {
    let mut findings = vec![
        match settings.check_exposure() {
            Ok(()) => good(
                "adresse",
                format!(
                    "écoute sur {}, public\u{a0}: {}",
                    settings.listen,
                    settings.public_url()
                ),
            ),
            Err(error) => bad("adresse", error.to_string()),
        },
        data_dir(settings),
    ];
    findings.extend(settings.tls.as_ref().map(certificate));
    if let Some(s3) = &settings.s3 {
        findings.push(bucket(settings, s3).await);
    }
    findings.extend(mail::examine(settings, trial).await);
    if settings.database.is_empty() && !settings.data_dir.join("jalon.sqlite").exists() {
        findings.push(good(
            "base de données",
            "pas encore créée\u{202f}; elle le sera au premier démarrage",
        ));
        return findings;
    }
    let db = match wiring::open_database(&settings.database()).await {
        Ok(db) => db,
        Err(error) => {
            findings.push(bad(
                "base de données",
                format!("{error:#}. Vérifiez le réglage «\u{202f}database\u{202f}» et que le serveur répond."),
            ));
            return findings;
        }
    };
    findings.push(match db.pending_migrations(&wiring::migrations()).await {
        Ok(pending) if pending.is_empty() => good("base de données", "à jour"),
        Ok(pending) => bad(
            "base de données",
            format!(
                "{} en attente\u{a0}: lancez «\u{202f}jalon migrate\u{202f}» après une sauvegarde.",
                kernel::count(pending.len() as u64, "étape", "étapes")
            ),
        ),
        Err(error) => bad("base de données", error.to_string()),
    });
    if audit {
        findings.extend(audit_trail(settings, &db).await);
    }
    findings
}

/// A certificate is renewed before it ends; later than this, nobody did.
const RENEWAL: chrono::Duration = chrono::Duration::days(15);

fn certificate(files: &TlsFiles) -> Finding {
    const SUBJECT: &str = "certificat";
    let over = match tls::expiry(files) {
        Ok(over) => over,
        Err(error) => return bad(SUBJECT, format!("{error:#}")),
    };
    let now = kernel::Clock::system().now();
    let until = kernel::date_time(over);
    if over <= now {
        bad(
            SUBJECT,
            format!(
                "{} n’est plus valable depuis le {until}\u{a0}: renouvelez-le, puis redémarrez Jalon.",
                files.cert.display()
            ),
        )
    } else if over - now < RENEWAL {
        bad(
            SUBJECT,
            format!(
                "{} n’est valable que jusqu’au {until}\u{a0}: renouvelez-le, puis redémarrez Jalon.",
                files.cert.display()
            ),
        )
    } else {
        good(SUBJECT, format!("valable jusqu’au {until}"))
    }
}

async fn bucket(settings: &Settings, s3: &S3Settings) -> Finding {
    const SUBJECT: &str = "fichiers (S3)";
    let store = match wiring::blob_store(settings) {
        Ok(store) => store,
        Err(error) => return bad(SUBJECT, format!("{error:#}")),
    };
    if let Err(error) = store.check().await {
        return bad(
            SUBJECT,
            format!(
                "le compartiment «\u{202f}{}\u{202f}» ne répond pas comme il faut ({}). Vérifiez endpoint, bucket, access_key et secret_key.",
                s3.bucket,
                anyhow::Error::from(error).root_cause()
            ),
        );
    }
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    if s3.endpoint.starts_with("http://") && !local.iter().any(|here| s3.endpoint.starts_with(here))
    {
        return bad(
            SUBJECT,
            format!(
                "{} n’est pas en https\u{a0}: les fichiers passent en clair sur le réseau.",
                s3.endpoint
            ),
        );
    }
    good(
        SUBJECT,
        format!("compartiment «\u{202f}{}\u{202f}»", s3.bucket),
    )
}

fn data_dir(settings: &Settings) -> Finding {
    let path = &settings.data_dir;
    match std::fs::metadata(path) {
        Err(_) => good(
            "dossier des données",
            format!("{} sera créé au premier démarrage", path.display()),
        ),
        Ok(metadata) if !metadata.is_dir() => bad(
            "dossier des données",
            format!(
                "{} n’est pas un dossier. Changez «\u{202f}data_dir\u{202f}».",
                path.display()
            ),
        ),
        Ok(_) => match tempfile::tempfile_in(path) {
            Ok(_) => good("dossier des données", path.display().to_string()),
            Err(error) => bad(
                "dossier des données",
                format!(
                    "{} n’est pas accessible en écriture ({error}). Donnez-le à l’utilisateur qui lance Jalon.",
                    path.display()
                ),
            ),
        },
    }
}

async fn audit_trail(settings: &Settings, db: &db::Db) -> Vec<Finding> {
    const SUBJECT: &str = "journal";
    if !wiring::audit_key_path(&settings.data_dir).exists() {
        return vec![bad(
            SUBJECT,
            "la clé du journal (cle-journal, dans le dossier des données) est absente\u{a0}: \
             restaurez-la depuis la sauvegarde, sinon rien ne peut être vérifié.",
        )];
    }
    let key = match wiring::audit_key(&settings.data_dir) {
        Ok(key) => key,
        Err(error) => return vec![bad(SUBJECT, format!("{error:#}"))],
    };
    match db::audit::verify(db, &key).await {
        Err(error) => vec![bad(SUBJECT, error.to_string())],
        Ok(report) if report.is_intact() => vec![good(
            SUBJECT,
            format!(
                "{}, {}",
                kernel::count(report.intact, "évènement intact", "évènements intacts"),
                kernel::count(report.unsealed, "pas encore scellé", "pas encore scellés")
            ),
        )],
        Ok(report) => report
            .damages
            .iter()
            .map(|damage| bad(SUBJECT, damage.to_string()))
            .collect(),
    }
}
