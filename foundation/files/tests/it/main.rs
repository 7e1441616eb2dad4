//! What a person would notice: refusals by their sentence, cleaned files by
//! what is no longer in them.

mod build;
mod images;
mod names;
mod receiving;
mod sniffing;
mod storing;
mod videos;
