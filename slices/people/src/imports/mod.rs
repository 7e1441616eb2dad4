//! Imports of people from the files that schools export: SIECLE, STS-Web,
//! FREGATA, any CSV or XLSX.
//!
//! [`formats`] reads a file into what it says; [`plan`] compares that with the
//! school, without changing anything.

#![expect(
    dead_code,
    unused_imports,
    reason = "the pages that receive files follow"
)]

pub mod formats;
pub mod plan;
