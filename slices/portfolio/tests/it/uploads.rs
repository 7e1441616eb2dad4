//! Several files at once, in a plain form: none is lost, and what was typed
//! about an image goes to the right one or to none.

use axum::body::Body;
use files::testing::jpeg;
use http::{Request, StatusCode};
use portfolio::report::State;
use web::testing::{Answer, Browser};

use crate::cast::Cast;
use crate::reports::address;

/// A part of a form: name, name of the file, content.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

/// Sends a form in the order of its parts, as a browser does.
async fn send(browser: &mut Browser, address: &str, parts: &[Part<'_>]) -> Answer {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
        body.extend(
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    let request = Request::post(address)
        .header("content-type", "multipart/form-data; boundary=b")
        .body(body.into());
    browser.send(request.unwrap()).await
}

fn names(page: &Answer) -> Vec<String> {
    page.all("[data-upload-list] .j-files strong")
}

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn all_files_of_a_plain_form_are_taken(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let to = format!("{}/pieces", address(report));
        let parts: &[Part<'_>] = &[
            ("fichier", Some("a.jpg"), &jpeg(40, 30)), ("fichier", Some("b.jpg"), &jpeg(50, 30)),
            ("fichier", Some("notes.txt"), b"Des notes."), ("description", None, "Le bureau rangé".as_bytes()),
        ];
        let done = send(&mut ines, &to, parts).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let page = ines.get(address(report)).await;
        let mut all = names(&page);
        all.sort();
        assert_eq!(all, ["a.jpg", "b.jpg", "notes.txt"]);
        let said = page.all(".j-flash").remove(0);
        assert!(said.contains("3 pièces ajoutées") && said.contains("2 images restent à décrire"), "{said}");
        assert!(said.contains("Le bureau rangé"), "what was typed is given back: {said}");
        assert_eq!(page.text().matches("Sans description").count(), 2, "a description would be wrong for one of them");

        // With one image, what was typed is about it, whatever comes along.
        let parts: &[Part<'_>] = &[
            ("fichier", Some("c.txt"), b"D'autres notes."), ("fichier", Some("d.jpg"), &jpeg(60, 30)),
            ("description", None, "La salle serveur".as_bytes()),
        ];
        assert_eq!(send(&mut ines, &to, parts).await.status, StatusCode::SEE_OTHER);
        let page = ines.get(address(report)).await;
        assert_eq!(page.text().matches("Sans description").count(), 2);
        assert_eq!(names(&page).len(), 5);
        let page = ines.get(format!("{}/apercu", address(report))).await;
        assert!(page.attributes("img", "alt").contains(&"La salle serveur".to_owned()));
    }

    async fn what_follows_a_refused_file_is_not_lost(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let to = format!("{}/pieces", address(report));
        let parts: &[Part<'_>] = &[
            ("fichier", Some("page.html"), b"<!doctype html><script>1</script>"),
            ("fichier", Some("vide.pdf"), b""), ("fichier", Some("bon.txt"), b"Des notes."),
            ("description", None, "Ce que montre l’image".as_bytes()),
        ];
        let page = send(&mut ines, &to, parts).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.assert_sound();
        let alerts = page.all("[role=alert]").join(" ");
        assert!(alerts.contains("page.html") && alerts.contains("vide.pdf") && !alerts.contains("bon.txt"), "{alerts}");
        assert!(page.text().contains("Pièce ajoutée."));
        assert_eq!(page.attributes("[name=description]", "value"), ["Ce que montre l’image"]);
        assert_eq!(names(&ines.get(address(report)).await), ["bon.txt"]);

        // Too many at once: those that fit are taken, the others are named.
        let named: Vec<String> = (1..=22).map(|n| format!("n{n}.txt")).collect();
        let parts: Vec<Part<'_>> = named.iter().map(|name| ("fichier", Some(&**name), &b"Une ligne."[..])).collect();
        let page = send(&mut ines, &to, &parts).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.all("[role=alert]").len(), 2);
        assert!(page.text().contains("20\u{a0}pièces ajoutées"));
    }

    async fn pieces_of_a_submitted_report_stay_and_the_form_is_still_answered(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Submitted, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let to = format!("{}/pieces", address(report));
        let page = send(&mut ines, &to, &[("fichier", Some("a.txt"), b"Des notes.")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.assert_sound();
        assert!(page.text().contains("Ce compte rendu est soumis"));
        let link = [("adresse", "https://example.org"), ("intitule", "Mon lien")];
        let page = ines.post(format!("{}/liens", address(report)), &link).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains("Ce compte rendu est soumis"));
        assert_eq!(page.attributes("[name=intitule]", "value"), ["Mon lien"]);
    }
}

/// A file above every limit is read to its end, so that a browser without a
/// script shows the sentence; one that never ends is cut.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_above_the_limit_is_read_to_its_end_but_not_for_ever() {
    let house = people::testing::house(db::Engine::Sqlite, vec![portfolio::module()])
        .await
        .unwrap();
    let cast = Cast::new(&house).await;
    let mut ines = cast.browser(cast.ines).await;
    let limit = house.app.files.limits().largest_file();
    let (answer, read) = send_long(&mut ines, limit + 3_000_000).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.assert_sound();
    assert!(answer.text().contains("dépasse"));
    assert_eq!(
        answer.attributes("[name=description]", "value"),
        ["Une vidéo"]
    );
    assert!(read > limit + 3_000_000);
    let (answer, read) = send_long(&mut ines, limit * 8).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(read < limit * 4, "{read}");
}

/// A file of that many bytes, made while it is read; says how much was read.
async fn send_long(browser: &mut Browser, bytes: u64) -> (Answer, u64) {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    const CHUNK: usize = 1_000_000;
    let head =
        "--b\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"long.mp4\"\r\n\r\n";
    let tail = "\r\n--b\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\nUne vidéo\r\n--b--\r\n";
    let zeros = axum::body::Bytes::from(vec![0_u8; CHUNK]);
    let chunks = usize::try_from(bytes).unwrap() / CHUNK;
    let read = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&read);
    let all = std::iter::once(axum::body::Bytes::from_static(head.as_bytes()))
        .chain(std::iter::repeat_n(zeros, chunks))
        .chain([axum::body::Bytes::from_static(tail.as_bytes())]);
    // As from the network: what is read next is not always there yet.
    let all = futures::stream::unfold(all, move |mut all| {
        let counted = Arc::clone(&counted);
        async move {
            tokio::task::yield_now().await;
            let chunk = all.next()?;
            counted.fetch_add(chunk.len() as u64, Ordering::Relaxed);
            Some((Ok::<_, std::convert::Infallible>(chunk), all))
        }
    });
    let request = Request::post("/dossier/pieces")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(Body::from_stream(all));
    let answer = browser.send(request.unwrap()).await;
    (answer, read.load(Ordering::Relaxed))
}
