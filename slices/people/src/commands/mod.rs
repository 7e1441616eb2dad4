//! One function per use case, each inside the write transaction of its
//! caller, with its audit event.

mod access;
mod classes;
mod codes;
mod enrolments;
mod groups;
mod guardians;
mod hours;
mod install;
mod people;
mod roll_over;

use db::DbError;
use kernel::{AccountId, Clock, FieldErrors, SchoolId};

pub use access::{NewSession, change_password, note_blocked, open_session, set_comfort, sign_in};
pub use classes::{
    ClassData, Enrolling, NewClass, Teaching, assign, change_class, create_class, enrol,
    remove_from_team, set_archived,
};
pub use codes::{CodeRefused, Given, give_codes, give_link_by_host, redeem, redeemable};
pub use enrolments::{Stay, change_stay, come_back, leave, move_to};
pub use groups::{GroupData, change_group, create_group, set_group_deleted};
pub use guardians::{link_guardian, new_guardian, remove_guardian};
pub use hours::{Taught, set_hours};
pub use install::{NewSchool, create_school, install};
pub use people::{
    NewAccount, PersonData, change_person, close_access, create_accounts, open_access,
};
pub use roll_over::{Again, RollOver, roll_over, undo_roll_over};

/// Who does something, where.
#[derive(Clone, Debug)]
pub struct By {
    /// The school.
    pub school: SchoolId,
    /// The person; none when the application does it by itself.
    pub account: Option<AccountId>,
}

impl From<&web::Actor> for By {
    fn from(actor: &web::Actor) -> Self {
        Self {
            school: actor.school,
            account: Some(actor.account),
        }
    }
}

/// Why a command did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Something in the form does not fit what is in the database.
    #[error("the form was refused")]
    Fields(FieldErrors),
    /// Somebody or something named by the form is not of this school.
    #[error("unknown")]
    Unknown,
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refused {
    /// One sentence at one field.
    pub fn field(field: &'static str, sentence: impl Into<String>) -> Self {
        Self::Fields(FieldErrors::one(field, sentence))
    }
}

impl From<sea_orm::DbErr> for Refused {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<Refused> for web::AppError {
    /// For commands without a form to show again.
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Unknown => Self::NotFound,
            Refused::Db(error) => Self::Db(error),
            Refused::Fields(errors) => Self::Conflict(
                errors
                    .iter()
                    .map(|error| error.message.as_str())
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
        }
    }
}

/// Notes an event of `by` in the audit trail of their school.
pub(crate) async fn record(
    tx: &db::Tx,
    clock: &Clock,
    by: &By,
    event: crate::events::Event,
) -> Result<(), DbError> {
    db::audit::record(tx, clock, by.school, by.account, &event).await
}
