//! A backup gives back what it took, on both engines, and never half of it.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use db::audit::AuditKey;
use db::testing::TestDb;
use db::{Db, DbError, Engine};
use files::{BlobStore, ContentHash, Description, Files, Limits};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use futures::{TryStreamExt, stream};
use indicatif::ProgressBar;
use jalon::backup::{self, Contents};
use jalon::wiring;
use kernel::{AccountId, Clock, SchoolId};
use people::api::{NewSchool, create_school};

const NOTE: &[u8] = b"Compte rendu : la borne de la m\xc3\xa9diath\xc3\xa8que fonctionne.";

/// An instance: its database, its files, the key of its audit trail.
struct Place {
    db: TestDb,
    store: BlobStore,
    folder: tempfile::TempDir,
}

impl Place {
    async fn migrated(engine: Engine) -> Option<Self> {
        Self::on(TestDb::new(engine, &wiring::migrations()).await?)
    }

    async fn empty(engine: Engine) -> Option<Self> {
        Self::on(TestDb::new(engine, &[]).await?)
    }

    fn on(db: TestDb) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let store = BlobStore::local(&folder.path().join("fichiers")).unwrap();
        Some(Self { db, store, folder })
    }

    fn key_path(&self) -> PathBuf {
        wiring::audit_key_path(self.folder.path())
    }

    fn key(&self) -> AuditKey {
        wiring::audit_key(self.folder.path()).unwrap()
    }

    async fn save(&self) -> (PathBuf, Contents) {
        let target = self.folder.path().join("jalon.tar.gz");
        let bar = ProgressBar::hidden();
        let contents = backup::backup(&self.db, &self.store, &self.key_path(), &target, &bar)
            .await
            .unwrap();
        (target, contents)
    }

    async fn restore(&self, archive: &Path) -> anyhow::Result<Contents> {
        let lists = wiring::migrations();
        let header = backup::verify(archive, &lists)?;
        backup::restore(
            archive,
            &header,
            &self.db,
            &lists,
            &self.store,
            &self.key_path(),
            &ProgressBar::hidden(),
        )
        .await
    }

    /// A school, a stored file, a sealed event.
    async fn lived_in(&self) -> SchoolId {
        let clock = Clock::system();
        let files = Files::new(
            (*self.db).clone(),
            clock.clone(),
            self.store.clone(),
            self.folder.path().join("envois"),
            Limits::default(),
        )
        .unwrap();
        let new = NewSchool {
            id: None,
            uai: "0009017B".parse().unwrap(),
            name: "Lycée « Jeanne-Vialar »".into(),
            city: "Valbrune".into(),
        };
        let work = (clock.clone(), new);
        let school = self
            .db
            .write(move |tx| {
                let (clock, new) = work.clone();
                async move { create_school(&tx, &clock, &new).await }
            })
            .await
            .unwrap();
        let owner = AccountId::generate(&clock);
        for (bytes, kept) in [(NOTE, true), (b"jamais joint".as_slice(), false)] {
            let chunk: Result<Bytes, std::io::Error> = Ok(Bytes::from_static(bytes));
            let incoming = files
                .receive(stream::iter([chunk]), "note.txt")
                .await
                .unwrap();
            let prepared = files.accept(school, owner, incoming).await.unwrap();
            if !kept {
                continue;
            }
            let work = (files.clone(), prepared, clock.clone());
            self.db
                .write(move |tx| {
                    let (files, prepared, clock) = work.clone();
                    async move {
                        db::audit::record(&tx, &clock, school, Some(owner), &Attached).await?;
                        files.record(&tx, &prepared, Description::Missing).await
                    }
                })
                .await
                .unwrap();
        }
        db::audit::seal(&self.db, &self.key()).await.unwrap();
        school
    }
}

struct Attached;

impl db::audit::AuditEvent for Attached {
    fn action(&self) -> &'static str {
        "test.attached"
    }
    fn object(&self) -> Option<(&'static str, uuid::Uuid)> {
        None
    }
}

/// Every row of every table, sorted.
async fn rows(db: &Db) -> Vec<String> {
    let snapshot = db.snapshot().await.unwrap();
    let tables: Vec<String> = snapshot.tables().map(str::to_owned).collect();
    let mut all = Vec::new();
    for table in tables {
        let mut rows = snapshot.rows(&table).await.unwrap();
        loop {
            let batch = rows.next().await.unwrap();
            if batch.is_empty() {
                break;
            }
            let line = |row| format!("{table} {}", serde_json::Value::Array(row));
            all.extend(batch.into_iter().map(line));
        }
    }
    all.sort();
    all
}

