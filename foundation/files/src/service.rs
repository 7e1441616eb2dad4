//! The way of a file through the house, in the order in which a handler calls
//! it: receive, accept, record; then open.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use db::{Db, DbError, Tx};
use futures::Stream;
use futures::stream::BoxStream;
use kernel::{AccountId, Clock, SchoolId, Timestamp};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};

use crate::clean::{Content, clean};
use crate::incoming::blocking;
use crate::rows::{ActiveModel, FileId, Model, blobs};
use crate::{
    BlobStore, ContentHash, Description, Incoming, Kind, Limits, Refusal, StoreError, records,
};

/// How often, and how long apart, a content that is being removed is waited for.
const CLAIM_ATTEMPTS: u32 = 25;
const CLAIM_PAUSE: Duration = Duration::from_millis(200);

/// Files of an instance. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) store: BlobStore,
    temporary: Arc<PathBuf>,
    limits: Arc<Limits>,
}

/// A file that was accepted and stored, and waits to be recorded. If it never
/// is, a later [`Files::sweep`] removes its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    pub(crate) school: SchoolId,
    pub(crate) owner: AccountId,
    pub(crate) hash: ContentHash,
    pub(crate) thumb_hash: Option<ContentHash>,
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) size: u64,
    pub(crate) dimensions: Option<(u32, u32)>,
    pub(crate) generated: bool,
}

impl Prepared {
    /// The name it will have.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }
}

impl Files {
    /// Opens the house's files. Uploads wait in `temporary`, made if missing;
    /// what an earlier run left there is removed, so it must be a directory
    /// for this process alone.
    ///
    /// # Errors
    /// When the directory cannot be made or emptied.
    pub fn new(
        db: Db,
        clock: Clock,
        store: BlobStore,
        temporary: PathBuf,
        limits: Limits,
    ) -> std::io::Result<Self> {
        std::fs::create_dir_all(&temporary)?;
        for entry in std::fs::read_dir(&temporary)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(Self {
            db,
            clock,
            store,
            temporary: Arc::new(temporary),
            limits: Arc::new(limits),
        })
    }

    /// The limits in force.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Receives an upload, with the name as the browser sent it.
    ///
    /// # Errors
    /// See [`crate::receive`].
    pub async fn receive<S, E>(&self, stream: S, raw_name: &str) -> Result<Incoming, Refusal>
    where
        S: Stream<Item = Result<Bytes, E>>,
        E: std::fmt::Display,
    {
        crate::receive(
            stream,
            raw_name,
            self.limits.largest_file(),
            &self.temporary,
        )
        .await
    }

    /// Judges, cleans and stores an upload. Call it outside any transaction:
    /// it takes seconds for a large image.
    ///
    /// # Errors
    /// Any [`Refusal`]; nothing is kept then.
    pub async fn accept(
        &self,
        school: SchoolId,
        owner: AccountId,
        incoming: Incoming,
    ) -> Result<Prepared, Refusal> {
        let cleaned = clean(incoming, &self.limits).await?;
        let used = records::usage(self.db.reader(), school, owner).await?;
        self.check_quota(used, cleaned.size)?;

        let thumbnail = cleaned.image.as_ref().map(|image| &image.thumbnail);
        let thumb_hash = thumbnail.map(|bytes| ContentHash::of(bytes));
        let mut claims = vec![(cleaned.hash, cleaned.kind, cleaned.size)];
        if let (Some(hash), Some(bytes)) = (thumb_hash, thumbnail) {
            claims.push((hash, Kind::Jpeg, bytes.len() as u64));
        }
        self.claim(school, claims).await?;

        if let Some(bytes) = thumbnail {
            self.store.put(school, bytes.clone()).await?;
        }
        match cleaned.content {
            Content::Memory(bytes) => {
                self.store.put(school, bytes).await?;
            }
            Content::Disk(file) => {
                self.store
                    .put_file(school, cleaned.hash, cleaned.size, file.path())
                    .await?;
            }
        }
        Ok(Prepared {
            school,
            owner,
            hash: cleaned.hash,
            thumb_hash,
            name: cleaned.name,
            kind: cleaned.kind,
            size: cleaned.size,
            dimensions: cleaned.image.map(|image| (image.width, image.height)),
            generated: false,
        })
    }

    /// Stores a document that Jalon made for `owner`: nobody sent it, so it is
    /// neither judged nor cleaned, has no largest size and takes no room of
    /// theirs. Outside any transaction, as [`Files::accept`].
    ///
    /// # Errors
    /// [`Refusal::Storage`].
    pub async fn keep(
        &self,
        school: SchoolId,
        owner: AccountId,
        name: &str,
        kind: Kind,
        bytes: Bytes,
    ) -> Result<Prepared, Refusal> {
        let content = bytes.clone();
        // Tens of megabytes are not hashed between two pages.
        let hash = blocking(move || Ok(ContentHash::of(&content))).await?;
        let size = bytes.len() as u64;
        self.claim(school, vec![(hash, kind, size)]).await?;
        self.store.put_hashed(school, hash, bytes).await?;
        Ok(Prepared {
            school,
            owner,
            hash,
            thumb_hash: None,
            name: crate::display_name(name, kind),
            kind,
            size,
            dimensions: None,
            generated: true,
        })
    }

