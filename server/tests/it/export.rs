//! The dossier of the demo's learner as a real PDF: asked for on its page, laid
//! out by the real typesetter, read with `pdftotext` where it is installed.

use std::process::Command;
use std::sync::Arc;

use db::Engine;
use db::jobs::Worker;
use documents_typst::TypstRenderer;
use web::testing::TestApp;

const PAGE: &str = "/dossier/export";

/// The text of a PDF; none where nothing reads one.
fn text_of(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dossier.pdf");
    std::fs::write(&path, pdf).unwrap();
    let out = Command::new("pdftotext")
        .arg("-layout")
        .arg(&path)
        .arg("-")
        .output()
        .ok()?;
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    // Words as they were typed: lines are cut where there was no room left.
    let text = String::from_utf8(out.stdout).unwrap();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_dossier_of_the_demo_is_a_real_pdf() {
    let house = TestApp::new(
        Engine::Sqlite,
        people::directory(),
        jalon::wiring::modules(),
    )
    .await
    .unwrap();
    let app = &house.app;
    curriculum::api::install_shipped(&app.db, &app.clock)
        .await
        .unwrap();
    jalon::demo::build(app).await.unwrap();
    let mut ines = house.anonymous();
    let fields = [
        ("identifiant", "apprenant"),
        ("mot_de_passe", jalon::demo::PASSWORD),
    ];
    assert_eq!(ines.post("/connexion", &fields).await.status, 303);

    let page = ines.get(PAGE).await;
    let ids = page.attributes("[name=comptes_rendus]", "value");
    let mut fields: Vec<(&str, &str)> = ids
        .iter()
        .map(|id| ("comptes_rendus", id.as_str()))
        .collect();
    fields.push(("pieces", "oui"));
    assert_eq!(ines.post(PAGE, &fields).await.location(), PAGE);
    let worker = Worker::new(app.db.clone(), app.clock.clone());
    portfolio::api::register_exports(app, worker, Arc::new(TypstRenderer::new().unwrap()))
        .run_until_idle()
        .await
        .unwrap();

    let page = ines.get(PAGE).await;
    page.assert_sound();
    assert!(
        page.all("[role=alert]").is_empty(),
        "{:?}",
        page.all("[role=alert]")
    );
    let pdf = ines.get("/dossier/export.pdf").await.body;
    assert!(pdf.starts_with(b"%PDF"));
    let Some(text) = text_of(&pdf) else {
        eprintln!("pdftotext is not installed: the text of the PDF was not read");
        return;
    };
    for words in [
        "Inès Ferrand",
        "Mes compétences",
        "C1.1",
        "Équipe pédagogique",
        "habilitations",
        "Points forts",
        "Mme Carbonnel",
    ] {
        assert!(text.contains(words), "not in the PDF: {words}");
    }
}
