//! What the forms send, as strings, and what they mean. Field names are
//! French: they show in addresses and are what people's password managers see.

mod access;
mod class;
pub mod fields;
mod hours;
mod person;
mod roll_over;
mod stay;

pub use access::{
    ChangePasswordForm, ComfortForm, Install, InstallForm, NewPasswordForm, SignInForm,
};
pub use class::{ClassForm, EnrolForm, TeamForm};
pub use hours::{HoursForm, field_name};
pub use person::{ListForm, PersonForm};
pub use roll_over::{NEW_CLASS, RollOverForm};
pub use stay::{GroupForm, LeaveForm, MoveForm, StayForm};
