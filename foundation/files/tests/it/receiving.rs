use std::path::Path;

use bytes::Bytes;
use files::{Cleaned, Content, ContentHash, Incoming, Kind, Limits, Refusal, clean, receive};
use futures::{StreamExt as _, stream};
use image::ImageFormat;

use crate::build::{encode, mp4_box, picture, video};

async fn upload(bytes: &[u8], limit: u64, directory: &Path) -> Result<Incoming, Refusal> {
    let chunks: Vec<Result<Bytes, std::io::Error>> = bytes
        .chunks(1_000)
        .map(|chunk| Ok(Bytes::copy_from_slice(chunk)))
        .collect();
    receive(stream::iter(chunks), "../Preuve n° 1.exe", limit, directory).await
}

async fn cleaned(bytes: &[u8], limits: &Limits) -> Result<Cleaned, Refusal> {
    let directory = tempfile::tempdir().unwrap();
    clean(
        upload(bytes, limits.largest_file(), directory.path()).await?,
        limits,
    )
    .await
}

fn left_in(directory: &Path) -> usize {
    std::fs::read_dir(directory).unwrap().count()
}

#[tokio::test]
async fn an_upload_waits_in_a_temporary_file_with_its_size_and_hash() {
    let directory = tempfile::tempdir().unwrap();
    let bytes = b"bonjour ".repeat(1_000);
    let incoming = upload(&bytes, 8_000, directory.path()).await.unwrap();
    assert_eq!(incoming.size(), 8_000);
    assert_eq!(incoming.hash(), ContentHash::of(&bytes));
    assert_eq!(std::fs::read(incoming.path()).unwrap(), bytes);
    drop(incoming);
    assert_eq!(left_in(directory.path()), 0, "nothing stays behind");
}

#[tokio::test]
async fn reading_stops_where_the_limit_is_passed() {
    let directory = tempfile::tempdir().unwrap();
    let mut given = 0_u32;
    let endless = stream::repeat_with(|| {
        given += 1;
        Ok::<_, std::io::Error>(Bytes::from_static(&[b'a'; 1_000]))
    });
    let refusal = receive(endless, "a", 20_000_000, directory.path())
        .await
        .unwrap_err();
    assert!(matches!(refusal, Refusal::TooBig { .. }));
    assert!(refusal.to_string().contains("20\u{a0}Mo"), "{refusal}");
    assert_eq!(given, 20_001);
    assert_eq!(left_in(directory.path()), 0);
}

#[tokio::test]
async fn nothing_and_a_broken_connection_are_refused_and_leave_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let refusal = upload(b"", 1_000, directory.path()).await.unwrap_err();
    assert!(matches!(refusal, Refusal::Empty));

    let broken = stream::iter([Ok(Bytes::from_static(b"abc")), Err("reset")]).boxed();
    let refusal = receive(broken, "a", 1_000, directory.path())
        .await
        .unwrap_err();
    assert!(matches!(refusal, Refusal::Interrupted));
    assert_eq!(left_in(directory.path()), 0);
}

#[tokio::test]
async fn the_content_decides_whatever_the_name_says() {
    let photo = encode(&picture(30, 20), ImageFormat::Jpeg);
    let cleaned = cleaned(&photo, &Limits::default()).await.unwrap();
    assert_eq!(cleaned.kind, Kind::Jpeg);
    assert_eq!(cleaned.name, "Preuve n° 1.exe.jpg");
    let facts = cleaned.image.unwrap();
    assert_eq!((facts.width, facts.height), (30, 20));
    let Content::Memory(bytes) = cleaned.content else {
        panic!("an image is encoded anew")
    };
    assert_eq!(cleaned.hash, ContentHash::of(&bytes));
    assert_eq!(cleaned.size, bytes.len() as u64);
}

#[tokio::test]
async fn each_kind_has_its_limit() {
    let limits = Limits {
        text: 10,
        ..Limits::default()
    };
    let refusal = cleaned(b"un texte de plus de dix octets", &limits)
        .await
        .unwrap_err();
    assert!(refusal.to_string().contains("10\u{a0}o"), "{refusal}");
    assert!(refusal.to_string().contains("texte brut"), "{refusal}");
}

#[tokio::test]
async fn documents_stay_as_they_are_and_videos_are_hashed_after_cleaning() {
    let pdf = b"%PDF-1.7\nconvention";
    let kept = cleaned(pdf, &Limits::default()).await.unwrap();
    assert_eq!(kept.hash, ContentHash::of(pdf));

    let directory = tempfile::tempdir().unwrap();
    let bytes = video(b"isom", &mp4_box(b"udta", b"\0\0\0\x0C\xA9xyz+48+"));
    let incoming = upload(&bytes, 10_000, directory.path()).await.unwrap();
    let kept = clean(incoming, &Limits::default()).await.unwrap();
    let Content::Disk(file) = kept.content else {
        panic!("a video stays on the disk")
    };
    let on_disk = std::fs::read(file.path()).unwrap();
    assert_ne!(on_disk, bytes);
    assert_eq!(kept.hash, ContentHash::of(&on_disk));
}

#[tokio::test]
async fn an_image_refused_lets_the_next_one_in() {
    let photo = encode(&picture(30, 20), ImageFormat::Jpeg);
    assert!(
        cleaned(&photo[..photo.len() / 2], &Limits::default())
            .await
            .is_err()
    );
    assert!(cleaned(&photo, &Limits::default()).await.is_ok());
}
