//! The tables of the audit trail.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, binary, binary_null, pk_uuid, string, string_null,
    timestamp_with_time_zone, uuid, uuid_null,
};

/// Creates `audit_events` and `audit_heads`.
pub struct AuditTrail;

impl MigrationName for AuditTrail {
    fn name(&self) -> &str {
        "db_0002_audit_trail"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for AuditTrail {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("audit_events")
                    .col(pk_uuid("id"))
                    // No foreign keys: the trail outlives what it tells of.
                    .col(uuid("school_id"))
                    .col(uuid_null("actor_id"))
                    .col(string("action"))
                    .col(string_null("object_kind"))
                    .col(uuid_null("object_id"))
                    .col(timestamp_with_time_zone("at"))
                    // Both empty until the event is sealed.
                    .col(big_integer_null("sequence"))
                    .col(binary_null("seal"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_events_by_sequence")
                    .table("audit_events")
                    .col("school_id")
                    .col("sequence")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_events_unsealed")
                    .table("audit_events")
                    .col("school_id")
                    .cond_where(Expr::col("sequence").is_null())
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("audit_events_by_object")
                    .table("audit_events")
                    .col("school_id")
                    .col("object_kind")
                    .col("object_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("audit_heads")
                    .col(uuid("school_id").primary_key())
                    .col(big_integer("sequence"))
                    .col(binary("seal"))
                    // Signs the school with the two others, so that a head
                    // put back to an earlier event is seen.
                    .col(binary("signature"))
                    .to_owned(),
            )
            .await
    }
}
