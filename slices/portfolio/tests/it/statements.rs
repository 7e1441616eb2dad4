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
    modules: vec![learning::module(), portfolio::module()];

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
        // The session included; where a class is looks at two days besides.
        assert!(many[0] <= 7, "{many:?}");
        assert!(many[1..].iter().all(|n| *n <= 6), "{many:?}");
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

    async fn a_class_of_forty_costs_no_more_statements_than_one_of_two(house) {
        let cast = Cast::new(house).await;
        let matrix = format!("/classes/{}/competences?detail=tout&vue=peer", cast.class);
        let column = format!("/classes/{}/competences/C1.1", cast.class);
        let few = [
            statements(house, &cast, cast.carbonnel, &matrix).await,
            statements(house, &cast, cast.carbonnel, &column).await,
        ];
        let mut learners = Vec::new();
        for number in 0..38 {
            learners.push(cast.school.learner("Camille", &format!("Nom {number}")).await);
        }
        cast.school.enrol(cast.class, &learners).await;
        cast.school.group(cast.class, "Groupe A", &learners[..20]).await;
        cast.school.group(cast.class, "Groupe B", &learners[10..]).await;
        for learner in &learners[..5] {
            cast.report(*learner, "Un compte rendu", State::Submitted, &["C1.1", "C2.1.1"]).await;
        }
        let cases: Vec<String> = learners
            .iter()
            .flat_map(|learner| ["C1.1", "C1.2.1"].map(|code| format!("{learner}~{code}~2~")))
            .collect();
        let fields: Vec<(&str, &str)> = cases.iter().map(|case| ("case", case.as_str())).collect();
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let address = format!("/classes/{}/competences", cast.class);
        let before = house.app.db.statements();
        assert_eq!(carbonnel.post(&address, &fields).await.status, 303);
        // As many for seventy-six cells as for one.
        let all = house.app.db.statements() - before;
        let before = house.app.db.statements();
        let one = format!("{}~C3.3~2~", learners[0]);
        assert_eq!(carbonnel.post(&address, &[("case", &one)]).await.status, 303);
        assert_eq!(house.app.db.statements() - before, all);
        let many = [
            statements(house, &cast, cast.carbonnel, &matrix).await,
            statements(house, &cast, cast.carbonnel, &column).await,
        ];
        assert_eq!(few, many);
        assert!(many.iter().all(|n| *n <= 6), "{many:?}");
    }
}
