//! Files that people add: received without filling memory, recognised by their
//! content, rid of what they say without their owner's knowledge (place,
//! device), stored by content and by school.
//!
//! The way of an upload: [`Files::receive`] (stream → temporary file) →
//! [`Files::accept`] (kind, limits, metadata, store; outside any transaction)
//! → [`Files::record`] (in the transaction of what it is attached to). Every
//! step may end in a [`Refusal`], whose `Display` is the sentence that the
//! person reads. Then [`records`] and [`Files::open`]; for a picture that
//! shows too much, [`retouch`].
//!
//! Invariants: everything belongs to one school; a content is stored once per
//! school; a row in `blobs` exists before its object does and longer.

mod blank;
mod clean;
mod description;
mod hash;
pub mod image;
mod incoming;
mod kind;
mod limits;
mod migration;
mod name;
mod office;
mod range;
pub mod records;
mod refusal;
pub mod retouch;
mod rows;
mod s3;
mod service;
mod sniff;
mod store;
mod sweep;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
pub mod video;
mod webm;

pub use clean::{Cleaned, Content, ImageFacts, clean};
pub use description::{Description, DescriptionError};
pub use hash::{ContentHash, ParseHashError};
pub use incoming::{Incoming, receive};
pub use kind::{Family, Kind, accept_attribute};
pub use limits::Limits;
pub use migration::migrations;
pub use name::{Disposition, content_disposition, display_name};
pub use range::{Unsatisfiable, parse_range};
pub use refusal::Refusal;
pub use retouch::{Edit, Rect, Unretouched};
pub use rows::{FileId, Model as StoredFile};
pub use s3::S3;
pub use service::{Files, Prepared};
pub use sniff::sniff;
pub use store::{BlobStore, StoreError};
pub use sweep::{Sweep, SweepError};
