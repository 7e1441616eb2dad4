use bytes::Bytes;
use files::{BlobStore, ContentHash};
use futures::TryStreamExt as _;
use kernel::{Clock, SchoolId};

async fn read(
    store: &BlobStore,
    school: SchoolId,
    hash: ContentHash,
    range: Option<std::ops::Range<u64>>,
) -> Vec<u8> {
    let chunks: Vec<Bytes> = store
        .get(school, hash, range)
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    chunks.concat()
}

#[tokio::test]
async fn the_same_content_in_two_schools_is_two_objects() {
    let directory = tempfile::tempdir().unwrap();
    let store = BlobStore::local(directory.path()).unwrap();
    let clock = Clock::system();
    let (here, there) = (SchoolId::generate(&clock), SchoolId::generate(&clock));

    let hash = store.put(here, "bonjour".into()).await.unwrap();
    assert!(store.contains(here, hash, 7).await.unwrap());
    assert!(!store.contains(there, hash, 7).await.unwrap());

    assert_eq!(store.put(there, "bonjour".into()).await.unwrap(), hash);
    store.remove(here, hash).await.unwrap();
    store.remove(here, hash).await.unwrap();
    assert_eq!(read(&store, there, hash, None).await, b"bonjour");
    assert!(store.get(here, hash, None).await.is_err());
}

#[tokio::test]
async fn a_large_file_is_stored_in_parts_and_read_by_ranges() {
    let directory = tempfile::tempdir().unwrap();
    let store = BlobStore::local(&directory.path().join("objects")).unwrap();
    let school = SchoolId::generate(&Clock::system());
    let bytes: Vec<u8> = (0_u32..6_000_000)
        .map(|n| u8::try_from(n % 251).unwrap())
        .collect();
    let path = directory.path().join("upload");
    std::fs::write(&path, &bytes).unwrap();
    let hash = ContentHash::of(&bytes);

    store
        .put_file(school, hash, bytes.len() as u64, &path)
        .await
        .unwrap();
    store
        .put_file(school, hash, bytes.len() as u64, &path)
        .await
        .unwrap();

    assert_eq!(read(&store, school, hash, None).await, bytes);
    assert_eq!(
        read(&store, school, hash, Some(1_000..1_010)).await,
        bytes[1_000..1_010]
    );
    assert_eq!(hash.to_string().parse(), Ok(hash));
}
