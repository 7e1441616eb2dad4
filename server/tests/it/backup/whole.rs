//! What was saved comes back, on either engine.

use std::fs;

use bytes::Bytes;
use db::Engine;
use files::ContentHash;
use futures::TryStreamExt;

use super::{NOTE, Place};
use crate::dump::rows;

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
}
