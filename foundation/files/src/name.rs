//! Names of files: what a person typed, made safe to show and to save, and the
//! header that carries it.

use std::fmt::Write as _;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::{Kind, kind::is_known_extension};

/// Characters of a name, extension not counted; in bytes at most three times
/// as many, well within the 255 of file systems.
const MAX_CHARS: usize = 80;
const MAX_BYTES: usize = 220;

/// The name shown on pages and proposed for saving.
///
/// Keeps accents, other scripts and emoji. Drops folders (`../`), control
/// characters, marks that change the direction of writing (they make
/// `fdp.exe` read as `exe.pdf`), characters that Windows forbids, leading and
/// trailing points. The extension is always that of the content.
///
/// ```
/// use files::{Kind, display_name};
/// assert_eq!(display_name("../../Été à Brest.JPEG", Kind::Jpeg), "Été à Brest.jpg");
/// assert_eq!(display_name("", Kind::Pdf), "fichier.pdf");
/// ```
#[must_use]
pub fn display_name(raw: &str, kind: Kind) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut stem = String::new();
    // NFC: a Mac sends « é » as two characters.
    for c in last.nfc() {
        match c {
            c if is_invisible(c) => {}
            c if c.is_whitespace() => {
                if !stem.ends_with(' ') {
                    stem.push(' ');
                }
            }
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => stem.push('-'),
            c => stem.push(c),
        }
    }
    let stem = without_extension(trim(&stem));
    let mut stem = trim(&cut(stem)).to_owned();
    if stem.is_empty() {
        "fichier".clone_into(&mut stem);
    }
    if is_reserved(&stem) {
        stem.insert(0, '_');
    }
    format!("{stem}.{}", kind.extension())
}

/// Whether a browser should show the file or save it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// In the page or a tab; only for kinds whose [`Kind::inline`] says so.
    Inline,
    /// Saved.
    Attachment,
}

/// The value of `Content-Disposition` for a [`display_name`] (RFC 6266): an
/// ASCII name for old clients, the true one in `filename*` (RFC 8187). Holds
/// only visible ASCII, so it is always a valid header value.
#[must_use]
pub fn content_disposition(name: &str, disposition: Disposition) -> String {
    let how = match disposition {
        Disposition::Inline => "inline",
        Disposition::Attachment => "attachment",
    };
    let ascii: String = name
        .nfd()
        .filter(|&c| !is_combining_mark(c))
        .map(|c| match c {
            // A percent sign would be decoded by some clients.
            '"' | '\\' | '%' => '_',
            ' '..='~' => c,
            _ => '_',
        })
        .collect();
    let mut value = format!("{how}; filename=\"{ascii}\"; filename*=UTF-8''");
    for byte in name.bytes() {
        // attr-char of RFC 8187.
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            value.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(value, "%{byte:02X}");
        }
    }
    value
}

/// Controls, marks of direction, zero-width characters, private use and
/// noncharacters. The zero-width joiner stays: emoji are made with it.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{0}'..='\u{8}' | '\u{e}'..='\u{1f}'
            | '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0e}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}'
            | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}')
}

/// Windows drops spaces and points at the end; a leading point hides the file.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '.' || c == '\u{200d}')
}

/// Without an extension that we know, whatever it promised; another one stays
/// visible as a part of the name.
fn without_extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension)) if is_known_extension(extension) => stem,
        None if is_known_extension(name) => "",
        _ => name,
    }
}

fn cut(stem: &str) -> String {
    let mut kept = String::new();
    for c in stem.chars().take(MAX_CHARS) {
        if kept.len() + c.len_utf8() > MAX_BYTES {
            break;
        }
        kept.push(c);
    }
    kept
}

/// Names that Windows gives to devices, with any extension.
fn is_reserved(stem: &str) -> bool {
    let base = stem.split('.').next().unwrap_or_default().trim_end();
    let base = base.to_ascii_uppercase();
    matches!(base.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (base.len() == 4
            && (base.starts_with("COM") || base.starts_with("LPT"))
            && base.ends_with(|c: char| c.is_ascii_digit()))
}
