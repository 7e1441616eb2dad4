//! A school adapts NumEA; campaigns keep the version that they were opened on.

use http::StatusCode;

use crate::school::{Cast, version};

people::on_both_engines! {
    modules: vec![maturity::module()];

    async fn an_adapted_item_says_so_and_a_campaign_keeps_its_version(house) {
        let cast = Cast::new(house).await;
        let mut head = cast.browser(cast.head).await;
        let page = head.get("/numerique/instrument").await;
        page.assert_sound();
        assert_eq!(page.all(".j-question").len(), 5);
        let before = cast.open(&[]).await;

        let form = head.get("/numerique/instrument/1.1.3").await;
        form.assert_sound();
        let seen = form.attributes("[name=version]", "value").remove(0);
        let fields = [("version", seen.as_str()), ("titre", "Notre charte"), ("enonces", "Elle existe."), ("enonces", "Elle est connue."), ("enonces", "Elle est vivante.")];
        let refused = head.post("/numerique/instrument/1.1.3", &[("version", seen.as_str()), ("titre", "Notre charte"), ("enonces", "Elle existe.")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert_eq!(refused.all("#enonce-1"), ["Elle existe."]);
        let saved = head.post("/numerique/instrument/1.1.3", &fields).await;
        assert_eq!(saved.location(), "/numerique/instrument?champ=1.1");
        let crossed = head.post("/numerique/instrument/1.1.3", &fields).await;
        assert_eq!(crossed.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(crossed.text().contains("Quelqu’un vient d’adapter l’instrument"));
        let page = head.get("/numerique/instrument?champ=1.1").await;
        page.assert_sound();
        assert!(page.text().contains("Notre charte") && page.text().contains("Adapté par l’établissement"));
        assert!(page.text().contains("La charte numérique"), "the official text stays beside");

        let after = cast.open(&[]).await;
        let mut teacher = cast.browser(cast.teachers[0]).await;
        let old = teacher.get(format!("{before}/reponse?champ=1.1")).await;
        let new = teacher.get(format!("{after}/reponse?champ=1.1")).await;
        new.assert_sound();
        assert!(!old.text().contains("Notre charte") && new.text().contains("Notre charte"));
        // A page of the other version is not counted as an answer on this one.
        let version = version(&new);
        let wrong = teacher.post(format!("{before}/reponse?champ=1.1"), &[("instrument", version.as_str()), ("e-1.1.3-1", "reached")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("L’instrument a changé pendant que vous répondiez"));
        assert_eq!(wrong.attributes("[name='e-1.1.3-1'][checked]", "value"), ["reached"]);
    }

    async fn an_item_is_added_retired_and_given_back(house) {
        let cast = Cast::new(house).await;
        let mut head = cast.browser(cast.head).await;
        head.get("/numerique/instrument/nouveau?champ=2.3").await.assert_sound();
        let fields = [("version", "0"), ("titre", "Le fablab"), ("enonces", "Un."), ("enonces", "Deux."), ("enonces", "Trois.")];
        head.post("/numerique/instrument/nouveau?champ=2.3", &fields).await;
        let version = async |head: &mut web::testing::Browser| {
            head.get("/numerique/instrument/2.3.3").await.attributes("[name=version]", "value").remove(0)
        };
        let seen = version(&mut head).await;
        let campaign = cast.open(&[]).await;
        let position = head.get(format!("{campaign}/position?champ=2.3")).await;
        assert!(position.text().contains("Le fablab"));
        head.post(format!("{campaign}/position?champ=2.3"), &[("vu-2.3.3-1", "0"), ("c-2.3.3-1", "1")]).await;
        let results = head.get(&campaign).await;
        assert!(results.text().contains("Dont les items ajoutés par l’établissement\u{a0}: 1\u{a0}sur\u{a0}3"));
        head.post("/numerique/instrument/2.3.3/retirer", &[("version", seen.as_str())]).await;
        let page = head.get("/numerique/instrument?champ=2.3").await;
        page.assert_sound();
        assert!(page.text().contains("Retiré par l’établissement"));
        // The campaign that was open keeps it.
        assert!(head.get(format!("{campaign}/position?champ=2.3")).await.text().contains("Le fablab"));
        let next = cast.open(&[]).await;
        assert!(!head.get(format!("{next}/position?champ=2.3")).await.text().contains("Le fablab"));
        let seen = version(&mut head).await;
        head.post("/numerique/instrument/2.3.3/retirer", &[("version", seen.as_str())]).await;
        assert!(!head.get("/numerique/instrument?champ=2.3").await.text().contains("Retiré par"));
        assert_eq!(head.get("/numerique/instrument/9.9.9").await.status, StatusCode::NOT_FOUND);
    }
}
