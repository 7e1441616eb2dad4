//! The archive around `situation.json` and the attachments. Reading is bounded
//! before anything is unfolded, and while it is: an archive may lie about the
//! sizes that it declares. No name of an entry ever becomes a path here.

use std::io::{Read, Seek, Write};

use sha2::{Digest, Sha256};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Unreadable;
use super::format::{Attachment, Envelope, is_plain};

/// The entry that says everything.
const SHEET: &str = "situation.json";
/// How large that entry may be.
const MAX_SHEET: u64 = 4_000_000;
/// How large all of it may be once unfolded; what is sent may not be larger.
pub const MAX_TOTAL: u64 = 200_000_000;
/// How many entries there may be.
const MAX_ENTRIES: usize = 300;
/// Read at once.
const CHUNK: usize = 65_536;

/// Opens an archive, checks every attachment against what the file says of it,
/// and gives what it says. Reads all of it, keeps none of it in memory.
///
/// # Errors
/// [`Unreadable`] with the sentence for the person.
pub fn open<R: Read + Seek>(source: R) -> Result<(Envelope, ZipArchive<R>), Unreadable> {
    let mut archive = ZipArchive::new(source).map_err(no_archive)?;
    check_directory(&mut archive)?;
    let mut json = Vec::new();
    let entry = archive.by_name(SHEET).map_err(|error| match error {
        ZipError::FileNotFound => Unreadable::Foreign,
        other => unreadable(other),
    })?;
    pour(entry, MAX_SHEET, |chunk| {
        json.extend_from_slice(chunk);
        Ok(())
    })?;
    let envelope = Envelope::read(&json)?;
    let mut left = MAX_TOTAL;
    for attachment in &envelope.attachments {
        left = left.saturating_sub(check(&mut archive, attachment, left)?);
    }
    Ok((envelope, archive))
}

/// Gives the content of an attachment, a piece at a time.
///
/// # Errors
/// [`Unreadable`]; what `each` fails with passes through.
pub fn unfold<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    attachment: &Attachment,
    each: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> Result<u64, Unreadable> {
    let entry = archive
        .by_name(&attachment.path)
        .map_err(|error| match error {
            ZipError::FileNotFound => Unreadable::Missing(attachment.name.clone()),
            other => unreadable(other),
        })?;
    pour(entry, attachment.size, each).map_err(|error| match error {
        Unreadable::TooBig(_) => Unreadable::Altered(attachment.name.clone()),
        other => other,
    })
}

/// Every entry is ours, and together they are not too large.
fn check_directory<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<(), Unreadable> {
    if archive.len() > MAX_ENTRIES {
        return Err(Unreadable::TooBig(MAX_TOTAL));
    }
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(unreadable)?;
        let name = entry.name().map_err(unreadable)?.into_owned();
        let lost = entry.is_symlink() || name.contains("..") || name.starts_with(['/', '\\']);
        if lost || name.contains([':', '\\', '\0']) {
            return Err(Unreadable::Path(name));
        }
        if name != SHEET && !is_plain(&name) {
            return Err(Unreadable::Unexpected(name));
        }
        if entry.encrypted() {
            return Err(Unreadable::Locked);
        }
        total = total.saturating_add(entry.size());
    }
    match total > MAX_TOTAL {
        true => Err(Unreadable::TooBig(MAX_TOTAL)),
        false => Ok(()),
    }
}

fn check<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    attachment: &Attachment,
    left: u64,
) -> Result<u64, Unreadable> {
    if attachment.size > left {
        return Err(Unreadable::TooBig(MAX_TOTAL));
    }
    let mut hasher = Sha256::new();
    let size = unfold(archive, attachment, |chunk| {
        hasher.update(chunk);
        Ok(())
    })?;
    let hash = hex(&hasher.finalize());
    if size != attachment.size || !hash.eq_ignore_ascii_case(&attachment.sha256) {
        return Err(Unreadable::Altered(attachment.name.clone()));
    }
    Ok(size)
}

/// Reads to the end, never more than `limit` bytes, and counts them.
fn pour(
    mut source: impl Read,
    limit: u64,
    mut each: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> Result<u64, Unreadable> {
    let mut buffer = vec![0; CHUNK];
    let mut size = 0_u64;
    loop {
        let read = source.read(&mut buffer).map_err(|_| Unreadable::Damaged)?;
        if read == 0 {
            return Ok(size);
        }
        size += read as u64;
        if size > limit {
            return Err(Unreadable::TooBig(limit));
        }
        each(&buffer[..read])?;
    }
}

fn no_archive(error: ZipError) -> Unreadable {
    match error {
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
            Unreadable::Io(error)
        }
        // No directory at its end: something else, or the end is missing.
        _ => Unreadable::Foreign,
    }
}

fn unreadable(error: ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Locked,
        _ => Unreadable::Damaged,
    }
}

/// An archive being written: the attachments first, then what says it all.
pub struct Writing<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> Writing<W> {
    /// Begins one.
    pub fn new(target: W) -> Self {
        Self(ZipWriter::new(target))
    }

    /// Begins an attachment; [`Self::add`] fills it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(&mut self, path: &str) -> Result<(), ZipError> {
        // Pictures, PDF and office documents are compressed already.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.0.start_file(path, options)
    }

    /// Adds to what was begun.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.0.write_all(bytes)
    }

    /// Writes what says it all, and ends.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self, envelope: &Envelope) -> Result<W, ZipError> {
        let json = envelope
            .write()
            .map_err(|error| ZipError::Io(error.into()))?;
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.0.start_file(SHEET, options)?;
        self.0.write_all(&json)?;
        self.0.finish()
    }
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
