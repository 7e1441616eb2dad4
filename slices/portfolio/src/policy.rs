//! Who may do what with reports, pieces, paths and conversations: pure, shown
//! as a table in `tests/droits.txt`. Which role an address is open to at all
//! is in `server/tests/droits.txt`.

use kernel::{Role, RoleSet};

/// Those who answer and position: `facts.team` says whose.
pub const TEAM: &[Role] = &[Role::Teacher, Role::Coordinator];
/// Those who look at the work of the whole school without answering.
pub const OBSERVERS: &[Role] = &[Role::Head, Role::Inspector];
/// Those who read submitted reports.
pub const READERS: &[Role] = &[
    Role::Teacher,
    Role::Coordinator,
    Role::Head,
    Role::Inspector,
];
/// Those who see a learner's path.
pub const PATH_READERS: &[Role] = &[
    Role::Teacher,
    Role::Coordinator,
    Role::Head,
    Role::Inspector,
    Role::Guardian,
];
/// Those who write reports.
pub const LEARNER: &[Role] = &[Role::Learner];
/// Those who take part in conversations.
pub const TALKERS: &[Role] = &[Role::Learner, Role::Teacher, Role::Coordinator];
/// Those who may be shown a piece.
pub const PIECE_READERS: &[Role] = &[
    Role::Learner,
    Role::Teacher,
    Role::Coordinator,
    Role::Head,
    Role::Inspector,
];

/// What can be done on the path of a learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathAction {
    /// See the levels.
    SeeLevels,
    /// See reports and pieces, and who placed them where and why.
    SeeWorks,
    /// Position as a member of the team.
    Position,
}

/// What ties a person to a learner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LearnerFacts {
    /// They are of the team of one of the learner's classes.
    pub team: bool,
    /// They are legally responsible for the learner, who is a minor.
    pub guardian: bool,
}

/// Whether the path of a learner is open to a person.
#[must_use]
pub fn decide_path(roles: RoleSet, action: PathAction, facts: LearnerFacts) -> bool {
    let team = facts.team && roles.has_any(TEAM);
    let observer = roles.has_any(OBSERVERS);
    match action {
        PathAction::SeeLevels => team || observer || (facts.guardian && roles.has(Role::Guardian)),
        PathAction::SeeWorks => team || observer,
        PathAction::Position => team,
    }
}

/// What can be done with a whole class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassAction {
    /// See where its learners are.
    See,
    /// Bring results of another service into it.
    ImportResults,
}

/// What ties a person to a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassFacts {
    /// They are of its team.
    pub team: bool,
    /// It left the lists.
    pub archived: bool,
}

/// Whether a class is open to a person.
#[must_use]
pub fn decide_class(roles: RoleSet, action: ClassAction, facts: ClassFacts) -> bool {
    let team = facts.team && roles.has_any(TEAM);
    !facts.archived
        && match action {
            ClassAction::See => team || roles.has_any(OBSERVERS),
            ClassAction::ImportResults => team,
        }
}

/// What readers can do with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingAction {
    /// Read the last submitted version.
    Read,
    /// Answer, position, decide.
    Answer,
}

/// What a reader's right depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadingFacts {
    /// They are of the learner's team.
    pub team: bool,
    /// The report was submitted at least once.
    pub submitted: bool,
    /// It is a draft that the learner shows to the team.
    pub shared: bool,
}

/// Whether a report is open to a reader. A draft is for the team alone, and
/// only when it is shared.
#[must_use]
pub fn decide_reading(roles: RoleSet, action: ReadingAction, facts: ReadingFacts) -> bool {
    let team = facts.team && roles.has_any(TEAM);
    match action {
        ReadingAction::Read => {
            (team && (facts.submitted || facts.shared))
                || (roles.has_any(OBSERVERS) && facts.submitted)
        }
        ReadingAction::Answer => team && (facts.submitted || facts.shared),
    }
}

/// What ties a person to a feedback.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConversationFacts {
    /// They wrote the report.
    pub own: bool,
    /// They are of the learner's team.
    pub team: bool,
}

/// Whether a person takes part in the conversation under a feedback.
#[must_use]
pub fn decide_conversation(roles: RoleSet, facts: ConversationFacts) -> bool {
    (facts.own && roles.has(Role::Learner)) || (facts.team && roles.has_any(TEAM))
}

/// What a learner does with what is theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnAction {
    /// Read it, its versions, its feedback.
    Read,
    /// Change it in any way.
    Write,
}

/// Whether a report or a piece is a person's own to read or write.
#[must_use]
pub fn decide_own(roles: RoleSet, _: OwnAction, own: bool) -> bool {
    own && roles.has(Role::Learner)
}

/// What can be done with a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceAction {
    /// See or save it.
    Open,
    /// Describe, link, remove it.
    Write,
}

/// What the right on a piece depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PieceFacts {
    /// They added it.
    pub own: bool,
    /// They are of the learner's team.
    pub team: bool,
    /// It hangs on no draft: it stands alone, or its report was submitted.
    pub handed_in: bool,
    /// Its report is a draft that the learner shows to the team.
    pub shared: bool,
    /// Its report was given to them to read as a peer, and they still may.
    pub peer: bool,
}

/// Whether a piece is open to a person. A piece follows its report.
#[must_use]
pub fn decide_piece(roles: RoleSet, action: PieceAction, facts: PieceFacts) -> bool {
    let own = facts.own && roles.has(Role::Learner);
    match action {
        PieceAction::Write => own,
        PieceAction::Open => {
            let team = facts.team && roles.has_any(TEAM);
            let peer = facts.peer && roles.has(Role::Learner);
            own || (team && (facts.handed_in || facts.shared))
                || ((peer || roles.has_any(OBSERVERS)) && facts.handed_in)
        }
    }
}

#[cfg(test)]
mod tests;
