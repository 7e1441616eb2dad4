//! The workbook of NumEA, in the shape of the guide: the questionnaire with its
//! ticks, the data of the graph with the graph itself, the échéancier; and one
//! more sheet, « Jalon – détail », for what these cannot hold.
//!
//! It goes out with what the school has, and comes back with what was filled in:
//! a workbook that was not touched changes nothing. Reading says what is wrong
//! by its cell and takes all or nothing.

pub mod apply;
pub mod collect;
pub mod model;
pub mod pages;
pub mod paths;
pub mod problems;
pub mod read;
pub mod routes;
#[cfg(test)]
mod tests;
pub mod write;

pub use model::{Book, BookGoal, BookPoint, Cover};
pub use problems::{Problem, Unreadable};
