//! Taking an archive in: verified as a whole first, then all of it or nothing.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use db::Db;
use db::dump::Loader;
use db::migrations::MigrationList;
use files::{BlobStore, ContentHash};
use flate2::read::GzDecoder;
use indicatif::ProgressBar;
use kernel::SchoolId;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::write::hex;
use super::{AUDIT_KEY, CHECKSUMS, Contents, FILES, FORMAT, HEADER, Header, TABLES};

/// Rows put into the database at once.
const BATCH: usize = 1_000;

/// What every gzip file begins with.
const GZIP: [u8; 2] = [0x1f, 0x8b];

fn open(archive: &Path) -> anyhow::Result<tar::Archive<GzDecoder<BufReader<File>>>> {
    let file = File::open(archive).with_context(|| {
        format!(
            "La sauvegarde {} ne peut pas être ouverte",
            archive.display()
        )
    })?;
    let mut file = BufReader::new(file);
    if !file.fill_buf()?.starts_with(&GZIP) {
        bail!("{} n’est pas une sauvegarde de Jalon.", archive.display());
    }
    Ok(tar::Archive::new(GzDecoder::new(file)))
}

/// The sentence; the cause is for the log alone.
fn damaged(archive: &Path, cause: &dyn std::fmt::Display) -> anyhow::Error {
    tracing::warn!(%cause, "a damaged archive");
    anyhow::anyhow!(
        "La sauvegarde {} est abîmée ou incomplète. Rien n’a été modifié\u{a0}: prenez une autre copie.",
        archive.display()
    )
}

/// Reads the whole archive and compares every checksum.
///
/// # Errors
/// A sentence: not a backup of ours, damaged, truncated, or of a newer version.
pub fn verify(archive: &Path, lists: &[MigrationList]) -> anyhow::Result<Header> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut expected: Option<BTreeMap<String, String>> = None;
    let mut header: Option<Header> = None;
    let mut tar = open(archive)?;
    for entry in tar.entries().map_err(|error| damaged(archive, &error))? {
        let mut entry = entry.map_err(|error| damaged(archive, &error))?;
        let name = entry
            .path()
            .map_err(|error| damaged(archive, &error))?
            .to_string_lossy()
            .into_owned();
        match name.as_str() {
            CHECKSUMS => {
                expected = serde_json::from_reader(&mut entry)
                    .map_err(|error| damaged(archive, &error))?;
                continue;
            }
            HEADER => {
                let mut text = String::new();
                entry
                    .read_to_string(&mut text)
                    .map_err(|error| damaged(archive, &error))?;
                let read: Header =
                    serde_json::from_str(&text).map_err(|error| damaged(archive, &error))?;
                header = Some(read);
                found.insert(name, hex(Sha256::digest(text.as_bytes()).as_slice()));
                continue;
            }
            _ => {}
        }
        let mut digest = Sha256::new();
        std::io::copy(&mut entry, &mut digest).map_err(|error| damaged(archive, &error))?;
        found.insert(name, hex(digest.finalize().as_slice()));
    }
    // The end of the compressed stream carries a checksum of its own.
    std::io::copy(&mut tar.into_inner(), &mut std::io::sink())
        .map_err(|error| damaged(archive, &error))?;
    let Some(header) = header else {
        bail!("{} n’est pas une sauvegarde de Jalon.", archive.display());
    };
    if expected.as_ref() != Some(&found) {
        return Err(damaged(archive, &"the checksums differ"));
    }
    // Only now can the header be believed: a wrong byte in it is damage.
    check_version(&header, lists)?;
    Ok(header)
}

fn check_version(header: &Header, lists: &[MigrationList]) -> anyhow::Result<()> {
    let known: Vec<String> = lists
        .iter()
        .flat_map(|list| list())
        .map(|migration| migration.name().to_owned())
        .collect();
    let newer = header.format > FORMAT
        || header
            .migrations
            .iter()
            .any(|migration| !known.contains(migration));
    if newer {
        bail!(
            "La sauvegarde vient de Jalon {}, plus récent que celui-ci ({}). Rien n’a été modifié\u{a0}: installez cette version, puis recommencez.",
            header.version,
            env!("CARGO_PKG_VERSION")
        );
    }
    Ok(())
}

/// Fills an empty database and the file store from a verified archive, then
/// brings the schema up to date.
///
/// # Errors
/// When the database is not empty, or when something cannot be written; the
/// database then stays empty.
pub async fn restore(
    archive: &Path,
    header: &Header,
    db: &Db,
    lists: &[MigrationList],
    store: &BlobStore,
    audit_key: &Path,
    progress: &ProgressBar,
) -> anyhow::Result<Contents> {
    let loader = db.load(lists, &header.migrations).await?;
    let mut contents = Contents::default();
    let mut tar = open(archive)?;
    for entry in tar.entries()? {
        let mut entry = entry?;
        let name = entry.path()?.to_string_lossy().into_owned();
        progress.set_message(name.clone());
        progress.tick();
        if let Some(rest) = name.strip_prefix(TABLES) {
            contents.rows += table(&loader, rest, entry).await?;
        } else if let Some(rest) = name.strip_prefix(FILES) {
            blob(store, rest, &mut entry).await?;
            contents.files += 1;
        } else if name == AUDIT_KEY && !audit_key.exists() {
            let mut key = String::new();
            entry.read_to_string(&mut key)?;
            crate::wiring::write_private(audit_key, &key)?;
        }
    }
    // The files are there before the rows that name them.
    loader.commit().await?;
    db.migrate(lists).await?;
    Ok(contents)
}

async fn table(loader: &Loader, name: &str, entry: impl Read) -> anyhow::Result<u64> {
    let table = name
        .split_once('-')
        .and_then(|(_, rest)| rest.strip_suffix(".jsonl"))
        .with_context(|| format!("La sauvegarde contient une entrée inconnue\u{a0}: {name}"))?;
    let mut lines = BufReader::new(entry).lines();
    let columns: Vec<String> =
        serde_json::from_str(&lines.next().transpose()?.unwrap_or_default())?;
    let mut count = 0;
    let mut batch: Vec<Vec<Json>> = Vec::with_capacity(BATCH);
    for line in lines {
        batch.push(serde_json::from_str(&line?)?);
        if batch.len() == BATCH {
            loader.rows(table, &columns, &batch).await?;
            count += batch.len() as u64;
            batch.clear();
        }
    }
    loader.rows(table, &columns, &batch).await?;
    Ok(count + batch.len() as u64)
}

async fn blob(store: &BlobStore, path: &str, entry: &mut impl Read) -> anyhow::Result<()> {
    let (school, hash) = path
        .split_once('/')
        .with_context(|| format!("La sauvegarde contient une entrée inconnue\u{a0}: {path}"))?;
    let school: SchoolId = school.parse()?;
    let hash: ContentHash = hash.parse()?;
    let mut file = tempfile::NamedTempFile::new()?;
    let size = std::io::copy(entry, &mut file)?;
    file.flush()?;
    store.put_file(school, hash, size, file.path()).await?;
    Ok(())
}
