//! Somebody does the year again: their dossier goes with them, untouched.

use kernel::Role;
use people::testing::House;
use portfolio::report::State;

use crate::cast::Cast;
use crate::reports::address;

/// Every table of the dossier.
const TABLES: [&str; 10] = [
    "reports",
    "report_versions",
    "report_targets",
    "evidence",
    "evidence_targets",
    "feedback",
    "feedback_replies",
    "positionings",
    "positioning_evidence",
    "current_positionings",
];

/// All its rows, each as a line of text.
async fn dossier(house: &House) -> Vec<String> {
    let mut rows = Vec::new();
    let snapshot = house.app.db.snapshot().await.unwrap();
    for table in TABLES {
        let mut lines = snapshot.rows(table).await.unwrap();
        loop {
            let batch = lines.next().await.unwrap();
            if batch.is_empty() {
                break;
            }
            rows.extend(batch.into_iter().map(|row| format!("{table} {row:?}")));
        }
    }
    rows.sort();
    rows
}

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn the_dossier_of_a_repeater_goes_through_the_rentree_untouched(house) {
        let cast = Cast::new(house).await;
        let validated = cast.report(cast.ines, "Le site de l’agence", State::Validated, &["C1.1", "C1.1.2"]).await;
        let waiting = cast.report(cast.ines, "Le parc", State::Submitted, &["C2.1"]).await;
        let draft = cast.report(cast.ines, "En cours", State::Draft, &[]).await;
        cast.links(cast.ines, draft, 0..2).await;
        let placed = [("cible", "C1.1"), ("niveau", "3")];
        let to = format!("/personnes/{}/positionnements", cast.ines);
        assert_eq!(cast.browser(cast.carbonnel).await.post(&to, &placed).await.status, 303);
        assert_eq!(cast.browser(cast.ines).await.post("/dossier/positionnements", &placed).await.status, 303);
        let before = dossier(house).await;
        assert!(before.len() > 12, "{before:#?}");

        // Inès does the year again with the same team, Paul leaves.
        let admin = cast.school.person("Nadia", "Roche", &[Role::Admin]).await;
        let mut admin = cast.browser(admin).await;
        let fates = [format!("sort-{}", cast.ines), format!("sort-{}", cast.paul)];
        let fields = [
            (&*fates[0], "redouble"), (&*fates[1], "quitte"), ("reprise", "nouvelle"),
            ("nom", "CS SNO"), ("suite", ""), ("equipe", "oui"), ("confirmer", "oui"),
        ];
        let rentree = format!("/admin/classes/{}/rentree", cast.class);
        let done = admin.post(&rentree, &fields).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(dossier(house).await, before);

        // She finds it where it was and goes on; her team reads it through the new class.
        let mut ines = cast.browser(cast.ines).await;
        let list = ines.get("/dossier/comptes-rendus").await;
        for title in ["Le site de l’agence", "Le parc", "En cours"] {
            assert!(list.text().contains(title), "{title}");
        }
        let path = ines.get("/dossier").await;
        path.assert_sound();
        assert_eq!(path.attributes("#c1-1 .j-path", "data-team"), ["3"]);
        assert_eq!(ines.get(address(draft)).await.status, 200);
        let mut teacher = cast.browser(cast.carbonnel).await;
        assert!(teacher.get("/lecture").await.text().contains("Le parc"));
        for report in [validated, waiting] {
            assert_eq!(teacher.get(format!("/lecture/{report}")).await.status, 200);
        }
        assert_eq!(teacher.get(format!("/personnes/{}/parcours", cast.ines)).await.status, 200);
        assert_eq!(teacher.get(format!("/personnes/{}/parcours", cast.paul)).await.status, 404);

        // And so does the way back.
        assert_eq!(admin.post(format!("{rentree}/annuler"), &[]).await.status, 303);
        assert_eq!(dossier(house).await, before);
        assert!(teacher.get("/lecture").await.text().contains("Le parc"));
    }
}
