//! Mail: what a message is, where it goes, and the server that takes it.
//!
//! - A [`Letter`] has a subject that is a constant of the program: nothing
//!   about a person can enter what a locked phone or a mailbox shows of it.
//! - An [`Address`] is folded and cannot carry a second header.
//! - A [`Mailer`] hands a letter to the SMTP server of the settings, or says
//!   that there is none. It is called by jobs, never inside a transaction.
//!
//! Nothing here writes an address or an answer of the server that may quote
//! one into an error: errors are logged and shown to administrators.

mod address;
mod letter;
mod mailer;
mod message;
mod smtp;
#[cfg(feature = "testing")]
mod testing;

pub use address::{Address, InvalidAddress, InvalidSender, Sender};
pub use letter::{Action, Letter};
pub use mailer::{MailError, Mailer};
pub use smtp::{Security, Smtp};
#[cfg(feature = "testing")]
pub use testing::{Outbox, Posted};
