//! The library, the page of a situation, its form, what is done with it.

pub mod actions;
pub mod comments;
pub mod edit;
pub mod library;
pub mod new;
pub mod show;
pub mod trash;
mod view;

pub use view::trail;
