//! WebM without its tags. Converters copy a phone's `location` into them.
//!
//! As for MP4, nothing moves: the element is replaced by a `Void` of the same
//! length filled with zeros, so the index stays valid. Only elements that a
//! WebM has are accepted; what cannot be followed to the end is refused.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;

use crate::Refusal;
use crate::blank::{Blanked, is_zero, write_zeros};

/// More elements than hours of recording by a browser.
const MAX_ELEMENTS: u32 = 2_000_000;
/// `Void`, one byte, then its size on eight bytes.
const VOID_HEADER: u64 = 9;

/// Elements of the first two levels (RFC 9559, § 5.1).
mod id {
    pub const EBML: u32 = 0x1A45_DFA3;
    pub const SEGMENT: u32 = 0x1853_8067;
    pub const CLUSTER: u32 = 0x1F43_B675;
    pub const SEEK_HEAD: u32 = 0x114D_9B74;
    pub const INFO: u32 = 0x1549_A966;
    pub const TRACKS: u32 = 0x1654_AE6B;
    pub const CUES: u32 = 0x1C53_BB6B;
    pub const CHAPTERS: u32 = 0x1043_A770;
    pub const ATTACHMENTS: u32 = 0x1941_A469;
    pub const TAGS: u32 = 0x1254_C367;
    pub const VOID: u32 = 0xEC;
    pub const CRC_32: u32 = 0xBF;
    /// What a cluster holds; seen here when its size is not written.
    pub const IN_CLUSTER: [u32; 6] = [0xE7, 0xA7, 0xAB, 0xA3, 0xA0, 0x5854];
}

/// Blanks tags, attachments and chapters in place, and says how many elements
/// changed. Judged to the end before the first byte is written.
///
/// # Errors
/// [`Refusal::UnreadableVideo`], [`Refusal::Storage`].
pub(crate) fn strip_tags<F: Read + Write + Seek>(file: &mut F) -> Result<usize, Refusal> {
    let blanked = walk(file)?;
    for part in &blanked {
        void(file, part).map_err(Refusal::storage)?;
    }
    file.flush().map_err(Refusal::storage)?;
    Ok(blanked.len())
}

/// Segment and clusters are entered, all else is skipped: what remains is one
/// flat list, whether sizes are written or, in a live recording, are not.
fn walk<F: Read + Seek>(file: &mut F) -> Result<Vec<Blanked>, Refusal> {
    let end = file.seek(SeekFrom::End(0)).map_err(Refusal::storage)?;
    let (mut at, mut elements) = (0, 0);
    let (mut blanked, mut has_cluster) = (Vec::new(), false);
    while at < end {
        elements += 1;
        let element = header(file, at..end)?;
        let Some(content) = element.content.filter(|_| elements <= MAX_ELEMENTS) else {
            return Err(Refusal::UnreadableVideo);
        };
        let skipped = content.end;
        at = match element.id {
            id::SEGMENT | id::CLUSTER => {
                has_cluster |= element.id == id::CLUSTER;
                content.start
            }
            // Only these two may leave their size unwritten.
            _ if element.is_open => return Err(Refusal::UnreadableVideo),
            id::TAGS | id::ATTACHMENTS | id::CHAPTERS => {
                blanked.push(Blanked {
                    name_at: at,
                    content,
                });
                skipped
            }
            id::VOID => {
                if !is_zero(file, content.clone()).map_err(Refusal::storage)? {
                    blanked.push(Blanked {
                        name_at: at,
                        content,
                    });
                }
                skipped
            }
            id::EBML | id::SEEK_HEAD | id::INFO | id::TRACKS | id::CUES | id::CRC_32 => skipped,
            other if id::IN_CLUSTER.contains(&other) => skipped,
            _ => return Err(Refusal::UnreadableVideo),
        };
    }
    if has_cluster {
        Ok(blanked)
    } else {
        Err(Refusal::UnreadableVideo)
    }
}

struct Element {
    id: u32,
    /// The size is « unknown »: to the next element that cannot be inside.
    is_open: bool,
    /// `None` when it would pass the end of the file.
    content: Option<Range<u64>>,
}

fn header<F: Read + Seek>(file: &mut F, range: Range<u64>) -> Result<Element, Refusal> {
    file.seek(SeekFrom::Start(range.start))
        .map_err(Refusal::storage)?;
    let mut start = Vec::with_capacity(12);
    file.by_ref()
        .take(12)
        .read_to_end(&mut start)
        .map_err(Refusal::storage)?;
    let (id, id_length) = number(&start, 4).ok_or(Refusal::UnreadableVideo)?;
    let rest = start.get(id_length..).unwrap_or_default();
    let (marked, size_length) = number(rest, 8).ok_or(Refusal::UnreadableVideo)?;
    // The marker bit of a size is no part of it; all ones mean « unknown ».
    let all_ones = (1_u64 << (7 * size_length)) - 1;
    let size = marked & all_ones;
    let is_open = size == all_ones;
    let from = range.start + (id_length + size_length) as u64;
    let content = if is_open {
        Some(from..range.end)
    } else {
        from.checked_add(size)
            .filter(|&stop| stop <= range.end)
            .map(|stop| from..stop)
    };
    Ok(Element {
        id: u32::try_from(id).map_err(|_| Refusal::UnreadableVideo)?,
        is_open,
        content,
    })
}

/// A number of variable length, its marker bit included, and its length: the
/// zeros before the first one say how many bytes follow.
fn number(bytes: &[u8], longest: usize) -> Option<(u64, usize)> {
    let length = bytes.first()?.leading_zeros() as usize + 1;
    let digits = bytes.get(..length).filter(|_| length <= longest)?;
    let value = digits
        .iter()
        .fold(0_u64, |value, &byte| value << 8 | u64::from(byte));
    Some((value, length))
}

/// Writes a `Void` over the whole element.
fn void<F: Write + Seek>(file: &mut F, part: &Blanked) -> io::Result<()> {
    let length = part.content.end - part.name_at;
    file.seek(SeekFrom::Start(part.name_at))?;
    let written = if length >= VOID_HEADER {
        file.write_all(&[0xEC])?;
        let size = (1_u64 << 56) | (length - VOID_HEADER);
        file.write_all(&size.to_be_bytes())?;
        VOID_HEADER
    } else {
        // Two to eight bytes: one byte of size is enough.
        let size = u8::try_from(length - 2).unwrap_or(0);
        file.write_all(&[0xEC, 0x80 | size])?;
        2
    };
    write_zeros(file, part.name_at + written..part.content.end)
}
