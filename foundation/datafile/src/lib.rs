//! Data files that people write by hand, in TOML: read field by field, and
//! every mistake explained in French with its line and how to mend it.
//!
//! A slice says what its file holds ([`Fields`]); what is missing, empty, of
//! the wrong kind, unknown or written twice is found here.

mod codes;
mod fields;
mod parse;
mod problem;

pub use fields::Fields;
pub use problem::{Problem, Report, quoted, sentence_start};
pub use toml::Spanned;

/// Reads a file: `build` takes its fields, and what it makes counts only when
/// nothing was found wrong.
///
/// `file_name` is what the problems call the file, `example` the file of ours
/// that hints point at, `whole` what the file describes, with its article
/// (« le référentiel »).
///
/// # Errors
/// All the problems of the file, in the order of its lines. When the file is
/// not TOML, only the faults of syntax: the rest can be checked once they are
/// mended.
pub fn check<T>(
    source: &str,
    file_name: &str,
    example: &str,
    whole: &str,
    build: impl FnOnce(Fields<'_>) -> T,
) -> Result<T, Vec<Problem>> {
    // An editor's byte order mark is no mistake of the author.
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let report = Report::new(file_name, source, example);
    let built = parse::table(&report, source).map(|table| {
        let span = table.span().start..table.span().start;
        build(Fields::new(&report, table.get_ref(), span, whole))
    });
    let problems = report.into_problems();
    match built {
        Some(built) if problems.is_empty() => Ok(built),
        _ => Err(problems),
    }
}

/// The value of a field that was read; an empty one stands for what was
/// already reported.
#[must_use]
pub fn or_empty<T: Default>(field: Option<Spanned<T>>) -> T {
    field.map(Spanned::into_inner).unwrap_or_default()
}

/// The value of a field that may be absent.
#[must_use]
pub fn optional<T>(field: Option<Spanned<T>>) -> Option<T> {
    field.map(Spanned::into_inner)
}

/// The values of a list that was read.
#[must_use]
pub fn values<T>(fields: Vec<Spanned<T>>) -> Vec<T> {
    fields.into_iter().map(Spanned::into_inner).collect()
}
