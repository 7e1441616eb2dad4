//! What the forms send, as strings, and what they mean. Field names are
//! French: they show in addresses and are what people's password managers see.

mod access;
mod class;
pub mod fields;
mod person;
mod stay;

pub use access::{
    ChangePasswordForm, ComfortForm, Install, InstallForm, NewPasswordForm, SignInForm,
};
pub use class::{ClassForm, EnrolForm, TeamForm};
pub use person::{ListForm, PersonForm};
pub use stay::{GroupForm, LeaveForm, MoveForm, StayForm};
