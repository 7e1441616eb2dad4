use chrono::Duration;
use http::StatusCode;
use kernel::Role;
use people::api::{NewAccount, PersonName};
use people::testing::School;
use web::testing::Browser;

use crate::sign_in::events;
use crate::{HERE, NASTY, PASSWORD, THERE};

/// A learner who never signed in.
async fn newcomer(school: &School<'_>, first: &str, last: &str) -> kernel::AccountId {
    school
        .newcomer(NewAccount {
            id: None,
            login: None,
            name: PersonName {
                title: None,
                first: first.into(),
                last: last.into(),
            },
            birth_date: None,
            roles: [Role::Learner].into_iter().collect(),
            password_hash: None,
        })
        .await
}

async fn code_of(admin: &mut Browser, person: kernel::AccountId) -> String {
    let page = admin
        .post(format!("/admin/personnes/{person}/code"), &[])
        .await;
    page.assert_sound();
    page.all(".j-secretcode").remove(0)
}

async fn link_of(admin: &mut Browser, person: kernel::AccountId) -> String {
    let page = admin
        .post(format!("/admin/personnes/{person}/lien"), &[])
        .await;
    page.assert_sound();
    let link = page.attributes("#lien", "value").remove(0);
    link.strip_prefix("http://127.0.0.1:8080")
        .unwrap()
        .to_owned()
}

