//! Office documents: zipped (Office Open XML, OpenDocument) and the compound
//! files of Office 97. Both are read by their directory only, within fixed
//! bounds: nothing is ever decompressed, so no archive can blow up here.

use std::io::{self, Read, Seek, SeekFrom};

use crate::{Kind, Refusal};

/// The signature of a compound file.
pub(crate) const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// A zip's directory larger than this is no office document: 4 MB hold more
/// than 40 000 names.
const MAX_DIRECTORY: u64 = 4_000_000;

/// The kind of a zipped office document.
///
/// # Errors
/// [`Refusal::Archive`] for any other zip, [`Refusal::Macros`].
pub(crate) fn zipped<R: Read + Seek>(head: &[u8], file: &mut R) -> Result<Kind, Refusal> {
    if let Some(kind) = open_document(head) {
        return Ok(kind);
    }
    let directory = match directory(file) {
        Ok(directory) => directory,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(Refusal::Archive),
        Err(error) => return Err(Refusal::storage(error)),
    };
    let directory = directory.unwrap_or_default();
    let names = names(&directory);
    let has = |wanted: &[u8]| names.contains(&wanted);
    if !has(b"[Content_Types].xml") {
        return Err(Refusal::Archive);
    }
    // Word, Excel and PowerPoint all keep macros in a part of this name.
    if names.iter().any(|name| name.ends_with(b"vbaProject.bin")) {
        return Err(Refusal::Macros);
    }
    let main_parts: [(&[u8], Kind); 3] = [
        (b"word/document.xml", Kind::Docx),
        (b"xl/workbook.xml", Kind::Xlsx),
        (b"ppt/presentation.xml", Kind::Pptx),
    ];
    main_parts
        .into_iter()
        .find(|(part, _)| has(part))
        .map(|(_, kind)| kind)
        .ok_or(Refusal::Archive)
}

/// OpenDocument puts its media type first and uncompressed, for this purpose
/// (OpenDocument 1.2, part 3, § 3.3).
fn open_document(head: &[u8]) -> Option<Kind> {
    let size = u32::from_le_bytes(*head.get(22..)?.first_chunk()?) as usize;
    let extra = u16::from_le_bytes(*head.get(28..)?.first_chunk()?) as usize;
    if head.get(30..38)? != b"mimetype" || size > 100 {
        return None;
    }
    match head.get(38 + extra..38 + extra + size)? {
        b"application/vnd.oasis.opendocument.text" => Some(Kind::Odt),
        b"application/vnd.oasis.opendocument.spreadsheet" => Some(Kind::Ods),
        b"application/vnd.oasis.opendocument.presentation" => Some(Kind::Odp),
        b"application/vnd.oasis.opendocument.graphics" => Some(Kind::Odg),
        _ => None,
    }
}

/// The central directory of a zip, `None` when there is none or it is too large.
fn directory<R: Read + Seek>(file: &mut R) -> io::Result<Option<Vec<u8>>> {
    // The end record is 22 bytes and a comment of at most 65 535.
    let size = file.seek(SeekFrom::End(0))?;
    let tail_start = size.saturating_sub(22 + 65_535);
    file.seek(SeekFrom::Start(tail_start))?;
    let mut tail = Vec::new();
    file.by_ref()
        .take(size - tail_start)
        .read_to_end(&mut tail)?;
    let Some(end) = tail
        .windows(22)
        .rposition(|window| window.starts_with(b"PK\x05\x06"))
    else {
        return Ok(None);
    };
    let number = |offset: usize| {
        tail.get(end + offset..)
            .and_then(|rest| rest.first_chunk::<4>())
            .map_or(0, |bytes| u64::from(u32::from_le_bytes(*bytes)))
    };
    let (length, offset) = (number(12), number(16));
    if length > MAX_DIRECTORY || offset + length > size {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(offset))?;
    let mut directory = vec![0; usize::try_from(length).unwrap_or(0)];
    file.read_exact(&mut directory)?;
    Ok(Some(directory))
}

