//! The corbeille: what is written in a report that was put there elsewhere,
//! and what is removed for good after its time.

use chrono::Duration;
use db::sea_orm::{ConnectionTrait, Statement};
use files::testing::jpeg;
use http::StatusCode;
use people::testing::House;
use portfolio::report::State;

use crate::cast::{Cast, events};
use crate::reports::{LIST, address, typed};

async fn rows(house: &House, table: &str) -> usize {
    let reader = house.app.db.reader();
    let sql = format!("SELECT 1 AS one FROM {table}");
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    reader.query_all_raw(statement).await.unwrap().len()
}

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn what_is_written_in_a_report_deleted_elsewhere_is_kept(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let (mut home, mut school) = (cast.browser(cast.ines).await, cast.browser(cast.ines).await);
        let version = home.get(address(report)).await.attributes("[name=version]", "value").remove(0);
        school.post(format!("{}/supprimer", address(report)), &[]).await;

        let save = format!("{}/enregistrer", address(report));
        let fields = [("version", &*version), ("titre", "Le site"), ("learned", "Écrit par le script")];
        let late = home.post_by_script(&save, &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.json()["message"].as_str().unwrap().contains("mis à la corbeille ailleurs"));
        let kept = late.json()["conflict_url"].as_str().unwrap().to_owned();
        let page = home.get(&kept).await;
        page.assert_sound();
        assert!(page.text().contains("Écrit par le script"));

        let fields = [("version", &*version), ("titre", "Le site"), ("learned", "Écrit par la page")];
        for action in ["enregistrer", "soumettre"] {
            let late = home.post(format!("{}/{action}", address(report)), &fields).await;
            assert!(late.location().ends_with("/comparer"), "{action}");
            let page = home.get(late.location()).await;
            page.assert_sound();
            assert!(page.all(".j-flash").remove(0).contains("sortez-le de la corbeille"));
            assert!(page.text().contains("Écrit par la page"));
            // The way out is on the page.
            let out = page.attributes("main form[method=post]", "action");
            assert_eq!(out, [format!("{}/restaurer", address(report))]);
        }
        assert_eq!(events(house, "portfolio.report_submitted").await, 0);
        home.post(format!("{}/restaurer", address(report)), &[]).await;
        let take = home.get(&kept).await.attributes("main form[method=post]", "action").remove(0);
        home.post(take, &[]).await;
        assert_eq!(typed(&home.get(address(report)).await, "learned"), "Écrit par le script");
    }

    async fn after_thirty_days_a_deleted_report_is_gone_and_positionings_stay(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let gone = cast.report(cast.ines, "À effacer", State::Submitted, &["C1.1"]).await;
        let back = cast.report(cast.ines, "Sorti à temps", State::Draft, &[]).await;
        cast.report(cast.ines, "Gardé", State::Draft, &[]).await;
        let said = [("version", "1"), ("points_forts", "Clair."), ("ameliorer", "Expliquez.")];
        carbonnel.post(format!("/lecture/{gone}/a-reprendre"), &said).await;
        assert_eq!(rows(house, "feedback").await, 1);
        ines.upload(format!("{}/pieces", address(gone)), &[], "a.jpg", &jpeg(40, 30)).await;
        let piece = ines.get(address(gone)).await.attributes("[data-upload-list] .j-files a:has(strong)", "href").remove(0);
        ines.post(format!("{piece}/description"), &[("description", "Le bureau"), ("cible", "C1.1")]).await;
        let (report_proof, piece_proof) = (format!("report:{gone}"), piece.trim_start_matches("/pieces/").to_owned());
        position(&mut ines, &report_proof, &piece_proof).await;
        assert_eq!(rows(house, "positionings").await, 1);
        assert_eq!(rows(house, "positioning_evidence WHERE report_id IS NOT NULL OR evidence_id IS NOT NULL").await, 2);

        for report in [gone, back] {
            let flash = ines.post(format!("{}/supprimer", address(report)), &[]).await;
            assert_eq!(flash.location(), LIST);
        }
        let page = ines.get(format!("{LIST}/corbeille")).await;
        page.assert_sound();
        assert!(page.text().contains("30 jours"));
        // « Mes pièces » says where the piece is, before it goes.
        assert!(ines.get("/dossier/pieces").await.text().contains("qui est dans la corbeille"));

        house.run_jobs().await;
        house.app.clock.advance(Duration::days(29));
        house.run_jobs().await;
        assert_eq!(rows(house, "reports").await, 3, "not before its time");
        let mut ines = cast.browser(cast.ines).await;
        ines.post(format!("{}/restaurer", address(back)), &[]).await;
        house.app.clock.advance(Duration::days(2));
        house.run_jobs().await;

        let mut ines = cast.browser(cast.ines).await;
        assert_eq!(ines.get(address(gone)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(ines.get(&piece).await.status, StatusCode::NOT_FOUND);
        assert_eq!(ines.get(address(back)).await.status, StatusCode::OK);
        for (table, left) in [
            ("reports", 2), ("report_versions", 0), ("report_targets", 0), ("evidence", 0), ("files", 0),
            ("feedback", 0), ("positionings", 1), ("current_positionings", 1),
            ("positioning_evidence WHERE report_id IS NOT NULL OR evidence_id IS NOT NULL", 0),
        ] {
            assert_eq!(rows(house, table).await, left, "{table}");
        }
        assert_eq!(events(house, "portfolio.report_purged").await, 1);
        let page = ines.get("/dossier/positionnements/C1.1").await;
        page.assert_sound();
        assert!(page.text().contains("Je progresse"), "what was said of the level is still there");
    }
}

/// A self-positioning that rests on a report and on a piece.
async fn position(ines: &mut web::testing::Browser, report: &str, piece: &str) {
    let page = ines.get("/dossier/positionnements/C1.1").await;
    let proofs = page.attributes("[name=preuves]", "value");
    let of = |id: &str| {
        let id = id.rsplit(':').next().unwrap_or(id);
        proofs.iter().find(|proof| proof.contains(id)).cloned()
    };
    let (report, piece) = (
        of(report).expect("the report"),
        of(piece).expect("the piece"),
    );
    let fields = [
        ("cible", "C1.1"),
        ("niveau", "2"),
        ("commentaire", "Je progresse"),
        ("preuves", &*report),
        ("preuves", &*piece),
    ];
    let done = ines.post("/dossier/positionnements", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
}
