//! The rows: `files`, what a person added, and `blobs`, the contents behind.

use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::{ContentHash, Kind};

kernel::typed_ids! {
    /// A file that a person added.
    pub struct FileId;
}

/// One file of one person. Two files may share a content.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "files")]
pub struct Model {
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    /// The school whose rules and whose eyes it is under.
    pub school_id: SchoolId,
    /// Who added it.
    pub owner_id: AccountId,
    /// Its content.
    pub hash: ContentHash,
    /// The thumbnail of an image, a JPEG.
    pub thumb_hash: Option<ContentHash>,
    /// [`crate::display_name`].
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Bytes.
    pub size: i64,
    /// Pixels, images only.
    pub width: Option<i32>,
    /// Pixels, images only.
    pub height: Option<i32>,
    /// What an image shows, for who does not see it.
    pub description: Option<String>,
    /// An image that brings no information.
    pub decorative: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When its picture was last retouched; what it was before is gone.
    pub retouched_at: Option<Timestamp>,
    /// When its owner removed it; it can be restored until it is purged.
    pub deleted_at: Option<Timestamp>,
    /// A document that Jalon made for its owner: it is not counted in what
    /// they may keep.
    pub generated: bool,
}

/// No relation is followed by join: contents are reached by hash.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Whether its owner still has to describe it (or to say that it is
    /// decorative): images only.
    #[must_use]
    pub fn lacks_description(&self) -> bool {
        self.kind.is_image() && self.description.is_none() && !self.decorative
    }

    /// The text for `alt`: empty for a decorative image, the file's name when
    /// nobody has described it.
    #[must_use]
    pub fn alternative_text(&self) -> &str {
        match &self.description {
            _ if self.decorative => "",
            Some(description) => description,
            None => &self.name,
        }
    }

    /// Bytes, as an unsigned number.
    #[must_use]
    pub fn byte_size(&self) -> u64 {
        u64::try_from(self.size).unwrap_or(0)
    }
}

/// Contents and who holds them.
pub(crate) mod blobs {
    use kernel::{SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::{ContentHash, Kind};

    /// One content in one school.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "blobs")]
    pub struct Model {
        /// The school.
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        /// The address.
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: ContentHash,
        /// What it is.
        pub kind: Kind,
        /// Bytes.
        pub size: i64,
        /// How many files (or thumbnails of files) are this content.
        pub refs: i32,
        /// When it was last claimed, taken or let go.
        pub touched_at: Timestamp,
        /// Its object is being removed: it cannot be taken any more.
        pub removing: bool,
    }

    /// It points at nothing.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
