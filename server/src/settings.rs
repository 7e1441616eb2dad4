//! The configuration: `jalon.toml`, then `JALON_*` in the environment, with
//! defaults that suit one school on one machine.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use db::DbConfig;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

/// What an operator can set. Names are those of `jalon.toml`; in the
/// environment, `JALON_` and capitals. A secret may stand in a file named by
/// the same variable with `_FILE`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The address and port to listen on.
    pub listen: SocketAddr,
    /// The address that people type. Empty: `http://` and `listen`.
    pub public_url: String,
    /// How many proxies of ours stand in front.
    pub trusted_proxies: usize,
    /// The directory of everything Jalon keeps.
    pub data_dir: PathBuf,
    /// `postgres://…`, or the path of a SQLite file. Empty: `jalon.sqlite` in `data_dir`.
    pub database: String,
    /// What is logged: a `tracing` filter.
    pub log: String,
    /// `text` or `json`.
    pub log_format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: String::new(),
            trusted_proxies: 0,
            data_dir: PathBuf::from("jalon-donnees"),
            database: String::new(),
            log: "info,sqlx=warn,sea_orm=warn".into(),
            log_format: LogFormat::Text,
        }
    }
}

/// Variables that tests and scripts use; they are no settings.
const NOT_SETTINGS: [&str; 2] = ["test_postgres", "test_require_postgres"];

impl Settings {
    /// Reads the configuration.
    ///
    /// # Errors
    /// A French sentence naming the setting, its source and what is wrong.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let chosen = file.map_or_else(|| PathBuf::from("jalon.toml"), Path::to_path_buf);
        if file.is_some() && !chosen.is_file() {
            bail!(
                "Le fichier de configuration {} n’existe pas.",
                chosen.display()
            );
        }
        let mut figment = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file(&chosen))
            .merge(
                Env::prefixed("JALON_")
                    .filter(|key| {
                        let key = key.as_str();
                        !NOT_SETTINGS.contains(&key) && !key.ends_with("_file")
                    })
                    .lowercase(true),
            );
        if let Some(path) = std::env::var_os("JALON_DATABASE_FILE") {
            let secret = std::fs::read_to_string(&path).with_context(|| {
                format!(
                    "JALON_DATABASE_FILE nomme {}, qui ne peut pas être lu",
                    Path::new(&path).display()
                )
            })?;
            figment = figment.merge(Serialized::default("database", secret.trim()));
        }
        figment
            .extract()
            .map_err(|error| anyhow::anyhow!("{}", explain(&error)))
    }

    /// The database that the settings name.
    #[must_use]
    pub fn database(&self) -> DbConfig {
        if self.database.is_empty() {
            DbConfig::sqlite(&self.data_dir.join("jalon.sqlite"))
        } else {
            DbConfig::from_setting(&self.database)
        }
    }

    /// The address that people type, without a final slash.
    #[must_use]
    pub fn public_url(&self) -> String {
        if self.public_url.is_empty() {
            format!("http://{}", self.listen)
        } else {
            self.public_url.trim_end_matches('/').to_owned()
        }
    }

    /// Passwords never cross a network in clear: without a proxy that speaks
    /// https in front, Jalon only listens to its own machine.
    ///
    /// # Errors
    /// A sentence with the recipe.
    pub fn check_exposure(&self) -> anyhow::Result<()> {
        let behind_https = self.public_url().starts_with("https://") && self.trusted_proxies > 0;
        if self.listen.ip().is_loopback() || behind_https {
            return Ok(());
        }
        bail!(
            "Jalon refuse d’écouter sur {} sans https : les mots de passe passeraient en clair sur le réseau.\n\
             Recette : gardez listen = \"127.0.0.1:8080\", placez devant un serveur mandataire https \
             (Caddy, nginx…), puis indiquez public_url = \"https://…\" et trusted_proxies = 1. \
             Si le mandataire est sur une autre machine, ces deux réglages suffisent pour ouvrir {}.",
            self.listen,
            self.listen
        )
    }
}

/// What figment says, in French and with the place.
fn explain(error: &figment::Error) -> String {
    use figment::error::Kind;
    error
        .clone()
        .into_iter()
        .map(|one| {
            let setting = one.path.join(".");
            let place = one
                .metadata
                .as_ref()
                .and_then(|metadata| metadata.source.as_ref())
                .map(|source| format!(" ({source})"))
                .unwrap_or_default();
            let what = match &one.kind {
                Kind::UnknownField(name, known) => format!(
                    "le réglage « {name} » n’existe pas. Réglages connus : {}",
                    known.join(", ")
                ),
                Kind::InvalidType(found, expected) => {
                    format!("« {setting} » vaut {found}, il faut {expected}")
                }
                Kind::InvalidValue(found, expected) => {
                    format!("« {setting} » vaut {found}, il faut {expected}")
                }
                other => format!("« {setting} » : {other}"),
            };
            format!("Configuration{place} : {what}.")
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_on_the_network_is_refused_with_the_recipe() {
        let mut settings = Settings {
            listen: SocketAddr::from(([0, 0, 0, 0], 8080)),
            ..Settings::default()
        };
        let refusal = settings.check_exposure().unwrap_err().to_string();
        assert!(refusal.contains("Recette"), "{refusal}");
        settings.public_url = "https://jalon.example.org".into();
        assert!(settings.check_exposure().is_err());
        settings.trusted_proxies = 1;
        assert!(settings.check_exposure().is_ok());
    }

    #[test]
    fn a_misspelt_setting_is_named_with_those_that_exist() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("jalon.toml");
        std::fs::write(&file, "port = 80\n").unwrap();
        let error = Settings::load(Some(&file)).unwrap_err().to_string();
        assert!(error.contains("« port »") && error.contains("listen"), "{error}");
    }

    #[test]
    fn a_wrong_value_is_named_with_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("jalon.toml");
        std::fs::write(&file, "trusted_proxies = \"deux\"\n").unwrap();
        let error = Settings::load(Some(&file)).unwrap_err().to_string();
        assert!(
            error.contains("trusted_proxies") && error.contains("jalon.toml"),
            "{error}"
        );
    }
}
