//! The situations of the guide as files to take: VosRêves, in five situations.

use kernel::uuid::Uuid;
use sha2::{Digest, Sha256};

use super::format::{Envelope, FORMAT, VERSION};
use crate::shipped::{Collection, SituationFile};

/// The situation of that number in a collection, from 1, as an address has it.
#[must_use]
pub fn envelope(collection: &Collection, number: &str) -> Option<Envelope> {
    let rank = number.parse::<usize>().ok()?.checked_sub(1)?;
    let file = collection.situations.get(rank)?;
    Some(Envelope {
        format: FORMAT.to_owned(),
        version: VERSION,
        origin: origin(file),
        curriculum: file.curriculum.clone(),
        organisation: Some(collection.organisation.clone()),
        situation: file.situation.clone(),
        missions: file.missions.clone(),
        attachments: Vec::new(),
    })
}

/// The same in every Jalon, whatever is mended in the text: a situation of the
/// guide that was taken before is recognised.
fn origin(file: &SituationFile) -> Uuid {
    let name = format!("jalon {} {}", file.curriculum, file.situation.title);
    let digest = Sha256::digest(name);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    kernel::uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
