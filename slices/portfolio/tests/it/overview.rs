//! Where a class is: reasons, spread, what moved.

use http::StatusCode;
use kernel::Role;
use portfolio::report::State;

use crate::cast::{Cast, outsider};

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn people_are_shown_for_facts_that_are_named(house) {
        let cast = Cast::new(house).await;
        let address = format!("/classes/{}/apercu", cast.class);
        cast.report(cast.ines, "Un", State::Submitted, &["C1.1.1"]).await;
        house.app.clock.advance(chrono::Duration::days(36));
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let positions = format!("/personnes/{}/positionnements", cast.ines);
        carbonnel.post(&positions, &[("cible", "C2.1"), ("niveau", "1")]).await;
        let mut ines = cast.browser(cast.ines).await;
        ines.post("/dossier/positionnements", &[("cible", "C2.1"), ("niveau", "3")]).await;
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert_eq!(page.all("#silence ~ ul > li > a"), ["Martin Paul", "Ferrand Inès"]);
        let reasons = page.all("#silence ~ ul > li:last-child .j-reasons li");
        assert_eq!(reasons, ["rien de soumis depuis 5 semaines", "écart de 2 sur C2.1 : 3 pour soi, 1 pour l’équipe"]);
        assert!(page.all("#silence ~ ul > li:first-child .j-reasons li").contains(&"aucune preuve en bloc 1".to_owned()));
        assert_eq!(page.attributes("#silence ~ ul > li > a", "href")[1], format!("/personnes/{}/parcours", cast.ines));
        // The rule that sorts is on the page.
        assert!(page.text().contains("depuis 4 semaines ou plus"));
        // A draft does not count as something handed in, nor is it told.
        cast.report(cast.paul, "Secret", State::Draft, &["C1.1"]).await;
        let page = carbonnel.get(&address).await;
        assert!(!page.text().contains("Secret"));
        assert_eq!(page.all("#silence ~ ul > li > a").len(), 2);
        cast.report(cast.paul, "Rendu", State::Submitted, &["C1.1"]).await;
        assert_eq!(carbonnel.get(&address).await.all("#silence ~ ul > li > a"), ["Ferrand Inès"]);
    }

    async fn two_days_are_compared_without_any_average(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let positions = format!("/personnes/{}/positionnements", cast.ines);
        carbonnel.post(&positions, &[("cible", "C1.1"), ("niveau", "1")]).await;
        house.app.clock.advance(chrono::Duration::days(10));
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        carbonnel.post(&positions, &[("cible", "C1.1"), ("niveau", "3")]).await;
        let address = format!("/classes/{}/apercu", cast.class);
        let page = carbonnel.get(format!("{address}?du=2027-03-10&au=2027-03-30")).await;
        page.assert_sound();
        assert_eq!(page.all("#progres ~ table .said")[0], "1 personne a avancé.");
        assert!(page.text().contains("du 10 mars 2027 au 30 mars 2027"));
        let page = carbonnel.get(format!("{address}?du=2027-03-01&au=2027-03-10")).await;
        assert_eq!(page.all("#progres ~ table .said")[0], "1 située pour la première fois.");
        for query in ["du=hier&au=%3Cscript%3E", "du=2030-01-01&au=2020-01-01", "du=%00"] {
            let page = carbonnel.get(format!("{address}?{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            page.assert_sound();
        }
    }

    async fn a_class_is_seen_by_those_who_follow_it(house) {
        let cast = Cast::new(house).await;
        let address = format!("/classes/{}/apercu", cast.class);
        for role in [Role::Head, Role::Inspector] {
            let page = cast.with_role(role).await.get(&address).await;
            assert_eq!(page.status, StatusCode::OK, "{role}");
            page.assert_sound();
            assert_eq!(page.all("main a[href$='/pix']").len(), 0, "only the team imports");
        }
        assert_eq!(cast.browser(cast.stranger).await.get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(outsider(house).await.get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(cast.browser(cast.ines).await.get(&address).await.status, StatusCode::FORBIDDEN);
        assert_eq!(cast.with_role(Role::Guardian).await.get(&address).await.status, StatusCode::FORBIDDEN);
        assert_eq!(house.anonymous().get(&address).await.status, StatusCode::SEE_OTHER);
        let empty = cast.school.class("Vide").await;
        cast.school.assign(empty, cast.carbonnel, &[1], false).await;
        let page = cast.browser(cast.carbonnel).await.get(format!("/classes/{empty}/apercu")).await;
        page.assert_sound();
        assert!(page.text().contains("Personne n’est encore inscrit"));
    }
}
