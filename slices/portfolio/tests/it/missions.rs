//! A report begun from a mission: what is filled in, who has begun, handed in,
//! had it validated, and the mission beside the report that the team reads.

use kernel::AccountId;
use learning::api::{Adaptation, AssignmentId, Dates, NewAssignment, Terms, Whom, adapt, entrust};
use learning::sheets::{By, Refused};
use learning::situations::examples::{Ids, take_up};
use people::testing::House;
use web::testing::Answer;

use crate::cast::Cast;

/// Entrusts the first mission of VosRêves to the class.
async fn a_mission(house: &House, cast: &Cast<'_>) -> AssignmentId {
    let clock = house.app.clock.clone();
    let by = By {
        school: cast.school.id,
        account: cast.carbonnel,
    };
    let collection = learning::shipped::vosreves();
    let ids = Ids::generate(&clock, collection);
    let (situation, missions) = &ids.situations[0];
    let new = NewAssignment {
        id: AssignmentId::generate(&clock),
        situation: *situation,
        mission: missions[0],
        title: collection.situations[0].missions[0].title.clone(),
        class: cast.class,
        terms: Terms {
            whom: Whom::Class,
            concerned: vec![cast.ines, cast.paul],
            dates: Dates::default(),
            message: String::new(),
        },
    };
    let work = (clock, ids.clone(), new);
    house
        .app
        .db
        .write(move |tx| {
            let (clock, ids, new) = work.clone();
            async move {
                let sno = &curriculum::shipped()[0];
                take_up(&tx, &clock, by, collection, sno, &ids).await?;
                let id = entrust(&tx, &clock, by, &new, true).await?;
                Ok::<_, Refused>(id)
            }
        })
        .await
        .unwrap()
}

/// Writes what is asked of one learner alone.
async fn adapt_for(house: &House, cast: &Cast<'_>, id: AssignmentId, learner: AccountId) {
    let clock = house.app.clock.clone();
    let by = By {
        school: cast.school.id,
        account: cast.carbonnel,
    };
    house
        .app
        .db
        .write(move |tx| {
            let clock = clock.clone();
            async move {
                let adaptation = Adaptation {
                    resources: String::new(),
                    expectations: "Un plan de trois lignes".into(),
                };
                adapt(&tx, &clock, by, id, learner, 0, &adaptation).await
            }
        })
        .await
        .unwrap();
}

/// What the form of a new report sends back as it is shown.
fn filled(page: &Answer) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = ["id", "mission", "titre"]
        .into_iter()
        .map(|name| {
            let value = page.attributes(&format!("[name={name}]"), "value");
            (name.to_owned(), value[0].clone())
        })
        .collect();
    let ticked = page.attributes("[name=cible][checked]", "value");
    fields.extend(ticked.into_iter().map(|code| ("cible".to_owned(), code)));
    fields.push(("contexte".to_owned(), "simulated".to_owned()));
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    let pairs = fields.iter();
    pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

