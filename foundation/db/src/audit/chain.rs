//! What is signed, and with what.

use hmac::{Hmac, Mac};
use kernel::SchoolId;
use sha2::Sha256;

use super::store::{Model, head};

/// The key of the seals: 32 bytes that the caller reads from a file outside
/// the database. Whoever can only write to the database cannot forge a seal;
/// a backup of Jalon carries the key, so that the trail can still be checked
/// once restored.
#[derive(Clone)]
pub struct AuditKey([u8; 32]);

impl AuditKey {
    /// The key made of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Signs parts, each preceded by its length: no two lists of parts read
    /// the same.
    fn sign(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }

    fn event(&self, event: &Model, sequence: i64, previous: &[u8]) -> Hmac<Sha256> {
        let optional = |id: Option<uuid::Uuid>| id.map(|id| id.into_bytes().to_vec());
        self.sign(&[
            b"jalon audit event 1",
            event.school_id.0.as_bytes(),
            &sequence.to_be_bytes(),
            previous,
            event.id.0.as_bytes(),
            &event.at.timestamp_micros().to_be_bytes(),
            &optional(event.actor_id.map(|id| id.0)).unwrap_or_default(),
            event.action.as_bytes(),
            event.object_kind.as_deref().unwrap_or_default().as_bytes(),
            &optional(event.object_id).unwrap_or_default(),
        ])
    }

    /// The seal of an event at this place of the chain, after `previous`.
    pub(super) fn seal_event(&self, event: &Model, sequence: i64, previous: &[u8]) -> Vec<u8> {
        let mac = self.event(event, sequence, previous);
        mac.finalize().into_bytes().to_vec()
    }

    /// Whether the seal that the event bears is the one it should bear.
    pub(super) fn event_is_intact(&self, event: &Model, sequence: i64, previous: &[u8]) -> bool {
        let borne = event.seal.as_deref().unwrap_or_default();
        let mac = self.event(event, sequence, previous);
        mac.verify_slice(borne).is_ok()
    }

    fn head(&self, school: SchoolId, sequence: i64, seal: &[u8]) -> Hmac<Sha256> {
        self.sign(&[
            b"jalon audit head 1",
            school.0.as_bytes(),
            &sequence.to_be_bytes(),
            seal,
        ])
    }

    /// The signature of the end of a school's chain.
    pub(super) fn sign_head(&self, school: SchoolId, sequence: i64, seal: &[u8]) -> Vec<u8> {
        let mac = self.head(school, sequence, seal);
        mac.finalize().into_bytes().to_vec()
    }

    /// Whether the end of the chain was written by whoever holds the key.
    pub(super) fn head_is_intact(&self, head: &head::Model) -> bool {
        self.head(head.school_id, head.sequence, &head.seal)
            .verify_slice(&head.signature)
            .is_ok()
    }
}

impl std::fmt::Debug for AuditKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AuditKey(…)")
    }
}
