//! The class matrix taken away: on paper, as a workbook.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use http::StatusCode;
use kernel::Role;

use crate::cast::{Cast, outsider};

fn address(cast: &Cast<'_>) -> String {
    format!("/classes/{}/competences", cast.class)
}

people::on_both_engines! {
    modules: vec![learning::module(), portfolio::module()];

    async fn what_is_shown_is_taken_away_as_a_workbook(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let post = format!("/personnes/{}/positionnements", cast.ines);
        carbonnel.post(&post, &[("cible", "C1.2"), ("niveau", "3")]).await;
        let book = carbonnel.get(format!("{}/export.xlsx?bloc=1", address(&cast))).await;
        assert!(book.body.starts_with(b"PK"));
        let rows = sheet(&book.body, "Compétences");
        assert_eq!(rows[3][..4], ["", "C1.1 Site Web", "", "C1.2 Médias sociaux"]);
        assert_eq!(rows[4], ["Apprenant·e", "Équipe", "Auto", "Équipe", "Auto", "Équipe", "Auto"]);
        // One row for each learner, the points of view side by side.
        let people: Vec<&String> = rows[5..].iter().map(|row| &row[0]).collect();
        assert_eq!(people.iter().filter(|name| name.starts_with("Ferrand")).count(), 1, "{people:?}");
        let ines = rows.iter().find(|row| row[0].starts_with("Ferrand")).unwrap();
        assert_eq!(ines[1..], ["", "", "3", "", "", ""]);
        assert!(rows[1][0].contains("3 Réalise en autonomie") && rows[1][0].contains("bloc\u{a0}1"));
        let detail = sheet(&book.body, "Détail");
        assert!(detail.iter().any(|row| row[0].starts_with("Ferrand") && row[1] == "C1.2" && row[3] == "3"));
    }

    async fn what_is_shown_is_taken_away_on_paper(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let post = format!("/personnes/{}/positionnements", cast.ines);
        carbonnel.post(&post, &[("cible", "C1.2"), ("niveau", "3")]).await;
        let address = format!("{}/export.pdf?nom=ferrand&bloc=1", address(&cast));
        carbonnel.get(&address).await;
        let before = house.app.db.statements();
        let pdf = carbonnel.get(&address).await;
        assert!(house.app.db.statements() - before <= 8);
        assert_eq!(pdf.headers["content-type"], "application/pdf");
        assert_eq!(pdf.headers["cache-control"], "no-store");
        let text = pdf.text();
        assert!(text.starts_with("%PDF") && text.contains("Inès Ferrand, C1.2, équipe niveau 3"), "{text}");
        assert!(text.contains("nom\\u{a0}: ferrand"), "{text}");
        assert!(!text.contains("C2.1"), "what is left out of the page is left out of the sheet");
    }

    async fn those_who_see_the_matrix_take_it_away_and_nobody_else(house) {
        let cast = Cast::new(house).await;
        let mut foreign = outsider(house).await;
        for kind in ["xlsx", "pdf"] {
            let export = format!("{}/export.{kind}?nom=ferrand", address(&cast));
            for browser in [&mut cast.browser(cast.carbonnel).await, &mut cast.with_role(Role::Head).await] {
                assert_eq!(browser.get(&export).await.status, StatusCode::OK);
            }
            assert_eq!(cast.browser(cast.stranger).await.get(&export).await.status, StatusCode::NOT_FOUND);
            assert_eq!(foreign.get(&export).await.status, StatusCode::NOT_FOUND);
            assert_eq!(cast.browser(cast.ines).await.get(&export).await.status, StatusCode::FORBIDDEN);
            assert_eq!(house.anonymous().get(&export).await.status, StatusCode::SEE_OTHER);
        }
    }
}

/// The texts of a sheet of a workbook.
fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(name).unwrap();
    let rows = range.rows();
    rows.map(|row| row.iter().map(Data::to_string).collect())
        .collect()
}
