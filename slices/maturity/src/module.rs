//! What the slice brings to the house.

use web::Module;

use crate::migrations;

/// Routes, menu, tables and personal data of the slice.
#[must_use]
pub fn module() -> Module {
    Module::new("maturity", migrations)
}
