//! What `jalon doctor` says of the mail, and its trial message.

use kernel::Clock;
use mail::{Address, Letter, Mailer};

use super::doctor::{Finding, bad, good};
use crate::settings::{MailSettings, Settings};
use crate::wiring;

const SUBJECT: &str = "courrier";

/// What is there, and the trial message to `trial`.
pub(super) async fn examine(settings: &Settings, trial: Option<&str>) -> Vec<Finding> {
    let Some(mail) = &settings.mail else {
        return trial
            .map(|_| {
                bad(
                    SUBJECT,
                    "n’est pas réglé\u{a0}: remplissez la section [mail].",
                )
            })
            .into_iter()
            .collect();
    };
    let mailer = match wiring::mailer(settings) {
        Ok(mailer) => mailer,
        Err(error) => return vec![bad(SUBJECT, format!("{error:#}"))],
    };
    if let Err(error) = mailer.check().await {
        return vec![bad(
            SUBJECT,
            format!("{error} Vérifiez host, port, security, user et password."),
        )];
    }
    let mut findings = vec![server(settings, mail)];
    if let Some(trial) = trial {
        findings.push(send(&mailer, trial).await);
    }
    findings
}

/// What the settings let the network see, or make useless.
fn server(settings: &Settings, mail: &MailSettings) -> Finding {
    let smtp = match mail.smtp() {
        Ok(smtp) => smtp,
        Err(error) => return bad(SUBJECT, format!("{error:#}")),
    };
    if mail.is_in_clear(&smtp) {
        return bad(
            SUBJECT,
            format!(
                "les messages vont en clair jusqu’à {}\u{a0}: préférez security = \"starttls\" ou \"tls\".",
                smtp.host
            ),
        );
    }
    let public_url = settings.public_url();
    let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    if !smtp.is_local() && here.iter().any(|here| public_url.starts_with(here)) {
        return bad(
            SUBJECT,
            format!(
                "les liens des messages commenceraient par {public_url}, que personne d’autre ne peut ouvrir\u{a0}: réglez public_url."
            ),
        );
    }
    good(
        SUBJECT,
        format!(
            "{}, port {}, de la part de {}",
            smtp.host, smtp.port, smtp.from
        ),
    )
}

async fn send(mailer: &Mailer, to: &str) -> Finding {
    const TRIAL: &str = "message d’essai";
    let Ok(to) = to.parse::<Address>() else {
        return bad(TRIAL, mail::InvalidAddress.to_string());
    };
    let letter = Letter::new(
        "Jalon\u{a0}: message d’essai",
        "Vous recevez ce message parce que la personne qui héberge Jalon essaie l’envoi.",
    )
    .says("L’envoi de messages fonctionne.");
    match mailer.send(&letter, &to, &Clock::system()).await {
        Ok(()) => good(
            TRIAL,
            format!(
                "confié au serveur pour {to}\u{a0}: vérifiez qu’il arrive, et pas dans les indésirables"
            ),
        ),
        Err(error) => bad(TRIAL, error.to_string()),
    }
}
