//! Plain text and CSV: what holds no control byte from its start to its end
//! and does not begin like something that a browser or a shell would run.

use std::io::{Read, Seek, SeekFrom};

use crate::{Kind, Refusal};

/// Beginnings that a browser or a shell acts upon. Only the beginning counts:
/// a report on HTML may quote tags, and text is served as a download.
const ACTIVE: &[&str] = &[
    "<!doctype",
    "<html",
    "<head",
    "<body",
    "<script",
    "<svg",
    "<?xml",
    "<?php",
    "<!--",
    "<iframe",
    "<img",
    "<math",
    "#!",
    "@echo",
];

/// The kind of a text, `None` when it is no text.
///
/// # Errors
/// [`Refusal::WebPage`] when the text is a page, a drawing or a script.
pub(crate) fn kind<R: Read + Seek>(head: &[u8], file: &mut R) -> Result<Option<Kind>, Refusal> {
    // Cheap first: most binary files show themselves in their first bytes.
    if has_control_byte(head) || !rest_is_text(file).map_err(Refusal::storage)? {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(head);
    let start = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_lowercase();
    if ACTIVE.iter().any(|active| start.starts_with(active)) {
        return Err(Refusal::WebPage);
    }
    // RTF is text in form only; it may carry programs.
    if start.starts_with("{\\rtf") {
        return Ok(None);
    }
    Ok(Some(if is_table(&text) {
        Kind::Csv
    } else {
        Kind::PlainText
    }))
}

fn has_control_byte(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .any(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127))
}

fn rest_is_text<R: Read + Seek>(file: &mut R) -> std::io::Result<bool> {
    file.seek(SeekFrom::Start(0))?;
    let mut buffer = [0_u8; 16_384];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(true),
            read if has_control_byte(&buffer[..read]) => return Ok(false),
            _ => {}
        }
    }
}

/// Two lines or more that hold the same number of `;`, tabs or `,`, quotes
/// respected.
fn is_table(text: &str) -> bool {
    let mut lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    // The head may end in the middle of a line.
    if lines.len() > 2 {
        lines.pop();
    }
    lines.truncate(20);
    lines.len() >= 2
        && [';', '\t', ','].into_iter().any(|separator| {
            let count = |line: &str| {
                let mut quoted = false;
                line.chars()
                    .filter(|&c| {
                        quoted ^= c == '"';
                        c == separator && !quoted
                    })
                    .count()
            };
            let first = count(lines[0]);
            first > 0 && lines.iter().all(|line| count(line) == first)
        })
}
