//! For the tests of other crates.

use std::path::Path;

use db::Db;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use kernel::Clock;

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
