//! What a class works: the sentences, the names, the cost.

use kernel::{AccountId, Role};
use learning::api::{AssignmentId, MissionId, Progress, ReportOn, SituationId, Whom, begin_report};
use learning::model::{MissionContent, SituationContent};
use learning::situations::commands::{NewMission, NewSituation, begin, begin_mission};

use crate::entrusted::Cast;

/// Marks a mission as done by a learner.
async fn hand_in(cast: &Cast<'_>, assignment: AssignmentId, learner: AccountId) {
    let on = ReportOn {
        school: cast.school.id,
        assignment,
        learner,
        report: SituationId::generate(&cast.house.app.clock).0,
    };
    let clock = cast.house.app.clock.clone();
    cast.house
        .app
        .db
        .write(move |tx| {
            let clock = clock.clone();
            async move { begin_report(&tx, &clock, on, Progress::HandedIn).await }
        })
        .await
        .unwrap();
}

/// Situations of one mission, each entrusted to the class and handed in by Inès.
async fn situations(cast: &Cast<'_>, range: std::ops::Range<usize>) {
    for n in range {
        let clock = cast.house.app.clock.clone();
        let situation = NewSituation {
            id: SituationId::generate(&clock),
            curriculum: "SNO".into(),
            content: SituationContent {
                title: format!("Situation {n}"),
                ..SituationContent::default()
            },
        };
        let mission = NewMission {
            id: MissionId::generate(&clock),
            situation: situation.id,
            content: MissionContent {
                title: format!("Mission {n}"),
                targets: vec!["C1.1.1".into(), "C2.1".into()],
                productions: vec!["Une note".into()],
                ..MissionContent::default()
            },
        };
        let which = (situation.id, mission.id);
        let work = (clock, cast.by(cast.carbonnel), situation, mission);
        cast.house
            .app
            .db
            .write(move |tx| {
                let (clock, by, situation, mission) = work.clone();
                async move {
                    begin(&tx, &clock, by, &situation).await?;
                    begin_mission(&tx, &clock, by, &curriculum::shipped()[0], &mission).await
                }
            })
            .await
            .unwrap();
        let assignment = cast.entrust(which, Whom::Class).await;
        hand_in(cast, assignment, cast.ines).await;
    }
}

/// The statements of one page, the session included.
async fn statements(cast: &Cast<'_>, who: AccountId, address: &str) -> u64 {
    let mut browser = cast.browser(who).await;
    // Published curricula are read once per process.
    browser.get(address).await;
    let before = cast.house.app.db.statements();
    let page = browser.get(address).await;
    assert_eq!(page.status, 200);
    cast.house.app.db.statements() - before
}

people::on_both_engines! {
    modules: vec![learning::module()];

    async fn a_class_sees_what_it_works_and_what_it_does_not(house) {
        let cast = Cast::new(house).await;
        let address = format!("/classes/{}/situations", cast.class);
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let empty = carbonnel.get(&address).await;
        empty.assert_sound();
        assert!(empty.text().contains("Aucune mission n’est encore confiée"));

        let group = cast.school.group(cast.class, "Groupe A", &[cast.ines]).await;
        let first = cast.entrust(cast.mission(1, 1), Whom::Class).await;
        cast.entrust(cast.mission(1, 2), Whom::Class).await;
        let last = cast.entrust(cast.mission(5, 3), Whom::Group(group)).await;
        hand_in(&cast, first, cast.ines).await;
        // Paul did it, but it is not his to do: it counts for nobody.
        hand_in(&cast, last, cast.paul).await;
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        let text = page.text();
        for said in [
            "3\u{a0}missions confiées, 2\u{a0}situations.",
            "C2.1, C2.2, C2.3, C3.1 et C3.3 ne sont travaillées dans aucune situation.",
            "Travaillée dans 2\u{a0}missions, de 2\u{a0}situations.",
            "Faite par 1\u{a0}sur 2",
        ] {
            assert!(text.contains(said), "{said}\n{text}");
        }
        // Domaine 4 follows from C1.2 and C3.2; 1.3 from C2.2, which is not worked.
        assert!(text.contains("Pas encore travaillée\u{a0}: elle le serait avec C2.2."));
        let waiting = page.all(".j-cover__row details p");
        assert!(waiting.iter().any(|names| names.contains("Martin Paul") && !names.contains("Ferrand")));
        assert_eq!(page.attributes(".j-scroll", "tabindex"), ["0"]);
        let rows = page.all(".j-matrix tbody tr").len();
        assert_eq!(rows, 9);
        let detailed = carbonnel.get(format!("{address}?detail=oui")).await;
        detailed.assert_sound();
        assert_eq!(detailed.all(".j-matrix tbody tr").len(), 9 + 24);

        let missions = carbonnel.get(format!("/classes/{}/missions", cast.class)).await;
        missions.assert_sound();
        assert_eq!(missions.all(".j-roster tbody tr").len(), 3);
        let mut head = cast.with_role(Role::Head).await;
        assert_eq!(head.get(&address).await.status, 200);
        assert_eq!(cast.with_role(Role::Admin).await.get(&address).await.status, 403);
    }

    async fn sixty_situations_cost_no_more_statements_than_six(house) {
        let cast = Cast::new(house).await;
        let coverage = format!("/classes/{}/situations", cast.class);
        let list = format!("/classes/{}/missions", cast.class);
        situations(&cast, 0..6).await;
        let few = [
            statements(&cast, cast.carbonnel, &coverage).await,
            statements(&cast, cast.carbonnel, &list).await,
            statements(&cast, cast.ines, "/missions").await,
        ];
        situations(&cast, 6..60).await;
        let many = [
            statements(&cast, cast.carbonnel, &coverage).await,
            statements(&cast, cast.carbonnel, &list).await,
            statements(&cast, cast.ines, "/missions").await,
        ];
        assert_eq!(few, many);
        assert!(many[0] <= 10 && many[1] <= 9 && many[2] <= 4, "{many:?}");
        let page = cast.browser(cast.carbonnel).await.get(&coverage).await;
        page.assert_sound();
        assert_eq!(page.all(".j-matrix thead th").len(), 2 + 60);
    }
}
