//! Argon2id. Its parameters travel with each hash (PHC string), so that they
//! can be raised later: a hash of other parameters is replaced at sign-in.

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use kernel::Secret;
use tokio::sync::Semaphore;
use web::AppError;

/// OWASP's second choice: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// Each hash takes 19 MiB and a core for a moment: a class that signs in at
/// once waits its turn instead of filling the memory.
static TURNS: Semaphore = Semaphore::const_new(4);

/// What is verified for an account that does not exist or has no password, so
/// that the answer takes as long.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now(Secret::generate().reveal()).unwrap_or_default());

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).unwrap_or(Params::DEFAULT);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &str) -> Result<String, argon2::password_hash::Error> {
    // The salt comes from the one place that draws secrets.
    let salt = SaltString::encode_b64(&Secret::generate().hash().0[..16])?;
    Ok(hasher()
        .hash_password(password.as_bytes(), &salt)?
        .to_string())
}

/// The PHC string of a password.
///
/// # Errors
/// When the machine has not enough memory.
pub async fn hash(password: &str) -> Result<String, AppError> {
    let password = password.to_owned();
    in_turn(move || hash_now(&password))
        .await?
        .map_err(|error| AppError::internal(error.to_string()))
}

/// Whether `password` is the one of `stored`; without a stored one it takes as
/// long and is wrong.
///
/// # Errors
/// When the work could not be done.
pub async fn verify(password: &str, stored: Option<String>) -> Result<bool, AppError> {
    let password = password.to_owned();
    in_turn(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.clone());
        let right = PasswordHash::new(&stored).is_ok_and(|parsed| {
            hasher()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok()
        });
        known && right
    })
    .await
}

/// Whether a stored hash was made with other parameters than today's.
pub fn needs_rehash(stored: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(stored) else {
        return true;
    };
    Params::try_from(&parsed).map_or(true, |params| {
        params.m_cost() != MEMORY_KIB || params.t_cost() != PASSES
    }) || parsed.algorithm != argon2::ARGON2ID_IDENT
}

async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    let turn = TURNS.acquire().await.map_err(AppError::internal)?;
    let done = tokio::task::spawn_blocking(work)
        .await
        .map_err(AppError::internal);
    drop(turn);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_opens_and_nobody_has_none() {
        let stored = hash("cheval correct pile").await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(
            verify("cheval correct pile", Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(!verify("cheval", Some(stored.clone())).await.unwrap());
        assert!(!verify("", None).await.unwrap());
        assert!(!needs_rehash(&stored));
    }

    #[test]
    fn a_hash_of_weaker_parameters_is_to_be_replaced() {
        let weak = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(8 * 1024, 1, 1, None).unwrap(),
        );
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        let stored = weak.hash_password(b"secret", &salt).unwrap().to_string();
        assert!(needs_rehash(&stored));
        assert!(needs_rehash("pas une empreinte"));
    }
}
