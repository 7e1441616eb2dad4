//! Blanking a part of a file where it stands.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;

/// A part to blank: where its name and its content lie.
pub(crate) struct Blanked {
    pub name_at: u64,
    pub content: Range<u64>,
}

/// Whether `range`, which must lie in the file, holds nothing but zeros.
pub(crate) fn is_zero<F: Read + Seek>(file: &mut F, range: Range<u64>) -> io::Result<bool> {
    file.seek(SeekFrom::Start(range.start))?;
    let mut left = range.end - range.start;
    let mut buffer = [0_u8; 16_384];
    while left > 0 {
        let part = usize::try_from(left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        let chunk = &mut buffer[..part];
        file.read_exact(chunk)?;
        if chunk.iter().any(|&byte| byte != 0) {
            return Ok(false);
        }
        left -= part as u64;
    }
    Ok(true)
}

/// Fills `range` with zeros.
pub(crate) fn write_zeros<F: Write + Seek>(file: &mut F, range: Range<u64>) -> io::Result<()> {
    file.seek(SeekFrom::Start(range.start))?;
    io::copy(&mut io::repeat(0).take(range.end - range.start), file)?;
    Ok(())
}