/// The names in a central directory, up to the first entry that makes no sense.
fn names(mut directory: &[u8]) -> Vec<&[u8]> {
    let mut names = Vec::new();
    while directory.starts_with(b"PK\x01\x02") && directory.len() >= 46 {
        let length =
            |at: usize| usize::from(u16::from_le_bytes([directory[at], directory[at + 1]]));
        let (name, extra, comment) = (length(28), length(30), length(32));
        let Some(found) = directory.get(46..46 + name) else {
            break;
        };
        names.push(found);
        directory = directory
            .get(46 + name + extra + comment..)
            .unwrap_or_default();
    }
    names
}

/// The kind of an Office 97 document.
///
/// The directory of a compound file is a list of 128-byte entries scattered
/// by a table of sectors. Following that table safely takes a library and
/// trust in it; every entry is aligned on 128 bytes, so one pass over the file
/// finds them all, and cannot loop.
///
/// # Errors
/// [`Refusal::Macros`], [`Refusal::Locked`], [`Refusal::Unknown`] (an `.msi`
/// or another user of the format).
pub(crate) fn legacy<R: Read + Seek>(head: &[u8], file: &mut R) -> Result<Kind, Refusal> {
    let mut found = root_class(head, file).map_err(Refusal::storage)?;
    file.seek(SeekFrom::Start(512)).map_err(Refusal::storage)?;
    let mut reader = io::BufReader::with_capacity(65_536, file);
    let mut entry = [0_u8; 128];
    while read_entry(&mut reader, &mut entry).map_err(Refusal::storage)? {
        match entry_name(&entry).as_deref() {
            Some("EncryptedPackage") => return Err(Refusal::Locked),
            Some("_VBA_PROJECT") => return Err(Refusal::Macros),
            Some("WordDocument") => found = found.or(Some(Kind::Doc)),
            Some("Workbook" | "Book") => found = found.or(Some(Kind::Xls)),
            Some("PowerPoint Document") => found = found.or(Some(Kind::Ppt)),
            _ => {}
        }
    }
    found.ok_or(Refusal::Unknown)
}

/// The application that the root entry names. It settles documents that embed
/// another (a table in a letter); some writers leave it empty.
fn root_class<R: Read + Seek>(head: &[u8], file: &mut R) -> io::Result<Option<Kind>> {
    let shift = match head.get(30) {
        Some(&shift @ (9 | 12)) => shift,
        _ => return Ok(None),
    };
    let Some(sector) = head.get(48..).and_then(|rest| rest.first_chunk::<4>()) else {
        return Ok(None);
    };
    let offset = (u64::from(u32::from_le_bytes(*sector)) + 1) << shift;
    file.seek(SeekFrom::Start(offset))?;
    let mut entry = [0_u8; 128];
    if !read_entry(file, &mut entry)? {
        return Ok(None);
    }
    // The first field of the class identifier tells the three apart.
    Ok(
        match u32::from_le_bytes([entry[80], entry[81], entry[82], entry[83]]) {
            0x0002_0906 => Some(Kind::Doc),
            0x0002_0810 | 0x0002_0820 => Some(Kind::Xls),
            0x6481_8D10 => Some(Kind::Ppt),
            _ => None,
        },
    )
}

/// Fills `entry`, false at the end of the file.
fn read_entry<R: Read>(reader: &mut R, entry: &mut [u8; 128]) -> io::Result<bool> {
    match reader.read_exact(entry) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// The name in a directory entry: UTF-16 with its length in bytes, final zero
/// included, at offset 64.
fn entry_name(entry: &[u8; 128]) -> Option<String> {
    let length = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
    if !(4..=64).contains(&length) || length % 2 == 1 {
        return None;
    }
    let units: Vec<u16> = entry[..length - 2]
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units).ok()
}
