//! The dashboard of one learner: for themself, the team, a guardian.

use http::StatusCode;
use kernel::Role;
use portfolio::report::State;
use web::testing::Browser;

use crate::cast::{Cast, outsider};

const OWN: &str = "/dossier/tableau-de-bord";

async fn place(browser: &mut Browser, address: &str, target: &str, level: &str) {
    let fields = [("cible", target), ("niveau", level)];
    let done = browser.post(address, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(done.location().contains(target), "{}", done.location());
}

people::on_both_engines! {
    modules: vec![learning::module(), portfolio::module()];

    async fn a_learner_sees_their_forces_and_gaps_with_the_reason(house) {
        let cast = Cast::new(house).await;
        cast.report(cast.ines, "Le site", State::Validated, &["C1.1.1"]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let team = format!("/personnes/{}/positionnements", cast.ines);
        place(&mut carbonnel, &team, "C1.1", "2").await;
        // Sessions have ended by then.
        house.app.clock.advance(chrono::Duration::days(3));
        let mut ines = cast.browser(cast.ines).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        place(&mut carbonnel, &team, "C1.1", "3").await;
        place(&mut carbonnel, &team, "C1.2", "1").await;
        place(&mut ines, "/dossier/positionnements", "C1.2", "4").await;
        let page = ines.get(OWN).await;
        page.assert_sound();
        let forces = page.all("[aria-labelledby=forces] li");
        assert_eq!(forces.len(), 1, "{forces:?}");
        assert!(forces[0].contains("C1.1") && forces[0].contains("Réalise en autonomie"), "{forces:?}");
        let gaps = page.all("[aria-labelledby=ecarts] li");
        let c12 = gaps.iter().find(|gap| gap.starts_with("C1.2")).unwrap();
        assert!(c12.contains("À éclaircir ensemble"), "{c12}");
        // The picture says in words what it draws, and its table repeats it.
        let said = page.all("#c1-1-d").remove(0);
        assert!(said.contains("Équipe pédagogique : Réalise en autonomie"), "{said}");
        assert_eq!(page.all("#c1-1 tbody tr").len(), 2);
        assert_eq!(page.all("#c1-1 .j-course__team .mark").len(), 2);
        assert_eq!(page.all("#c1-2 .j-course__self .mark").len(), 1);
        assert!(page.text().contains("1\u{a0}compte rendu"));
        // Nothing that looks like a mark or an average.
        for word in ["moyenne :", "note :", "/20", "%"] {
            assert!(!page.text().contains(word), "{word}");
        }
        // A period before all of it: nothing is named as a force.
        let page = ines.get(format!("{OWN}?du=2020-01-01&au=2020-02-01")).await;
        page.assert_sound();
        assert_eq!(page.all("[aria-labelledby=forces] li").len(), 0);
        let mangled = ines.get(format!("{OWN}?du=%3Cscript%3E&au=2019-02-31")).await;
        assert_eq!(mangled.status, StatusCode::OK);
    }

    async fn the_team_and_observers_see_it_and_a_guardian_sees_levels_alone(house) {
        let cast = Cast::new(house).await;
        let address = format!("/personnes/{}/tableau-de-bord", cast.ines);
        cast.report(cast.ines, "Le titre du travail", State::Submitted, &["C1.1"]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert!(page.h1().contains("Inès Ferrand"));
        assert_eq!(page.all(".j-gauge").len(), 1);
        for role in [Role::Head, Role::Inspector] {
            assert_eq!(cast.with_role(role).await.get(&address).await.status, StatusCode::OK);
        }
        let (mut parent, child) = cast.guardian_of((2010, 5, 1)).await;
        cast.report(child, "Un secret", State::Submitted, &["C1.1"]).await;
        let page = parent.get(format!("/personnes/{child}/tableau-de-bord")).await;
        page.assert_sound();
        assert_eq!(page.all(".j-gauge").len(), 0);
        assert!(!page.text().contains("preuve") && !page.text().contains("Un secret"));
        assert!(!page.text().contains("compte rendu"));
        assert_eq!(parent.get(&address).await.status, StatusCode::NOT_FOUND);
        let (mut grown, adult) = cast.guardian_of((1990, 5, 1)).await;
        let of_adult = format!("/personnes/{adult}/tableau-de-bord");
        assert_eq!(grown.get(of_adult).await.status, StatusCode::NOT_FOUND);
        let mut stranger = cast.browser(cast.stranger).await;
        assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(outsider(house).await.get(&address).await.status, StatusCode::NOT_FOUND);
        let mut paul = cast.browser(cast.paul).await;
        assert_eq!(paul.get(&address).await.status, StatusCode::FORBIDDEN);
        assert_eq!(carbonnel.get(OWN).await.status, StatusCode::FORBIDDEN);
        assert_eq!(house.anonymous().get(OWN).await.status, StatusCode::SEE_OTHER);
    }

    async fn somebody_in_no_class_is_told_so(house) {
        let cast = Cast::new(house).await;
        let alone = cast.school.learner("Zoé", "Seule").await;
        let page = cast.browser(alone).await.get(OWN).await;
        page.assert_sound();
        assert!(page.text().contains("dans aucune classe"));
    }

    async fn a_long_history_costs_no_more_statements_than_a_short_one(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let team = format!("/personnes/{}/positionnements", cast.ines);
        let address = format!("/personnes/{}/tableau-de-bord", cast.ines);
        let mut ines = cast.browser(cast.ines).await;
        let mut counts = Vec::new();
        for many in [1, 20] {
            for n in 0..many {
                cast.report(cast.ines, "Un travail", State::Submitted, &["C1.1", "C2.1"]).await;
                place(&mut carbonnel, &team, "C2.1", if n % 2 == 0 { "2" } else { "3" }).await;
            }
            counts.push((
                statements(house, &mut ines, OWN).await,
                statements(house, &mut carbonnel, &address).await,
            ));
        }
        assert_eq!(counts[0], counts[1]);
        assert!(counts[1].0 <= 6, "{counts:?}");
        assert!(counts[1].1 <= 9, "{counts:?}");
    }
}

async fn statements(house: &people::testing::House, browser: &mut Browser, address: &str) -> u64 {
    browser.get(address).await;
    let before = house.app.db.statements();
    assert_eq!(browser.get(address).await.status, StatusCode::OK);
    house.app.db.statements() - before
}
