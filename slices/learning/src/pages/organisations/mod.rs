//! Organisations fil rouge: the list, the page of one, its form.

pub mod actions;
pub mod edit;
pub mod list;
pub mod show;
