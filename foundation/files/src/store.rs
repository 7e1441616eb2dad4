//! The bytes: one object per content and per school, in a directory or, by
//! configuration, in S3. Two schools never share an object, so that what one
//! erases is erased, and nobody learns that another school holds a file.

use std::ops::Range;
use std::path::Path as FilePath;
use std::sync::Arc;

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use kernel::SchoolId;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, ObjectStore, ObjectStoreExt as _};
use tokio::io::AsyncWriteExt as _;

use crate::ContentHash;

/// A failure of the disk or of the object store; an administrator may read
/// its `Display`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The object store failed, or holds no such content.
    #[error("Le rangement des fichiers ne répond pas.")]
    Store(#[from] object_store::Error),
    /// The local file could not be read or the directory not be made.
    #[error("Le disque ne répond pas.")]
    Io(#[from] std::io::Error),
}

/// Where contents lie, by school and hash.
#[derive(Debug, Clone)]
pub struct BlobStore {
    inner: Arc<dyn ObjectStore>,
}

impl BlobStore {
    /// Contents in `directory`, made if it is missing. Every content is on the
    /// disk (fsync) before it is acknowledged.
    ///
    /// # Errors
    /// [`StoreError`] when the directory cannot be made.
    pub fn local(directory: &FilePath) -> Result<Self, StoreError> {
        std::fs::create_dir_all(directory)?;
        let store = LocalFileSystem::new_with_prefix(directory)?
            .with_automatic_cleanup(false)
            .with_fsync(true);
        Ok(Self::new(Arc::new(store)))
    }

    /// Contents in any object store.
    #[must_use]
    pub fn new(inner: Arc<dyn ObjectStore>) -> Self {
        Self { inner }
    }

    /// The object's key: two digits first, so that no directory grows huge.
    fn key(school: SchoolId, hash: ContentHash) -> Path {
        let hash = hash.to_string();
        Path::from_iter([school.to_string().as_str(), &hash[..2], &hash])
    }

    /// Stores bytes under their hash.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put(&self, school: SchoolId, bytes: Bytes) -> Result<ContentHash, StoreError> {
        let hash = ContentHash::of(&bytes);
        self.put_hashed(school, hash, bytes).await?;
        Ok(hash)
    }

    /// Stores bytes whose hash is known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn put_hashed(
        &self,
        school: SchoolId,
        hash: ContentHash,
        bytes: Bytes,
    ) -> Result<(), StoreError> {
        if !self.contains(school, hash, bytes.len() as u64).await? {
            self.inner
                .put(&Self::key(school, hash), bytes.into())
                .await?;
        }
        Ok(())
    }

    /// Stores the file at `path`, whose hash and size are known, in parts: it
    /// is never in memory as a whole.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_file(
        &self,
        school: SchoolId,
        hash: ContentHash,
        size: u64,
        path: &FilePath,
    ) -> Result<(), StoreError> {
        if self.contains(school, hash, size).await? {
            return Ok(());
        }
        let mut source = tokio::fs::File::open(path).await?;
        let mut target = BufWriter::new(Arc::clone(&self.inner), Self::key(school, hash));
        if let Err(error) = tokio::io::copy(&mut source, &mut target).await {
            // Parts already sent would stay in S3 and be paid for.
            if let Err(abort) = target.abort().await {
                tracing::warn!(error = %abort, "could not abandon a partial upload to the store");
            }
            return Err(error.into());
        }
        target.shutdown().await?;
        Ok(())
    }

    /// Whether the school already holds this content. The size is compared
    /// too: a shorter object would be one that a power cut damaged.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn contains(
        &self,
        school: SchoolId,
        hash: ContentHash,
        size: u64,
    ) -> Result<bool, StoreError> {
        match self.inner.head(&Self::key(school, hash)).await {
            Ok(meta) => Ok(meta.size == size),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The bytes of `range`, or of the whole content, as a stream.
    ///
    /// # Errors
    /// [`StoreError`] when the content is missing; the stream itself may fail later.
    pub async fn get(
        &self,
        school: SchoolId,
        hash: ContentHash,
        range: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, Result<Bytes, StoreError>>, StoreError> {
        let options = GetOptions::new().with_range(range);
        let result = self
            .inner
            .get_opts(&Self::key(school, hash), options)
            .await?;
        Ok(result.into_stream().map_err(StoreError::from).boxed())
    }

    /// Asks the store for its first object: whether it answers, lets us in and
    /// knows the place.
    ///
    /// # Errors
    /// [`StoreError`] says what it answered.
    pub async fn check(&self) -> Result<(), StoreError> {
        self.inner.list(None).try_next().await?;
        Ok(())
    }

    /// Removes a content; one that is already gone is no error.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remove(&self, school: SchoolId, hash: ContentHash) -> Result<(), StoreError> {
        match self.inner.delete(&Self::key(school, hash)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
