//! What the addresses are about: a class that one teaches, a round for its
//! team, a reading for its reader, what was received for its author.

use db::DbError;
use kernel::{SchoolId, local_date};
use people::api::{ClassId, ClassSummary};
use web::{Actor, App, Does, Protected};

use super::model::{Phase, ReadingId, RoundId};
use super::policy::{Action, Facts, decide};
use super::store::{self, readings, rounds};

/// No tie at all.
const NOBODY: Facts = Facts {
    team: false,
    reader: false,
    author: false,
    phase: Phase::Prepared,
};

/// A class, for those who teach it.
#[derive(Clone, Debug)]
pub struct Taught {
    /// The class.
    pub class: ClassSummary,
    facts: Facts,
}

impl Protected for Taught {
    const PARAM: &'static str = "class";
    type Id = ClassId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: ClassId) -> Result<Option<Self>, DbError> {
        let tied = people::api::tied_class(&app.db, actor, id).await?;
        Ok(tied.map(|tied| Self {
            facts: Facts {
                team: tied.teaches && !tied.class.archived,
                ..NOBODY
            },
            class: tied.class,
        }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide(actor.roles, action, self.facts)
    }
}

/// A round, for the team of its class.
#[derive(Clone, Debug)]
pub struct Round {
    /// The round.
    pub row: rounds::Model,
    /// Its class.
    pub class: ClassSummary,
    /// Where it is today.
    pub phase: Phase,
    facts: Facts,
}

impl Protected for Round {
    const PARAM: &'static str = "round";
    type Id = RoundId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: RoundId) -> Result<Option<Self>, DbError> {
        let Some(row) = store::round(app.db.reader(), actor.school, id).await? else {
            return Ok(None);
        };
        let Some(taught) = Taught::find(app, actor, row.class_id).await? else {
            return Ok(None);
        };
        let phase = row.phase(local_date(app.clock.now()));
        Ok(Some(Self {
            row,
            class: taught.class,
            phase,
            facts: Facts {
                phase,
                ..taught.facts
            },
        }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide(actor.roles, action, self.facts)
    }

    async fn school_of(app: &App, id: RoundId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// A production given to a learner to read.
#[derive(Clone, Debug)]
pub struct Given {
    /// The reading.
    pub row: readings::Model,
    /// Its round.
    pub round: rounds::Model,
    /// Where the round is today.
    pub phase: Phase,
    facts: Facts,
}

impl Protected for Given {
    const PARAM: &'static str = "reading";
    type Id = ReadingId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: ReadingId) -> Result<Option<Self>, DbError> {
        let reader = app.db.reader();
        let Some(row) = store::reading(reader, actor.school, id).await? else {
            return Ok(None);
        };
        let Some(round) = store::round(reader, actor.school, row.round_id).await? else {
            return Ok(None);
        };
        let places = people::api::places_of(reader, actor.school, actor.account).await?;
        let phase = round.phase(local_date(app.clock.now()));
        Ok(Some(Self {
            facts: Facts {
                reader: row.reader_id == actor.account && places.classes.contains(&round.class_id),
                phase,
                ..NOBODY
            },
            row,
            round,
            phase,
        }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide(actor.roles, action, self.facts)
    }
}

/// What was written for a learner in a round.
#[derive(Clone, Debug)]
pub struct Received {
    /// The round.
    pub round: rounds::Model,
    /// What was handed in, in no order that tells who wrote it.
    pub readings: Vec<readings::Model>,
    facts: Facts,
}

impl Protected for Received {
    const PARAM: &'static str = "received";
    type Id = RoundId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: RoundId) -> Result<Option<Self>, DbError> {
        let reader = app.db.reader();
        let Some(round) = store::round(reader, actor.school, id).await? else {
            return Ok(None);
        };
        let readings = store::received(reader, actor.school, id, actor.account).await?;
        Ok(Some(Self {
            facts: Facts {
                author: !readings.is_empty(),
                phase: round.phase(local_date(app.clock.now())),
                ..NOBODY
            },
            round,
            readings,
        }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide(actor.roles, action, self.facts)
    }

    async fn school_of(app: &App, id: RoundId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Prepares rounds in a class, follows and leads one.
#[derive(Clone, Copy, Debug)]
pub struct Manages;
impl Does<Taught> for Manages {
    const ACTION: Action = Action::Manage;
}
impl Does<Round> for Manages {
    const ACTION: Action = Action::Manage;
}

/// Sees what was given to them to read.
#[derive(Clone, Copy, Debug)]
pub struct Looks;
impl Does<Given> for Looks {
    const ACTION: Action = Action::Look;
}

/// Sees what was written for them.
#[derive(Clone, Copy, Debug)]
pub struct Receives;
impl Does<Received> for Receives {
    const ACTION: Action = Action::Receive;
}