people::on_both_engines! {
    modules: vec![];

    async fn a_code_leads_to_a_password_and_then_home(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let ines = newcomer(&school, "Inès", "Ferrand").await;
        let code = code_of(&mut admin, ines).await;

        let mut browser = house.anonymous();
        browser.get("/premiere-connexion").await.assert_sound();
        let answer = browser.post("/premiere-connexion", &[("code", &code.to_lowercase())]).await;
        assert_eq!(answer.location(), "/premiere-connexion/mot-de-passe");
        // Nothing else is open before a password is chosen.
        assert_eq!(browser.get("/compte").await.location(), "/premiere-connexion/mot-de-passe");
        let page = browser.get("/premiere-connexion/mot-de-passe").await;
        page.assert_sound();
        let login = page.attributes("[name=identifiant]", "value").remove(0);
        assert!(login.starts_with("ines.ferrand."), "{login}");

        for (password, again, sentence) in [
            ("InèsFerrand", "InèsFerrand", "votre nom"),
            ("court", "court", "au moins"),
            (PASSWORD, "autre", "différents"),
        ] {
            let fields = [("mot_de_passe", password), ("confirmation", again)];
            let page = browser.post("/premiere-connexion/mot-de-passe", &fields).await;
            assert_eq!(page.status, 422);
            page.assert_sound();
            assert!(page.all(".j-error").join(" ").contains(sentence), "{sentence}");
        }
        let fields = [("mot_de_passe", PASSWORD), ("confirmation", PASSWORD)];
        assert_eq!(browser.post("/premiere-connexion/mot-de-passe", &fields).await.location(), "/accueil");
        assert_eq!(browser.get("/compte").await.status, 200);
        let fields = [("identifiant", &*login), ("mot_de_passe", PASSWORD)];
        assert_eq!(house.anonymous().post("/connexion", &fields).await.location(), "/accueil");
        assert_eq!(events(house, "people.code_given").await, 1);
        assert_eq!(events(house, "people.code_used").await, 1);
    }

    async fn a_code_serves_once_and_not_for_ever(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let ines = newcomer(&school, "Inès", "Ferrand").await;
        let used = code_of(&mut admin, ines).await;
        house.anonymous().post("/premiere-connexion", &[("code", &used)]).await;
        let refusal = |page: web::testing::Answer| {
            assert_eq!(page.status, 422);
            page.assert_sound();
            page.all("#code-erreur").remove(0)
        };
        let twice = house.anonymous().post("/premiere-connexion", &[("code", &used)]).await;
        assert!(refusal(twice).contains("déjà servi"));

        let replaced = code_of(&mut admin, ines).await;
        let late = code_of(&mut admin, ines).await;
        let page = house.anonymous().post("/premiere-connexion", &[("code", &replaced)]).await;
        assert!(refusal(page).contains("pas reconnu"));
        house.app.clock.advance(Duration::days(14));
        let page = house.anonymous().post("/premiere-connexion", &[("code", &late)]).await;
        assert!(refusal(page).contains("plus valable"));
        for nonsense in ["", NASTY, "🦊", &"A".repeat(1_000_000)] {
            let page = house.anonymous().post("/premiere-connexion", &[("code", nonsense)]).await;
            assert_eq!(page.status, 422);
        }
    }

    async fn two_people_with_the_same_code_at_once_get_one_session(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let ines = newcomer(&school, "Inès", "Ferrand").await;
        let code = code_of(&mut admin, ines).await;
        let (mut one, mut two) = (house.anonymous(), house.anonymous());
        let fields = [("code", &*code)];
        let (one, two) = tokio::join!(
            one.post("/premiere-connexion", &fields),
            two.post("/premiere-connexion", &fields),
        );
        let opened = [one, two].iter().filter(|a| a.status == StatusCode::SEE_OTHER).count();
        assert_eq!(opened, 1);
    }

    async fn a_closed_access_makes_its_codes_worthless(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let ines = newcomer(&school, "Inès", "Ferrand").await;
        let code = code_of(&mut admin, ines).await;
        let link = link_of(&mut admin, ines).await;
        admin.post(format!("/admin/personnes/{ines}/fermer"), &[]).await;
        assert_eq!(house.anonymous().post("/premiere-connexion", &[("code", &code)]).await.status, 422);
        assert_eq!(house.anonymous().get(&link).await.status, 404);
        // Nor can new ones be given.
        assert_eq!(admin.post(format!("/admin/personnes/{ines}/code"), &[]).await.status, 404);
    }

    async fn a_reset_link_serves_once_and_ends_all_sessions(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let ines = school.learner("Inès", "Ferrand").await;
        let mut before = school.browser(ines).await;
        let link = link_of(&mut admin, ines).await;

        let mut browser = house.anonymous();
        let page = browser.get(&link).await;
        page.assert_sound();
        assert_eq!(page.headers["cache-control"], "no-store");
        let weak = [("mot_de_passe", "azertyuiop"), ("confirmation", "azertyuiop")];
        let page = browser.post(&link, &weak).await;
        assert_eq!(page.status, 422);
        page.assert_sound();
        let fields = [("mot_de_passe", PASSWORD), ("confirmation", PASSWORD)];
        assert_eq!(browser.post(&link, &fields).await.location(), "/accueil");
        assert_eq!(browser.get("/compte").await.status, 200);
        assert_eq!(before.get("/compte").await.status, 303);
        for page in [house.anonymous().get(&link).await, house.anonymous().post(&link, &fields).await] {
            assert_eq!(page.status, 404);
            page.assert_sound();
            assert!(page.all("main").join(" ").contains("déjà servi"));
        }
    }

    async fn an_old_or_invented_link_opens_nothing(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let ines = school.learner("Inès", "Ferrand").await;
        let link = link_of(&mut admin, ines).await;
        // A first sign-in code is no reset link.
        let code = code_of(&mut admin, ines).await;
        for address in ["/reinitialisation/abc".to_owned(), format!("/reinitialisation/{code}")] {
            let page = house.anonymous().get(&address).await;
            assert_eq!(page.status, 404);
            page.assert_sound();
        }
        house.app.clock.advance(Duration::days(2));
        assert_eq!(house.anonymous().get(&link).await.status, 404);
    }

    async fn whoever_runs_the_server_can_let_anybody_back_in(house) {
        let school = house.school(HERE).await;
        school.with_password("adele.gestion", PASSWORD, &[Role::Admin]).await;
        let (db, clock) = (&house.app.db, &house.app.clock);
        let link = |login| people::api::reset_link(db, clock, "https://jalon.lycee.fr", login);
        assert_eq!(link("inconnue").await.unwrap(), None);
        let link = link("Adèle.Gestion").await.unwrap().unwrap();
        let path = link.strip_prefix("https://jalon.lycee.fr").unwrap();
        assert_eq!(house.anonymous().get(path).await.status, 200);
        house.app.clock.advance(Duration::hours(1));
        assert_eq!(house.anonymous().get(path).await.status, 404);
    }

    async fn an_administrator_cannot_become_somebody_of_another_school(house) {
        let here = house.school(HERE).await;
        let there = house.school(THERE).await;
        let shared = here.person("Nadia", "Deux", &[Role::Teacher]).await;
        there.join(shared, &[Role::Admin]).await;
        let admin = here.admin().await;
        let mut admin = here.browser(admin).await;
        for what in ["code", "lien"] {
            let page = admin.post(format!("/admin/personnes/{shared}/{what}"), &[]).await;
            assert_eq!(page.status, StatusCode::CONFLICT);
            page.assert_sound();
            assert!(!page.text().contains(THERE));
        }
    }
}
