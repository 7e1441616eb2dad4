//! Positioning: by oneself, by the team, several at once, and who may not.

use http::StatusCode;
use kernel::Role;
use portfolio::report::State;
use web::testing::Browser;

use crate::cast::{Cast, NASTY, events, outsider};

const OWN: &str = "/dossier/positionnements";

async fn place(browser: &mut Browser, address: &str, target: &str, level: &str) -> StatusCode {
    let fields = [("cible", target), ("niveau", level)];
    browser.post(address, &fields).await.status
}

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn a_learner_places_themself_with_evidence_and_sees_it_on_the_path(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site de l’agence", State::Submitted, &["C1.1.2"]).await;
        let mut ines = cast.browser(cast.ines).await;
        let page = ines.get(format!("{OWN}/C1.1")).await;
        page.assert_sound();
        assert_eq!(page.attributes("[name=niveau][checked]", "value").len(), 0, "nothing is chosen beforehand");
        assert_eq!(page.attributes("[name=preuves]", "value"), [format!("r{report}")]);
        let proof = format!("r{report}");
        let fields = [("cible", "C1.1"), ("niveau", "3"), ("commentaire", NASTY), ("preuves", &*proof)];
        let done = ines.post(OWN, &fields).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/dossier/positionnements/C1.1"));

        let page = ines.get(done.location()).await;
        page.assert_sound();
        assert!(!page.text().contains("<script>alert"));
        let entry = page.all(".j-history li").remove(0);
        assert!(entry.contains("Niveau 3, Réalise en autonomie") && entry.contains("Inès Ferrand"), "{entry}");
        assert!(entry.contains("Le site de l’agence") && entry.contains("🦊"), "{entry}");
        let path = ines.get("/dossier").await;
        path.assert_sound();
        assert_eq!(path.attributes("#c1-1 .j-marker--self", "href"), ["/dossier/positionnements/C1.1"]);
        // A detailed competence takes nothing from its competence.
        assert_eq!(path.all("#c1-1 .j-level[data-level='0']").len(), 6);
        assert_eq!(events(house, "portfolio.positioned").await, 1);
    }

    async fn two_teachers_at_once_are_both_kept_and_the_latest_is_shown(house) {
        let cast = Cast::new(house).await;
        let address = format!("/personnes/{}/positionnements", cast.ines);
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let mut lemoine = cast.browser(cast.lemoine).await;
        let (first, second) = tokio::join!(
            place(&mut carbonnel, &address, "C2.1", "2"),
            place(&mut lemoine, &address, "C2.1", "4"),
        );
        assert_eq!((first, second), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        let page = carbonnel.get(format!("{address}/C2.1")).await;
        page.assert_sound();
        let entries = page.all("[aria-labelledby=vue-team] .j-history li");
        assert_eq!(entries.len(), 2, "{entries:?}");
        let current = page.all(".j-history li[aria-current]").remove(0);
        let shown = page.attributes(".j-path", "data-team").remove(0);
        assert!(current.starts_with(&format!("Niveau {shown}")), "{current}");
        // The learner's own point of view is not touched.
        assert_eq!(place(&mut cast.browser(cast.ines).await, OWN, "C2.1", "1").await, StatusCode::SEE_OTHER);
        let page = cast.browser(cast.ines).await.get("/dossier/positionnements/C2.1").await;
        assert_eq!(page.attributes(".j-path", "data-team"), [shown]);
        assert_eq!(page.all(".j-history li").len(), 3);
    }

    async fn what_is_wrong_is_said_and_what_was_typed_is_kept(house) {
        let cast = Cast::new(house).await;
        cast.report(cast.ines, "Le site", State::Submitted, &["C1.1"]).await;
        let foreign = cast.report(cast.paul, "Le mien", State::Submitted, &["C1.1"]).await;
        let foreign = format!("r{foreign}");
        let mut ines = cast.browser(cast.ines).await;
        let long = "é".repeat(3_000);
        for (fields, id) in [
            (vec![("niveau", ""), ("commentaire", NASTY)], "niveau"),
            (vec![("niveau", "5")], "niveau"),
            (vec![("niveau", "2"), ("commentaire", &*long)], "commentaire"),
            (vec![("niveau", "2"), ("preuves", &*foreign)], "preuves"),
            (vec![("niveau", "2"), ("preuves", NASTY)], "preuves"),
        ] {
            let mut all = vec![("cible", "C1.1")];
            all.extend(fields.iter().copied());
            let page = ines.post(OWN, &all).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{id}");
            page.assert_sound();
            assert_eq!(page.all(&format!("#{id}-erreur")).len(), 1, "{id}");
            assert!(!page.text().contains("<script>alert"));
            let typed = fields.iter().find(|(name, _)| *name == "commentaire").map_or("", |(_, text)| text);
            let kept = page.all("textarea[name=commentaire]").remove(0);
            assert_eq!(kept, typed.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        assert_eq!(events(house, "portfolio.positioned").await, 0);
        // Only targets of the curriculum.
        for target in ["C9.9", "C1.1-S1", "", "../etc", NASTY] {
            assert_eq!(place(&mut ines, OWN, target, "2").await, StatusCode::NOT_FOUND, "{target}");
        }
        assert_eq!(ines.get(format!("{OWN}/C9.9")).await.status, StatusCode::NOT_FOUND);
    }

    async fn others_may_not_position_nor_read_why(house) {
        let cast = Cast::new(house).await;
        let post = format!("/personnes/{}/positionnements", cast.ines);
        let get = format!("{post}/C1.1");
        let mut stranger = cast.browser(cast.stranger).await;
        let mut outsider = outsider(house).await;
        for browser in [&mut stranger, &mut outsider] {
            assert_eq!(browser.get(&get).await.status, StatusCode::NOT_FOUND);
            assert_eq!(place(browser, &post, "C1.1", "2").await, StatusCode::NOT_FOUND);
        }
        let mut paul = cast.browser(cast.paul).await;
        assert_eq!(paul.get(&get).await.status, StatusCode::FORBIDDEN);
        assert_eq!(place(&mut paul, &post, "C1.1", "2").await, StatusCode::FORBIDDEN);
        for role in [Role::Head, Role::Inspector] {
            let mut looks = cast.with_role(role).await;
            let page = looks.get(&get).await;
            assert_eq!(page.status, StatusCode::OK, "{role}");
            page.assert_sound();
            assert_eq!(page.all("form[method=post] [name=niveau]").len(), 0);
            assert_eq!(place(&mut looks, &post, "C1.1", "2").await, StatusCode::FORBIDDEN, "{role}");
        }
        let (mut parent, child) = cast.guardian_of((2010, 5, 1)).await;
        let target = format!("/personnes/{child}/positionnements/C1.1");
        assert_eq!(parent.get(target).await.status, StatusCode::FORBIDDEN);
        let mut nobody = house.anonymous();
        assert_eq!(nobody.get(&get).await.status, StatusCode::SEE_OTHER);
        assert_eq!(events(house, "portfolio.positioned").await, 0);
    }
}
