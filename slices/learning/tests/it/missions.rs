//! Missions: put in order, taken out and put back; what is hostile is text.

use http::StatusCode;

use crate::cast::{Cast, NASTY, changed, fields, first};

people::on_both_engines! {
    modules: vec![learning::module()];

    async fn missions_are_put_in_order_taken_out_and_put_back(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let (situation, missions, _) = first(&ids);
        let address = format!("/situations/{situation}");
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let titles = |page: &web::testing::Answer| page.all(".j-missions__title");
        let before = titles(&carbonnel.get(&address).await);
        let of = |mission, what: &str| format!("{address}/missions/{mission}/{what}");
        carbonnel.post(of(missions[1], "monter"), &[]).await;
        let after = titles(&carbonnel.get(&address).await);
        assert_eq!(after[0], before[1].replace("2. ", "1. "));
        // The first cannot go up, the last cannot go down.
        for (mission, what) in [(missions[1], "monter"), (missions[0], "descendre")] {
            carbonnel.post(of(mission, what), &[]).await;
            assert_eq!(titles(&carbonnel.get(&address).await), after);
        }
        let form = carbonnel.post(of(missions[1], "supprimer"), &[]).await.location().to_owned();
        let page = carbonnel.get(&form).await;
        page.assert_sound();
        assert!(page.text().contains("retirée de la situation"));
        assert_eq!(titles(&carbonnel.get(&address).await).len(), 1);
        // Its competences no longer cross a bloc, its text is no longer found.
        assert!(!carbonnel.get("/situations?q=r%C3%A9seaux+sociaux").await.text().contains("ouvrir l’offre"));
        carbonnel.post(of(missions[1], "restaurer"), &[]).await;
        assert_eq!(titles(&carbonnel.get(&address).await), before);
        // A mission is found in its own situation only.
        let (other, _) = &ids.situations[1];
        let elsewhere = format!("/situations/{other}/missions/{}/modifier", missions[0]);
        assert_eq!(carbonnel.get(elsewhere).await.status, StatusCode::NOT_FOUND);
    }

    async fn what_is_hostile_is_shown_as_text_or_refused_with_all_that_was_typed(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let (situation, missions, organisation) = first(&ids);
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let long = "x".repeat(10_000);
        let address = format!("/situations/{situation}");
        let edit = format!("{address}/modifier");
        let form = fields(&carbonnel.get(&edit).await);
        let saved = carbonnel.post(&edit, &changed(&form, &[("titre", NASTY), ("context", &long), ("intention", NASTY)])).await;
        assert_eq!(saved.location(), edit);
        let mission = format!("{address}/missions/{}/modifier", missions[0]);
        let form = fields(&carbonnel.get(&mission).await);
        let saved = carbonnel.post(&mission, &changed(&form, &[("titre", NASTY), ("productions", NASTY), ("conditions", NASTY)])).await;
        assert_eq!(saved.location(), mission);
        let place = format!("/situations/organisations/{organisation}/modifier");
        let form = fields(&carbonnel.get(&place).await);
        carbonnel.post(&place, &changed(&form, &[("nom", NASTY), ("chart", &format!("{NASTY}\n------- {NASTY}\n- - -\n"))])).await;
        carbonnel.post(format!("{address}/commentaires"), &[("commentaire", NASTY)]).await;
        for shown in [
            "/situations".to_owned(),
            address.clone(),
            edit.clone(),
            mission.clone(),
            format!("/situations/organisations/{organisation}"),
            "/situations/organisations".to_owned(),
            format!("/situations/fiches/{situation}/versions"),
        ] {
            let page = carbonnel.get(&shown).await;
            page.assert_sound();
            assert!(!page.text().contains("<script>alert"), "{shown}");
            assert!(!page.text().contains("<b>gras"), "{shown}");
        }

        let form = fields(&carbonnel.get(&mission).await);
        let sent = changed(&form, &[("productions", &long), ("cible", "C9.9"), ("titre", "Gardé")]);
        let refused = carbonnel.post(&mission, &sent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert_eq!(refused.all(".j-summary li").len(), 2);
        assert!(refused.attributes("[name=titre]", "value").contains(&"Gardé".to_owned()));
        assert!(refused.text().contains(&long));
        let form = fields(&carbonnel.get(&edit).await);
        let sent = changed(&form, &[("savoir", "C9.9-S9"), ("samr", NASTY), ("organisation", "ailleurs"), ("budget", "Gardé aussi")]);
        let refused = carbonnel.post(&edit, &sent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert_eq!(refused.all(".j-summary li").len(), 3);
        assert!(refused.all("textarea").contains(&"Gardé aussi".to_owned()));
    }
}
