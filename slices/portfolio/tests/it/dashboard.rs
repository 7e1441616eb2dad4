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

    async fn objectives_are_on_the_dashboard_of_those_who_pursue_them(house) {
        let cast = Cast::new(house).await;
        let address = format!("/personnes/{}/tableau-de-bord", cast.ines);
        let mut ines = cast.browser(cast.ines).await;
        let page = ines.get(OWN).await;
        assert!(page.all("[aria-labelledby=objectifs]")[0].contains("Aucun objectif sur cette période"));
        let new = "/dossier/objectifs/nouveau";
        assert!(page.attributes("[aria-labelledby=objectifs] a", "href").contains(&new.to_owned()));
        for (title, due) in [("Plus tard", "2027-05-20"), ("Bientôt", "2027-03-20")] {
            let fields = [("titre", title), ("echeance", due)];
            assert_eq!(ines.post(new, &fields).await.status, StatusCode::SEE_OTHER);
        }
        let page = ines.get(OWN).await;
        page.assert_sound();
        assert_eq!(page.all("[aria-labelledby=objectifs] li a"), ["Bientôt", "Plus tard"]);
        // Before they were written, there were none.
        let page = ines.get(format!("{OWN}?du=2027-01-01&au=2027-02-01")).await;
        assert_eq!(page.all("[aria-labelledby=objectifs] li").len(), 0);
        let page = cast.browser(cast.carbonnel).await.get(&address).await;
        page.assert_sound();
        assert_eq!(page.all("[aria-labelledby=objectifs] li").len(), 2);
        for browser in [&mut cast.with_role(Role::Head).await, &mut cast.with_role(Role::Inspector).await] {
            let page = browser.get(&address).await;
            assert_eq!(page.all("[aria-labelledby=objectifs]").len(), 0);
            assert!(!page.text().contains("Bientôt"));
        }
        let (mut parent, child) = cast.guardian_of((2010, 5, 1)).await;
        let page = parent.get(format!("/personnes/{child}/tableau-de-bord")).await;
        assert_eq!(page.all("[aria-labelledby=objectifs]").len(), 0);
    }

    async fn a_period_is_printed_with_all_that_its_reader_sees(house) {
        let cast = Cast::new(house).await;
        let team = format!("/personnes/{}/positionnements", cast.ines);
        place(&mut cast.browser(cast.carbonnel).await, &team, "C1.1", "1").await;
        place(&mut cast.browser(cast.ines).await, "/dossier/positionnements", "C1.1", "4").await;
        house.app.clock.advance(chrono::Duration::days(3));
        let mut ines = cast.browser(cast.ines).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        cast.report(cast.ines, "Le site", State::Validated, &["C1.1.1"]).await;
        place(&mut carbonnel, &team, "C1.1", "2").await;
        let fields = [("titre", "Rédiger la procédure"), ("echeance", "2027-03-20")];
        ines.post("/dossier/objectifs/nouveau", &fields).await;
        // The page leads to the report of the period that it shows.
        let page = ines.get(format!("{OWN}?du=2027-03-10&au=2027-03-31")).await;
        let href = page.attributes("a[href*='bilan.pdf']", "href").remove(0);
        assert!(href.starts_with(&format!("{OWN}/bilan.pdf?du=2027-03-10&au=")), "{href}");
        ines.get(&href).await;
        let before = house.app.db.statements();
        let pdf = ines.get(&href).await;
        assert!(house.app.db.statements() - before <= 7);
        assert_eq!(pdf.headers["content-type"], "application/pdf");
        assert_eq!(pdf.headers["cache-control"], "no-store");
        let text = pdf.text();
        for said in ["Inès Ferrand", "CS SNO", "Le site", "Progrès selon l’équipe", "À éclaircir ensemble", "Rédiger la procédure", "Carbonnel", "before: Some(\n"] {
            assert!(text.contains(said), "{said}\n{text}");
        }
        let theirs = format!("/personnes/{}/tableau-de-bord/bilan.pdf", cast.ines);
        assert!(carbonnel.get(&theirs).await.text().contains("Rédiger la procédure"));
        // Who only looks is told of no objective.
        let text = cast.with_role(Role::Inspector).await.get(&theirs).await.text();
        assert!(text.contains("Le site") && !text.contains("Rédiger la procédure"));
    }

    async fn a_guardian_prints_levels_alone_and_others_nothing(house) {
        let cast = Cast::new(house).await;
        let of = |learner| format!("/personnes/{learner}/tableau-de-bord/bilan.pdf");
        let (mut parent, child) = cast.guardian_of((2010, 5, 1)).await;
        cast.report(child, "Un secret", State::Submitted, &["C1.1"]).await;
        place(&mut cast.browser(cast.carbonnel).await, &format!("/personnes/{child}/positionnements"), "C1.1", "3").await;
        let text = parent.get(of(child)).await.text();
        assert!(text.contains("Noé Blanc") && text.contains("Réalise en autonomie"));
        for hidden in ["Un secret", "preuve", "Carbonnel"] {
            assert!(!text.contains(hidden), "{hidden}\n{text}");
        }
        assert!(text.contains("works: None") && text.contains("objectives: None"));
        assert_eq!(parent.get(of(cast.ines)).await.status, StatusCode::NOT_FOUND);
        let (mut grown, adult) = cast.guardian_of((1990, 5, 1)).await;
        assert_eq!(grown.get(of(adult)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(cast.browser(cast.stranger).await.get(of(child)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(outsider(house).await.get(of(child)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(cast.browser(cast.paul).await.get(of(child)).await.status, StatusCode::FORBIDDEN);
        let own = format!("{OWN}/bilan.pdf");
        assert_eq!(cast.browser(cast.carbonnel).await.get(&own).await.status, StatusCode::FORBIDDEN);
        assert_eq!(house.anonymous().get(&own).await.status, StatusCode::SEE_OTHER);
        let alone = cast.school.learner("Zoé", "Seule").await;
        assert_eq!(cast.browser(alone).await.get(&own).await.status, StatusCode::NOT_FOUND);
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
        assert!(counts[1].1 <= 7, "{counts:?}");
    }
}

async fn statements(house: &people::testing::House, browser: &mut Browser, address: &str) -> u64 {
    browser.get(address).await;
    let before = house.app.db.statements();
    assert_eq!(browser.get(address).await.status, StatusCode::OK);
    house.app.db.statements() - before
}
