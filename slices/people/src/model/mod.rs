//! The words of the slice and their rules. Pure.

mod blocks;
mod fate;
mod list;
mod person;
mod status;
mod uai;

pub use blocks::{BlockNumbers, InvalidBlocks};
pub use fate::{Fate, UnknownFate};
pub use list::{ListedPerson, MAX_LINES, Verdict, parse_list, review};
pub use person::{InvalidLogin, Login, PersonName, Title};
pub use status::{LearnerStatus, UnknownStatus};
pub use uai::{InvalidUai, Uai};

kernel::typed_ids! {
    /// A class (promotion) of a school in a school year.
    pub struct ClassId;
    /// A group inside a class.
    pub struct GroupId;
    /// A notification to one person.
    pub struct NotificationId;
    /// An address that was left, still to be told so.
    pub struct FarewellId;
}
