//! Files that people add: received without filling memory, recognised by their
//! content, rid of what they say without their owner's knowledge (place,
//! device), stored by content and by school.
//!
//! The way of an upload: [`receive`] (stream → temporary file) → [`clean`]
//! (kind, limits, metadata) → stored. Every step may end in a [`Refusal`],
//! whose `Display` is the sentence that the person reads.

mod clean;
mod hash;
pub mod image;
mod incoming;
mod kind;
mod limits;
mod name;
mod office;
mod range;
mod refusal;
mod sniff;
mod store;
mod text;
pub mod video;

pub use clean::{Cleaned, Content, ImageFacts, clean};
pub use hash::{ContentHash, ParseHashError};
pub use incoming::{Incoming, receive};
pub use kind::{Family, Kind, accept_attribute};
pub use limits::Limits;
pub use name::{Disposition, content_disposition, display_name};
pub use range::{Unsatisfiable, parse_range};
pub use refusal::Refusal;
pub use sniff::sniff;
pub use store::{BlobStore, StoreError};
