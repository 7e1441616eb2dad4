//! The binary `jalon` as a library, so that its tests can wire the same house:
//! command line, configuration, wiring of the slices, home page, demo school.
//! Whatever the field needs lives in a slice.

pub mod backup;
pub mod cli;
pub mod demo;
pub mod metrics;
pub mod settings;
mod site;
mod tasks;
pub mod tls;
mod typesetter;
pub mod upgrade;
pub mod wiring;
