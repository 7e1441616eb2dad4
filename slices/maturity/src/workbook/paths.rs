//! The addresses of the workbook.

/// Taking the workbook away, bringing a filled one back.
pub const PAGE: &str = "/numerique/classeur";
/// The workbook.
pub const FILE: &str = "/numerique/classeur.xlsx";
