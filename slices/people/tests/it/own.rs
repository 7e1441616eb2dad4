use http::header::REFERER;
use kernel::Role;

use crate::{HERE, NASTY, PASSWORD, THERE};

const NEW: &str = "quatre vélos sous la pluie";

people::on_both_engines! {
    modules: vec![];

    async fn a_new_password_needs_the_old_one_and_ends_the_other_sessions(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        let (mut here, mut elsewhere) = (school.browser(me).await, school.browser(me).await);
        for (current, new, again, id) in [
            ("faux", NEW, NEW, "actuel"),
            (PASSWORD, "camille.durand", "camille.durand", "mot-de-passe"),
            (PASSWORD, "azertyuiop", "azertyuiop", "mot-de-passe"),
            (PASSWORD, NEW, NASTY, "confirmation"),
        ] {
            let fields = [("actuel", current), ("mot_de_passe", new), ("confirmation", again)];
            let page = here.post("/compte/mot-de-passe", &fields).await;
            assert_eq!(page.status, 422);
            page.assert_sound();
            assert_eq!(page.all(&format!("#{id}-erreur")).len(), 1, "{id}");
            assert!(!page.text().contains(NEW));
        }
        let fields = [("actuel", PASSWORD), ("mot_de_passe", NEW), ("confirmation", NEW)];
        assert_eq!(here.post("/compte/mot-de-passe", &fields).await.location(), "/compte");
        assert_eq!(here.get("/compte").await.status, 200);
        assert_eq!(elsewhere.get("/compte").await.status, 303);
        let fields = [("identifiant", "camille.durand"), ("mot_de_passe", NEW)];
        assert_eq!(house.anonymous().post("/connexion", &fields).await.location(), "/accueil");
    }

    async fn guessing_the_current_password_is_limited(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        let mut browser = school.browser(me).await;
        let wrong = [("actuel", "faux"), ("mot_de_passe", NEW), ("confirmation", NEW)];
        for _ in 0..10 { browser.post("/compte/mot-de-passe", &wrong).await; }
        let right = [("actuel", PASSWORD), ("mot_de_passe", NEW), ("confirmation", NEW)];
        let page = browser.post("/compte/mot-de-passe", &right).await;
        assert!(page.all("#actuel-erreur")[0].contains("Trop d’essais"));
    }

    async fn sessions_are_listed_and_ended_one_by_one_or_all_at_once(house) {
        let school = house.school(HERE).await;
        let me = school.learner("Inès", "Ferrand").await;
        let other = school.learner("Paul", "Martin").await;
        let (mut here, mut phone) = (school.browser(me).await, school.browser(me).await);
        let mut stranger = school.browser(other).await;
        let page = here.get("/compte").await;
        page.assert_sound();
        let closing = page.attributes("form[action^='/compte/sessions/']", "action");
        assert_eq!(closing.len(), 1, "the one in use is not offered");
        // Not mine: it does not exist for me.
        assert_eq!(stranger.post(&closing[0], &[]).await.status, 404);
        assert_eq!(phone.get("/compte").await.status, 200);
        here.post(&closing[0], &[]).await;
        assert_eq!(phone.get("/compte").await.status, 303);

        let mut tablet = school.browser(me).await;
        assert_eq!(here.post("/compte/deconnexion-partout", &[]).await.location(), "/connexion");
        assert_eq!(tablet.get("/compte").await.status, 303);
        assert_eq!(stranger.get("/compte").await.status, 200);
    }

    async fn reading_comfort_follows_the_account_or_the_browser(house) {
        let school = house.school(HERE).await;
        let me = school.learner("Inès", "Ferrand").await;
        let choice = [("theme", "dark"), ("text", "xl"), ("spacing", "wide"), ("font", "opendyslexic"), ("suite", "/compte")];
        let mut browser = school.browser(me).await;
        assert_eq!(browser.post("/preferences", &choice).await.location(), "/compte");
        let mut phone = school.browser(me).await;
        let page = phone.get("/compte").await;
        assert_eq!(page.attributes("html", "data-bs-theme"), ["dark"]);
        assert_eq!(page.attributes("html", "data-font"), ["opendyslexic"]);

        let mut anonymous = house.anonymous();
        let odd = [("theme", NASTY), ("text", "lg"), ("suite", "//evil.example")];
        assert_eq!(anonymous.post("/preferences", &odd).await.location(), "/");
        let page = anonymous.get("/mot-de-passe-oublie").await;
        assert_eq!(page.attributes("html", "data-text"), ["lg"]);
        assert!(page.attributes("html", "data-bs-theme").is_empty());

        let request = http::Request::post("/preferences")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(REFERER, "http://127.0.0.1:8080/mot-de-passe-oublie")
            .body("theme=light".into())
            .unwrap();
        assert_eq!(anonymous.send(request).await.location(), "/mot-de-passe-oublie");
    }

    async fn notifications_are_read_one_by_one_or_all(house) {
        let school = house.school(HERE).await;
        let me = school.learner("Inès", "Ferrand").await;
        let other = school.learner("Paul", "Martin").await;
        let mut browser = school.browser(me).await;
        let page = browser.get("/notifications").await;
        page.assert_sound();
        assert!(page.text().contains("Rien de nouveau"));
        for text in ["Mme Carbonnel vous a répondu.", NASTY, "Validé."] {
            school.notify(me, text, "/dossier/1").await;
        }
        let page = browser.get("/notifications").await;
        page.assert_sound();
        assert!(page.all(".j-bell")[0].contains('3'));
        assert!(!page.text().contains("<script>alert"));
        let open = page.attributes("form[action$='/ouvrir']", "action").remove(0);
        let mut stranger = school.browser(other).await;
        assert_eq!(stranger.post(&open, &[]).await.status, 404);
        assert_eq!(browser.post(&open, &[]).await.location(), "/dossier/1");
        assert!(browser.get("/notifications").await.all(".j-bell")[0].contains('2'));
        browser.post("/notifications/lues", &[]).await;
        assert!(browser.get("/notifications").await.all(".j-bell")[0].contains("rien de nouveau"));
    }

    async fn one_changes_over_between_ones_schools_and_to_no_other(house) {
        let here = house.school(HERE).await;
        let there = house.school(THERE).await;
        let third = house.school("0310001H").await;
        let me = here.teacher("Deux").await;
        there.join(me, &[Role::Teacher]).await;
        let class = there.class("Là-bas").await;
        there.assign(class, me, &[1], false).await;
        let mut browser = here.browser(me).await;
        let page = browser.get("/compte").await;
        page.assert_sound();
        assert_eq!(page.attributes("[name=ecole]", "value"), [there.id.to_string()]);

        // An object of my other school offers the change, any other is unknown.
        let page = browser.get(format!("/classes/{class}")).await;
        assert_eq!(page.status, 404);
        assert!(page.text().contains(THERE), "{}", page.text());
        let hidden = third.class("Ailleurs").await;
        assert!(!browser.get(format!("/classes/{hidden}")).await.text().contains("0310001H"));

        let target = third.id.to_string();
        assert_eq!(browser.post("/etablissement", &[("ecole", &target)]).await.status, 404);
        assert_eq!(browser.post("/etablissement", &[("ecole", NASTY)]).await.status, 404);
        let (target, next) = (there.id.to_string(), format!("/classes/{class}"));
        let done = browser.post("/etablissement", &[("ecole", &target), ("suite", &next)]).await;
        assert_eq!(done.location(), next);
        assert_eq!(browser.get(&next).await.h1(), "Là-bas");
    }

    async fn the_jobs_forget_what_is_old(house) {
        let school = house.school(HERE).await;
        let me = school.learner("Inès", "Ferrand").await;
        school.notify(me, "Lue.", "/").await;
        school.browser(me).await.post("/notifications/lues", &[]).await;
        school.notify(me, "À lire.", "/").await;
        house.app.clock.advance(chrono::Duration::days(91));
        house.run_jobs().await;
        let page = school.browser(me).await.get("/notifications").await;
        assert!(page.text().contains("À lire.") && !page.text().contains("Lue.<"));
    }
}
