//! What a person would notice: refusals by their sentence, cleaned files by
//! what is no longer in them.

#[cfg(test)]
mod build;
#[cfg(test)]
mod full_bucket;
#[cfg(test)]
mod images;
#[cfg(test)]
mod names;
#[cfg(test)]
mod receiving;
#[cfg(test)]
mod recording;
#[cfg(test)]
mod retouching;
#[cfg(test)]
mod sniffing;
#[cfg(test)]
mod storing;
#[cfg(test)]
mod videos;
#[cfg(test)]
mod webm;
