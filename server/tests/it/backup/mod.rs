//! A backup gives back what it took, on both engines, and never half of it.

mod refused;
mod upgrade;
mod whole;

use std::path::{Path, PathBuf};

use bytes::Bytes;
use db::Engine;
use db::audit::AuditKey;
use db::testing::TestDb;
use files::{BlobStore, Description, Files, Limits};
use futures::stream;
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

fn sentence(result: anyhow::Result<Contents>) -> String {
    format!("{:#}", result.unwrap_err())
}
