//! Pieces: added, refused, described, linked, seen, removed and put back.

use files::testing::jpeg;
use http::{Request, StatusCode};
use portfolio::report::{ReportId, State};
use web::testing::{Answer, Browser};

use crate::cast::{Cast, NASTY, outsider};

const MINE: &str = "/dossier/pieces";

fn address(report: ReportId) -> String {
    format!("/dossier/comptes-rendus/{report}")
}

/// A PNG that announces 20 000 × 20 000 pixels and holds none.
fn huge_png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(HUGE_HEADER);
    bytes
}

/// Its first chunk, with the checksum that decoders look at.
const HUGE_HEADER: &[u8] = b"\x00\x00\x00\x0dIHDR\x00\x00N\x20\x00\x00N\x20\x08\x02\x00\x00\x00l\x12\xd1n\x00\x00\x00\x0cIDATx\x9cc`\xa0\x0c\x00\x00\x00@\x00\x01\xb74|\xef";

/// The addresses of the pieces that a page of a report lists.
fn pieces(page: &Answer) -> Vec<String> {
    page.attributes("[data-upload-list] .j-files a:has(strong)", "href")
}

async fn upload_by_script(
    browser: &mut Browser,
    address: &str,
    name: &str,
    content: &[u8],
) -> Answer {
    let mut body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let request = Request::post(address)
        .header("content-type", "multipart/form-data; boundary=b")
        .header("x-requested-with", "jalon")
        .body(body.into());
    browser.send(request.unwrap()).await
}

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn a_picture_is_added_described_seen_removed_and_put_back(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let content = jpeg(600, 400);
        let fields = [("description", "Le bureau rangé")];
        let done = ines.upload(format!("{}/pieces", address(report)), &fields, "Été.JPG", &content).await;
        assert_eq!(done.location(), format!("{}#pieces", address(report)));
        let page = ines.get(address(report)).await;
        page.assert_sound();
        let piece = pieces(&page).remove(0);
        assert!(page.all("[data-upload-list]").remove(0).contains("Été.jpg"));
        assert!(!page.text().contains("Sans description"));

        let file = ines.get(&piece).await;
        assert_eq!(file.headers["content-type"], "image/jpeg");
        assert!(file.headers["content-security-policy"].to_str().unwrap().starts_with("sandbox"));
        assert_eq!(file.headers["x-content-type-options"], "nosniff");
        let saved = ines.get(format!("{piece}?enregistrer=oui")).await;
        assert!(saved.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        let small = ines.get(format!("{piece}/vignette")).await;
        assert_eq!(small.status, StatusCode::OK);
        assert!(small.body.len() < file.body.len());
        let page = ines.get(format!("{}/apercu", address(report))).await;
        page.assert_sound();
        assert_eq!(page.attributes("img", "alt"), ["Le bureau rangé"]);

        let removed = ines.post(format!("{piece}/retirer"), &[]).await;
        assert_eq!(removed.location(), format!("{}#pieces", address(report)));
        assert_eq!(pieces(&ines.get(address(report)).await).len(), 0);
        assert_eq!(ines.get(&piece).await.status, StatusCode::NOT_FOUND);
        let page = ines.get(MINE).await;
        page.assert_sound();
        assert!(page.text().contains("Pièces retirées (1)"));
        let page = ines.get(format!("{MINE}?retirees=oui")).await;
        page.assert_sound();
        assert!(page.text().contains("Été.jpg"));
        assert_eq!(page.attributes("main form[method=post]", "action"), [format!("{piece}/restaurer")]);
        let own = format!("/dossier{piece}");
        ines.get(&own).await.assert_sound();
        ines.post(format!("{piece}/restaurer"), &[]).await;
        assert_eq!(pieces(&ines.get(address(report)).await), [piece]);
    }

    async fn the_script_gets_the_new_list_or_a_sentence(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        for address in [format!("{}/pieces", address(report)), MINE.to_owned()] {
            let done = upload_by_script(&mut ines, &address, "notes.txt", b"Des notes, rien d'autre.").await;
            assert_eq!(done.status, StatusCode::OK, "{}", done.text());
            assert!(done.all("[data-upload-list]").remove(0).contains("notes.txt"));
            let refused = upload_by_script(&mut ines, &address, "page.html", b"<!doctype html><script>1</script>").await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.json()["message"].as_str().unwrap().contains("page web"));
        }
    }

    async fn what_cannot_be_taken_is_explained_and_nothing_else_changes(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let upload = format!("{}/pieces", address(report));
        let heavy = "Une ligne de texte.\n".repeat(250_001);
        let fields = [("description", NASTY)];
        for (name, content, says) in [
            ("page.html", &b"<!doctype html><script>1</script>"[..], "page web"),
            ("dessin.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "page web"),
            ("outil.exe", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", "programme"),
            ("lourd.txt", heavy.as_bytes(), "5\u{a0}Mo"),
            ("immense.png", &huge_png(), "20\u{202f}000"),
            ("vide.pdf", b"", "vide"),
        ] {
            let page = ines.upload(&upload, &fields, name, content).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            page.assert_sound();
            assert!(page.text().contains(says), "{name}: {}", page.all("[role=alert]").join(" "));
            assert!(page.text().contains(name));
            assert!(!page.text().contains("<script>alert"));
            assert_eq!(page.attributes("[name=description]", "value"), [NASTY], "{name}");
        }
        // No file chosen: browsers send an empty part.
        let page = ines.upload(&upload, &[], "", b"").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains("Aucun fichier"));
        // Described and decorative at once.
        let both = [("description", "Un bureau"), ("decorative", "oui")];
        let page = ines.upload(&upload, &both, "a.jpg", &jpeg(20, 20)).await;
        page.assert_sound();
        assert_eq!(page.all("#description-erreur").len(), 1);
        assert_eq!(page.attributes("[name=description]", "value"), ["Un bureau"]);
        assert_eq!(pieces(&ines.get(address(report)).await).len(), 0);
    }

    async fn names_are_made_safe_and_kept_readable(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        for (number, name) in ["../../etc/passwd.txt", "fdp\u{202e}txt.exe", "🦊 été.txt", "<script>alert(1)</script>.txt"].into_iter().enumerate() {
            let text = format!("Des notes numéro {number}.");
            let done = ines.upload(format!("{}/pieces", address(report)), &[], name, text.as_bytes()).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{name}: {}", done.text());
        }
        let page = ines.get(address(report)).await;
        page.assert_sound();
        let names = page.all("[data-upload-list] strong");
        assert_eq!(names.len(), 4);
        assert!(names.contains(&"passwd.txt".to_owned()) && names.contains(&"🦊 été.txt".to_owned()), "{names:?}");
        assert!(names.iter().all(|name| !name.contains('\u{202e}') && name.ends_with(".txt")), "{names:?}");
        assert!(!page.text().contains("<script>alert"));
        for piece in pieces(&page) {
            assert_eq!(ines.get(piece).await.status, StatusCode::OK);
        }
    }

    async fn a_link_leads_to_the_web_and_nowhere_else(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let long = "é".repeat(600_000);
        for add in [format!("{}/liens", address(report)), format!("{MINE}/liens")] {
            for (adresse, intitule, field) in [
                ("javascript:alert(1)", "Mon lien", "adresse"), ("", "Mon lien", "adresse"), ("exemple.org", NASTY, "adresse"),
                ("data:text/html,<script>alert(1)</script>", "Mon lien", "adresse"), ("https://example.org", &*long, "intitule"),
            ] {
                let page = ines.post(&add, &[("adresse", adresse), ("intitule", intitule)]).await;
                assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{adresse}");
                page.assert_sound();
                assert_eq!(page.all(&format!("#{field}-erreur")).len(), 1);
                assert_eq!(page.attributes("[name=intitule]", "value"), [intitule]);
                assert_eq!(page.attributes("[name=adresse]", "value"), [adresse]);
                assert!(!page.text().contains("<script>alert"));
            }
            let done = ines.post(&add, &[("adresse", "https://example.org/a?b=c"), ("intitule", NASTY)]).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER);
        }
        let page = ines.get(address(report)).await;
        page.assert_sound();
        assert_eq!(pieces(&page), ["https://example.org/a?b=c"]);
        assert!(!page.text().contains("<script>alert"));
        let rel = page.attributes("[data-upload-list] a[rel]", "rel");
        assert!(rel.iter().all(|rel| rel.contains("noopener")) && rel.len() == 1);
    }

    async fn a_piece_alone_is_pointed_out_until_it_is_linked(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        let page = ines.get(MINE).await;
        page.assert_sound();
        assert!(page.text().contains("ajoutez ici ce qui montre votre travail"));
        ines.upload(MINE, &[], "bureau.jpg", &jpeg(40, 30)).await;
        let page = ines.get(MINE).await;
        page.assert_sound();
        assert!(page.text().contains("Reliée à rien") && page.text().contains("Sans description"));
        let own = page.attributes(".j-files .wide a", "href").remove(0);
        let page = ines.get(&own).await;
        page.assert_sound();
        let change = page.attributes("form:has([name=cible])", "action").remove(0);

        for (fields, field) in [
            (vec![("description", NASTY), ("decorative", "oui")], "description"),
            (vec![("description", NASTY), ("cible", "C9.9")], "cible"),
        ] {
            let page = ines.post(&change, &fields).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            page.assert_sound();
            assert_eq!(page.all(&format!("#{field}-erreur")).len(), 1);
            assert_eq!(page.all("[name=description]"), [NASTY]);
        }
        let done = ines.post(&change, &[("description", NASTY), ("cible", "C1.1.2"), ("cible", "C1.1-S1")]).await;
        assert_eq!(done.location(), own);
        let page = ines.get(&own).await;
        page.assert_sound();
        assert_eq!(page.attributes("[name=cible][checked]", "value"), ["C1.1.2", "C1.1-S1"]);
        assert!(!page.text().contains("<script>alert"));
        let page = ines.get(MINE).await;
        assert!(!page.text().contains("Reliée à rien") && !page.text().contains("Sans description"));
        assert_eq!(page.all(".j-files .j-code"), ["C1.1-S1", "C1.1.2"]);
    }

    async fn a_piece_follows_its_report_to_the_team_and_to_nobody_else(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        ines.upload(format!("{}/pieces", address(report)), &[], "a.jpg", &jpeg(40, 30)).await;
        let piece = pieces(&ines.get(address(report)).await).remove(0);
        let (mut carbonnel, mut paul) = (cast.browser(cast.carbonnel).await, cast.browser(cast.paul).await);
        let (mut stranger, mut outsider) = (cast.browser(cast.stranger).await, outsider(house).await);
        assert_eq!(carbonnel.get(&piece).await.status, StatusCode::NOT_FOUND, "a draft is nobody’s business");
        ines.post(format!("{}/soumettre", address(report)), &[("tel_quel", "oui")]).await;
        assert_eq!(carbonnel.get(&piece).await.status, StatusCode::OK);
        assert_eq!(carbonnel.get(format!("{piece}/vignette")).await.status, StatusCode::OK);
        assert!(carbonnel.get(format!("/lecture/{report}")).await.text().contains(&piece));
        for browser in [&mut paul, &mut stranger, &mut outsider] {
            assert_eq!(browser.get(&piece).await.status, StatusCode::NOT_FOUND);
            assert_eq!(browser.get(format!("{piece}/vignette")).await.status, StatusCode::NOT_FOUND);
        }
        for browser in [&mut paul, &mut outsider] {
            for below in ["retirer", "restaurer", "description"] {
                assert_eq!(browser.post(format!("{piece}/{below}"), &[]).await.status, StatusCode::NOT_FOUND, "{below}");
            }
            assert_eq!(browser.get(format!("/dossier{piece}")).await.status, StatusCode::NOT_FOUND);
            let forged = browser.upload(format!("{}/pieces", address(report)), &[], "a.txt", b"Des notes.").await;
            assert_eq!(forged.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(carbonnel.post(format!("{piece}/retirer"), &[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(house.anonymous().get(&piece).await.status, StatusCode::SEE_OTHER);
        assert_eq!(ines.get("/pieces/rien").await.status, StatusCode::NOT_FOUND);

        // What was handed in stays as it was handed in.
        ines.post(format!("{piece}/retirer"), &[]).await;
        assert!(ines.get(address(report)).await.all(".j-flash").remove(0).contains("Ce compte rendu est soumis"));
        let late = ines.upload(format!("{}/pieces", address(report)), &[], "b.jpg", &jpeg(40, 30)).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.assert_sound();
        assert_eq!(carbonnel.get(&piece).await.status, StatusCode::OK);
    }
}
