//! The slice through the router, as named actors, on both engines.

mod answers;
mod cast;
mod paths;
mod positionings;
mod queue;
mod statements;
