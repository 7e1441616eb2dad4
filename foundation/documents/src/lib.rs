//! What a document says, as plain values, and the door to whatever lays it
//! out. Pure: nothing here knows a database, a page of the site or a
//! typesetter, so that slices never wait for a typesetter to compile.
//!
//! A slice fills a [`DossierDocument`] for the [`DocumentRenderer`], or one of
//! the short documents of [`SheetDocument`] for the [`SheetRenderer`], that the
//! server was wired with. A [`TableDocument`] needs no typesetter: [`xlsx`]
//! makes a workbook of it.
//!
//! Rendering takes seconds of one core and blocks: call it from
//! `tokio::task::spawn_blocking`, in a job, and never inside a transaction.
//!
//! No type here can hold a proposed mark: the mark of an exam is secret.

mod calendar;
mod dossier;
mod matrix;
mod period;
mod prose;
mod render;
mod roadmap;
mod situation;
mod table;
mod xlsx;

pub use calendar::{Appointment, Deadline, deadlines_ics};
pub use dossier::{
    Alternative, Bloc, Competence, DossierDocument, Feedback, FeedbackPart, Image, ImageSource,
    Linked, Piece, Position, Report, Section, Viewpoint,
};
pub use matrix::{MatrixBloc, MatrixCell, MatrixColumn, MatrixDocument, MatrixRow};
pub use period::{Done, Finding, Goal, PeriodReport, PeriodWorks, Proven};
pub use prose::{Block, Span};
pub use render::{
    Conformity, DocumentError, DocumentRenderer, Progress, Rendered, SheetDocument, SheetRenderer,
};
pub use roadmap::{Graph, GraphSeries, Improvement, RoadmapDocument, RoadmapObjective, StepShare};
pub use situation::{Mission, Organisation, SituationDocument, Worked};
pub use table::{Column, Group, Place, TableDocument};
pub use xlsx::xlsx;
