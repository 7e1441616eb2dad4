use kernel::Role;
use web::testing::{Answer, Browser, INSTALLATION_CODE};

use crate::{HERE, NASTY, PASSWORD};

async fn install(browser: &mut Browser, changes: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("code", INSTALLATION_CODE),
        ("etablissement", "Lycée professionnel Jeanne-Vialar"),
        ("uai", HERE),
        ("ville", "Valbrune"),
        ("prenom", "Adèle"),
        ("nom", "Gestion"),
        ("identifiant", "Adele.Gestion"),
        ("mot_de_passe", PASSWORD),
        ("confirmation", PASSWORD),
    ];
    for (name, value) in changes {
        for field in fields.iter_mut().filter(|(known, _)| known == name) {
            field.1 = value;
        }
    }
    browser.post("/installation", &fields).await
}

people::on_both_engines! {
    modules: vec![];

    async fn an_empty_instance_is_installed_once_by_whoever_holds_the_code(house) {
        let mut browser = house.anonymous();
        assert_eq!(browser.get("/connexion").await.location(), "/installation");
        let page = browser.get("/installation").await;
        page.assert_sound();
        assert_eq!(page.h1(), "Bienvenue dans Jalon");

        let done = install(&mut browser, &[]).await;
        assert_eq!((done.status, done.location()), (http::StatusCode::SEE_OTHER, "/accueil"));
        let people = browser.get("/admin/personnes").await;
        people.assert_sound();
        assert_eq!(people.all("tbody th"), ["Gestion Adèle"]);
        assert!(people::api::is_installed(&house.app.db).await.unwrap());

        let mut other = house.anonymous();
        assert_eq!(other.get("/installation").await.status, 404);
        assert_eq!(install(&mut other, &[("uai", "0750001U")]).await.status, 404);
    }

    async fn a_wrong_code_creates_nothing_and_is_limited(house) {
        let mut browser = house.anonymous();
        for _ in 0..10 {
            let page = install(&mut browser, &[("code", "FAUX")]).await;
            assert_eq!(page.status, 422);
            assert!(page.all("#code-erreur")[0].contains("n’est pas celui de la console"));
        }
        let page = install(&mut browser, &[]).await;
        assert!(page.all("#code-erreur")[0].contains("Trop d’essais"), "{}", page.text());
        page.assert_sound();
        assert!(!people::api::is_installed(&house.app.db).await.unwrap());
        house.app.clock.advance(chrono::Duration::minutes(15));
        assert_eq!(install(&mut browser, &[]).await.location(), "/accueil");
    }

    async fn each_wrong_field_says_why_and_keeps_what_was_typed(house) {
        let mut browser = house.anonymous();
        let long = "x".repeat(1_000_000);
        for (field, id, value, sentence) in [
            ("uai", "uai", "0009017C", "lettre"),
            ("uai", "uai", "12", "7 chiffres"),
            ("etablissement", "etablissement", "", "à remplir"),
            ("etablissement", "etablissement", &*long, "1000000"),
            ("nom", "nom", &*long, "1000000"),
            ("identifiant", "identifiant", NASTY, "lettres sans accent"),
            ("mot_de_passe", "mot-de-passe", "azerty", "au moins 8"),
            ("mot_de_passe", "mot-de-passe", "azertyuiop12", "facile"),
            ("confirmation", "confirmation", "autre chose", "différents"),
        ] {
            let page = install(&mut browser, &[(field, value)]).await;
            assert_eq!(page.status, 422, "{field}");
            let error = page.all(&format!("#{id}-erreur")).join("").replace('\u{a0}', " ");
            assert!(error.contains(sentence), "{field}: {error}");
            assert!(page.all(".j-summary a").len() == 1, "{field}");
            if value.len() < 1_000 { page.assert_sound(); }
        }
        let page = install(&mut browser, &[("uai", "12"), ("ville", NASTY)]).await;
        assert_eq!(page.attributes("#ville", "value"), [NASTY]);
        assert!(!page.text().contains("<script>alert"));
        assert!(!page.text().contains(PASSWORD));
    }

    async fn the_first_person_is_an_administrator_and_can_come_back(house) {
        let mut browser = house.anonymous();
        install(&mut browser, &[]).await;
        assert_eq!(browser.post("/deconnexion", &[]).await.location(), "/connexion");
        let mut again = house.anonymous();
        let fields = [("identifiant", "adele.gestion"), ("mot_de_passe", PASSWORD)];
        assert_eq!(again.post("/connexion", &fields).await.location(), "/accueil");
        let roles = again.get("/compte").await.all("dd").join(" ");
        assert!(roles.contains(Role::Admin.label()), "{roles}");
    }
}
