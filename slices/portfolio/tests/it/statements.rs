//! Pages ask as little of the database for three hundred reports as for three.

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
        ];
        write(297).await;
        let many = [
            statements(house, &cast, cast.ines, "/dossier").await,
            statements(house, &cast, cast.carbonnel, "/lecture").await,
        ];
        assert_eq!(few, many);
        assert!(many.iter().all(|n| *n <= 6), "{many:?}");
    }
}
