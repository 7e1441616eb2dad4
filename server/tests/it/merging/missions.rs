//! Missions: entrusted to both records and to one, adapted, with their work.

use kernel::AccountId;
use learning::api::{
    Adaptation, AssignmentId, By, Dates, Ids, NewAssignment, Progress, ReportOn, Terms, Whom,
    adapt, begin_report, entrust, take_up,
};
use people::api::ClassId;
use web::testing::Browser;

use super::{Cast, values};

/// A mission to entrust, with how far each has come and what each is asked.
struct Given {
    to: Vec<AccountId>,
    work: Vec<(AccountId, Progress)>,
    adapted: Vec<(AccountId, &'static str)>,
}

/// One for the closed record alone, two for both: on one of them the closed
/// one has come further, on the other the kept one.
pub async fn entrust_to_both(cast: &Cast<'_>, class: ClassId, teacher: AccountId) {
    let (kept, closed) = (cast.kept, cast.closed);
    let clock = cast.house.app.clock.clone();
    let collection = learning::shipped::vosreves();
    let ids = Ids::generate(&clock, collection);
    let by = By {
        school: cast.school.id,
        account: teacher,
    };
    let taken = (clock, ids.clone());
    cast.house
        .app
        .db
        .write(move |tx| {
            let (clock, ids) = taken.clone();
            async move { take_up(&tx, &clock, by, collection, &curriculum::shipped()[0], &ids).await }
        })
        .await
        .unwrap();
    for given in [
        Given {
            to: vec![closed],
            work: vec![(closed, Progress::Begun)],
            adapted: vec![(closed, "Un plan")],
        },
        Given {
            to: vec![kept, closed],
            work: vec![(kept, Progress::Begun), (closed, Progress::HandedIn)],
            adapted: vec![(kept, "Un plan"), (closed, "Un schéma")],
        },
        Given {
            to: vec![kept, closed],
            work: vec![(kept, Progress::Validated), (closed, Progress::ToRevise)],
            adapted: vec![(kept, "Un plan")],
        },
    ] {
        give(cast, class, by, &ids, given).await;
    }
}

async fn give(cast: &Cast<'_>, class: ClassId, by: By, ids: &Ids, given: Given) {
    let clock = cast.house.app.clock.clone();
    let (situation, missions) = &ids.situations[0];
    let new = NewAssignment {
        id: AssignmentId::generate(&clock),
        situation: *situation,
        mission: missions[0],
        title: "Une mission".into(),
        class,
        terms: Terms {
            whom: Whom::Learners(given.to),
            concerned: Vec::new(),
            dates: Dates::default(),
            message: String::new(),
        },
    };
    let all = (clock, new, given.work, given.adapted);
    cast.house
        .app
        .db
        .write(move |tx| {
            let (clock, new, work, adapted) = all.clone();
            async move {
                let assignment = entrust(&tx, &clock, by, &new, true).await?;
                for (learner, state) in work {
                    let on = ReportOn {
                        school: by.school,
                        assignment,
                        learner,
                        report: kernel::new_uuid(&clock),
                    };
                    begin_report(&tx, &clock, on, state).await?;
                }
                for (learner, expected) in adapted {
                    let adaptation = Adaptation {
                        resources: String::new(),
                        expectations: expected.to_owned(),
                    };
                    adapt(&tx, &clock, by, assignment, learner, 0, &adaptation).await?;
                }
                Ok::<_, learning::api::Refused>(())
            }
        })
        .await
        .unwrap();
}

/// One learner has all three missions, what is nearer the end, and all that
/// was asked of either.
pub async fn assert_one_learners(cast: &Cast<'_>, browser: &mut Browser) {
    let sql = "SELECT state AS a FROM assignment_progress WHERE account_id = $1 ORDER BY state";
    let states = values(&cast.house.app.db, sql, vec![cast.kept.into()]).await;
    assert_eq!(states.concat(), ["begun", "handed_in", "validated"]);
    let sql = "SELECT expectations AS a FROM assignment_adaptations WHERE account_id = $1 ORDER BY expectations";
    let asked = values(&cast.house.app.db, sql, vec![cast.kept.into()]).await;
    assert_eq!(
        asked.concat(),
        ["Un plan", "Un plan", "Un plan\n\nUn schéma"]
    );
    let sql = "SELECT 1 AS a FROM assignment_learners WHERE account_id = $1";
    let chosen = values(&cast.house.app.db, sql, vec![cast.kept.into()]).await;
    assert_eq!(chosen.len(), 3);
    browser.get("/missions").await.assert_sound();
}
