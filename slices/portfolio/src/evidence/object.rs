//! A piece as the object of an address.

use db::DbError;
use kernel::{Role, SchoolId};
use web::{Actor, App, Does, Protected};

use super::EvidenceId;
use super::store::{self, evidence};
use crate::peers::store as peers;
use crate::policy::{PieceAction, PieceFacts, decide_piece};
use crate::report::State;
use crate::report::store as reports;

/// A piece with what ties the person who asks to it.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The piece.
    pub row: evidence::Model,
    facts: PieceFacts,
}

impl Protected for Piece {
    const PARAM: &'static str = "evidence";
    type Id = EvidenceId;
    type Action = PieceAction;

    async fn find(app: &App, actor: &Actor, id: EvidenceId) -> Result<Option<Self>, DbError> {
        let reader = app.db.reader();
        let Some(row) = store::find(reader, actor.school, id).await? else {
            return Ok(None);
        };
        let own = row.learner_id == actor.account;
        let mut facts = PieceFacts {
            own,
            // A piece that was removed is its learner's alone.
            handed_in: row.removed_at.is_none(),
            ..PieceFacts::default()
        };
        if !own {
            facts.team =
                people::api::is_team_of(&app.db, actor.school, actor.account, row.learner_id)
                    .await?
                    .is_some();
            if let Some(report) = row.report_id {
                if actor.is(Role::Learner) {
                    let today = kernel::local_date(app.clock.now());
                    facts.peer =
                        peers::is_reading(reader, actor.school, actor.account, report, today)
                            .await?;
                }
                let report = reports::find(reader, actor.school, report).await?;
                let present = report.filter(|report| report.deleted_at.is_none());
                let submitted = match &present {
                    Some(report) if report.submitted_at.is_some() => {
                        reports::last_submitted(reader, actor.school, report.id).await?
                    }
                    _ => None,
                };
                // Handed in with the version that was submitted: a piece added
                // to a draft since is not.
                facts.handed_in &= match submitted {
                    Some(version) => version.read()?.evidence.contains(&row.id),
                    None => false,
                };
                facts.shared = row.removed_at.is_none()
                    && present.is_some_and(|r| r.state == State::Draft && r.shared);
            }
        }
        Ok(Some(Self { row, facts }))
    }

    fn allows(&self, actor: &Actor, action: PieceAction) -> bool {
        decide_piece(actor.roles, action, self.facts)
    }

    async fn school_of(app: &App, id: EvidenceId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Sees or saves a piece.
#[derive(Clone, Copy, Debug)]
pub struct Opens;
impl Does<Piece> for Opens {
    const ACTION: PieceAction = PieceAction::Open;
}

/// Changes a piece of one's own.
#[derive(Clone, Copy, Debug)]
pub struct Writes;
impl Does<Piece> for Writes {
    const ACTION: PieceAction = PieceAction::Write;
}
