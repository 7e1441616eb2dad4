//! The table of exports.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean_null, integer_null, json, json_null, pk_uuid, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

/// Creates `dossier_exports`.
pub struct Exports;

impl MigrationName for Exports {
    fn name(&self) -> &str {
        "m2026_11_24_047_portfolio_exports"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Exports {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("dossier_exports")
                    .col(pk_uuid("id"))
                    .col(uuid("school_id"))
                    .col(uuid("learner_id"))
                    // No foreign key: old jobs are forgotten.
                    .col(uuid("job_id"))
                    .col(json("choice"))
                    .col(timestamp_with_time_zone("asked_at"))
                    .col(timestamp_with_time_zone_null("done_at"))
                    .col(uuid_null("file_id"))
                    .col(integer_null("pages"))
                    .col(integer_null("reports"))
                    .col(boolean_null("accessible"))
                    .col(json_null("notes"))
                    .col(text_null("fingerprint"))
                    .col(text_null("failure"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("dossier_exports", ("school_id", "learner_id"))
                            .to("memberships", ("school_id", "account_id"))
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("dossier_exports", "file_id")
                            .to("files", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        for (name, columns) in [
            // Those of a learner, the latest first.
            (
                "dossier_exports_learner",
                &["school_id", "learner_id", "asked_at"][..],
            ),
            // Those whose time is over, of all schools.
            ("dossier_exports_age", &["asked_at"][..]),
        ] {
            let mut index = Index::create();
            index.name(name).table("dossier_exports");
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index.to_owned()).await?;
        }
        Ok(())
    }
}
