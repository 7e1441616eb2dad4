//! The slice through its router, as named people, on both engines.

mod classes;
mod codes;
mod doors;
mod installation;
mod lists;
mod own;
mod persons;
mod plans;
mod schools;
mod sign_in;

/// What is typed into every field to see whether a page can be broken.
pub const NASTY: &str = "<script>alert(1)</script><b>\"'&";

/// A password that is good enough.
pub const PASSWORD: &str = "le héron mange tard";

/// A valid UAI, and another.
pub const HERE: &str = "0009017B";
pub const THERE: &str = "0750001U";
