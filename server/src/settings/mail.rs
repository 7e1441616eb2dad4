//! The section `[mail]`: the server that messages are handed to.

use anyhow::{Context, bail};
use mail::{Security, Sender, Smtp};
use serde::{Deserialize, Serialize};

/// An SMTP server: see `docs/exploitation/courrier.md`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// Its name or address.
    pub host: String,
    /// Its port; the usual one of `security` when there is none.
    #[serde(default)]
    pub port: Option<u16>,
    /// `tls`, `starttls` or `none`.
    #[serde(default)]
    pub security: MailSecurity,
    /// Whether `none` is allowed towards another machine.
    #[serde(default)]
    pub allow_clear_text: bool,
    /// The name to sign in with; empty for a server that asks for none.
    #[serde(default)]
    pub user: String,
    /// Its password. A secret.
    #[serde(default)]
    pub password: String,
    /// Who the messages come from: « Jalon <jalon@lycee.fr> ».
    pub from: String,
}

/// How the way to the server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// From the first byte, usually port 465.
    #[default]
    Tls,
    /// After the greeting, and required; usually port 587.
    StartTls,
    /// Not at all.
    None,
}

impl MailSettings {
    /// As the mailer wants them. Passwords and links never cross a network in
    /// clear unless somebody wrote that they may.
    ///
    /// # Errors
    /// A sentence with the setting to change.
    pub fn smtp(&self) -> anyhow::Result<Smtp> {
        let from: Sender = self
            .from
            .parse()
            .context("Le réglage «\u{202f}mail.from\u{202f}» ne convient pas")?;
        let security = match self.security {
            MailSecurity::Tls => Security::Tls,
            MailSecurity::StartTls => Security::StartTls,
            MailSecurity::None => Security::None,
        };
        let smtp = Smtp {
            host: self.host.clone(),
            port: self.port.unwrap_or_else(|| security.port()),
            security,
            credentials: (!self.user.is_empty())
                .then(|| (self.user.clone(), self.password.clone())),
            from,
        };
        if self.is_in_clear(&smtp) && !self.allow_clear_text {
            bail!(
                "Jalon refuse de confier des messages en clair à {}\u{a0}: les liens de mot de passe passeraient en clair sur le réseau.\n\
                 Recette\u{a0}: dans la section [mail], écrivez security = \"tls\" (port 465) ou \"starttls\" (port 587). \
                 Si ce serveur n’a vraiment ni l’un ni l’autre et que le réseau est à vous, ajoutez allow_clear_text = true.",
                self.host
            );
        }
        Ok(smtp)
    }

    /// Whether messages cross the network in clear.
    #[must_use]
    pub fn is_in_clear(&self, smtp: &Smtp) -> bool {
        smtp.security == Security::None && !smtp.is_local()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(host: &str, security: MailSecurity) -> MailSettings {
        MailSettings {
            host: host.into(),
            port: None,
            security,
            allow_clear_text: false,
            user: String::new(),
            password: String::new(),
            from: "Jalon <jalon@lycee.fr>".into(),
        }
    }

    #[test]
    fn messages_in_clear_stay_on_the_machine_unless_somebody_wrote_otherwise() {
        for host in ["127.0.0.1", "localhost", "::1", "[::1]"] {
            assert!(settings(host, MailSecurity::None).smtp().is_ok(), "{host}");
        }
        let mut open = settings("smtp.lycee.fr", MailSecurity::None);
        let refusal = open.smtp().unwrap_err().to_string();
        assert!(refusal.contains("starttls"), "{refusal}");
        open.allow_clear_text = true;
        assert!(open.smtp().is_ok());
    }

    #[test]
    fn the_port_follows_the_security() {
        let port = |security| settings("smtp.lycee.fr", security).smtp().unwrap().port;
        assert_eq!(port(MailSecurity::Tls), 465);
        assert_eq!(port(MailSecurity::StartTls), 587);
    }

    #[test]
    fn a_wrong_sender_is_named() {
        let mut wrong = settings("smtp.lycee.fr", MailSecurity::Tls);
        wrong.from = "Jalon".into();
        assert!(format!("{:#}", wrong.smtp().unwrap_err()).contains("mail.from"));
    }
}
