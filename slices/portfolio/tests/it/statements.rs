//! Pages ask as little of the database for three hundred reports and pieces as
//! for three.

use kernel::AccountId;
use portfolio::report::State;

use crate::cast::Cast;

/// The statements of one page, the session included.
async fn statements(
    house: &people::testing::House,
    cast: &Cast<'_>,
    who: AccountId,
    address: &str,
) -> u64 {
    let mut browser = cast.browser(who).await;
    // Published curricula are read once per process.
    browser.get(address).await;
    let before = house.app.db.statements();
    let page = browser.get(address).await;
    assert_eq!(page.status, 200);
    house.app.db.statements() - before
}

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn three_hundred_reports_cost_no_more_statements_than_three(house) {
        let cast = Cast::new(house).await;
        let write = async |n: usize| {
            for i in 0..n {
                let state = [State::Submitted, State::ToRevise, State::Draft, State::Validated][i % 4];
                cast.report(cast.ines, "Un compte rendu", state, &["C1.1", "C1.1.2", "C2.1"]).await;
            }
        };
        write(3).await;
        let few = [
            statements(house, &cast, cast.ines, "/dossier").await,
            statements(house, &cast, cast.carbonnel, "/lecture").await,
            statements(house, &cast, cast.ines, "/dossier/comptes-rendus").await,
        ];
        write(297).await;
        let many = [
            statements(house, &cast, cast.ines, "/dossier").await,
            statements(house, &cast, cast.carbonnel, "/lecture").await,
            statements(house, &cast, cast.ines, "/dossier/comptes-rendus").await,
        ];
        assert_eq!(few, many);
        assert!(many.iter().all(|n| *n <= 6), "{many:?}");
    }

    async fn a_class_and_its_skills_cost_no_more_statements_for_forty_than_for_two(house) {
        let cast = Cast::new(house).await;
        let overview = format!("/classes/{}/apercu", cast.class);
        let digital = format!("/personnes/{}/numerique", cast.ines);
        let transversal = format!("/personnes/{}/transversales", cast.ines);
        let count = async || {
            [
                statements(house, &cast, cast.carbonnel, &overview).await,
                statements(house, &cast, cast.ines, "/dossier/numerique").await,
                statements(house, &cast, cast.ines, "/dossier/transversales").await,
                statements(house, &cast, cast.carbonnel, &digital).await,
                statements(house, &cast, cast.carbonnel, &transversal).await,
            ]
        };
        cast.report(cast.ines, "Un", State::Submitted, &["C1.1"]).await;
        let few = count().await;
        let mut ines = cast.browser(cast.ines).await;
        for n in 0..38 {
            let learner = cast.school.learner("Prénom", &format!("Nom{n}")).await;
            cast.school.enrol(cast.class, &[learner]).await;
            cast.report(learner, "Un", State::Submitted, &["C1.1", "C2.1"]).await;
            let skill = format!("/dossier/transversales/crcn-{}.1", n % 5 + 1);
            ines.post(skill, &[("niveau", "3")]).await;
            ines.post("/dossier/positionnements", &[("cible", "C1.1"), ("niveau", "2")]).await;
        }
        let many = count().await;
        assert_eq!(few, many);
        // The session, then six at most; the pages of the team also ask five
        // times who the learner is to them.
        assert!(many[..3].iter().all(|n| *n <= 7), "{many:?}");
        assert!(many.iter().all(|n| *n <= 9), "{many:?}");
    }

    async fn three_hundred_pieces_cost_no_more_statements_than_three(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Un compte rendu", State::Draft, &[]).await;
        let add = async |numbers: std::ops::Range<usize>| {
            cast.links(cast.ines, report, numbers).await;
        };
        add(0..3).await;
        let few = statements(house, &cast, cast.ines, "/dossier/pieces").await;
        add(3..300).await;
        let many = statements(house, &cast, cast.ines, "/dossier/pieces").await;
        assert_eq!(few, many);

        // Page after page, all of them, each once, the latest first.
        let mut ines = cast.browser(cast.ines).await;
        let (mut titles, mut next, mut pages) = (Vec::new(), "/dossier/pieces".to_owned(), 0);
        loop {
            let page = ines.get(&next).await;
            page.assert_sound();
            assert!(page.text().contains("300\u{a0}pièces"));
            titles.extend(page.all("[data-upload-list] .j-files strong"));
            pages += 1;
            match page.attributes("[rel=next]", "href").pop() {
                Some(href) => next = href,
                None => break,
            }
        }
        assert_eq!(pages, 10);
        let expected: Vec<String> = (0..300).rev().map(|n| format!("Lien {n}")).collect();
        assert_eq!(titles, expected);
        let previous = ines.get(&next).await.attributes("[rel=prev]", "href").remove(0);
        assert_eq!(ines.get(previous).await.all("[data-upload-list] .j-files strong").len(), 30);
    }
}
