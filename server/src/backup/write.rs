//! Making an archive while the service runs.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::Path;

use anyhow::Context;
use db::Db;
use db::dump::Snapshot;
use files::{BlobStore, ContentHash};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::TryStreamExt;
use indicatif::ProgressBar;
use kernel::SchoolId;
use sha2::{Digest, Sha256};

use super::{AUDIT_KEY, CHECKSUMS, Contents, FILES, FORMAT, HEADER, Header, TABLES};

/// Writes everything to `target`. The archive appears under its name only
/// once it is whole.
///
/// # Errors
/// When something cannot be read, or when the disk is full.
pub async fn backup(
    db: &Db,
    store: &BlobStore,
    audit_key: &Path,
    target: &Path,
    progress: &ProgressBar,
) -> anyhow::Result<Contents> {
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let unfinished = tempfile::NamedTempFile::new_in(folder).with_context(|| {
        format!(
            "La sauvegarde ne peut pas être écrite dans {}",
            folder.display()
        )
    })?;
    let mut archive = Archive::new(unfinished.as_file())?;
    let snapshot = db.snapshot().await?;
    archive.json(
        HEADER,
        &Header {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            created_at: kernel::Clock::system().now(),
            migrations: snapshot.migrations().to_vec(),
        },
    )?;
    let mut contents = Contents::default();
    let mut blobs = Vec::new();
    let tables: Vec<String> = snapshot.tables().map(str::to_owned).collect();
    for (number, table) in tables.iter().enumerate() {
        progress.set_message(format!("table {table}"));
        let (file, rows) = table_file(&snapshot, table, &mut blobs).await?;
        contents.rows += rows;
        archive.file(&format!("{TABLES}{:03}-{table}.jsonl", number + 1), file)?;
    }
    progress.set_length(blobs.len() as u64);
    for (school, hash) in blobs {
        progress.set_message("fichiers");
        let file = blob_file(store, school, hash)
            .await
            .with_context(|| format!("Le fichier {hash} ne peut pas être lu"))?;
        archive.file(&format!("{FILES}{school}/{hash}"), file)?;
        contents.files += 1;
        progress.inc(1);
    }
    if audit_key.exists() {
        archive.file(AUDIT_KEY, File::open(audit_key)?)?;
    }
    archive.finish()?;
    unfinished.as_file().sync_all()?;
    unfinished
        .persist(target)
        .with_context(|| format!("{} ne peut pas être écrit", target.display()))?;
    Ok(contents)
}

/// A table as lines of JSON in a temporary file, and the number of its rows.
/// From the table of contents, notes which files there are; one that nothing
/// names (yet) may be swept away meanwhile and is left out.
async fn table_file(
    snapshot: &Snapshot,
    table: &str,
    blobs: &mut Vec<(SchoolId, ContentHash)>,
) -> anyhow::Result<(File, u64)> {
    let mut file = BufWriter::new(tempfile::tempfile()?);
    let mut rows = snapshot.rows(table).await?;
    let columns: Vec<String> = rows.columns().map(str::to_owned).collect();
    serde_json::to_writer(&mut file, &columns)?;
    file.write_all(b"\n")?;
    let place = |name: &str| columns.iter().position(|column| column == name);
    let blob_columns = (table == "blobs")
        .then(|| Some((place("school_id")?, place("hash")?, place("refs")?)))
        .flatten();
    let mut count = 0;
    loop {
        let batch = rows.next().await?;
        if batch.is_empty() {
            break;
        }
        count += batch.len() as u64;
        for row in &batch {
            serde_json::to_writer(&mut file, row)?;
            file.write_all(b"\n")?;
            if let Some((school, hash, refs)) = blob_columns
                && row[refs] != 0
            {
                let text = |index: usize| row[index].as_str().unwrap_or_default();
                blobs.push((text(school).parse()?, text(hash).parse()?));
            }
        }
    }
    Ok((file.into_inner()?, count))
}

/// A stored file in a temporary one: the archive must know its size first.
async fn blob_file(store: &BlobStore, school: SchoolId, hash: ContentHash) -> anyhow::Result<File> {
    let mut file = tempfile::tempfile()?;
    let mut stream = store.get(school, hash, None).await?;
    while let Some(bytes) = stream.try_next().await? {
        file.write_all(&bytes)?;
    }
    Ok(file)
}

/// The archive being written, with the checksums of what went in.
struct Archive<W: Write> {
    tar: tar::Builder<GzEncoder<BufWriter<W>>>,
    sums: BTreeMap<String, String>,
    mtime: u64,
}

impl<W: Write> Archive<W> {
    fn new(target: W) -> anyhow::Result<Self> {
        let gzip = GzEncoder::new(BufWriter::new(target), Compression::fast());
        Ok(Self {
            tar: tar::Builder::new(gzip),
            sums: BTreeMap::new(),
            mtime: u64::try_from(kernel::Clock::system().now().timestamp())?,
        })
    }

    fn json(&mut self, name: &str, value: &impl serde::Serialize) -> anyhow::Result<()> {
        let mut file = tempfile::tempfile()?;
        serde_json::to_writer_pretty(&mut file, value)?;
        self.file(name, file)
    }

    fn file(&mut self, name: &str, mut file: File) -> anyhow::Result<()> {
        file.rewind()?;
        let mut digest = Sha256::new();
        let size = std::io::copy(&mut file, &mut digest)?;
        file.rewind()?;
        let mut header = tar::Header::new_gnu();
        header.set_size(size);
        header.set_mode(0o600);
        header.set_mtime(self.mtime);
        self.tar.append_data(&mut header, name, file)?;
        self.sums
            .insert(name.to_owned(), hex(digest.finalize().as_slice()));
        Ok(())
    }

    fn finish(mut self) -> anyhow::Result<()> {
        let sums = std::mem::take(&mut self.sums);
        self.json(CHECKSUMS, &sums)?;
        self.tar.into_inner()?.finish()?.flush()?;
        Ok(())
    }
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
