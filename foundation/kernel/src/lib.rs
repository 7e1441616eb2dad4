//! The words every capability shares: typed identifiers, the clock, secrets,
//! roles, dates in French, levels and field errors. Pure: no input, no output.

mod causes;
mod clock;
mod dates;
mod field;
mod id;
mod level;
mod role;
mod school_year;
mod secret;
mod text;
mod words;

pub use causes::causes;
pub use clock::{Clock, Timestamp};
pub use dates::{
    EARLIEST_DATE, Period, date_long, date_short, date_time, days_between, local_date, parse_date,
    time_short, to_local,
};
pub use field::{FieldError, FieldErrors};
pub use id::{AccountId, ParseIdError, SchoolId};
pub use level::{InvalidLevel, Level};
pub use role::{Role, RoleSet, UnknownRole};
pub use school_year::{InvalidSchoolYear, SchoolYear};
pub use secret::{Secret, SecretHash, readable_code};
pub use text::{count, elide, file_size, french_list, truncate};

#[doc(hidden)]
pub use {id::new_uuid, serde, uuid};

// The macros of this crate name it `::kernel`, here too.
extern crate self as kernel;
