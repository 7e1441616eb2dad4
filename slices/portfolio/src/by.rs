//! In whose name something is written.

use kernel::{AccountId, SchoolId};

/// Who acts, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// The tenant.
    pub school: SchoolId,
    /// The person.
    pub account: AccountId,
}

impl From<&web::Actor> for By {
    fn from(actor: &web::Actor) -> Self {
        Self {
            school: actor.school,
            account: actor.account,
        }
    }
}
