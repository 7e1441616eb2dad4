//! For the tests of other crates.

use std::fmt;
use std::io::{Error as IoError, ErrorKind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use db::Db;
use futures::stream::BoxStream;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use kernel::Clock;
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta,
    ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};

use crate::{BlobStore, Files, Limits};

/// Files in two directories below `directory`, with the default limits.
///
/// # Panics
/// When the directories cannot be made: the test cannot run.
#[must_use]
pub fn in_directory(directory: &Path, db: &Db, clock: &Clock) -> Files {
    with_limits(directory, db, clock, Limits::default())
}

/// As [`in_directory`], with other limits: a small quota, small files.
///
/// # Panics
/// As [`in_directory`].
#[must_use]
pub fn with_limits(directory: &Path, db: &Db, clock: &Clock, limits: Limits) -> Files {
    let store = BlobStore::local(&directory.join("contents")).expect("a directory for contents");
    let temporary = directory.join("uploads");
    Files::new(db.clone(), clock.clone(), store, temporary, limits)
        .expect("a directory for uploads")
}

/// A JPEG whose left half is red and right half blue.
///
/// # Panics
/// When it cannot be encoded.
#[must_use]
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let picture: DynamicImage = RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([220, 20, 20])
        } else {
            Rgb([20, 20, 220])
        }
    })
    .into();
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .expect("encoding to memory");
    bytes.into_inner()
}

/// A store in memory whose disk fills up (ENOSPC) and gets room again when the
/// test says so.
#[derive(Clone, Debug, Default)]
pub struct SmallDisk {
    held: Arc<InMemory>,
    full: Arc<AtomicBool>,
}

impl SmallDisk {
    /// The store as [`Files`] uses it.
    #[must_use]
    pub fn store(&self) -> BlobStore {
        BlobStore::new(Arc::new(self.clone()))
    }

    /// Says whether there is no room left.
    pub fn fill(&self, full: bool) {
        self.full.store(full, Ordering::Relaxed);
    }

    fn room(&self) -> Result<()> {
        match self.full.load(Ordering::Relaxed) {
            true => Err(Error::Generic {
                store: "SmallDisk",
                source: Box::new(IoError::from(ErrorKind::StorageFull)),
            }),
            false => Ok(()),
        }
    }
}

impl fmt::Display for SmallDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmallDisk")
    }
}

#[async_trait::async_trait]
impl ObjectStore for SmallDisk {
    async fn put_opts(
        &self,
        location: &Key,
        payload: PutPayload,
        options: PutOptions,
    ) -> Result<PutResult> {
        self.room()?;
        self.held.put_opts(location, payload, options).await
    }

    async fn put_multipart_opts(
        &self,
        location: &Key,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.room()?;
        self.held.put_multipart_opts(location, options).await
    }

    async fn get_opts(&self, location: &Key, options: GetOptions) -> Result<GetResult> {
        self.held.get_opts(location, options).await
    }

    fn delete_stream(
        &self,
        locations: BoxStream<'static, Result<Key>>,
    ) -> BoxStream<'static, Result<Key>> {
        self.held.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Key>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.held.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Key>) -> Result<ListResult> {
        self.held.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Key, to: &Key, options: CopyOptions) -> Result<()> {
        self.room()?;
        self.held.copy_opts(from, to, options).await
    }
}