people::on_both_engines! {
    modules: vec![learning::module(), portfolio::module()];

    async fn a_report_begins_from_a_mission_and_the_team_follows_it(house) {
        let cast = Cast::new(house).await;
        let assignment = a_mission(house, &cast).await;
        adapt_for(house, &cast, assignment, cast.ines).await;
        let new = format!("/dossier/comptes-rendus/nouveau?mission={assignment}");
        let follow = format!("/missions/{assignment}/suivi");
        let mut ines = cast.browser(cast.ines).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = ines.get(&new).await;
        page.assert_sound();
        assert_eq!(page.attributes("option[selected]", "value"), ["activity", "simulated"]);
        let fields = filled(&page);
        let codes: Vec<&str> = borrowed(&fields).into_iter().filter(|(name, _)| *name == "cible").map(|(_, code)| code).collect();
        assert_eq!(codes, ["C1.1", "C1.1.1", "C1.1.2", "C1.1.3", "C1.3", "C1.3.3"]);

        let begun = ines.post("/dossier/comptes-rendus/nouveau", &borrowed(&fields)).await;
        assert_eq!(begun.status, 303);
        let report = begun.location().to_owned();
        let page = ines.get(&report).await;
        page.assert_sound();
        assert!(page.text().contains("Pour la mission"));
        // A second one is not begun: the first is gone on with.
        assert_eq!(ines.get(&new).await.location(), report);
        let mut again = fields.clone();
        again[0].1 = portfolio::api::ReportId::generate(&house.app.clock).to_string();
        assert_eq!(ines.post("/dossier/comptes-rendus/nouveau", &borrowed(&again)).await.location(), report);
        let mission = ines.get(format!("/missions/{assignment}")).await;
        assert!(mission.text().contains("Continuer mon compte rendu"));
        assert_eq!(carbonnel.get(&follow).await.all("#commence").len(), 1);

        let title = fields[2].1.as_str();
        let text = [("version", "1"), ("titre", title), ("produced", "La page est en ligne."), ("cible", "C1.1")];
        assert_eq!(ines.post(format!("{report}/soumettre"), &text).await.status, 303);
        let followed = carbonnel.get(&follow).await;
        followed.assert_sound();
        assert!(followed.text().contains("1\u{a0}sur 2 a rendu."));
        let reading = followed.attributes(".j-todo a[href^='/lecture']", "href").remove(0);
        let page = carbonnel.get(&reading).await;
        page.assert_sound();
        assert!(page.text().contains("Ce que demandait la mission") && page.text().contains("Un plan de trois lignes"));
        let mut head = cast.with_role(kernel::Role::Head).await;
        assert!(!head.get(&reading).await.text().contains("trois lignes"));

        ines.post(format!("{report}/reprendre"), &[]).await;
        assert_eq!(carbonnel.get(&follow).await.all("#commence").len(), 1);
        ines.post(format!("{report}/soumettre"), &[("tel_quel", "oui")]).await;
        let answer = [("version", "3"), ("points_forts", "Clair."), ("ameliorer", "Rien.")];
        let done = carbonnel.post(format!("{reading}/valider"), &answer).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(carbonnel.get(&follow).await.all("#valide").len(), 1);
        assert!(ines.get("/missions").await.text().contains("Validée"));
    }

    async fn a_deleted_report_frees_the_mission_and_comes_back(house) {
        let cast = Cast::new(house).await;
        let assignment = a_mission(house, &cast).await;
        let new = format!("/dossier/comptes-rendus/nouveau?mission={assignment}");
        let follow = format!("/missions/{assignment}/suivi");
        let mut ines = cast.browser(cast.ines).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let fields = filled(&ines.get(&new).await);
        let report = ines.post("/dossier/comptes-rendus/nouveau", &borrowed(&fields)).await.location().to_owned();
        ines.post(format!("{report}/supprimer"), &[]).await;
        assert_eq!(carbonnel.get(&follow).await.all("#commence").len(), 0);
        ines.post(format!("{report}/restaurer"), &[]).await;
        assert_eq!(carbonnel.get(&follow).await.all("#commence").len(), 1);

        // Another one begun meanwhile stays the one on the mission.
        ines.post(format!("{report}/supprimer"), &[]).await;
        let page = ines.get(&new).await;
        assert_eq!(page.status, 200);
        let second = ines.post("/dossier/comptes-rendus/nouveau", &borrowed(&filled(&page))).await.location().to_owned();
        assert_ne!(second, report);
        ines.post(format!("{report}/restaurer"), &[]).await;
        assert_eq!(ines.get(&new).await.location(), second);
    }

    async fn a_mission_of_somebody_else_begins_nothing(house) {
        let cast = Cast::new(house).await;
        let assignment = a_mission(house, &cast).await;
        let outsider = cast.school.learner("Léa", "Dehors").await;
        let class = cast.school.class("CS SNO 2").await;
        cast.school.enrol(class, &[outsider]).await;
        let mut lea = cast.browser(outsider).await;
        let id = assignment.to_string();
        for mission in [&*id, "rien"] {
            assert_eq!(lea.get(format!("/dossier/comptes-rendus/nouveau?mission={mission}")).await.status, 404);
            let fields = [("titre", "Le site"), ("mission", mission)];
            assert_eq!(lea.post("/dossier/comptes-rendus/nouveau", &fields).await.status, 404);
        }
        let page = cast.browser(cast.ines).await.post("/dossier/comptes-rendus/nouveau", &[("titre", ""), ("mission", &*id), ("cible", "C1.1")]).await;
        assert_eq!(page.status, 422);
        page.assert_sound();
        assert_eq!(page.attributes("[name=cible][checked]", "value"), ["C1.1"]);
    }
}
