//! The slices wired together: which there are, in order, and the state that
//! they share.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use db::audit::AuditKey;
use db::migrations::MigrationList;
use db::{Db, DbConfig};
use files::{BlobStore, Files, Limits};
use kernel::Clock;
use mail::Mailer;
use web::{App, Config, Module, Services};

use crate::settings::Settings;
use crate::typesetter::Typesetter;
use crate::{metrics, site, tasks, upgrade};

/// The capabilities, in order: each may use the `api` of those before it.
#[must_use]
pub fn modules() -> Vec<Module> {
    vec![
        site::module(),
        metrics::module(),
        curriculum::module(),
        people::module(),
        learning::module(),
        portfolio::module(),
        maturity::module(),
        site::upkeep(),
    ]
}

/// All migrations, in the order in which they are applied.
#[must_use]
pub fn migrations() -> Vec<MigrationList> {
    let mut lists: Vec<MigrationList> =
        vec![db::migrations::own, files::migrations, web::migrations];
    lists.extend(modules().iter().map(|module| module.migrations));
    lists
}

/// The application, and the key of its audit trail.
pub struct House {
    /// The state that handlers see.
    pub app: App,
    /// What the audit trail is sealed with; lives outside the database.
    pub audit_key: AuditKey,
}

/// Opens the database and the files, brings the schema up to date and
/// publishes the curricula that come with Jalon.
///
/// # Errors
/// When something cannot be opened; the sentence says what.
pub async fn open(settings: &Settings, config: Config) -> anyhow::Result<House> {
    fs::create_dir_all(&settings.data_dir).with_context(|| {
        format!(
            "Le dossier des données {} ne peut pas être créé",
            settings.data_dir.display()
        )
    })?;
    let clock = Clock::system();
    let db = open_database(&settings.database()).await?;
    upgrade::run(settings, &db).await?;
    curriculum::api::install_shipped(&db, &clock)
        .await
        .context("Les référentiels fournis n’ont pas pu être enregistrés")?;
    let files = Files::new(
        db.clone(),
        clock.clone(),
        blob_store(settings)?,
        settings.data_dir.join("envois"),
        Limits::default(),
    )
    .context("Le dossier des envois ne peut pas être ouvert")?;
    let audit_key = audit_key_of(settings, &db).await?;
    let app = App::new(Services {
        db,
        files,
        clock,
        mailer: mailer(settings)?,
        sheets: Arc::new(Typesetter::default()),
        config: Arc::new(config),
        directory: people::directory(),
        modules: modules().into(),
    });
    Ok(House { app, audit_key })
}

/// Where messages are handed over.
///
/// # Errors
/// When the settings of the section `[mail]` cannot be right.
pub fn mailer(settings: &Settings) -> anyhow::Result<Mailer> {
    match &settings.mail {
        Some(mail) => Mailer::smtp(&mail.smtp()?).context("L’envoi de messages n’est pas prêt"),
        None => Ok(Mailer::none()),
    }
}

/// Where the contents of files lie.
///
/// # Errors
/// When the directory cannot be made, or when the settings of the bucket
/// cannot be right.
pub fn blob_store(settings: &Settings) -> anyhow::Result<BlobStore> {
    if let Some(s3) = &settings.s3 {
        return BlobStore::s3(&s3.bucket())
            .context("Les réglages de la section [s3] ne conviennent pas");
    }
    BlobStore::local(&settings.data_dir.join("fichiers"))
        .context("Le dossier des fichiers ne peut pas être ouvert")
}

/// Where the key of the audit trail lies.
#[must_use]
pub fn audit_key_path(data_dir: &Path) -> PathBuf {
    data_dir.join("cle-journal")
}

/// Opens the database alone.
///
/// # Errors
/// When it does not answer.
pub async fn open_database(config: &DbConfig) -> anyhow::Result<Db> {
    Db::open(config)
        .await
        .context("La base de données ne peut pas être ouverte")
}

/// The key, made when nothing was sealed yet. A second node must not seal with
/// a key of its own: the trail would look forged.
async fn audit_key_of(settings: &Settings, db: &Db) -> anyhow::Result<AuditKey> {
    let path = audit_key_path(&settings.data_dir);
    if !path.exists() && db::audit::has_seals(db.reader()).await? {
        bail!(
            "La clé du journal manque\u{a0}: {}. Le journal de cette base de données est déjà scellé. \
             Copiez-y le fichier cle-journal de l’autre machine, ou celui d’une sauvegarde (entrée cle-journal de l’archive).",
            path.display()
        );
    }
    audit_key(&settings.data_dir)
}

/// The key that seals the audit trail: made once, kept in a file that only
/// the server's user can read.
///
/// # Errors
/// When the file cannot be read or made.
pub fn audit_key(data_dir: &Path) -> anyhow::Result<AuditKey> {
    let path = audit_key_path(data_dir);
    if !path.exists() {
        write_private(&path, kernel::Secret::generate().reveal()).with_context(|| {
            format!(
                "La clé du journal {} ne peut pas être créée",
                path.display()
            )
        })?;
    }
    let text = fs::read_to_string(&path)
        .with_context(|| format!("La clé du journal {} ne peut pas être lue", path.display()))?;
    // The file holds text, the key is the 32 bytes of its hash.
    let hash = kernel::Secret::presented(text.trim()).hash().0;
    let bytes = hash
        .try_into()
        .map_err(|_| anyhow::anyhow!("SHA-256 gives 32 bytes"))?;
    Ok(AuditKey::new(bytes))
}

/// Writes a secret that only the user of the server can read.
///
/// # Errors
/// When the file exists already or cannot be written.
pub fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)?.write_all(text.as_bytes())
}

/// The worker that runs the jobs of all slices and the upkeep of the house.
#[must_use]
pub fn worker(house: &House) -> db::jobs::Worker {
    let app = &house.app;
    let worker = db::jobs::Worker::new(app.db.clone(), app.clock.clone());
    let worker = portfolio::api::register_exports(app, worker, Arc::new(Typesetter::default()));
    app.modules
        .iter()
        .fold(tasks::register(worker, house), |worker, module| {
            (module.jobs)(app, worker)
        })
}
