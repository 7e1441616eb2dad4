//! Work that happens later: a row committed with the change that asked for
//! it, claimed by one worker at a time, run again when it failed.
pub mod migration;