fn sentence(result: anyhow::Result<Contents>) -> String {
    format!("{:#}", result.unwrap_err())
}

/// What a compressed file holds.
fn unpacked(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(fs::File::open(file)?).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The archive with its first entry changed, and its checksum with it.
fn with_header(archive: &Path, change: impl Fn(&mut serde_json::Value)) -> PathBuf {
    let changed = archive.with_file_name("autre.tar.gz");
    let target = GzEncoder::new(fs::File::create(&changed).unwrap(), Compression::fast());
    let mut target = tar::Builder::new(target);
    let mut source = tar::Archive::new(GzDecoder::new(fs::File::open(archive).unwrap()));
    let mut sum = String::new();
    for entry in source.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == Path::new("sommes.json") {
            let mut sums: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            sums["jalon.json"] = sum.clone().into();
            bytes = serde_json::to_vec(&sums).unwrap();
        }
        if name == Path::new("jalon.json") {
            let mut header = serde_json::from_slice(&bytes).unwrap();
            change(&mut header);
            bytes = serde_json::to_vec(&header).unwrap();
            sum = ContentHash::of(&bytes).to_string();
        }
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        target
            .append_data(&mut header, name, bytes.as_slice())
            .unwrap();
    }
    target
        .into_inner()
        .unwrap()
        .finish()
        .unwrap()
        .flush()
        .unwrap();
    changed
}

db::on_both_engines! {
    /// Rows, files and the audit trail with its key; a content that nothing
    /// names stays behind.
    async fn what_was_saved_comes_back(engine: Engine) {
        let (Some(first), Some(second)) = (Place::migrated(engine).await, Place::empty(engine).await)
        else { return };
        let school = first.lived_in().await;
        let (archive, saved) = first.save().await;
        assert_eq!(saved.files, 1);
        let restored = second.restore(&archive).await.unwrap();
        assert_eq!(restored, saved);
        assert!(rows(&first.db).await == rows(&second.db).await, "the rows differ");
        let content: Vec<Bytes> = second
            .store
            .get(school, ContentHash::of(NOTE), None)
            .await
            .unwrap()
            .try_collect()
            .await
            .unwrap();
        assert_eq!(content.concat(), NOTE);
        let trail = db::audit::verify(&second.db, &second.key()).await.unwrap();
        assert!(trail.is_intact(), "{:?}", trail.damages);
        assert_eq!(trail.intact, 1);
    }

    /// A school that outgrew its PC.
    async fn an_archive_moves_to_the_other_engine(engine: Engine) {
        let other = match engine {
            Engine::Sqlite => Engine::Postgres,
            Engine::Postgres => Engine::Sqlite,
        };
        let (Some(first), Some(second)) = (Place::migrated(engine).await, Place::empty(other).await)
        else { return };
        first.lived_in().await;
        let (archive, saved) = first.save().await;
        assert_eq!(second.restore(&archive).await.unwrap(), saved);
        assert_eq!(rows(&first.db).await.len(), rows(&second.db).await.len());
    }

    async fn what_is_there_is_never_overwritten(engine: Engine) {
        let (Some(first), Some(second)) = (Place::migrated(engine).await, Place::migrated(engine).await)
        else { return };
        first.lived_in().await;
        let (archive, _) = first.save().await;
        second.lived_in().await;
        let before = rows(&second.db).await;
        let refused = sentence(second.restore(&archive).await);
        assert!(refused.starts_with("La base de données n’est pas vide. Rien n’a été modifié"), "{refused}");
        assert_eq!(rows(&second.db).await, before);
    }

    /// A restore that the disk stopped is simply begun again.
    async fn a_restore_that_failed_can_be_run_again(engine: Engine) {
        let (Some(first), Some(second)) = (Place::migrated(engine).await, Place::empty(engine).await)
        else { return };
        first.lived_in().await;
        let (archive, saved) = first.save().await;
        let fichiers = second.folder.path().join("fichiers");
        fs::remove_dir_all(&fichiers).unwrap();
        fs::write(&fichiers, "no directory").unwrap();
        second.restore(&archive).await.unwrap_err();
        fs::remove_file(&fichiers).unwrap();
        fs::create_dir(&fichiers).unwrap();
        assert_eq!(second.restore(&archive).await.unwrap(), saved);
    }

    /// Whichever byte is wrong, nothing is taken in.
    async fn a_damaged_archive_is_refused_before_anything_is_written(engine: Engine) {
        let (Some(first), Some(second)) = (Place::migrated(engine).await, Place::empty(engine).await)
        else { return };
        first.lived_in().await;
        let (archive, _) = first.save().await;
        let whole = fs::read(&archive).unwrap();
        let wrong = first.folder.path().join("abimee.tar.gz");
        let mut cases = vec![whole[..whole.len() - 9].to_vec(), whole[..whole.len() / 2].to_vec()];
        for part in 1..20 {
            let mut flipped = whole.clone();
            flipped[whole.len() * part / 20] ^= 0x10;
            cases.push(flipped);
        }
        let mut harmless = 0;
        for (case, bytes) in cases.into_iter().enumerate() {
            fs::write(&wrong, bytes).unwrap();
            // A few bits of a compressed file are padding: nothing is damaged then.
            if unpacked(&wrong).is_ok_and(|tar| tar == unpacked(&archive).unwrap()) {
                harmless += 1;
                continue;
            }
            let refused = sentence(second.restore(&wrong).await);
            assert!(
                refused.contains("est abîmée ou incomplète. Rien n’a été modifié")
                    || refused.contains("n’est pas une sauvegarde de Jalon"),
                "case {case}: {refused}"
            );
        }
        assert!(harmless < 5, "{harmless} of 21 damages were none");
        // Nothing was written: the whole one still comes in.
        second.restore(&archive).await.unwrap();
    }
}

