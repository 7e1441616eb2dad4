//! The slice through its router, as named people, on both engines.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail as their tests do"
)]

mod classes;
mod codes;
mod digests;
mod doors;
mod groups;
mod hours;
mod imports;
mod installation;
mod invitations;
mod lists;
mod mail;
mod merges;
mod own;
mod persons;
mod plans;
mod roll_over;
mod schools;
mod sign_in;
mod stays;

/// What is typed into every field to see whether a page can be broken.
pub const NASTY: &str = "<script>alert(1)</script><b>\"'&";

/// A password that is good enough.
pub const PASSWORD: &str = "le héron mange tard";

/// The UAI of the school that the tests are in.
pub const HERE: &str = "0009017B";
/// The UAI of another school.
pub const THERE: &str = "0750001U";
