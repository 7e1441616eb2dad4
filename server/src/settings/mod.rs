//! The configuration: `jalon.toml`, then `JALON_*` in the environment, with
//! defaults that suit one school on one machine.

mod explain;
mod exposure;
mod load;
mod mail;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use db::DbConfig;
use serde::{Deserialize, Serialize};

pub use mail::{MailSecurity, MailSettings};

/// What an operator can set. Names are those of `jalon.toml`; in the
/// environment, `JALON_` and capitals, `_` between a section and its setting
/// (`JALON_S3_BUCKET`). A secret may stand in a file named by the same
/// variable with `_FILE`. Every setting is described in
/// `docs/exploitation/configurer.md`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The address and port to listen on.
    pub listen: SocketAddr,
    /// The address that people type. Empty: `listen`, over http or, with a
    /// certificate, https.
    pub public_url: String,
    /// How many proxies of ours stand in front.
    pub trusted_proxies: usize,
    /// The directory of everything Jalon keeps.
    pub data_dir: PathBuf,
    /// `postgres://…`, or the path of a SQLite file. Empty: `jalon.sqlite` in
    /// `data_dir`. May hold a password.
    pub database: String,
    /// Whether a SQLite database that holds something is saved before a new
    /// version changes its schema.
    pub backup_before_upgrade: bool,
    /// What is logged: a `tracing` filter.
    pub log: String,
    /// `text` or `json`.
    pub log_format: LogFormat,
    /// Whoever presents it may read `/metriques`. Empty: nobody. A secret.
    pub metrics_token: String,
    /// Whether programs of this very machine may read `/metriques` without it.
    pub metrics_loopback: bool,
    /// The certificate, when Jalon speaks https itself.
    pub tls: Option<TlsFiles>,
    /// Where files are kept, when it is not in `data_dir`.
    pub s3: Option<S3Settings>,
    /// The server that messages are handed to. None: no mail is sent.
    pub mail: Option<MailSettings>,
}

/// A certificate and its key, as PEM files.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsFiles {
    /// The certificate, then those that lead to its authority.
    pub cert: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// A bucket: see [`files::S3`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3Settings {
    /// The bucket; it must exist.
    pub bucket: String,
    /// The address of the service; empty for Amazon.
    #[serde(default)]
    pub endpoint: String,
    /// The region.
    #[serde(default = "usual_region")]
    pub region: String,
    /// The identifier of the key. A secret.
    pub access_key: String,
    /// Its secret.
    pub secret_key: String,
    /// What all names of objects begin with.
    #[serde(default)]
    pub prefix: String,
}

/// What services that have no regions expect.
fn usual_region() -> String {
    "us-east-1".into()
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
            backup_before_upgrade: true,
            log: "info,sqlx=warn,sea_orm=warn".into(),
            log_format: LogFormat::Text,
            metrics_token: String::new(),
            metrics_loopback: false,
            tls: None,
            s3: None,
            mail: None,
        }
    }
}

impl fmt::Debug for Settings {
    // Without the secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("listen", &self.listen)
            .field("data_dir", &self.data_dir)
            .finish_non_exhaustive()
    }
}

impl Settings {
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
        match (self.public_url.trim_end_matches('/'), &self.tls) {
            ("", None) => format!("http://{}", self.listen),
            ("", Some(_)) => format!("https://{}", self.listen),
            (url, _) => url.to_owned(),
        }
    }
}

impl S3Settings {
    /// As the store wants them.
    #[must_use]
    pub fn bucket(&self) -> files::S3 {
        files::S3 {
            bucket: self.bucket.clone(),
            endpoint: self.endpoint.clone(),
            region: self.region.clone(),
            access_key: self.access_key.clone(),
            secret_key: self.secret_key.clone(),
            prefix: self.prefix.clone(),
        }
    }
}
