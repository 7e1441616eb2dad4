//! The tables of groups.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, string, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
};

use crate::store::migration::{primary_key, reference, table, to_class, to_membership, unique};

/// Creates the groups of classes and their members.
pub struct Groups;

impl MigrationName for Groups {
    fn name(&self) -> &str {
        "m2026_11_24_120_groups"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Groups {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(groups()).await?;
        manager.create_table(members()).await?;
        for (name, table, columns) in [
            // The groups of a class.
            (
                "class_groups_by_class",
                "class_groups",
                ["school_id", "class_id"],
            ),
            // The groups of a learner.
            (
                "group_members_by_account",
                "group_members",
                ["school_id", "account_id"],
            ),
        ] {
            let mut index = Index::create();
            index.name(name).table(table);
            for column in columns {
                index.col(column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn groups() -> TableCreateStatement {
    table("class_groups")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(uuid("class_id"))
        .col(string("name"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        // What members point at.
        .index(&mut unique(
            "class_groups_school_id_id",
            &["school_id", "id"],
        ))
        .foreign_key(&mut to_class("class_groups"))
        .to_owned()
}

fn members() -> TableCreateStatement {
    table("group_members")
        .col(uuid("school_id"))
        .col(uuid("group_id"))
        .col(uuid("account_id"))
        .primary_key(&mut primary_key(&["school_id", "group_id", "account_id"]))
        .foreign_key(&mut reference(
            "group_members",
            &["school_id", "group_id"],
            "class_groups",
            &["school_id", "id"],
        ))
        .foreign_key(&mut to_membership("group_members", "account_id"))
        .to_owned()
}
