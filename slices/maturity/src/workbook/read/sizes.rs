//! How large a workbook is, and would be once opened: looked at before anything
//! is unfolded, since the reader has no bound of its own.

use std::io::Cursor;

use zip::ZipArchive;

use crate::workbook::problems::Unreadable;

/// A workbook may be this large, in bytes…
pub const MAX_BYTES: u64 = 5_000_000;
/// … and this large once opened.
const MAX_OPENED: u64 = 30_000_000;
/// So many names in it: a workbook has some tens.
const MAX_ENTRIES: usize = 500;
/// How both are said.
pub const TOO_BIG: Unreadable = Unreadable::TooBig { limit: "5\u{a0}Mo" };

/// Whether a workbook can be opened safely.
///
/// # Errors
/// When it is no workbook, or too large.
pub fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_BYTES {
        return Err(TOO_BIG);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::NoWorkbook)?;
    if archive.len() > MAX_ENTRIES {
        return Err(TOO_BIG);
    }
    let mut opened = 0_u64;
    for place in 0..archive.len() {
        let entry = archive
            .by_index_raw(place)
            .map_err(|_| Unreadable::NoWorkbook)?;
        opened = opened.saturating_add(entry.size());
    }
    match opened > MAX_OPENED {
        true => Err(TOO_BIG),
        false => Ok(()),
    }
}
