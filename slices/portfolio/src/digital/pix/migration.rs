//! The tables of Pix: imports that wait or are done, and the results.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, json, pk_uuid, string, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
};

/// Creates `pix_imports` and `pix_results`.
pub struct PixResults;

impl MigrationName for PixResults {
    fn name(&self) -> &str {
        "m2026_11_28_052_portfolio_pix"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for PixResults {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(imports()).await?;
        manager.create_table(results()).await?;
        // The imports of a class; whether Pix's name of a school was met before.
        for (name, columns) in [
            (
                "pix_imports_of_class",
                ["school_id", "class_id", "created_at"],
            ),
            (
                "pix_imports_organisation",
                ["school_id", "organisation", "state"],
            ),
        ] {
            let mut index = Index::create();
            index.name(name).table("pix_imports");
            for column in columns {
                index.col(column);
            }
            manager.create_index(index).await?;
        }
        // What forgets old ones looks at the whole instance.
        manager
            .create_index(
                Index::create()
                    .name("pix_imports_state")
                    .table("pix_imports")
                    .col("state")
                    .col("created_at")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("pix_results_once")
                    .table("pix_results")
                    .col("school_id")
                    .col("learner_id")
                    .col("campaign_id")
                    .col("sent_at")
                    .unique()
                    .to_owned(),
            )
            .await
    }
}

fn imports() -> TableCreateStatement {
    Table::create()
        .table("pix_imports")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("class_id"))
        .col(uuid("author_id"))
        .col(string("file_name"))
        .col(string("kind"))
        .col(string("organisation"))
        .col(json("campaign"))
        .col(string("state"))
        .col(json("lines"))
        .col(integer("kept"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .foreign_key(
            ForeignKey::create()
                .from("pix_imports", ("school_id", "class_id"))
                .to("classes", ("school_id", "id")),
        )
        .foreign_key(
            ForeignKey::create()
                .from("pix_imports", ("school_id", "author_id"))
                .to("memberships", ("school_id", "account_id")),
        )
        .to_owned()
}

fn results() -> TableCreateStatement {
    Table::create()
        .table("pix_results")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("learner_id"))
        .col(uuid("import_id"))
        .col(string("kind"))
        .col(string("campaign_id"))
        .col(json("campaign"))
        .col(timestamp_with_time_zone("sent_at"))
        .col(json("sent"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("pix_results", ("school_id", "learner_id"))
                .to("memberships", ("school_id", "account_id")),
        )
        .foreign_key(
            ForeignKey::create()
                .from("pix_results", "import_id")
                .to("pix_imports", "id"),
        )
        .to_owned()
}
