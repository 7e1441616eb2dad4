//! No page walks through a whole table.

use crate::HERE;

#[tokio::test]
async fn the_statements_of_every_page_use_an_index() {
    let house = people::testing::house(db::Engine::Sqlite, vec![])
        .await
        .unwrap();
    let school = house.school(HERE).await;
    let class = school.class("CS SNO").await;
    let plans = people::testing::plans(&house, school.id, class).await;
    assert!(plans.len() >= 3);
    // Whom somebody follows is read from two indexes, no row being opened.
    let followed = plans
        .iter()
        .find(|(what, _)| *what == "the learners whom somebody follows")
        .unwrap();
    for index in ["enrolments_now", "teachings_of_account"] {
        let reads = format!("COVERING INDEX {index}");
        assert!(
            followed.1.iter().any(|step| step.contains(&reads)),
            "{followed:?}"
        );
    }
    for (what, steps) in plans {
        for step in steps {
            let walks =
                step.starts_with("SCAN") && !step.contains("USING") && !step.contains("CONSTANT");
            assert!(!walks, "{what}: {step}");
        }
    }
}
