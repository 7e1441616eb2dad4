//! What the audit trail keeps of people and classes. Identifiers only.

use db::audit::AuditEvent;
use kernel::AccountId;
use uuid::Uuid;

use crate::imports::ImportId;
use crate::model::ClassId;

/// Something done to a person, a class or a school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The school was created, with its first administrator.
    Installed(kernel::SchoolId),
    /// Somebody signed in with their password.
    SignedIn(AccountId),
    /// Too many attempts to sign in as somebody.
    SignInBlocked(AccountId),
    /// Somebody used their first sign-in code.
    CodeUsed(AccountId),
    /// Somebody chose a new password.
    PasswordChanged(AccountId),
    /// A first sign-in code was handed out.
    CodeGiven(AccountId),
    /// A reset link was handed out.
    ResetGiven(AccountId),
    /// A reset link was sent to the address of the account.
    ResetMailed(AccountId),
    /// An address was entered, still to be confirmed.
    AddressAsked(AccountId),
    /// The owner of an account confirmed its address.
    AddressConfirmed(AccountId),
    /// The address of an account was taken away.
    AddressRemoved(AccountId),
    /// An account was created.
    PersonCreated(AccountId),
    /// Names, birth date or civilité were changed.
    PersonChanged(AccountId),
    /// The roles of somebody were changed.
    RolesChanged(AccountId),
    /// The access of somebody was closed.
    AccessClosed(AccountId),
    /// The access of somebody was opened again.
    AccessOpened(AccountId),
    /// A class was created.
    ClassCreated(ClassId),
    /// A class was renamed, given another year or curriculum.
    ClassChanged(ClassId),
    /// A class was archived.
    ClassArchived(ClassId),
    /// A class was taken out of the archive.
    ClassRestored(ClassId),
    /// Somebody was enrolled in a class.
    Enrolled(AccountId),
    /// Somebody left a class.
    LeftClass(AccountId),
    /// The team of a class was changed.
    TeamChanged(ClassId),
    /// The status or the day of entry of somebody in a class was changed.
    EnrolmentChanged(AccountId),
    /// The groups of a class were changed.
    GroupsChanged(ClassId),
    /// The year of a class was ended, its learners re-enrolled.
    RolledOver(ClassId),
    /// That was undone.
    RollOverUndone(ClassId),
    /// A learner was given somebody legally responsible for them.
    GuardianAdded(AccountId),
    /// Somebody is no longer legally responsible for a learner.
    GuardianRemoved(AccountId),
    /// A file was imported.
    Imported(ImportId),
    /// Another record of somebody was made one with theirs.
    RecordsMerged(AccountId),
    /// That was undone.
    MergeUndone(AccountId),
    /// A link for the first sign-in was sent to the address of the account.
    InvitationMailed(AccountId),
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::Installed(_) => "people.installed",
            Self::SignedIn(_) => "people.signed_in",
            Self::SignInBlocked(_) => "people.sign_in_blocked",
            Self::CodeUsed(_) => "people.code_used",
            Self::PasswordChanged(_) => "people.password_changed",
            Self::CodeGiven(_) => "people.code_given",
            Self::ResetGiven(_) => "people.reset_given",
            Self::ResetMailed(_) => "people.reset_mailed",
            Self::AddressAsked(_) => "people.address_asked",
            Self::AddressConfirmed(_) => "people.address_confirmed",
            Self::AddressRemoved(_) => "people.address_removed",
            Self::PersonCreated(_) => "people.person_created",
            Self::PersonChanged(_) => "people.person_changed",
            Self::RolesChanged(_) => "people.roles_changed",
            Self::AccessClosed(_) => "people.access_closed",
            Self::AccessOpened(_) => "people.access_opened",
            Self::ClassCreated(_) => "people.class_created",
            Self::ClassChanged(_) => "people.class_changed",
            Self::ClassArchived(_) => "people.class_archived",
            Self::ClassRestored(_) => "people.class_restored",
            Self::Enrolled(_) => "people.enrolled",
            Self::LeftClass(_) => "people.left_class",
            Self::TeamChanged(_) => "people.team_changed",
            Self::EnrolmentChanged(_) => "people.enrolment_changed",
            Self::RolledOver(_) => "people.rolled_over",
            Self::RollOverUndone(_) => "people.roll_over_undone",
            Self::GroupsChanged(_) => "people.groups_changed",
            Self::GuardianAdded(_) => "people.guardian_added",
            Self::GuardianRemoved(_) => "people.guardian_removed",
            Self::Imported(_) => "people.imported",
            Self::RecordsMerged(_) => "people.records_merged",
            Self::MergeUndone(_) => "people.merge_undone",
            Self::InvitationMailed(_) => "people.invitation_mailed",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        Some(match *self {
            Self::Installed(school) => ("school", school.into()),
            Self::SignedIn(account)
            | Self::SignInBlocked(account)
            | Self::CodeUsed(account)
            | Self::PasswordChanged(account)
            | Self::CodeGiven(account)
            | Self::ResetGiven(account)
            | Self::ResetMailed(account)
            | Self::AddressAsked(account)
            | Self::AddressConfirmed(account)
            | Self::AddressRemoved(account)
            | Self::PersonCreated(account)
            | Self::PersonChanged(account)
            | Self::RolesChanged(account)
            | Self::AccessClosed(account)
            | Self::AccessOpened(account)
            | Self::Enrolled(account)
            | Self::LeftClass(account)
            | Self::EnrolmentChanged(account)
            | Self::GuardianAdded(account)
            | Self::GuardianRemoved(account)
            | Self::RecordsMerged(account)
            | Self::MergeUndone(account)
            | Self::InvitationMailed(account) => ("account", account.into()),
            Self::Imported(import) => ("import", import.into()),
            Self::ClassCreated(class)
            | Self::ClassChanged(class)
            | Self::ClassArchived(class)
            | Self::ClassRestored(class)
            | Self::TeamChanged(class)
            | Self::RolledOver(class)
            | Self::RollOverUndone(class)
            | Self::GroupsChanged(class) => ("class", class.into()),
        })
    }
}
