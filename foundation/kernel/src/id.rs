//! Typed identifiers: UUIDv7, so that they sort by creation and say nothing
//! about how many there are.

/// An address or a form held something that is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("identifiant illisible")]
pub struct ParseIdError;

/// Declares identifiers as newtypes over UUIDv7 that the database layer, the
/// addresses and the forms all understand.
///
/// ```
/// kernel::typed_ids! {
///     /// A piece of furniture.
///     pub struct ChairId;
/// }
/// let clock = kernel::Clock::system();
/// let chair = ChairId::generate(&clock);
/// assert_eq!(chair.to_string().parse::<ChairId>(), Ok(chair));
/// ```
#[macro_export]
macro_rules! typed_ids {
    ($($(#[$doc:meta])* pub struct $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
            ::sea_orm::DeriveValueType,
            $crate::serde::Serialize, $crate::serde::Deserialize,
        )]
        #[serde(crate = "::kernel::serde", transparent)]
        pub struct $name(pub ::kernel::uuid::Uuid);

        impl $name {
            /// A new identifier, later than every earlier one of this clock's.
            #[must_use]
            pub fn generate(clock: &$crate::Clock) -> Self {
                Self($crate::new_uuid(clock))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ParseIdError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::uuid::Uuid::parse_str(text).map(Self).map_err(|_| $crate::ParseIdError)
            }
        }

        // SeaORM asks every primary key for this; a UUID never comes from a counter.
        impl ::sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, ::sea_orm::DbErr> {
                Err(::sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl From<$crate::uuid::Uuid> for $name {
            fn from(uuid: $crate::uuid::Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for $crate::uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

/// A UUIDv7 at the clock's time with fresh randomness; for [`typed_ids!`].
#[doc(hidden)]
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that draws the randomness of identifiers"
)]
pub fn new_uuid(clock: &crate::Clock) -> uuid::Uuid {
    let now = clock.now();
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    let millis = seconds * 1_000 + u64::from(now.timestamp_subsec_millis());
    let mut random = [0_u8; 10];
    rand::RngCore::fill_bytes(&mut rand::rng(), &mut random);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

typed_ids! {
    /// A school: the tenant that every row of a slice belongs to.
    pub struct SchoolId;
    /// A person's account, one per person for the whole instance.
    pub struct AccountId;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Clock;

    #[test]
    fn identifiers_sort_by_the_time_of_their_creation() {
        let clock = Clock::manual(chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let first = AccountId::generate(&clock);
        clock.advance(chrono::Duration::milliseconds(2));
        assert!(first < AccountId::generate(&clock));
    }

    #[test]
    fn text_that_is_no_identifier_is_refused() {
        for text in ["", "12", "../etc", "é"] {
            assert_eq!(text.parse::<SchoolId>(), Err(ParseIdError));
        }
    }
}
