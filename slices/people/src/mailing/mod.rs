//! Mail to people: the address of an account and its confirmation, the link
//! for a forgotten password, the invitation of somebody who never came in, the
//! digest of notifications.
//!
//! - An address belongs to an account, not to a school; nobody needs one. It
//!   counts once its owner, signed in, has opened the link sent to it: whoever
//!   can read it can also choose a new password.
//! - Whoever asks for a message enqueues a job in the same transaction. The
//!   payload holds identifiers. The job draws the secret of a link, keeps its
//!   hash, and sends: the secret is in the message alone.
//! - An invitation is the one message that goes to an address before its owner
//!   confirmed it: an administrator noted it for somebody who has no other way
//!   in but the sheet of codes.
//! - A message says what kind of thing happened and how often; no name, no
//!   title, no text.

pub mod commands;
pub mod digest;
mod entities;
pub mod invitation;
pub mod jobs;
mod letters;
pub mod migration;
pub mod model;
pub mod store;
