//! The instruments on which a school, or a person, says where they stand:
//! parts → fields (« champs d’action ») → items → one statement per step.
//!
//! They are data (`data/instruments/*.toml`). A school may adapt one to its
//! context (« Ce questionnaire est à disposition des établissements qui peuvent
//! l’adapter à leur contexte », guide, « Démarche et mise en œuvre »): that
//! makes a version of its own, in which the official text stays readable.
//!
//! Invariants: a version never changes once it is written; a code is never
//! given to something else, so answers on two versions can be compared.

pub mod adapt;
mod check;
mod model;
mod shipped;
pub mod versions;

pub use check::check;
pub use model::{
    Field, Instrument, InstrumentVersionId, Item, Link, Part, Scope, Statement, Wording,
};
pub use shipped::{SHIPPED_INSTRUMENTS, shipped, shipped_by_code};
