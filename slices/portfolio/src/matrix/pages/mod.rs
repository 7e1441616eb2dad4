//! The pages of the matrix, each handler beside its template.

pub mod column;
pub mod export;
mod held;
pub mod matrix;
mod parts;
pub mod restore;
pub mod save;
mod table;
pub mod undo;