#[tokio::test]
async fn an_archive_of_a_newer_version_is_refused_with_its_version() {
    let first = Place::migrated(Engine::Sqlite).await.unwrap();
    let (archive, _) = first.save().await;
    let second = Place::empty(Engine::Sqlite).await.unwrap();
    for change in [
        |header: &mut serde_json::Value| header["format"] = 2.into(),
        |header: &mut serde_json::Value| header["migrations"] = ["m2099"].as_slice().into(),
    ] {
        let newer = with_header(&archive, |header| {
            change(header);
            header["version"] = "9.1.0".into();
        });
        let refused = sentence(second.restore(&newer).await);
        assert!(
            refused.contains("vient de Jalon 9.1.0, plus récent que celui-ci"),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn another_file_is_not_taken_for_a_backup() {
    let place = Place::empty(Engine::Sqlite).await.unwrap();
    let other = place.folder.path().join("photo.jpg");
    for bytes in [b"\xff\xd8\xff\xe0 a picture".as_slice(), b""] {
        fs::write(&other, bytes).unwrap();
        let refused = sentence(place.restore(&other).await);
        assert!(
            refused.ends_with("n’est pas une sauvegarde de Jalon."),
            "{refused}"
        );
    }
    let absent = sentence(place.restore(Path::new("/nulle/part.tar.gz")).await);
    assert!(absent.contains("ne peut pas être ouverte"), "{absent}");
}

/// A new version on an existing database: saved first.
#[tokio::test]
async fn an_older_database_is_saved_before_it_is_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let settings = jalon::settings::Settings {
        data_dir: folder.path().to_path_buf(),
        ..jalon::settings::Settings::default()
    };
    let saved = || fs::read_dir(folder.path().join("sauvegardes")).map_or(0, Iterator::count);
    let lists = wiring::migrations();
    let db = wiring::open_database(&settings.database()).await.unwrap();
    db.migrate(&lists[..1]).await.unwrap();
    let steps = jalon::upgrade::run(&settings, &db).await.unwrap();
    assert!(steps > 0);
    assert_eq!(saved(), 1);
    // Nothing to do, nothing to save.
    assert_eq!(jalon::upgrade::run(&settings, &db).await.unwrap(), 0);
    assert_eq!(saved(), 1);
    db.close().await.unwrap();
}

/// A second node without the first one's key would seal a trail of its own.
#[tokio::test]
async fn a_sealed_trail_without_its_key_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let settings = jalon::settings::Settings {
        data_dir: folder.path().to_path_buf(),
        ..jalon::settings::Settings::default()
    };
    let config = || web::Config {
        public_url: settings.public_url(),
        trusted_proxies: 0,
        installation_code: None,
    };
    let house = wiring::open(&settings, config()).await.unwrap();
    let (clock, school) = (
        house.app.clock.clone(),
        SchoolId::generate(&house.app.clock),
    );
    house
        .app
        .db
        .write(move |tx| {
            let clock = clock.clone();
            async move {
                db::audit::record(&tx, &clock, school, None, &Attached).await?;
                Ok::<_, DbError>(())
            }
        })
        .await
        .unwrap();
    db::audit::seal(&house.app.db, &house.audit_key)
        .await
        .unwrap();
    fs::remove_file(wiring::audit_key_path(folder.path())).unwrap();
    let refused = wiring::open(&settings, config()).await.err().unwrap();
    assert!(
        refused.to_string().contains("La clé du journal manque"),
        "{refused}"
    );
}
