//! Everything between a request and a slice: state, sessions, the gate at
//! each route, authorised objects, forms, pages, error pages, assets.
//!
//! A request goes through the layers of [`router::build`], the gate of its
//! [`Route`] and its extractors; what comes back is a [`Page`], a redirect
//! with a [`Flash`], or an [`AppError`] that the outermost layer turns into a
//! page with a way out.

pub mod actor;
pub mod assets;
pub mod attempts;
pub mod authorised;
pub mod chart;
pub mod client;
pub mod compare;
pub mod cookies;
pub mod download;
pub mod error;
pub mod extract;
pub mod flash;
pub mod forms;
pub mod merge;
pub mod module;
pub mod page;
pub mod prose;
pub mod radar;
pub mod router;
pub mod session;
pub mod shell;
pub mod state;
pub mod upload;

#[cfg(feature = "testing")]
pub mod testing;

pub use actor::{Actor, Comfort, Directory};
pub use authorised::{Authorised, Does, Protected};
pub use error::{AppError, AppResult, status_of_refusal};
pub use extract::{Form, Query};
pub use flash::Flash;
pub use forms::Field;
pub use merge::{AccountColumn, Merging, Within};
pub use module::{Access, Module, NavEntry, NoticeKind, PersonalData, Route};
pub use page::Page;
pub use shell::Shell;
pub use state::{App, Config, Services};

/// The tables of this crate: sessions and attempt counters.
#[must_use]
pub fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
    vec![
        Box::new(session::migration::Sessions),
        Box::new(attempts::migration::Attempts),
    ]
}
