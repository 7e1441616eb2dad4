//! The tables of the slice. Every tenant row has `school_id` first in its
//! keys and indexes; composite foreign keys make it impossible to tie rows of
//! two schools together.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    binary, boolean, date, date_null, integer, small_integer, string, string_null, text,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

/// Creates schools, accounts, memberships, classes and what ties them.
pub struct People;

impl MigrationName for People {
    fn name(&self) -> &str {
        "m2026_11_24_020_people"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for People {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            schools(),
            accounts(),
            memberships(),
            membership_roles(),
            classes(),
            enrolments(),
            teachings(),
            guardianships(),
            access_codes(),
            notifications(),
        ] {
            manager.create_table(table).await?;
        }
        for (table, columns) in INDEXES {
            let mut index = Index::create();
            index
                .name(format!("{table}_by_{}", columns.join("_")))
                .table(*table);
            for column in *columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// What the queries look for, beside the primary keys.
const INDEXES: &[(&str, &[&str])] = &[
    // The schools of an account at sign-in: the account is known, no school yet.
    ("memberships", &["account_id", "school_id"]),
    // Lists of people in order, page by page.
    ("memberships", &["school_id", "sort_key", "account_id"]),
    // People holding a role.
    ("membership_roles", &["school_id", "role", "account_id"]),
    ("classes", &["school_id", "school_year", "sort_key"]),
    // The classes of a learner, of a teacher.
    ("enrolments", &["school_id", "account_id"]),
    ("teachings", &["school_id", "account_id"]),
    ("guardianships", &["school_id", "guardian_id"]),
    // A new password ends the codes of a person, whichever school gave them.
    ("access_codes", &["account_id", "kind"]),
    // Unread ones are counted at every request.
    ("notifications", &["school_id", "account_id", "read_at"]),
];

pub(crate) fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).to_owned()
}

/// `columns` of this table point at `to_columns` of `to`.
pub(super) fn reference(
    from: &'static str,
    columns: &[&'static str],
    to: &'static str,
    to_columns: &[&'static str],
) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(format!("{from}_{}", columns.join("_")))
        .from_tbl(from)
        .to_tbl(to);
    for column in columns {
        key.from_col(*column);
    }
    for column in to_columns {
        key.to_col(*column);
    }
    key.to_owned()
}

pub(super) fn primary_key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut key = Index::create();
    for column in columns {
        key.col(*column);
    }
    key.to_owned()
}

pub(super) fn unique(name: &str, columns: &[&'static str]) -> IndexCreateStatement {
    primary_key(columns).name(name).unique().to_owned()
}

const MEMBERSHIP: [&str; 2] = ["school_id", "account_id"];

fn schools() -> TableCreateStatement {
    table("schools")
        .col(uuid("id").primary_key())
        .col(string("uai").unique_key())
        .col(string("name"))
        .col(string("city"))
        .col(timestamp_with_time_zone("created_at"))
        .to_owned()
}

fn accounts() -> TableCreateStatement {
    table("accounts")
        .col(uuid("id").primary_key())
        // Folded: one login per person, in whatever case it is typed.
        .col(string("login").unique_key())
        .col(string_null("title"))
        .col(string("first_name"))
        .col(string("last_name"))
        .col(date_null("birth_date"))
        .col(string_null("password_hash"))
        .col(boolean("must_choose_password"))
        .col(string("comfort"))
        // When the last school of the person let them go.
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .to_owned()
}

fn memberships() -> TableCreateStatement {
    table("memberships")
        .col(uuid("school_id"))
        .col(uuid("account_id"))
        .col(binary("sort_key"))
        .col(small_integer("sort_key_version"))
        .col(string("search_key"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .primary_key(&mut primary_key(&MEMBERSHIP))
        .foreign_key(&mut reference(
            "memberships",
            &["school_id"],
            "schools",
            &["id"],
        ))
        .foreign_key(&mut reference(
            "memberships",
            &["account_id"],
            "accounts",
            &["id"],
        ))
        .to_owned()
}

fn membership_roles() -> TableCreateStatement {
    table("membership_roles")
        .col(uuid("school_id"))
        .col(uuid("account_id"))
        .col(string("role"))
        .primary_key(&mut primary_key(&["school_id", "account_id", "role"]))
        .foreign_key(&mut to_membership("membership_roles", "account_id"))
        .to_owned()
}

pub(crate) fn to_membership(
    from: &'static str,
    account: &'static str,
) -> ForeignKeyCreateStatement {
    reference(from, &["school_id", account], "memberships", &MEMBERSHIP)
}

fn classes() -> TableCreateStatement {
    table("classes")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(string("name"))
        .col(binary("sort_key"))
        .col(small_integer("sort_key_version"))
        .col(small_integer("school_year"))
        .col(uuid("curriculum_id"))
        .col(timestamp_with_time_zone_null("archived_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        // What enrolments and teachings point at.
        .index(&mut unique("classes_school_id_id", &["school_id", "id"]))
        .index(&mut unique(
            "classes_name",
            &["school_id", "school_year", "name"],
        ))
        .foreign_key(&mut reference(
            "classes",
            &["school_id"],
            "schools",
            &["id"],
        ))
        .foreign_key(&mut reference(
            "classes",
            &["curriculum_id"],
            "curricula",
            &["id"],
        ))
        .to_owned()
}

pub(super) fn to_class(from: &'static str) -> ForeignKeyCreateStatement {
    reference(
        from,
        &["school_id", "class_id"],
        "classes",
        &["school_id", "id"],
    )
}

fn enrolments() -> TableCreateStatement {
    table("enrolments")
        .col(uuid("school_id"))
        .col(uuid("class_id"))
        .col(uuid("account_id"))
        .col(string("status"))
        .col(boolean("distance"))
        .col(date("entered_on"))
        .col(date_null("left_on"))
        .primary_key(&mut primary_key(&["school_id", "class_id", "account_id"]))
        .foreign_key(&mut to_class("enrolments"))
        .foreign_key(&mut to_membership("enrolments", "account_id"))
        .to_owned()
}

fn teachings() -> TableCreateStatement {
    table("teachings")
        .col(uuid("school_id"))
        .col(uuid("class_id"))
        .col(uuid("account_id"))
        // Numbers of the curriculum's blocs: « 1,2 ».
        .col(string("blocks"))
        .col(boolean("coordinator"))
        .primary_key(&mut primary_key(&["school_id", "class_id", "account_id"]))
        .foreign_key(&mut to_class("teachings"))
        .foreign_key(&mut to_membership("teachings", "account_id"))
        .to_owned()
}

fn guardianships() -> TableCreateStatement {
    table("guardianships")
        .col(uuid("school_id"))
        .col(uuid("learner_id"))
        .col(uuid("guardian_id"))
        .primary_key(&mut primary_key(&[
            "school_id",
            "learner_id",
            "guardian_id",
        ]))
        .foreign_key(&mut to_membership("guardianships", "learner_id"))
        .foreign_key(&mut to_membership("guardianships", "guardian_id"))
        .to_owned()
}

fn access_codes() -> TableCreateStatement {
    table("access_codes")
        .col(binary("hash").primary_key())
        .col(uuid("school_id"))
        .col(uuid("account_id"))
        .col(string("kind"))
        .col(uuid_null("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .foreign_key(&mut to_membership("access_codes", "account_id"))
        .to_owned()
}

fn notifications() -> TableCreateStatement {
    table("notifications")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(uuid("account_id"))
        .col(text("text"))
        .col(string("href"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("read_at"))
        .foreign_key(&mut to_membership("notifications", "account_id"))
        .to_owned()
}
