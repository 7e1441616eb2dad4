//! « Retoucher l’image »: what was there before is shown nowhere any more.

use files::testing::jpeg;
use http::{Request, StatusCode};
use kernel::Role;
use portfolio::report::{ReportId, State};
use web::testing::{Answer, Browser};

use crate::cast::{Cast, NASTY, events, outsider};
use crate::reports::address;

/// A zone over the lower right corner of a picture of 600 × 400 pixels.
pub const ZONE: [(&str, &str); 4] = [
    ("zone_x", "500"),
    ("zone_y", "300"),
    ("zone_largeur", "100"),
    ("zone_hauteur", "100"),
];
/// A frame around its left half.
const FRAME: [(&str, &str); 4] = [
    ("cadre_x", "0"),
    ("cadre_y", "0"),
    ("cadre_largeur", "300"),
    ("cadre_hauteur", "400"),
];

/// Adds a picture to a report and gives its address.
pub async fn add(browser: &mut Browser, report: ReportId, name: &str) -> String {
    let to = format!("{}/pieces", address(report));
    let sent = browser.upload(to, &[], name, &jpeg(600, 400)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let page = browser.get(address(report)).await;
    page.attributes("[data-upload-list] .j-files a:has(strong)", "href")
        .pop()
        .unwrap()
}

/// Sends the form of a picture: its button, what was typed.
pub async fn press(
    browser: &mut Browser,
    piece: &str,
    button: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let form = format!("/dossier{piece}/retouche");
    let page = browser.get(&form).await;
    let origin = page.attributes("[name=origine]", "value").remove(0);
    let fields = [&[("origine", &*origin), ("faire", button)][..], fields].concat();
    browser.post(form, &fields).await
}

async fn bytes(browser: &mut Browser, address: &str) -> Vec<u8> {
    let answer = browser.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    assert_eq!(answer.headers["cache-control"], "private, no-cache");
    answer.body.to_vec()
}

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn a_picture_is_retouched_looked_at_and_kept(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let piece = add(&mut ines, report, "bureau.jpg").await;
        let form = format!("/dossier{piece}/retouche");
        let own = ines.get(format!("/dossier{piece}")).await;
        assert_eq!(own.attributes("a[href$='/retouche']", "href"), [&*form]);
        let page = ines.get(&form).await;
        page.assert_sound();
        assert!(page.text().contains("600 pixels de large et 400 pixels de haut"));

        // Without a script each button is a form sent: zones come and go, what is typed stays.
        let page = press(&mut ines, &piece, "zone", &FRAME).await;
        page.assert_sound();
        assert_eq!(page.attributes("[data-retouch-zones] input", "value"), ["225", "150", "150", "100"]);
        assert_eq!(page.attributes("#zone-1-x[autofocus]", "name"), ["zone_x"]);
        assert_eq!(page.attributes("#cadre-largeur", "value"), ["300"]);
        assert_eq!(page.attributes("svg .j-retouch__zone rect", "width"), ["150"]);
        let page = press(&mut ines, &piece, "retirer-1", &ZONE).await;
        assert_eq!(page.all("[data-retouch-zones] fieldset").len(), 0);
        let page = press(&mut ines, &piece, "cadre", &ZONE).await;
        assert_eq!(page.attributes("#cadre-x", "value"), ["150"]);
        let page = press(&mut ines, &piece, "sans-cadre", &FRAME).await;
        assert_eq!(page.attributes("#cadre-x", "value"), [""]);

        // The result is shown before anything is kept.
        let both = [ZONE, FRAME].concat();
        let original = bytes(&mut ines, &piece).await;
        let small = bytes(&mut ines, &format!("{piece}/vignette")).await;
        let page = press(&mut ines, &piece, "apercu", &both).await;
        assert_eq!(page.status, StatusCode::OK);
        page.assert_sound();
        assert!(page.text().contains("L’image d’origine sera effacée"));
        assert!(page.text().contains("300\u{a0}×\u{a0}400\u{a0}pixels, recadrée, 1\u{a0}zone masquée"), "{}", page.text());
        let result = page.attributes(".j-retouch img", "src").remove(0);
        let result = ines.get(&result).await;
        assert_eq!(result.status, StatusCode::OK);
        assert_eq!(result.headers["cache-control"], "no-store");
        assert_eq!(result.headers["content-type"], "image/jpeg");
        assert_eq!(bytes(&mut ines, &piece).await, original, "nothing is kept yet");
        let again = press(&mut ines, &piece, "modifier", &both).await;
        assert_eq!(again.attributes("#zone-1-y", "value"), ["300"]);

        let saved = press(&mut ines, &piece, "enregistrer", &both).await;
        assert_eq!(saved.location(), format!("/dossier{piece}"));
        let own = ines.get(saved.location()).await;
        own.assert_sound();
        assert!(own.text().contains("Image retouchée le"));
        let kept = bytes(&mut ines, &piece).await;
        assert_eq!(kept, result.body.to_vec(), "what is kept is what was shown");
        assert_ne!(bytes(&mut ines, &format!("{piece}/vignette")).await, small);
        assert!(ines.get(&form).await.text().contains("300 pixels de large"));
        assert_eq!(events(house, "portfolio.evidence_retouched").await, 1);
        assert!(ines.get(format!("{}/apercu", address(report))).await.text().contains("retouchée le"));
    }

    async fn the_original_is_served_at_no_address_any_more(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let (mut ines, mut carbonnel) = (cast.browser(cast.ines).await, cast.browser(cast.carbonnel).await);
        let piece = add(&mut ines, report, "bureau.jpg").await;
        ines.post(format!("{}/soumettre", address(report)), &[("tel_quel", "oui")]).await;
        let first = carbonnel.get(&piece).await;
        let tag = first.headers["etag"].to_str().unwrap().to_owned();
        let small = carbonnel.get(format!("{piece}/vignette")).await;
        let known = Request::get(&piece).header("if-none-match", &tag).body(axum::body::Body::empty());
        let known = carbonnel.send(known.unwrap()).await;
        assert_eq!(known.status, StatusCode::NOT_MODIFIED);
        assert_eq!(known.headers["cache-control"], "private, no-cache");

        // It was submitted, and a face can be hidden all the same.
        let saved = press(&mut ines, &piece, "enregistrer", &ZONE).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        assert_eq!(house.app.files.sweep().await.unwrap(), 2, "picture and thumbnail are erased at once");

        let gone = |answer: &Answer| answer.body != first.body && answer.body != small.body;
        let asked = |name: &'static str, value: String| {
            Request::get(&piece).header(name, value).body(axum::body::Body::empty()).unwrap()
        };
        let cached = carbonnel.send(asked("if-none-match", tag.clone())).await;
        assert_eq!(cached.status, StatusCode::OK, "the browser of a reader does not show its copy");
        assert!(gone(&cached));
        // A download that goes on begins anew, instead of mending two pictures.
        let resumed = Request::get(&piece).header("range", "bytes=10-").header("if-range", &tag);
        let resumed = carbonnel.send(resumed.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(resumed.status, StatusCode::OK);
        for browser in [&mut ines, &mut carbonnel] {
            for below in ["", "?enregistrer=oui", "/vignette"] {
                let answer = browser.get(format!("{piece}{below}")).await;
                assert_eq!(answer.status, StatusCode::OK);
                assert!(gone(&answer), "{below}");
            }
        }
        let reading = carbonnel.get(format!("/lecture/{report}")).await;
        assert!(reading.text().contains("retouchée le"), "readers are told");
        assert!(reading.text().contains(&*piece));

        // Earlier versions name the piece, not the picture that it was.
        let version = ines.get(format!("{}/versions/1", address(report))).await;
        assert!(version.attributes("img", "src").contains(&format!("{piece}/vignette")));
        ines.post(format!("{}/reprendre", address(report)), &[]).await;
        let restored = ines.post(format!("{}/versions/1/restaurer", address(report)), &[]).await;
        assert_eq!(restored.status, StatusCode::SEE_OTHER);
        for done in ["retirer", "restaurer"] {
            ines.post(format!("{piece}/{done}"), &[]).await;
        }
        let after = ines.get(&piece).await;
        assert_eq!((after.status, gone(&after)), (StatusCode::OK, true));
    }

    async fn once_handed_in_zones_can_be_laid_and_nothing_cut_off(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let piece = add(&mut ines, report, "bureau.jpg").await;
        ines.post(format!("{}/soumettre", address(report)), &[("tel_quel", "oui")]).await;
        let page = ines.get(format!("/dossier{piece}/retouche")).await;
        page.assert_sound();
        assert_eq!(page.all("#cadre-x").len(), 0);
        assert!(page.text().contains("Pour recadrer, reprenez d’abord votre copie"));
        for button in ["apercu", "enregistrer"] {
            let refused = press(&mut ines, &piece, button, &FRAME).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.all("[role=alert]").remove(0).contains("ne se recadre plus"));
        }
        let page = press(&mut ines, &piece, "apercu", &ZONE).await;
        assert!(page.text().contains("verront qu’elle a été retouchée"));
        assert_eq!(events(house, "portfolio.evidence_retouched").await, 0);
    }

    async fn numbers_that_do_not_fit_are_said_at_their_field_and_kept(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let piece = add(&mut ines, report, "bureau.jpg").await;
        let before = bytes(&mut ines, &piece).await;
        let fields = [
            ("zone_x", "600"), ("zone_y", "-5"), ("zone_largeur", NASTY), ("zone_hauteur", ""),
            ("zone_x", ""), ("zone_y", ""), ("zone_largeur", ""), ("zone_hauteur", ""),
            ("cadre_x", "0"), ("cadre_y", "0"), ("cadre_largeur", "8"), ("cadre_hauteur", "99999999999999"),
        ];
        for button in ["apercu", "enregistrer", ""] {
            let page = press(&mut ines, &piece, button, &fields).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            page.assert_sound();
            for field in ["zone-1-y", "zone-1-largeur", "zone-1-hauteur", "cadre-hauteur"] {
                assert_eq!(page.all(&format!("#{field}-erreur")).len(), 1, "{field}");
                let described = page.attributes(&format!("#{field}[aria-invalid]"), "aria-describedby");
                assert_eq!(described, [format!("{field}-erreur")]);
                assert_eq!(page.attributes(&format!("[role=alert] a[href='#{field}']"), "href").len(), 1);
            }
            assert_eq!(page.all("#zone-2-x-erreur").len(), 0, "an empty zone asks nothing");
            assert_eq!(page.attributes("#zone-1-largeur", "value"), [NASTY]);
            assert!(!page.text().contains("<script>alert"));
        }
        let bounds = [&FRAME[..3], &[("cadre_hauteur", "8"), ("zone_x", "600")], &ZONE[1..]].concat();
        let page = press(&mut ines, &piece, "apercu", &bounds).await;
        assert!(page.all("#zone-1-x-erreur").remove(0).contains("entre 0 et 599"));
        assert!(page.all("#cadre-hauteur-erreur").remove(0).contains("entre 16 et 400"));
        let page = press(&mut ines, &piece, "apercu", &[]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.all("[role=alert]").remove(0).contains("posez une zone ou un cadre"));
        let many: Vec<_> = ZONE.iter().cycle().take(4 * 31).copied().collect();
        let page = press(&mut ines, &piece, "enregistrer", &many).await;
        assert!(page.all("[role=alert]").remove(0).contains("30 zones au plus"));
        for address in ["image?zone=1,2,3", "image?zone=0,0,601,1", "image?cadre=a"] {
            let answer = ines.get(format!("/dossier{piece}/retouche/{address}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        }
        assert_eq!(bytes(&mut ines, &piece).await, before);
    }

    async fn of_two_who_retouch_at_once_the_second_is_told_and_keeps_the_numbers(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let (mut home, mut school) = (cast.browser(cast.ines).await, cast.browser(cast.ines).await);
        let piece = add(&mut home, report, "bureau.jpg").await;
        let form = format!("/dossier{piece}/retouche");
        let origin = home.get(&form).await.attributes("[name=origine]", "value").remove(0);
        assert_eq!(press(&mut school, &piece, "enregistrer", &FRAME).await.status, StatusCode::SEE_OTHER);
        let kept = bytes(&mut school, &piece).await;
        for button in ["apercu", "enregistrer"] {
            let late = [&[("origine", &*origin), ("faire", button)][..], &ZONE].concat();
            let late = home.post(&form, &late).await;
            assert_eq!(late.status, StatusCode::CONFLICT);
            late.assert_sound();
            assert!(late.all("[role=alert]").remove(0).contains("a changé ailleurs"));
            assert_eq!(late.attributes("#zone-1-x", "value"), ["500"]);
            assert_ne!(late.attributes("[name=origine]", "value"), [&*origin], "over the picture as it is now");
        }
        assert_eq!(bytes(&mut home, &piece).await, kept);
        assert_eq!(events(house, "portfolio.evidence_retouched").await, 1);
    }

    async fn a_picture_is_its_owners_to_retouch_and_only_a_picture(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let piece = add(&mut ines, report, "bureau.jpg").await;
        let form = format!("/dossier{piece}/retouche");
        ines.post(format!("{}/soumettre", address(report)), &[("tel_quel", "oui")]).await;
        let fields = [&[("faire", "enregistrer")][..], &ZONE].concat();
        let (mut paul, mut other) = (cast.browser(cast.paul).await, outsider(house).await);
        for browser in [&mut paul, &mut other] {
            for address in [form.clone(), format!("{form}/image?zone=0,0,9,9")] {
                assert_eq!(browser.get(address).await.status, StatusCode::NOT_FOUND);
            }
            assert_eq!(browser.post(&form, &fields).await.status, StatusCode::NOT_FOUND);
        }
        let mut head = cast.with_role(Role::Head).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        for browser in [&mut carbonnel, &mut head] {
            assert_eq!(browser.get(&form).await.status, StatusCode::FORBIDDEN);
            assert_eq!(browser.post(&form, &fields).await.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(house.anonymous().get(&form).await.status, StatusCode::SEE_OTHER);
        house.app.clock.advance(chrono::Duration::seconds(1));
        ines.upload("/dossier/pieces", &[], "notes.txt", b"Des notes.").await;
        let page = ines.get("/dossier/pieces").await;
        let notes = page.attributes(".j-files .wide a[href*='/dossier/pieces/']", "href").remove(0);
        assert_eq!(ines.get(format!("{notes}/retouche")).await.status, StatusCode::NOT_FOUND);
        assert!(!ines.get(&notes).await.text().contains("Retoucher"));
    }
}
