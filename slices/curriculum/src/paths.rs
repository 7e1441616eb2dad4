//! The addresses of the slice. A curriculum is named by its code, in lower case.

/// The list.
pub const INDEX: &str = "/referentiels";
/// The CRCN.
pub const CRCN: &str = "/referentiels/crcn";
/// The level scales.
pub const SCALES: &str = "/referentiels/echelles";
/// Where a school publishes its own.
pub const PUBLISH: &str = "/admin/referentiels";

/// A curriculum.
#[must_use]
pub fn curriculum(code: &str) -> String {
    format!("{INDEX}/{}", code.to_lowercase())
}

/// A block.
#[must_use]
pub fn block(code: &str, number: u8) -> String {
    format!("{}/blocs/{number}", curriculum(code))
}

/// A competence.
#[must_use]
pub fn competence(code: &str, competence: &str) -> String {
    format!("{}/competences/{competence}", curriculum(code))
}

/// The search in a curriculum.
#[must_use]
pub fn search(code: &str) -> String {
    format!("{}/recherche", curriculum(code))
}
