//! What lies in the file: XML, text, a workbook, or one of them in a zip.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::{MAX_BYTES, Reading, Unreadable, guardians, siecle, sts, table, xml};

/// A workbook may be this large once opened.
const MAX_WORKBOOK: u64 = 60_000_000;
/// So many names in a zip: a workbook has some tens.
const MAX_ENTRIES: usize = 2_000;
/// What is looked at to know what it is.
const HEAD: usize = 1_024;

/// Opens the file, whatever it is.
pub fn open(path: &Path) -> Result<Reading, Unreadable> {
    let mut file = File::open(path)?;
    let mut head = [0_u8; 8];
    let length = read_some(&mut file, &mut head)?;
    file.rewind()?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return zipped(path, file);
    }
    if head[..length].starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Err(Unreadable::OldWorkbook);
    }
    if file.metadata()?.len() > MAX_BYTES {
        return Err(Unreadable::TooBig { limit: MAX_BYTES });
    }
    plain(file)
}

fn zipped(path: &Path, file: File) -> Result<Reading, Unreadable> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(zip_error)?;
    if archive.len() > MAX_ENTRIES {
        return Err(Unreadable::TooBig { limit: MAX_BYTES });
    }
    let mut total = 0_u64;
    let mut readable = Vec::new();
    let mut workbook = false;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(zip_error)?;
        total = total.saturating_add(entry.size());
        if total > MAX_BYTES {
            return Err(Unreadable::TooBig { limit: MAX_BYTES });
        }
        let name = entry.name().map_err(zip_error)?.to_ascii_lowercase();
        workbook |= name == "xl/workbook.xml";
        let hidden = name.starts_with("__macosx/")
            || name.rsplit('/').next().is_some_and(|n| n.starts_with('.'));
        let wanted = [".xml", ".csv", ".txt"]
            .iter()
            .any(|end| name.ends_with(end));
        if wanted && !hidden && entry.is_file() {
            readable.push(index);
        }
    }
    if workbook {
        if total > MAX_WORKBOOK {
            return Err(Unreadable::TooBig {
                limit: MAX_WORKBOOK,
            });
        }
        return table::workbook(path);
    }
    let [index] = readable[..] else {
        return Err(Unreadable::NotOneInZip {
            count: readable.len(),
        });
    };
    let entry = archive.by_index(index).map_err(zip_error)?;
    // The directory may lie about the size: what is read is counted too.
    plain(Counted {
        inner: entry,
        left: MAX_BYTES,
    })
}

fn zip_error(error: ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::LockedZip,
        _ => Unreadable::DamagedZip,
    }
}

/// XML or text, as a stream.
fn plain(mut source: impl Read) -> Result<Reading, Unreadable> {
    let mut head = vec![0; HEAD];
    let length = read_some(&mut source, &mut head).map_err(inner_error)?;
    head.truncate(length);
    let is_xml = looks_like_xml(&head);
    let whole = BufReader::with_capacity(65_536, Cursor::new(head.clone()).chain(source));
    if is_xml {
        return read_xml(whole, &head);
    }
    table::text(whole)
}

fn looks_like_xml(head: &[u8]) -> bool {
    // UTF-16 shows as a letter and a zero.
    head.iter()
        .filter(|byte| {
            !matches!(
                byte,
                0xEF | 0xBB | 0xBF | 0xFF | 0xFE | 0 | b' ' | b'\r' | b'\n' | b'\t'
            )
        })
        .take(1)
        .any(|byte| *byte == b'<')
}

fn read_xml(source: impl BufRead, head: &[u8]) -> Result<Reading, Unreadable> {
    let mut reader = xml::Xml::new(source, head)?;
    let root = reader.root()?;
    match root.as_str() {
        "BEE_ELEVES" => siecle::read(reader),
        "BEE_RESPONSABLES" => guardians::read(reader),
        "STS_EDT" | "EDT_STS" => sts::read(reader),
        _ => Err(Unreadable::OtherXml {
            root: kernel::truncate(&root, 60),
        }),
    }
}

/// Fills as much of `buffer` as there is.
fn read_some(source: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match source.read(&mut buffer[length..])? {
            0 => break,
            n => length += n,
        }
    }
    Ok(length)
}

/// An error while reading what a zip holds is the zip's.
pub fn inner_error(error: std::io::Error) -> Unreadable {
    match error.kind() {
        std::io::ErrorKind::FileTooLarge => Unreadable::TooBig { limit: MAX_BYTES },
        std::io::ErrorKind::InvalidData
        | std::io::ErrorKind::InvalidInput
        | std::io::ErrorKind::UnexpectedEof
        | std::io::ErrorKind::Other => Unreadable::DamagedZip,
        _ => Unreadable::Io(error),
    }
}

/// Stops with an error after so many bytes.
struct Counted<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(n as u64)
            .ok_or(std::io::ErrorKind::FileTooLarge)?;
        Ok(n)
    }
}
