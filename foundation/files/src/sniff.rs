//! The kind of a file by its content. The name plays no part: it is the
//! easiest thing to get wrong, and to fake.

use std::io::{Read, Seek, SeekFrom};

use crate::{Kind, Refusal, office, text};

/// How much of the start decides for most formats.
const HEAD: u64 = 8_192;

/// The kind of `file`, read from its start, and for office documents from
/// their directory. Memory stays bounded whatever the file holds.
///
/// # Errors
/// The [`Refusal`] that names what the file is and what to do instead.
pub fn sniff<R: Read + Seek>(file: &mut R) -> Result<Kind, Refusal> {
    file.seek(SeekFrom::Start(0)).map_err(Refusal::storage)?;
    let mut head = Vec::new();
    file.by_ref()
        .take(HEAD)
        .read_to_end(&mut head)
        .map_err(Refusal::storage)?;
    if head.is_empty() {
        return Err(Refusal::Empty);
    }
    if let Some(verdict) = by_signature(&head) {
        return verdict;
    }
    if head.starts_with(b"PK\x03\x04") {
        return office::zipped(&head, file);
    }
    if head.starts_with(office::COMPOUND) {
        return office::legacy(&head, file);
    }
    if let Some(kind) = text::kind(&head, file)? {
        return Ok(kind);
    }
    Err(by_library(&head))
}

/// Formats that their first bytes settle.
fn by_signature(head: &[u8]) -> Option<Result<Kind, Refusal>> {
    let at = |offset: usize, magic: &[u8]| {
        head.get(offset..)
            .is_some_and(|rest| rest.starts_with(magic))
    };
    let kind = if at(0, b"\xFF\xD8\xFF") {
        Kind::Jpeg
    } else if at(0, b"\x89PNG\r\n\x1A\n") {
        Kind::Png
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        Kind::WebP
    } else if at(0, b"RIFF") && at(8, b"WAVE") {
        Kind::Wav
    } else if at(0, b"%PDF-") {
        Kind::Pdf
    } else if at(0, b"fLaC") {
        Kind::Flac
    } else if at(0, b"OggS") {
        return Some(ogg(head));
    } else if at(0, b"\x1A\x45\xDF\xA3") {
        return Some(matroska(head));
    } else if at(4, b"ftyp") {
        return Some(brand(head));
    } else if is_old_quicktime(head) {
        // QuickTime before `ftyp` existed; cameras still write it.
        Kind::Mov
    } else if is_id3(head) || is_mp3_frame(head) {
        Kind::Mp3
    } else {
        return None;
    };
    Some(Ok(kind))
}

/// The codec of the first page: a sound is kept, a Theora video is not.
fn ogg(head: &[u8]) -> Result<Kind, Refusal> {
    let first_page = &head[..head.len().min(512)];
    let sound: [&[u8]; 4] = [b"\x01vorbis", b"OpusHead", b"\x7FFLAC", b"Speex   "];
    if sound.iter().any(|codec| contains(first_page, codec)) {
        Ok(Kind::Ogg)
    } else {
        Err(Refusal::OtherMedia)
    }
}

/// WebM is the part of Matroska that browsers play.
fn matroska(head: &[u8]) -> Result<Kind, Refusal> {
    // The document type is the EBML element 0x4282: size, then text.
    let start = &head[..head.len().min(128)];
    if contains(start, b"\x42\x82\x84webm") {
        Ok(Kind::WebM)
    } else {
        Err(Refusal::OtherMedia)
    }
}

/// ISO media files (MP4, QuickTime, HEIF, AVIF) name themselves in `ftyp`:
/// a major brand, then the brands that the file is compatible with.
fn brand(head: &[u8]) -> Result<Kind, Refusal> {
    let size = head
        .first_chunk::<4>()
        .map_or(0, |bytes| u32::from_be_bytes(*bytes) as usize);
    let ftyp = head.get(8..size.min(head.len())).unwrap_or_default();
    let major = ftyp.get(..4).unwrap_or_default();
    let compatible = ftyp.get(8..).unwrap_or_default();
    let named = |brands: &[&[u8; 4]]| {
        brands.iter().any(|brand| major == *brand)
            || compatible
                .chunks_exact(4)
                .any(|candidate| brands.iter().any(|brand| candidate == *brand))
    };
    match major {
        b"qt  " => return Ok(Kind::Mov),
        b"M4A " | b"M4B " => return Ok(Kind::M4a),
        _ => {}
    }
    if major == b"avif" || major == b"avis" {
        return Err(Refusal::OtherImage("AVIF".to_owned()));
    }
    // `mif1` is any image in this container; phones write HEIC in it.
    if named(&[
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1",
    ]) {
        return Err(if named(&[b"avif", b"avis"]) {
            Refusal::OtherImage("AVIF".to_owned())
        } else {
            Refusal::Heic
        });
    }
    let video = named(&[
        b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41",
        b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash", b"mmp4", b"XAVC",
    ]) || major.starts_with(b"3gp")
        || major.starts_with(b"3g2");
    if video {
        Ok(Kind::Mp4)
    } else {
        Err(Refusal::OtherMedia)
    }
}

/// A tag before MPEG audio, versions 2 to 4 (a text may well begin with « ID3 »).
fn is_id3(head: &[u8]) -> bool {
    head.starts_with(b"ID3") && matches!(head.get(3), Some(2..=4))
}

/// A box at the very start. No text holds a zero byte; one that begins with
/// « The free… » would match otherwise.
fn is_old_quicktime(head: &[u8]) -> bool {
    let size = head
        .first_chunk::<4>()
        .map_or(0, |bytes| u32::from_be_bytes(*bytes));
    // 1 announces a 64-bit size; 0 would mean « to the end of the file ».
    head.contains(&0)
        && (size == 1 || size >= 8)
        && matches!(
            head.get(4..8),
            Some(b"moov" | b"mdat" | b"wide" | b"free" | b"skip")
        )
}

/// An MPEG audio frame, layer 3, with a bit rate and a sampling rate that
/// exist: two bytes alone would match too much.
fn is_mp3_frame(head: &[u8]) -> bool {
    let Some(&[first, second, third, _]) = head.first_chunk::<4>() else {
        return false;
    };
    let layer_three = first == 0xFF && second & 0xE6 == 0xE2;
    let known_version = second & 0x18 != 0x08;
    let rates = third & 0xF0 != 0xF0 && third & 0xF0 != 0 && third & 0x0C != 0x0C;
    layer_three && known_version && rates
}

/// What is refused anyway gets the most helpful sentence.
fn by_library(head: &[u8]) -> Refusal {
    use infer::MatcherType as M;
    let Some(found) = infer::get(head) else {
        return Refusal::Unknown;
    };
    match found.matcher_type() {
        M::App => Refusal::Program,
        M::Archive => match found.extension() {
            "zip" | "tar" | "rar" | "gz" | "bz2" | "bz3" | "7z" | "xz" | "Z" | "lz" | "zst"
            | "lz4" | "cab" | "cpio" | "ar" => Refusal::Archive,
            "swf" | "crx" | "deb" | "rpm" | "msi" => Refusal::Program,
            _ => Refusal::Unknown,
        },
        M::Image => Refusal::OtherImage(found.extension().to_uppercase()),
        M::Audio | M::Video => Refusal::OtherMedia,
        M::Text => Refusal::WebPage,
        M::Book | M::Doc | M::Font | M::Custom => Refusal::Unknown,
    }
}

/// Whether `needle` lies somewhere in `hay`.
pub(crate) fn contains(hay: &[u8], needle: &[u8]) -> bool {
    hay.windows(needle.len()).any(|window| window == needle)
}