    /// Notes the contents about to be stored, before a byte of them is: an
    /// object without a row would never be found again. A content that a sweep
    /// is removing at this moment is waited for.
    pub(crate) async fn claim(
        &self,
        school: SchoolId,
        contents: Vec<(ContentHash, Kind, u64)>,
    ) -> Result<(), Refusal> {
        let contents = Arc::new(contents);
        for _ in 0..CLAIM_ATTEMPTS {
            let (contents, now) = (Arc::clone(&contents), self.clock.now());
            let claimed = self
                .db
                .write(move |tx| {
                    let contents = Arc::clone(&contents);
                    async move { claim_all(&tx, now, school, &contents).await }
                })
                .await?;
            if claimed {
                return Ok(());
            }
            tokio::time::sleep(CLAIM_PAUSE).await;
        }
        Err(Refusal::storage("the same content is still being removed"))
    }

    fn check_quota(&self, used: u64, size: u64) -> Result<(), Refusal> {
        let quota = self.limits.per_person;
        let left = quota.saturating_sub(used);
        if size > left {
            return Err(Refusal::QuotaExceeded { left, quota, size });
        }
        Ok(())
    }

    /// Records an accepted file, in the caller's transaction: the file exists
    /// if and only if what it is attached to does. The quota is checked here
    /// again, since several uploads may have been accepted at once.
    ///
    /// # Errors
    /// [`Refusal::QuotaExceeded`]; [`Refusal::Storage`] when the database
    /// fails or when the content was swept (a day went by since it was
    /// accepted).
    pub async fn record(
        &self,
        tx: &Tx,
        prepared: &Prepared,
        description: Description,
    ) -> Result<FileId, Refusal> {
        if !prepared.generated {
            let used = records::usage(tx, prepared.school, prepared.owner).await?;
            self.check_quota(used, prepared.size)?;
        }
        let now = self.clock.now();
        for hash in [Some(prepared.hash), prepared.thumb_hash]
            .into_iter()
            .flatten()
        {
            if !records::count(tx, now, prepared.school, hash, 1).await? {
                return Err(Refusal::storage("the content was swept before its record"));
            }
        }
        let (description, decorative) = description.into_columns();
        let id = FileId::generate(&self.clock);
        let side = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
        ActiveModel {
            id: Set(id),
            school_id: Set(prepared.school),
            owner_id: Set(prepared.owner),
            hash: Set(prepared.hash),
            thumb_hash: Set(prepared.thumb_hash),
            name: Set(prepared.name.clone()),
            kind: Set(prepared.kind),
            size: Set(signed(prepared.size)),
            width: Set(prepared.dimensions.map(|(width, _)| side(width))),
            height: Set(prepared.dimensions.map(|(_, height)| side(height))),
            description: Set(description),
            decorative: Set(decorative),
            created_at: Set(now),
            retouched_at: Set(None),
            deleted_at: Set(None),
            generated: Set(prepared.generated),
        }
        .insert(tx)
        .await?;
        Ok(id)
    }

    /// The bytes of a file, or of a range of it ([`crate::parse_range`]).
    ///
    /// # Errors
    /// [`StoreError`] when the content cannot be read.
    pub async fn open(
        &self,
        file: &Model,
        range: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, Result<Bytes, StoreError>>, StoreError> {
        self.store.get(file.school_id, file.hash, range).await
    }

    /// The thumbnail of an image, a JPEG; `None` for any other file.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    pub async fn open_thumbnail(
        &self,
        file: &Model,
    ) -> Result<Option<BoxStream<'static, Result<Bytes, StoreError>>>, StoreError> {
        match file.thumb_hash {
            Some(hash) => Ok(Some(self.store.get(file.school_id, hash, None).await?)),
            None => Ok(None),
        }
    }
}

/// False when one of the contents is being removed; nothing is claimed then.
async fn claim_all(
    tx: &Tx,
    now: Timestamp,
    school: SchoolId,
    contents: &[(ContentHash, Kind, u64)],
) -> Result<bool, DbError> {
    for &(hash, kind, size) in contents {
        match blobs::Entity::find_by_id((school, hash)).one(tx).await? {
            Some(row) if row.removing => return Ok(false),
            Some(row) => {
                let mut row = row.into_active_model();
                row.touched_at = Set(now);
                row.update(tx).await?;
            }
            None => {
                blobs::ActiveModel {
                    school_id: Set(school),
                    hash: Set(hash),
                    kind: Set(kind),
                    size: Set(signed(size)),
                    refs: Set(0),
                    touched_at: Set(now),
                    removing: Set(false),
                }
                .insert(tx)
                .await?;
            }
        }
    }
    Ok(true)
}

pub(crate) fn signed(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}
