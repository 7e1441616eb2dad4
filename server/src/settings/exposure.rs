//! Whether the network may see what the settings would let it see.

use anyhow::bail;

use super::Settings;

impl Settings {
    /// Passwords never cross a network in clear: without a certificate of its
    /// own, or a proxy that speaks https in front, Jalon only listens to its
    /// own machine.
    ///
    /// # Errors
    /// A sentence with the recipe.
    pub fn check_exposure(&self) -> anyhow::Result<()> {
        let https = self.public_url().starts_with("https://");
        if self.tls.is_some() && !https {
            bail!(
                "La section [tls] est remplie, mais public_url commence par «\u{202f}http://\u{202f}»\u{a0}: \
                 écrivez l’adresse que les gens tapent, qui commence par «\u{202f}https://\u{202f}»."
            );
        }
        let behind_https = https && self.trusted_proxies > 0;
        if !self.listen.ip().is_loopback() && self.tls.is_none() && !behind_https {
            bail!(
                "Jalon refuse d’écouter sur {} sans https\u{a0}: les mots de passe passeraient en clair sur le réseau.\n\
                 Recette, au choix :\n\
                 - donnez un certificat à Jalon\u{a0}: section [tls], réglages cert et key\u{202f};\n\
                 - ou placez devant un serveur mandataire https (Caddy, nginx…), gardez listen = \"127.0.0.1:8080\", \
                 puis indiquez public_url = \"https://…\" et trusted_proxies = 1. \
                 Si le mandataire est sur une autre machine, ces deux réglages suffisent pour ouvrir {}.",
                self.listen,
                self.listen
            );
        }
        if self.listen.ip().is_unspecified() && self.public_url.is_empty() {
            bail!(
                "Jalon écoute sur toutes les adresses de la machine ({}), mais ne sait pas laquelle les gens tapent\u{a0}: \
                 indiquez public_url, par exemple \"https://jalon.mon-lycee.fr\".",
                self.listen
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;
    use crate::settings::TlsFiles;

    fn open() -> Settings {
        Settings {
            listen: SocketAddr::from(([0, 0, 0, 0], 8080)),
            ..Settings::default()
        }
    }

    fn certificate() -> Option<TlsFiles> {
        Some(TlsFiles {
            cert: "c.pem".into(),
            key: "k.pem".into(),
        })
    }

    #[test]
    fn plain_http_on_the_network_is_refused_with_the_recipe() {
        let mut settings = open();
        let refusal = settings.check_exposure().unwrap_err().to_string();
        assert!(refusal.contains("Recette"), "{refusal}");
        settings.public_url = "https://jalon.example.org".into();
        assert!(settings.check_exposure().is_err());
        settings.trusted_proxies = 1;
        assert!(settings.check_exposure().is_ok());
    }

    #[test]
    fn a_certificate_opens_the_network_when_the_address_is_known() {
        let mut settings = open();
        settings.tls = certificate();
        let refusal = settings.check_exposure().unwrap_err().to_string();
        assert!(refusal.contains("public_url"), "{refusal}");
        settings.public_url = "https://jalon.example.org".into();
        assert!(settings.check_exposure().is_ok());
        settings.public_url = "http://jalon.example.org".into();
        assert!(settings.check_exposure().is_err());
    }
}
