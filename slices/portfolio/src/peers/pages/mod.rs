//! The pages of the readings between peers, each with its template beside it.

pub mod list;
pub mod mine;
pub mod prepare;
pub mod read;
pub mod received;
pub mod round;
pub mod spread;
pub mod steps;
