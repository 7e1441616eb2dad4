//! Secrets that a person carries (session, reset link, first sign-in code):
//! handed out once, kept only as a hash.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A secret in clear. Shown to its owner, never stored, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// SHA-256 of a [`Secret`], 32 bytes: what the database keeps.
#[derive(Clone, Debug, PartialEq, Eq, Hash, sea_orm::DeriveValueType)]
pub struct SecretHash(pub Vec<u8>);

impl Secret {
    /// 256 fresh random bits, as 43 characters that fit an address.
    #[must_use]
    pub fn generate() -> Self {
        Self(URL_SAFE_NO_PAD.encode(random_bytes::<32>()))
    }

    /// What a person typed or a browser sent.
    #[must_use]
    pub fn presented(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text to show or to set in a cookie.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The hash to store or to look for.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        SecretHash(Sha256::digest(self.0.as_bytes()).to_vec())
    }
}

// SeaORM asks every primary key for this; a hash never comes from a counter.
impl sea_orm::TryFromU64 for SecretHash {
    fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
        Err(sea_orm::DbErr::ConvertFromU64("SecretHash"))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A code that a person copies from paper: groups of four out of an alphabet
/// without look-alikes (no 0 O 1 I L U), 30 letters: about 4.9 bits each.
#[must_use]
pub fn readable_code(groups: usize) -> Secret {
    const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut code = String::new();
    for group in 0..groups {
        if group > 0 {
            code.push('-');
        }
        let mut letters = 0;
        while letters < 4 {
            let [byte] = random_bytes::<1>();
            // 240 is the last multiple of 30 in a byte: beyond it a letter
            // would come up more often than another.
            if byte < 240 {
                code.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
                letters += 1;
            }
        }
    }
    Secret(code)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that draws secrets, from the system's generator"
)]
fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::RngCore::fill_bytes(&mut rand::rng(), &mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_long_unique_and_never_printed() {
        let (one, two) = (Secret::generate(), Secret::generate());
        assert_ne!(one, two);
        assert_eq!(one.reveal().len(), 43);
        assert!(!format!("{one:?}").contains(one.reveal()));
        assert_eq!(one.hash(), Secret::presented(one.reveal()).hash());
    }

    #[test]
    fn a_code_on_paper_has_no_look_alikes() {
        for _ in 0..50 {
            let code = readable_code(3);
            assert_eq!(code.reveal().len(), 14);
            assert!(!code.reveal().contains(['0', 'O', '1', 'I', 'L', 'U']));
        }
    }
}
