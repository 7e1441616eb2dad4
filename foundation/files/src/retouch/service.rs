//! Keeping a retouched picture in place of the original.

use bytes::Bytes;
use chrono::Duration;
use db::Tx;
use futures::TryStreamExt as _;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Edit, Unretouched};
use crate::clean::one_image_at_a_time;
use crate::image::{self, CleanImage};
use crate::rows::{Column, Entity, Model, blobs};
use crate::service::{Prepared, signed};
use crate::sweep::{GRACE, Sweep};
use crate::{ContentHash, Files, Kind, Refusal, records};

impl Files {
    /// The picture as the edit would make it, with its kind. Nothing is kept.
    ///
    /// # Errors
    /// [`Unretouched`].
    pub async fn preview_retouch(
        &self,
        file: &Model,
        edit: &Edit,
    ) -> Result<(Kind, Bytes), Unretouched> {
        let image = self.retouched(file, edit).await?;
        Ok((image.kind, image.bytes.into()))
    }

    /// Makes the retouched picture and stores it; [`Files::replace`] puts it
    /// in place. Call it outside any transaction: it takes seconds. The quota
    /// is not looked at: hiding a face must not fail for lack of it.
    ///
    /// # Errors
    /// [`Unretouched`]; nothing has changed then.
    pub async fn retouch(&self, file: &Model, edit: &Edit) -> Result<Prepared, Unretouched> {
        let image = self.retouched(file, edit).await?;
        let (bytes, thumbnail) = (Bytes::from(image.bytes), Bytes::from(image.thumbnail));
        let prepared = Prepared {
            school: file.school_id,
            owner: file.owner_id,
            hash: ContentHash::of(&bytes),
            thumb_hash: Some(ContentHash::of(&thumbnail)),
            name: file.name.clone(),
            kind: image.kind,
            size: bytes.len() as u64,
            dimensions: Some((image.width, image.height)),
            generated: false,
        };
        self.claim(
            file.school_id,
            vec![
                (prepared.hash, prepared.kind, prepared.size),
                (
                    ContentHash::of(&thumbnail),
                    Kind::Jpeg,
                    thumbnail.len() as u64,
                ),
            ],
        )
        .await?;
        self.store.put(file.school_id, thumbnail).await?;
        self.store.put(file.school_id, bytes).await?;
        Ok(prepared)
    }

    async fn retouched(&self, file: &Model, edit: &Edit) -> Result<CleanImage, Unretouched> {
        let chunks: Vec<Bytes> = self.open(file, None).await?.try_collect().await?;
        let (kind, edit, limits) = (file.kind, edit.clone(), self.limits().clone());
        one_image_at_a_time(move || Ok(image::retouch(&chunks.concat(), kind, &edit, &limits)))
            .await?
    }

    /// Puts a retouched picture in place of `file`, in the caller's
    /// transaction. The original is let go: unless another file of the school
    /// is the same, it is erased by the [`Sweep`] that is asked for here,
    /// without the day of grace.
    ///
    /// # Errors
    /// [`Unretouched::Changed`] when the content of `file` is no longer the
    /// one that was retouched, or when it was removed.
    pub async fn replace(
        &self,
        tx: &Tx,
        file: &Model,
        prepared: &Prepared,
    ) -> Result<(), Unretouched> {
        let (now, school) = (self.clock.now(), file.school_id);
        let side = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
        let (width, height) = prepared.dimensions.unwrap_or_default();
        for hash in [Some(prepared.hash), prepared.thumb_hash]
            .into_iter()
            .flatten()
        {
            if !records::count(tx, now, school, hash, 1).await? {
                return Err(Refusal::storage("the content was swept before its record").into());
            }
        }
        let done = Entity::update_many()
            .col_expr(Column::Hash, Expr::value(prepared.hash))
            .col_expr(Column::ThumbHash, Expr::value(prepared.thumb_hash))
            .col_expr(Column::Kind, Expr::value(prepared.kind))
            .col_expr(Column::Size, Expr::value(signed(prepared.size)))
            .col_expr(Column::Width, Expr::value(side(width)))
            .col_expr(Column::Height, Expr::value(side(height)))
            .col_expr(Column::RetouchedAt, Expr::value(now))
            .filter(Column::SchoolId.eq(school))
            .filter(Column::Id.eq(file.id))
            .filter(Column::Hash.eq(file.hash))
            .filter(Column::DeletedAt.is_null())
            .exec(tx)
            .await?;
        if done.rows_affected != 1 {
            return Err(Unretouched::Changed);
        }
        for hash in [Some(file.hash), file.thumb_hash].into_iter().flatten() {
            records::count(tx, now, school, hash, -1).await?;
            blobs::Entity::update_many()
                .col_expr(
                    blobs::Column::TouchedAt,
                    Expr::value(now - GRACE - Duration::seconds(1)),
                )
                .filter(blobs::Column::SchoolId.eq(school))
                .filter(blobs::Column::Hash.eq(hash))
                .filter(blobs::Column::Refs.lte(0))
                .exec(tx)
                .await?;
        }
        db::jobs::enqueue(tx, &self.clock, None, &Sweep {}).await?;
        Ok(())
    }
}
