//! A situation on paper: its sheet and its table.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use kernel::Role;
use learning::shipped::vosreves;

use crate::cast::Cast;

people::on_both_engines! {
    modules: vec![learning::module()];

    async fn the_sheet_and_the_table_say_what_the_situation_says(house) {
        let cast = Cast::new(house).await;
        let id = cast.vosreves().await.situations[0].0;
        let file = &vosreves().situations[0];
        let mut browser = cast.browser(cast.carbonnel).await;
        let address = format!("/situations/{id}/fiche.pdf");
        browser.get(&address).await;
        let before = house.app.db.statements();
        let pdf = browser.get(&address).await;
        assert!(house.app.db.statements() - before <= 8);
        assert_eq!(pdf.headers["content-type"], "application/pdf");
        let text = pdf.text();
        assert!(text.starts_with("%PDF") && text.contains(&file.situation.title.escape_debug().to_string()), "{text}");
        assert!(text.contains("complété par Jalon") && !text.contains("Carbonnel"));

        let xlsx = browser.get(format!("/situations/{id}/tableau.xlsx")).await;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx.body)).unwrap();
        let range = book.worksheet_range("Missions").unwrap();
        let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
        assert_eq!(rows[0][0], file.situation.title);
        assert_eq!(rows[3][..2], ["Mission", "Bloc de compétences"]);
        let missions: Vec<&str> = file.missions.iter().map(|mission| &*mission.title).collect();
        let shown: Vec<&str> = rows[4..].iter().map(|row| &*row[0]).filter(|text| !text.is_empty()).collect();
        assert_eq!(shown, missions);
        assert!(rows[4][1].starts_with("Bloc\u{a0}") && rows[4][2].starts_with('C'));
    }

    async fn whoever_reads_a_situation_prints_it_and_nobody_else(house) {
        let cast = Cast::new(house).await;
        let id = cast.vosreves().await.situations[0].0;
        let there = house.school("0750001U").await;
        let stranger = there.teacher("Vidal").await;
        let mut stranger = there.browser(stranger).await;
        for what in ["fiche.pdf", "tableau.xlsx"] {
            let address = format!("/situations/{id}/{what}");
            for (role, status) in [
                (Role::Teacher, 200), (Role::Head, 200), (Role::Inspector, 200), (Role::DigitalLead, 200),
                (Role::Learner, 403), (Role::Guardian, 403), (Role::Admin, 403),
            ] {
                assert_eq!(cast.with_role(role).await.get(&address).await.status, status, "{role} {what}");
            }
            assert_eq!(stranger.get(&address).await.status, 404, "{what}");
        }
    }
}
