//! Tables and queries, private to the slice. Every query names the school.

pub mod actor;
pub mod beginning;
pub mod classes;
pub mod codes;
pub mod enrolments;
mod entities;
pub mod followed;
pub mod groups;
pub mod guardians;
pub mod hours;
pub mod migration;
pub mod notifications;
pub mod people;
#[cfg(feature = "testing")]
pub mod plans;
pub mod roll_overs;
pub mod schools;
pub mod teams;
pub mod tied;

use std::fmt;
use std::str::FromStr;

pub use entities::{
    access_codes, accounts, enrolments as enrolment_rows, guardianships, membership_roles,
    memberships, notifications as notification_rows, teachings,
};
pub use entities::{classes as class_rows, schools as school_rows};

use crate::model::PersonName;

/// What a code in `access_codes` opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum CodeKind {
    /// A first sign-in, with a code copied from paper.
    FirstSignIn,
    /// The choice of a new password, by a link that an administrator hands over.
    Reset,
    /// The same, by a link sent to the person's own address: it does not end
    /// the other one, which nobody but an administrator may ask for.
    MailedReset,
    /// A first sign-in, by a link sent to the address noted for somebody who
    /// never came in.
    Invitation,
}

impl fmt::Display for CodeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FirstSignIn => "first_sign_in",
            Self::Reset => "reset",
            Self::MailedReset => "mailed_reset",
            Self::Invitation => "invitation",
        })
    }
}

impl FromStr for CodeKind {
    type Err = sea_orm::sea_query::ValueTypeErr;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        match code {
            "first_sign_in" => Ok(Self::FirstSignIn),
            "reset" => Ok(Self::Reset),
            "mailed_reset" => Ok(Self::MailedReset),
            "invitation" => Ok(Self::Invitation),
            _ => Err(sea_orm::sea_query::ValueTypeErr),
        }
    }
}

impl accounts::Model {
    /// How the person is called.
    pub fn name(&self) -> PersonName {
        PersonName {
            title: self.title,
            first: self.first_name.clone(),
            last: self.last_name.clone(),
        }
    }
}
