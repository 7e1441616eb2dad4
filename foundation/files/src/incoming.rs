//! Receiving an upload: from a stream to a temporary file, never to memory,
//! with reading stopped as soon as the limit is passed.

use std::io::Write as _;
use std::path::Path;

use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use crate::{ContentHash, Refusal};

/// A complete upload in a temporary file, not judged yet. Dropping it removes
/// the file.
#[derive(Debug)]
pub struct Incoming {
    pub(crate) file: NamedTempFile,
    pub(crate) size: u64,
    pub(crate) hash: ContentHash,
    pub(crate) raw_name: String,
}

impl Incoming {
    /// Bytes received, at least one.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// SHA-256 of what was received.
    #[must_use]
    pub fn hash(&self) -> ContentHash {
        self.hash
    }

    /// Where the bytes wait.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.file.path()
    }
}

/// Writes `stream` to a temporary file in `directory`. `raw_name` is the name
/// as sent, unchecked; it never becomes a path.
///
/// # Errors
/// [`Refusal::TooBig`] on the first chunk that passes `limit` (the rest is not
/// read), [`Refusal::Empty`], [`Refusal::Interrupted`] when the stream fails,
/// [`Refusal::Storage`] when the disk does. The temporary file is gone then.
pub async fn receive<S, E>(
    stream: S,
    raw_name: &str,
    limit: u64,
    directory: &Path,
) -> Result<Incoming, Refusal>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: std::fmt::Display,
{
    let directory = directory.to_owned();
    let mut file = blocking(move || NamedTempFile::new_in(directory)).await?;
    let mut hasher = Sha256::new();
    let mut size = 0_u64;
    let mut stream = std::pin::pin!(stream);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| {
            tracing::info!(%error, received = size, "upload interrupted");
            Refusal::Interrupted
        })?;
        size += chunk.len() as u64;
        if size > limit {
            return Err(Refusal::TooBig { limit, label: None });
        }
        (file, hasher) = blocking(move || {
            file.write_all(&chunk)?;
            hasher.update(&chunk);
            Ok((file, hasher))
        })
        .await?;
    }
    if size == 0 {
        return Err(Refusal::Empty);
    }
    Ok(Incoming {
        file,
        size,
        hash: ContentHash::finish(hasher),
        raw_name: raw_name.to_owned(),
    })
}

/// Runs disk work off the asynchronous threads. A panic of `work` becomes a
/// failure of the house.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Refusal::storage)?
        .map_err(Refusal::storage)
}
