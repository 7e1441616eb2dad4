//! Documents: joined, recognised by their content, opened by who may.

use files::testing::jpeg;
use http::StatusCode;
use kernel::Role;

use crate::cast::{Cast, first, outsider};

people::on_both_engines! {
    modules: vec![learning::module()];

    async fn a_document_is_joined_opened_removed_and_put_back(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let (situation, missions, _) = first(&ids);
        let address = format!("/situations/{situation}");
        let add = format!("{address}/documents/nouveau");
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        carbonnel.get(&add).await.assert_sound();
        let mission = missions[0].to_string();
        let given = [("mission", mission.as_str()), ("description", "La charte en une image")];
        let done = carbonnel.upload(&add, &given, "charte.jpg", &jpeg(60, 40)).await;
        assert_eq!(done.location(), format!("{address}#documents"), "{}", done.text());
        let own = carbonnel.upload(&add, &[("mission", "")], "corrige.txt", b"Le corrige.").await;
        assert_eq!(own.location(), format!("{address}#documents"));
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        let text = page.all("#documents").remove(0);
        for said in ["charte.jpg", "La charte en une image", "corrige.txt", "Pour l’équipe", "Avec la mission"] {
            assert!(text.contains(said), "{said}");
        }
        let hrefs = page.attributes("#documents .j-files a", "href");
        let file = carbonnel.get(&hrefs[1]).await;
        assert_eq!(file.headers["content-type"], "image/jpeg");
        assert!(file.headers["content-security-policy"].to_str().unwrap().starts_with("sandbox"));
        assert_eq!(file.headers["x-content-type-options"], "nosniff");

        // The team and those who read; a learner only with a mission entrusted to them.
        for role in [Role::Teacher, Role::Coordinator, Role::Head, Role::Inspector, Role::DigitalLead] {
            let mut reader = cast.with_role(role).await;
            assert_eq!(reader.get(&hrefs[0]).await.status, StatusCode::OK, "{role}");
        }
        let mut learner = cast.with_role(Role::Learner).await;
        for href in &hrefs {
            assert_eq!(learner.get(href).await.status, StatusCode::NOT_FOUND);
        }
        let mut stranger = outsider(house).await;
        assert_eq!(stranger.get(&hrefs[0]).await.status, StatusCode::NOT_FOUND);

        carbonnel.post(format!("{}/retirer", hrefs[0]), &[]).await;
        assert!(!carbonnel.get(&address).await.all("#documents").remove(0).contains("corrige.txt"));
        assert_eq!(cast.with_role(Role::Head).await.get(&hrefs[0]).await.status, StatusCode::NOT_FOUND);
        let page = carbonnel.get(&add).await;
        page.assert_sound();
        assert!(page.text().contains("corrige.txt"));
        carbonnel.post(format!("{}/restaurer", hrefs[0]), &[]).await;
        assert_eq!(carbonnel.get(&hrefs[0]).await.status, StatusCode::OK);
    }

    async fn what_a_file_is_counts_and_not_its_name(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let (situation, ..) = first(&ids);
        let add = format!("/situations/{situation}/documents/nouveau");
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let refused = carbonnel.upload(&add, &[("description", "Une page")], "charte.pdf", b"<!doctype html><script>1</script>").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert!(refused.attributes("[name=description]", "value").contains(&"Une page".to_owned()));
        let (other, missions) = &ids.situations[1];
        assert_ne!(*other, situation);
        let elsewhere = missions[0].to_string();
        let refused = carbonnel.upload(&add, &[("mission", &elsewhere)], "a.txt", b"Du texte.").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let nothing = carbonnel.upload(&add, &[], "", b"").await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nothing.text().contains("Aucun fichier n’a été choisi"));
    }
}
