//! The end of the corbeille: after a year, what was entrusted to nobody.

use chrono::Duration;
use http::StatusCode;
use learning::api::Whom;
use learning::purging::KEPT_DELETED_DAYS;

use crate::cast::events;
use crate::entrusted::Cast;

people::on_both_engines! {
    modules: vec![learning::module()];

    async fn after_a_year_the_corbeille_is_emptied_of_what_was_entrusted_to_nobody(house) {
        let cast = Cast::new(house).await;
        let address = |n: usize| format!("/situations/{}", cast.mission(n, 1).0);
        let (gone, back, entrusted) = (address(1), address(2), address(3));
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        carbonnel.upload(format!("{gone}/documents/nouveau"), &[("mission", "")], "corrige.txt", b"Le corrige.").await;
        carbonnel.post(format!("{gone}/commentaires"), &[("commentaire", "À revoir.")]).await;
        let assignment = cast.entrust(cast.mission(3, 1), Whom::Class).await;
        carbonnel.post(format!("/missions/{assignment}/retirer"), &[("version", "1")]).await;
        carbonnel.post(format!("{entrusted}/etat"), &[("vers", "brouillon")]).await;
        for address in [&gone, &back, &entrusted] {
            let done = carbonnel.post(format!("{address}/supprimer"), &[]).await;
            assert_eq!(done.location(), "/situations", "{address}");
        }
        assert!(carbonnel.get("/situations/corbeille").await.text().contains("pendant un an"));

        house.app.clock.advance(Duration::days(KEPT_DELETED_DAYS - 1));
        house.run_jobs().await;
        assert_eq!(events(house, "learning.situation_purged").await, 0, "not before its time");
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        carbonnel.post(format!("{back}/restaurer"), &[]).await;
        house.app.clock.advance(Duration::days(2));
        house.run_jobs().await;

        let mut carbonnel = cast.browser(cast.carbonnel).await;
        assert_eq!(carbonnel.get(&gone).await.status, StatusCode::NOT_FOUND);
        assert_eq!(carbonnel.get(&back).await.status, StatusCode::OK);
        carbonnel.get(&entrusted).await.assert_sound();
        assert_eq!(events(house, "learning.situation_purged").await, 1);
        for table in ["situation_documents", "situation_comments", "files"] {
            assert_eq!(cast.column(&format!("SELECT 'x' FROM {table}")).await.len(), 0, "{table}");
        }
        let left = cast.column("SELECT 'x' FROM situations").await.len();
        assert_eq!(left, 4, "the one that was entrusted stays");
        // Its missions and their history went with it: nothing hangs in the air.
        let loose = "SELECT 'x' FROM learning_sheets WHERE kind = 'situation' AND id NOT IN (SELECT id FROM situations)";
        assert_eq!(cast.column(loose).await.len(), 0);
        let loose = "SELECT 'x' FROM learning_sheets WHERE kind = 'mission' AND id NOT IN (SELECT id FROM missions)";
        assert_eq!(cast.column(loose).await.len(), 0);
    }
}
