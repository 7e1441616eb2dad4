//! The workbook through the router: it goes out, comes back, and says where it
//! is wrong.

use http::StatusCode;
use kernel::Role;

use crate::objectives::write;
use crate::practice::{Cast, events, outsider};

const PAGE: &str = "/numerique/classeur";
const FILE: &str = "/numerique/classeur.xlsx";

people::on_both_engines! {
    modules: vec![maturity::module()];

    async fn a_workbook_that_was_not_touched_changes_nothing(house) {
        let cast = Cast::new(house).await;
        let mut head = cast.browser(cast.head).await;
        head.get(PAGE).await.assert_sound();
        let pilot = cast.carbonnel.to_string();
        let address = write(&mut head, &[("pilote", &*pilot), ("mesure", "6 élèves"), ("moyens", "=2+2"), ("echeance", "2027-06-30")]).await;
        for day in ["2027-01-04", "2027-02-04", "2027-03-04"] {
            head.post(format!("{address}/points"), &[("date", day), ("etat", "in_progress"), ("remarque", "Un mot")]).await;
        }
        let file = head.get(FILE).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(file.headers["content-disposition"].to_str().unwrap().contains("numea.xlsx"));
        let bytes = file.body.to_vec();
        let back = head.upload(PAGE, &[], "numea.xlsx", &bytes).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
        assert!(head.get(PAGE).await.text().contains("rien n’a changé"));
        assert_eq!(events(house, "maturity.goal_written").await, 1);
        assert_eq!(events(house, "maturity.goal_changed").await, 0);

        // Brought to another school, it writes what it holds.
        let mut other = outsider(house).await;
        let taken = other.upload(PAGE, &[], "numea.xlsx", &bytes).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
        assert!(other.get(PAGE).await.text().contains("1\u{a0}objectif ajouté"));
        let schedule = other.get("/numerique/objectifs?vue=tableau").await;
        schedule.assert_sound();
        let row = schedule.all("tbody tr").remove(0);
        assert!(row.contains("Réécrire la charte") && row.contains("Mme Carbonnel") && row.contains("30 juin 2027"), "{row}");
    }

    async fn what_is_no_workbook_is_refused_with_its_sentence(house) {
        let cast = Cast::new(house).await;
        let mut head = cast.browser(cast.head).await;
        for (name, bytes, said) in [
            ("liste.csv", b"Nom;Prenom".to_vec(), "XLSX"),
            ("vide.xlsx", Vec::new(), "vide"),
        ] {
            let refused = head.upload(PAGE, &[], name, &bytes).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            refused.assert_sound();
            assert!(refused.all(".j-error").remove(0).contains(said), "{name}");
        }
        let mut teacher = cast.browser(cast.carbonnel).await;
        assert_eq!(teacher.get(PAGE).await.status, StatusCode::FORBIDDEN);
        assert_eq!(teacher.get(FILE).await.status, StatusCode::FORBIDDEN);
        assert_eq!(cast.with_role(Role::Inspector).await.get(FILE).await.status, StatusCode::FORBIDDEN);
    }
}
