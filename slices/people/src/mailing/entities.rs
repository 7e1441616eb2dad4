//! The tables of addresses as SeaORM sees them.

/// Confirmed addresses.
pub mod addresses {
    use kernel::{AccountId, Timestamp};
    use mail::Address;
    use sea_orm::entity::prelude::*;

    use crate::mailing::model::Digest;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mail_addresses")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        pub email: Address,
        /// What the link that stops the digests ends with.
        pub stop_key: String,
        pub digest: Digest,
        pub confirmed_at: Timestamp,
        /// When a digest was last thought of: the next one is that of the
        /// first moment after it.
        pub planned_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Addresses that somebody entered and that wait for their confirmation.
pub mod confirmations {
    use kernel::{AccountId, SecretHash, Timestamp};
    use mail::Address;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mail_confirmations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: AccountId,
        pub email: Address,
        /// The owner, or an administrator.
        pub asked_by: Option<AccountId>,
        pub asked_at: Timestamp,
        /// Of the last link sent.
        pub token_hash: Option<SecretHash>,
        pub expires_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Addresses that were left, until they are told so.
pub mod farewells {
    use kernel::{AccountId, Timestamp};
    use mail::Address;
    use sea_orm::entity::prelude::*;

    use crate::model::FarewellId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mail_farewells")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: FarewellId,
        pub account_id: AccountId,
        pub email: Address,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
