//! The pages of the workbook.

pub mod export;
pub mod import;
