//! The `Range` header of a download: what lets a phone seek in a video.

use std::ops::Range;

/// The part asked for lies outside the file: answer 416.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("range outside the file")]
pub struct Unsatisfiable;

/// The bytes that a `Range` header asks for, in a file of `size` bytes. `None`
/// means the whole file: no range in bytes, more than one, or a malformed one,
/// all of which RFC 9110 § 14.2 lets a server ignore.
///
/// # Errors
/// [`Unsatisfiable`] when the range begins after the end.
pub fn parse_range(header: &str, size: u64) -> Result<Option<Range<u64>>, Unsatisfiable> {
    let Some((first, last)) = header
        .trim()
        .strip_prefix("bytes=")
        .and_then(|ranges| ranges.trim().split_once('-'))
    else {
        return Ok(None);
    };
    let number = |text: &str| -> Option<u64> {
        // `parse` alone would take a sign.
        text.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| text.parse().ok())?
    };
    let range = match (first, number(first), last, number(last)) {
        ("", _, _, Some(suffix)) => size.saturating_sub(suffix)..size,
        (_, Some(first), "", _) => first..size,
        (_, Some(first), _, Some(last)) if first <= last => first..last.saturating_add(1).min(size),
        _ => return Ok(None),
    };
    if range.start >= range.end {
        return Err(Unsatisfiable);
    }
    Ok(Some(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood_in_its_three_forms() {
        assert_eq!(parse_range("bytes=0-99", 1_000), Ok(Some(0..100)));
        assert_eq!(parse_range("bytes=900-", 1_000), Ok(Some(900..1_000)));
        assert_eq!(parse_range("bytes=-100", 1_000), Ok(Some(900..1_000)));
        assert_eq!(parse_range("bytes=-5000", 1_000), Ok(Some(0..1_000)));
        assert_eq!(parse_range("bytes=990-5000", 1_000), Ok(Some(990..1_000)));
        assert_eq!(
            parse_range("bytes=0-18446744073709551615", 10),
            Ok(Some(0..10))
        );
    }

    #[test]
    fn what_lies_outside_is_unsatisfiable() {
        for header in ["bytes=1000-", "bytes=1000-2000", "bytes=-0"] {
            assert_eq!(parse_range(header, 1_000), Err(Unsatisfiable), "{header}");
        }
    }

    #[test]
    fn anything_else_is_the_whole_file() {
        for header in [
            "",
            "bytes",
            "lines=0-1",
            "bytes=5-2",
            "bytes=a-b",
            "bytes=-",
            "bytes=0-1,3-4",
            "bytes=+1-2",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(parse_range(header, 1_000), Ok(None), "{header}");
        }
    }
}
