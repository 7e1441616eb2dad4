//! Two people write at once: nothing is lost, both are told.

use chrono::Duration;
use http::StatusCode;

use crate::cast::{Cast, changed, events, fields, first};

people::on_both_engines! {
    modules: vec![learning::module()];

    async fn of_two_who_write_at_once_both_texts_are_kept_side_by_side(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let (situation, missions, organisation) = first(&ids);
        let (mut carbonnel, mut lemoine) = (cast.browser(cast.carbonnel).await, cast.browser(cast.lemoine).await);
        for (address, sheet, field) in [
            (format!("/situations/{situation}/modifier"), situation.to_string(), "budget"),
            (format!("/situations/{situation}/missions/{}/modifier", missions[0]), missions[0].to_string(), "productions"),
            (format!("/situations/organisations/{organisation}/modifier"), organisation.to_string(), "staff"),
        ] {
            let (hers, his) = (carbonnel.get(&address).await, lemoine.get(&address).await);
            carbonnel.post(&address, &changed(&fields(&hers), &[(field, "Le texte de Carbonnel.")])).await;
            let crossed = lemoine.post(&address, &changed(&fields(&his), &[(field, "Le texte de Lemoine.")])).await;
            let compare = crossed.location().to_owned();
            assert!(compare.starts_with(&format!("/situations/fiches/{sheet}/versions/")), "{compare}");
            let page = lemoine.get(&compare).await;
            page.assert_sound();
            assert_eq!(page.h1(), "Deux textes se sont croisés");
            assert!(page.text().contains("Les deux textes sont gardés"));
            assert!(page.all("del").contains(&"Le texte de Carbonnel.".to_owned()));
            assert!(page.all("ins").contains(&"Le texte de Lemoine.".to_owned()));
            // The text in place is hers until somebody chooses.
            let restore = page.attributes(".j-actions form", "action").remove(0);
            lemoine.post(&restore, &[]).await;
            let after = carbonnel.get(&address).await;
            assert!(after.all("textarea").contains(&"Le texte de Lemoine.".to_owned()));
            let versions = carbonnel.get(format!("/situations/fiches/{sheet}/versions")).await;
            versions.assert_sound();
            assert!(versions.text().contains("écrite en parallèle") && versions.text().contains("restaurée"));
        }
        assert_eq!(events(house, "learning.version_restored").await, 3);
    }

    async fn the_script_is_told_too_and_the_same_text_is_no_conflict(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let address = format!("/situations/{}/modifier", first(&ids).0);
        let (mut carbonnel, mut lemoine) = (cast.browser(cast.carbonnel).await, cast.browser(cast.lemoine).await);
        let form = fields(&carbonnel.get(&address).await);
        let saved = carbonnel.post_by_script(&address, &changed(&form, &[("human", "Une collègue.")])).await;
        assert_eq!(saved.status, StatusCode::OK);
        assert_eq!(saved.json()["version"], 2);
        let same = lemoine.post_by_script(&address, &changed(&form, &[("human", "Une collègue.")])).await;
        assert_eq!(same.status, StatusCode::OK);
        let crossed = lemoine.post_by_script(&address, &changed(&form, &[("human", "Un collègue.")])).await;
        assert_eq!(crossed.status, StatusCode::CONFLICT);
        let href = crossed.json()["conflict_url"].as_str().unwrap().to_owned();
        lemoine.get(href).await.assert_sound();
        let refused = lemoine.post_by_script(&address, &changed(&form, &[("titre", "")])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.json()["message"], "Le titre est à remplir.");
    }

    async fn a_version_is_kept_when_another_goes_on_or_time_passes(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let (situation, ..) = first(&ids);
        let address = format!("/situations/{situation}/modifier");
        let (mut carbonnel, mut lemoine) = (cast.browser(cast.carbonnel).await, cast.browser(cast.lemoine).await);
        let mut kept = async |text: &str, by_lemoine: bool| {
            let browser = if by_lemoine { &mut lemoine } else { &mut carbonnel };
            let form = fields(&browser.get(&address).await);
            browser.post(&address, &changed(&form, &[("purpose", text)])).await;
            let page = browser.get(format!("/situations/fiches/{situation}/versions")).await;
            page.all(".j-history li").len() - 1
        };
        assert_eq!(kept("un", false).await, 0);
        assert_eq!(kept("deux", false).await, 0);
        assert_eq!(kept("trois", true).await, 1);
        assert_eq!(kept("quatre", true).await, 1);
        house.app.clock.advance(Duration::minutes(11));
        assert_eq!(kept("cinq", true).await, 2);
        let page = carbonnel.get(format!("/situations/fiches/{situation}/versions/1")).await;
        page.assert_sound();
        assert_eq!((page.all(".j-compare del"), page.all(".j-compare ins")), (vec!["cinq".to_owned()], vec!["deux".to_owned()]));
        assert_eq!(carbonnel.get(format!("/situations/fiches/{situation}/versions/99")).await.status, StatusCode::NOT_FOUND);
    }
}
