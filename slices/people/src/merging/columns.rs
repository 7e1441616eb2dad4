//! The columns of this slice that name an account, and those of the
//! foundation, which knows no accounts.

use web::AccountColumn;

const LEARNERS_ONLY: &str =
    "two records become one only when both are a learner's and nothing else";
const WHO_DID_IT: &str = "who did something, which stays true";

/// See [`web::Module::accounts`].
pub const COLUMNS: &[AccountColumn] = &[
    AccountColumn::stays(
        "memberships",
        "account_id",
        "the record itself, which is closed",
    ),
    AccountColumn::stays("membership_roles", "account_id", LEARNERS_ONLY),
    AccountColumn::by_slice("enrolments", "account_id"),
    AccountColumn::by_slice("group_members", "account_id"),
    AccountColumn::by_slice("roll_over_lines", "account_id"),
    AccountColumn::by_slice("guardianships", "learner_id"),
    AccountColumn::stays("guardianships", "guardian_id", LEARNERS_ONLY),
    AccountColumn::stays("teachings", "account_id", LEARNERS_ONLY),
    AccountColumn::stays("teaching_hours", "account_id", LEARNERS_ONLY),
    AccountColumn::stays(
        "access_codes",
        "account_id",
        "a code opens nothing while its account is closed, and is good again when the merge is undone",
    ),
    AccountColumn::stays("access_codes", "created_by", WHO_DID_IT),
    AccountColumn::follows("notifications", "account_id"),
    AccountColumn::by_slice("external_ids", "account_id"),
    AccountColumn::stays("imports", "created_by", WHO_DID_IT),
    AccountColumn::stays(
        "import_effects",
        "account_id",
        "an import that waits is compared again: the versions of both accounts changed",
    ),
    AccountColumn::stays("import_effects", "learner_id", "as its account"),
    AccountColumn::by_slice("mail_addresses", "account_id"),
    AccountColumn::by_slice("mail_confirmations", "account_id"),
    AccountColumn::stays("mail_confirmations", "asked_by", WHO_DID_IT),
    AccountColumn::stays(
        "mail_farewells",
        "account_id",
        "an address that was left is told once, then forgotten",
    ),
    AccountColumn::stays("record_merges", "kept_id", "the merge itself"),
    AccountColumn::stays("record_merges", "closed_id", "the merge itself"),
    AccountColumn::stays("record_merges", "done_by", WHO_DID_IT),
    AccountColumn::stays(
        "sessions",
        "account_id",
        "those of the closed record end with it",
    ),
    AccountColumn::stays("audit_events", "actor_id", "the trail is never rewritten"),
    AccountColumn::stays("audit_events", "object_id", "the trail is never rewritten"),
];
