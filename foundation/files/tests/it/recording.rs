use bytes::Bytes;
use chrono::{DateTime, Duration};
use db::{Db, DbError};
use files::{Description, FileId, Files, Kind, Limits, Prepared, Refusal, StoredFile, records};
use futures::{TryStreamExt as _, stream};
use image::ImageFormat;
use kernel::{AccountId, Clock, SchoolId};
use sea_orm::ConnectionTrait as _;

use crate::build::{encode, picture};

/// A house with one school and one person; a clock that the test moves.
pub struct House {
    pub files: Files,
    pub db: Db,
    pub clock: Clock,
    pub school: SchoolId,
    person: AccountId,
    directory: tempfile::TempDir,
}

impl House {
    pub fn new(db: Db, limits: Limits) -> Self {
        let clock = Clock::manual(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let directory = tempfile::tempdir().unwrap();
        let store = files::BlobStore::local(&directory.path().join("contents")).unwrap();
        let uploads = directory.path().join("uploads");
        let files = Files::new(db.clone(), clock.clone(), store, uploads, limits).unwrap();
        let (school, person) = (SchoolId::generate(&clock), AccountId::generate(&clock));
        Self {
            files,
            db,
            clock,
            school,
            person,
            directory,
        }
    }

    pub async fn accept_in(
        &self,
        school: SchoolId,
        bytes: &[u8],
        name: &str,
    ) -> Result<Prepared, Refusal> {
        let chunk: Result<Bytes, std::io::Error> = Ok(Bytes::copy_from_slice(bytes));
        let incoming = self.files.receive(stream::iter([chunk]), name).await?;
        self.files.accept(school, self.person, incoming).await
    }

    pub async fn record(&self, prepared: Prepared) -> Result<FileId, Refusal> {
        let files = self.files.clone();
        self.db
            .write(move |tx| {
                let (files, prepared) = (files.clone(), prepared.clone());
                async move { files.record(&tx, &prepared, Description::Missing).await }
            })
            .await
    }

    pub async fn add_in(
        &self,
        school: SchoolId,
        bytes: &[u8],
        name: &str,
    ) -> Result<FileId, Refusal> {
        self.record(self.accept_in(school, bytes, name).await?)
            .await
    }

    pub async fn add(&self, bytes: &[u8], name: &str) -> Result<FileId, Refusal> {
        self.add_in(self.school, bytes, name).await
    }

    pub async fn find(&self, school: SchoolId, id: FileId) -> Option<StoredFile> {
        records::find(self.db.reader(), school, id).await.unwrap()
    }

    pub async fn purge(&self, school: SchoolId, id: FileId) -> bool {
        let clock = self.clock.clone();
        self.db
            .write(move |tx| {
                let clock = clock.clone();
                async move { records::purge(&tx, &clock, school, id).await }
            })
            .await
            .unwrap()
    }

    pub async fn read(&self, file: &StoredFile, range: Option<std::ops::Range<u64>>) -> Vec<u8> {
        let chunks: Vec<Bytes> = self
            .files
            .open(file, range)
            .await
            .unwrap()
            .try_collect()
            .await
            .unwrap();
        chunks.concat()
    }

    /// Objects on the disk.
    pub fn objects(&self) -> usize {
        fn count(directory: &std::path::Path) -> usize {
            std::fs::read_dir(directory)
                .unwrap()
                .map(|entry| {
                    let path = entry.unwrap().path();
                    if path.is_dir() { count(&path) } else { 1 }
                })
                .sum()
        }
        count(&self.directory.path().join("contents"))
    }
}

const TEXT: &[u8] = "Compte rendu d’activité".as_bytes();

db::on_both_engines! {
    migrations: [files::migrations];

    async fn a_photo_is_recorded_shown_and_described(db: Db) {
        let house = House::new(db, Limits::default());
        let photo = encode(&picture(600, 300), ImageFormat::Jpeg);
        let id = house.add(&photo, "../Mon poste.JPG").await.unwrap();

        let file = house.find(house.school, id).await.unwrap();
        assert_eq!((file.name.as_str(), file.kind), ("Mon poste.jpg", Kind::Jpeg));
        assert_eq!((file.width, file.height), (Some(600), Some(300)));
        assert!(file.lacks_description(), "« Décrire l’image » is asked");
        assert_eq!(house.read(&file, None).await.len() as u64, file.byte_size());
        let thumbnail: Vec<Bytes> =
            house.files.open_thumbnail(&file).await.unwrap().unwrap().try_collect().await.unwrap();
        assert_eq!(image::load_from_memory(&thumbnail.concat()).unwrap().width(), 480);

        let school = house.school;
        house.db.write(move |tx| async move {
            records::describe(&tx, school, id, Description::Text("Mon poste de travail".into())).await
        }).await.unwrap();
        let file = house.find(school, id).await.unwrap();
        assert_eq!(file.alternative_text(), "Mon poste de travail");
        assert!(!file.lacks_description());
    }

    async fn a_download_may_ask_for_a_range(db: Db) {
        let house = House::new(db, Limits::default());
        let id = house.add(b"0123456789", "a.txt").await.unwrap();
        let file = house.find(house.school, id).await.unwrap();
        let range = files::parse_range("bytes=-3", file.byte_size()).unwrap();
        assert_eq!(house.read(&file, range).await, b"789");
        assert!(house.files.open_thumbnail(&file).await.unwrap().is_none());
    }

    async fn another_school_finds_nothing_and_keeps_its_own(db: Db) {
        let house = House::new(db, Limits::default());
        let other = SchoolId::generate(&house.clock);
        let here = house.add(TEXT, "a.txt").await.unwrap();
        let there = house.add_in(other, TEXT, "a.txt").await.unwrap();

        assert!(house.find(other, here).await.is_none());
        let found = records::find_many(house.db.reader(), other, &[here, there]).await.unwrap();
        assert_eq!(found.iter().map(|file| file.id).collect::<Vec<_>>(), [there]);
        assert_eq!(house.objects(), 2, "the same content, twice");

        assert!(!house.purge(other, here).await, "not theirs to purge");
        assert!(house.purge(house.school, here).await);
        house.clock.advance(Duration::days(2));
        assert_eq!(house.files.sweep().await.unwrap(), 1);
        let kept = house.find(other, there).await.unwrap();
        assert_eq!(house.read(&kept, None).await, TEXT);
    }

    async fn a_content_goes_with_its_last_file_and_not_before(db: Db) {
        let house = House::new(db, Limits::default());
        let photo = encode(&picture(30, 30), ImageFormat::Png);
        let first = house.add(&photo, "a.png").await.unwrap();
        let second = house.add(&photo, "b.png").await.unwrap();
        assert_eq!(house.objects(), 2, "one content and one thumbnail for both");

        house.purge(house.school, first).await;
        house.clock.advance(Duration::days(2));
        assert_eq!(house.files.sweep().await.unwrap(), 0);
        assert!(house.find(house.school, second).await.is_some());

        house.purge(house.school, second).await;
        assert_eq!(house.files.sweep().await.unwrap(), 0, "a day of grace");
        house.clock.advance(Duration::days(2));
        assert_eq!(house.files.sweep().await.unwrap(), 2);
        assert_eq!(house.objects(), 0);
        // And it may come back.
        assert!(house.add(&photo, "c.png").await.is_ok());
    }

    async fn an_accepted_file_that_nobody_records_leaves_no_trace(db: Db) {
        let house = House::new(db, Limits::default());
        let prepared = house.accept_in(house.school, TEXT, "a.txt").await.unwrap();
        house.clock.advance(Duration::hours(12));
        assert_eq!(house.files.sweep().await.unwrap(), 0, "the form is still open");
        house.clock.advance(Duration::hours(13));
        assert_eq!(house.files.sweep().await.unwrap(), 1);
        assert_eq!(house.objects(), 0);
        let refusal = house.record(prepared).await.unwrap_err();
        assert!(refusal.is_failure(), "no record without its content");
    }

    async fn a_refused_form_records_nothing(db: Db) {
        let house = House::new(db, Limits::default());
        let prepared = house.accept_in(house.school, TEXT, "a.txt").await.unwrap();
        let files = house.files.clone();
        let result: Result<(), Refusal> = house.db.write(move |tx| {
            let (files, prepared) = (files.clone(), prepared.clone());
            async move {
                files.record(&tx, &prepared, Description::Missing).await?;
                Err(DbError::Conflict.into())
            }
        }).await;
        assert!(result.is_err());
        let used = records::usage(house.db.reader(), house.school, house.person).await.unwrap();
        assert_eq!(used, 0);
        house.clock.advance(Duration::days(2));
        assert_eq!(house.files.sweep().await.unwrap(), 1, "its reference was undone too");
    }

    async fn the_quota_holds_even_for_uploads_accepted_together(db: Db) {
        let house = House::new(db, Limits { per_person: 100, ..Limits::default() });
        let one = house.accept_in(house.school, &[b'a'; 60], "a.txt").await.unwrap();
        let two = house.accept_in(house.school, &[b'b'; 60], "b.txt").await.unwrap();
        let id = house.record(one).await.unwrap();
        let refusal = house.record(two).await.unwrap_err();
        let sentence = refusal.to_string();
        assert!(sentence.contains("Il vous reste 40\u{a0}o sur 100\u{a0}o"), "{sentence}");

        let (clock, school) = (house.clock.clone(), house.school);
        house.db.write(move |tx| {
            let clock = clock.clone();
            async move { records::remove(&tx, &clock, school, id).await }
        }).await.unwrap();
        assert!(house.find(school, id).await.is_none());
        house.add(&[b'c'; 60], "c.txt").await.unwrap();
        let refusal = house.add(&[b'd'; 60], "d.txt").await.unwrap_err();
        assert!(matches!(refusal, Refusal::QuotaExceeded { left: 40, quota: 100, size: 60 }));
    }

    async fn a_removed_file_comes_back_until_it_is_purged(db: Db) {
        let house = House::new(db, Limits::default());
        let id = house.add(TEXT, "a.txt").await.unwrap();
        let (clock, school) = (house.clock.clone(), house.school);
        house.db.write(move |tx| {
            let clock = clock.clone();
            async move { records::remove(&tx, &clock, school, id).await }
        }).await.unwrap();
        house.clock.advance(Duration::days(30));
        assert_eq!(house.files.sweep().await.unwrap(), 0, "removed is not purged");
        let waiting =
            records::removed_before(house.db.reader(), school, house.clock.now(), 10).await.unwrap();
        assert_eq!(waiting, [id]);

        house.db.write(move |tx| async move { records::restore(&tx, school, id).await }).await.unwrap();
        let file = house.find(school, id).await.unwrap();
        assert_eq!(house.read(&file, None).await, TEXT);
    }

    async fn a_content_being_removed_is_waited_for_and_stored_again(db: Db) {
        let house = House::new(db, Limits::default());
        house.accept_in(house.school, TEXT, "a.txt").await.unwrap();
        // As a sweep that was stopped after its first step leaves it.
        house.db.write(|tx| async move {
            tx.execute_unprepared("UPDATE blobs SET removing = TRUE").await.map_err(DbError::from)
        }).await.unwrap();

        let (added, swept) = tokio::join!(house.add(TEXT, "b.txt"), async {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            house.files.sweep().await
        });
        assert_eq!(swept.unwrap(), 1, "the sweep goes on where it stopped");
        let file = house.find(house.school, added.unwrap()).await.unwrap();
        assert_eq!(house.read(&file, None).await, TEXT);
    }

    async fn a_document_that_jalon_made_takes_no_room_and_has_no_largest_size(db: Db) {
        let limits = Limits { document: 10, per_person: 20, ..Limits::default() };
        let house = House::new(db, limits);
        let pdf = Bytes::from_static(b"%PDF-1.7 more than ten bytes, more than twenty too");
        let name = "Dossier d’Inès.pdf";
        let kept = house.files.keep(house.school, house.person, name, Kind::Pdf, pdf.clone()).await.unwrap();
        let id = house.record(kept).await.unwrap();
        let used = records::usage(house.db.reader(), house.school, house.person).await.unwrap();
        assert_eq!(used, 0);
        let file = house.find(house.school, id).await.unwrap();
        assert_eq!((file.name.as_str(), file.kind, file.generated), (name, Kind::Pdf, true));
        assert_eq!(house.read(&file, None).await, pdf);
        house.purge(house.school, id).await;
        house.clock.advance(Duration::days(2));
        assert_eq!(house.files.sweep().await.unwrap(), 1, "its content goes with it");
        assert_eq!(house.objects(), 0);
    }
}
