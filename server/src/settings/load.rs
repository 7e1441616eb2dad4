//! Reading the settings: defaults, then the file, then the environment.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};

use super::Settings;
use super::explain::explain;

/// Looked for when no file is named: beside us, then where a package puts it.
const USUAL_FILES: [&str; 2] = ["jalon.toml", "/etc/jalon/jalon.toml"];

/// Variables that tests and scripts use; they are no settings.
const NOT_SETTINGS: [&str; 4] = [
    "test_postgres",
    "test_require_postgres",
    "update_golden",
    "bin",
];

/// Secrets, which may each stand in a file: the variable, the setting.
const SECRETS: [(&str, &str); 5] = [
    ("JALON_DATABASE_FILE", "database"),
    ("JALON_METRICS_TOKEN_FILE", "metrics_token"),
    ("JALON_S3_ACCESS_KEY_FILE", "s3.access_key"),
    ("JALON_S3_SECRET_KEY_FILE", "s3.secret_key"),
    ("JALON_MAIL_PASSWORD_FILE", "mail.password"),
];

/// The sections, each with what its variables begin with.
const SECTIONS: [&str; 3] = ["tls", "s3", "mail"];

impl Settings {
    /// Reads the configuration.
    ///
    /// # Errors
    /// A French sentence naming the setting, its source and what is wrong.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        if let Some(file) = file
            && !file.is_file()
        {
            bail!(
                "Le fichier de configuration {} n’existe pas.",
                file.display()
            );
        }
        let chosen = file.map(Path::to_path_buf).or_else(usual_file);
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = chosen {
            // Otherwise an unreadable file would pass for an absent one.
            std::fs::File::open(&file).with_context(|| {
                format!(
                    "Le fichier de configuration {} ne peut pas être lu",
                    file.display()
                )
            })?;
            figment = figment.merge(Toml::file_exact(file));
        }
        figment = figment.merge(environment());
        for (variable, setting) in SECRETS {
            let Some(path) = std::env::var_os(variable) else {
                continue;
            };
            let secret = std::fs::read_to_string(&path).with_context(|| {
                format!(
                    "{variable} nomme {}, qui ne peut pas être lu",
                    Path::new(&path).display()
                )
            })?;
            figment = figment.merge(Serialized::global(setting, secret.trim()));
        }
        figment
            .extract()
            .map_err(|error| anyhow::anyhow!("{}", explain(&error)))
    }
}

fn usual_file() -> Option<PathBuf> {
    USUAL_FILES
        .iter()
        .map(PathBuf::from)
        .find(|path| path.is_file())
}

fn environment() -> Env {
    Env::prefixed("JALON_")
        .filter(|key| {
            let key = key.as_str().to_ascii_lowercase();
            !NOT_SETTINGS.contains(&key.as_str()) && !key.ends_with("_file")
        })
        .map(|key| {
            let key = key.as_str().to_ascii_lowercase();
            let section = SECTIONS
                .iter()
                .find_map(|section| Some((section, key.strip_prefix(section)?.strip_prefix('_')?)));
            match section {
                Some((section, setting)) => format!("{section}.{setting}").into(),
                None => key.into(),
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> anyhow::Result<Settings> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("jalon.toml");
        std::fs::write(&file, text).unwrap();
        Settings::load(Some(&file))
    }

    #[test]
    fn a_misspelt_setting_is_named_with_those_that_exist() {
        let error = load("port = 80\n").unwrap_err().to_string();
        assert!(
            error.contains("«\u{202f}port\u{202f}»") && error.contains("listen"),
            "{error}"
        );
    }

    #[test]
    fn a_wrong_value_is_named_with_its_file_and_not_repeated() {
        let error = load("trusted_proxies = \"deux\"\n")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("trusted_proxies")
                && error.contains("jalon.toml")
                && error.contains("un nombre entier")
                && !error.contains("deux"),
            "{error}"
        );
    }

    #[test]
    fn half_a_section_is_named() {
        let error = load("[tls]\ncert = \"c.pem\"\n").unwrap_err().to_string();
        assert!(
            error.contains("«\u{202f}key\u{202f}»") && error.contains("[tls]"),
            "{error}"
        );
    }

    #[test]
    fn a_bucket_needs_little() {
        let settings =
            load("[s3]\nbucket = \"jalon\"\naccess_key = \"a\"\nsecret_key = \"s\"\n").unwrap();
        let bucket = settings.s3.unwrap().bucket();
        assert_eq!(
            (bucket.region.as_str(), bucket.prefix.as_str()),
            ("us-east-1", "")
        );
        assert!(!format!("{bucket:?}").contains("\"s\""));
    }
}
