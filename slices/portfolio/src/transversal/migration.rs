//! The table of positionings on skills: the history, only ever added to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    pk_uuid, small_integer, string, text, timestamp_with_time_zone, uuid, uuid_null,
};

/// Creates `skill_positionings`.
pub struct SkillPositionings;

impl MigrationName for SkillPositionings {
    fn name(&self) -> &str {
        "m2026_11_28_051_portfolio_skill_positionings"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for SkillPositionings {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("skill_positionings")
                    .col(pk_uuid("id"))
                    .col(uuid("school_id"))
                    .col(uuid("learner_id"))
                    .col(string("framework"))
                    .col(string("target"))
                    .col(uuid_null("curriculum_id"))
                    .col(string("viewpoint"))
                    .col(uuid("author_id"))
                    .col(small_integer("level"))
                    .col(string("situation"))
                    // Without a foreign key: the name of the situation outlives
                    // a report that its learner throws away.
                    .col(uuid_null("report_id"))
                    .col(text("comment"))
                    .col(timestamp_with_time_zone("created_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("skill_positionings", ("school_id", "learner_id"))
                            .to("memberships", ("school_id", "account_id")),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("skill_positionings", ("school_id", "author_id"))
                            .to("memberships", ("school_id", "account_id")),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("skill_positionings_history")
                    .table("skill_positionings")
                    .col("school_id")
                    .col("learner_id")
                    .col("created_at")
                    .to_owned(),
            )
            .await
    }
}
