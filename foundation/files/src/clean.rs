//! From an upload to what is kept: the kind is established, its limit
//! checked, its metadata removed. No database, no store.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use bytes::Bytes;
use tempfile::NamedTempFile;
use tokio::sync::Semaphore;

use crate::incoming::{Incoming, blocking};
use crate::kind::Family;
use crate::{ContentHash, Kind, Limits, Refusal, display_name, image, sniff, video};

/// One image at a time for the whole process: decoding takes hundreds of
/// megabytes, and the school's PC has few.
static DECODING: Semaphore = Semaphore::const_new(1);

/// A file ready to be stored.
#[derive(Debug)]
pub struct Cleaned {
    /// [`display_name`] of the name sent, with the final kind's extension.
    pub name: String,
    /// What it is now; a WebP has become JPEG or PNG.
    pub kind: Kind,
    /// Bytes to keep.
    pub size: u64,
    /// Hash of the bytes to keep.
    pub hash: ContentHash,
    /// The bytes to keep.
    pub content: Content,
    /// For images only.
    pub image: Option<ImageFacts>,
}

/// Where the bytes to keep are.
#[derive(Debug)]
pub enum Content {
    /// Encoded anew.
    Memory(Bytes),
    /// As received, or cleaned in place; removed on drop.
    Disk(NamedTempFile),
}

/// What is known of an image.
#[derive(Debug)]
pub struct ImageFacts {
    /// Pixels, upright.
    pub width: u32,
    /// Pixels, upright.
    pub height: u32,
    /// JPEG.
    pub thumbnail: Bytes,
}

/// Judges and cleans an upload.
///
/// # Errors
/// Any [`Refusal`]; the temporary file is then removed.
pub async fn clean(mut incoming: Incoming, limits: &Limits) -> Result<Cleaned, Refusal> {
    let (incoming, kind) = judged(move || {
        let kind = sniff(incoming.file.as_file_mut())?;
        Ok((incoming, kind))
    })
    .await?;
    let limit = kind.max_size(limits);
    if incoming.size > limit {
        return Err(Refusal::TooBig {
            limit,
            label: Some(kind.label()),
        });
    }
    match kind {
        _ if kind.family() == Family::Image => clean_image(incoming, kind, limits.clone()).await,
        Kind::Mp4 | Kind::Mov | Kind::M4a | Kind::WebM => clean_video(incoming, kind).await,
        _ => Ok(as_it_is(incoming, kind)),
    }
}

async fn clean_image(
    mut incoming: Incoming,
    kind: Kind,
    limits: Limits,
) -> Result<Cleaned, Refusal> {
    one_image_at_a_time(move || {
        let bytes = read_all(incoming.file.as_file_mut()).map_err(Refusal::storage)?;
        let image = image::clean(&bytes, kind, &limits)?;
        Ok(Cleaned {
            name: display_name(&incoming.raw_name, image.kind),
            kind: image.kind,
            size: image.bytes.len() as u64,
            hash: ContentHash::of(&image.bytes),
            content: Content::Memory(image.bytes.into()),
            image: Some(ImageFacts {
                width: image.width,
                height: image.height,
                thumbnail: image.thumbnail.into(),
            }),
        })
    })
    .await
}

/// Decodes or encodes an image off the asynchronous threads, after the one
/// before it.
pub(crate) async fn one_image_at_a_time<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let permit = DECODING.acquire().await.map_err(Refusal::storage)?;
    judged(move || {
        // Held by the work itself: a browser that goes away does not let a
        // second image in beside this one.
        let _permit = permit;
        work()
    })
    .await
}

async fn clean_video(mut incoming: Incoming, kind: Kind) -> Result<Cleaned, Refusal> {
    judged(move || {
        let file = incoming.file.as_file_mut();
        if video::strip_location(file, kind)? > 0 {
            file.seek(SeekFrom::Start(0)).map_err(Refusal::storage)?;
            incoming.hash = ContentHash::of_reader(file).map_err(Refusal::storage)?;
        }
        Ok(as_it_is(incoming, kind))
    })
    .await
}

fn as_it_is(incoming: Incoming, kind: Kind) -> Cleaned {
    Cleaned {
        name: display_name(&incoming.raw_name, kind),
        kind,
        size: incoming.size,
        hash: incoming.hash,
        content: Content::Disk(incoming.file),
        image: None,
    }
}

fn read_all(file: &mut File) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// [`blocking`] for work that may refuse.
async fn judged<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    blocking(move || Ok(work())).await?
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    async fn upload(bytes: &'static [u8], directory: &std::path::Path) -> Incoming {
        let chunks = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(bytes))]);
        crate::receive(chunks, "a", 1_000, directory).await.unwrap()
    }

    #[tokio::test]
    async fn an_image_waits_for_the_one_before_it_and_a_text_does_not() {
        let directory = tempfile::tempdir().unwrap();
        let limits = Limits::default();
        let before = DECODING.acquire().await.unwrap();

        let text = upload(b"bonjour", directory.path()).await;
        assert!(clean(text, &limits).await.is_ok());

        let image = upload(b"\xFF\xD8\xFFnot much of a JPEG", directory.path()).await;
        let mut waiting = std::pin::pin!(clean(image, &limits));
        let soon = Duration::from_millis(200);
        assert!(tokio::time::timeout(soon, &mut waiting).await.is_err());

        drop(before);
        assert!(matches!(waiting.await, Err(Refusal::DamagedImage)));
    }
}
