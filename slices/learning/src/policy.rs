//! Who may do what with situations, missions, organisations and their
//! documents: pure, shown as a table in `tests/droits.txt`. Which role an
//! address is open to at all is in `server/tests/droits.txt`.

use kernel::{Role, RoleSet};

/// Those who write together: the whole team of the school.
pub const WRITERS: &[Role] = &[Role::Teacher, Role::Coordinator];
/// Those who read situations.
pub const READERS: &[Role] = &[
    Role::Teacher,
    Role::Coordinator,
    Role::Head,
    Role::DigitalLead,
    Role::Inspector,
];
/// Those who may be given a document: learners get those of their missions.
pub const DOCUMENT_READERS: &[Role] = &[
    Role::Learner,
    Role::Teacher,
    Role::Coordinator,
    Role::Head,
    Role::DigitalLead,
    Role::Inspector,
];

/// What can be done with what is written together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read it, its history, its comments.
    Read,
    /// Change it in any way.
    Write,
}

/// Whether a situation, a mission or an organisation is open to a person.
#[must_use]
pub fn decide(roles: RoleSet, action: Action) -> bool {
    match action {
        Action::Read => roles.has_any(READERS),
        Action::Write => roles.has_any(WRITERS),
    }
}

/// What the right on a document depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocumentFacts {
    /// It was removed.
    pub removed: bool,
    /// It goes with a mission that is entrusted to this person.
    pub entrusted: bool,
}

/// Whether a document is open to a person. Learners never see what is
/// attached to the situation as a whole: that is the team's.
#[must_use]
pub fn decide_document(roles: RoleSet, action: Action, facts: DocumentFacts) -> bool {
    match action {
        Action::Write => roles.has_any(WRITERS),
        Action::Read if facts.removed => roles.has_any(WRITERS),
        Action::Read => roles.has_any(READERS) || (facts.entrusted && roles.has(Role::Learner)),
    }
}

#[cfg(test)]
mod tests;
