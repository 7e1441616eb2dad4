use http::StatusCode;
use kernel::Role;
use web::testing::{Answer, Browser};

use crate::{HERE, NASTY, PASSWORD};

async fn sign_in(browser: &mut Browser, login: &str, password: &str, next: &str) -> Answer {
    let fields = [
        ("identifiant", login),
        ("mot_de_passe", password),
        ("suite", next),
    ];
    browser.post("/connexion", &fields).await
}

people::on_both_engines! {
    modules: vec![];

    async fn the_right_password_opens_in_any_case_and_with_any_accent(house) {
        let school = house.school(HERE).await;
        school.with_password("ines.ferrand.k7", PASSWORD, &[Role::Learner]).await;
        let mut browser = house.anonymous();
        browser.get("/connexion").await.assert_sound();
        let answer = sign_in(&mut browser, " Inès.FERRAND.k7 ", PASSWORD, "").await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/accueil"));
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let account = browser.get("/compte").await;
        account.assert_sound();
        assert_eq!(account.h1(), "Mon compte");
        // Somebody signed in has nothing to do there.
        assert_eq!(browser.get("/connexion?suite=/classes").await.location(), "/classes");
    }

    async fn nobody_learns_which_accounts_exist(house) {
        let school = house.school(HERE).await;
        school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        let closed = school.with_password("ferme.ferme", PASSWORD, &[Role::Learner]).await;
        let admin = school.admin().await;
        let mut browser = school.browser(admin).await;
        browser.post(format!("/admin/personnes/{closed}/fermer"), &[]).await;
        let code_only = school.with_password("sans.mot", PASSWORD, &[Role::Learner]).await;
        let _ = code_only;

        let mut pages = Vec::new();
        for (login, password) in [
            ("camille.durand", "faux mot de passe"),
            ("personne.du.tout", "faux mot de passe"),
            ("ferme.ferme", PASSWORD),
            ("", ""),
            (NASTY, NASTY),
        ] {
            let page = sign_in(&mut house.anonymous(), login, password, "").await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            page.assert_sound();
            assert!(!page.text().contains("<script>alert"));
            pages.push(page.all("#identifiant-erreur"));
        }
        assert!(pages.iter().all(|sentence| *sentence == pages[0]), "{pages:?}");
        let long = "x".repeat(1_000_000);
        assert_eq!(sign_in(&mut house.anonymous(), &long, &long, "").await.status, 422);
    }

    async fn ten_wrong_passwords_close_the_door_for_a_while_and_are_noted(house) {
        let school = house.school(HERE).await;
        school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        for _ in 0..10 {
            sign_in(&mut house.anonymous(), "camille.durand", "faux", "").await;
        }
        let page = sign_in(&mut house.anonymous(), "Camille.Durand", PASSWORD, "").await;
        assert!(page.all("#identifiant-erreur")[0].contains("Trop d’essais"));
        page.assert_sound();
        assert_eq!(events(house, "people.sign_in_blocked").await, 1);
        house.app.clock.advance(chrono::Duration::minutes(16));
        let answer = sign_in(&mut house.anonymous(), "camille.durand", PASSWORD, "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(events(house, "people.signed_in").await, 1);
    }

    async fn a_right_password_forgives_the_wrong_ones(house) {
        let school = house.school(HERE).await;
        school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        for _ in 0..3 {
            for _ in 0..8 {
                sign_in(&mut house.anonymous(), "camille.durand", "faux", "").await;
            }
            let answer = sign_in(&mut house.anonymous(), "camille.durand", PASSWORD, "").await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
        }
    }

    async fn one_goes_on_where_one_was_and_never_out_of_jalon(house) {
        let school = house.school(HERE).await;
        school.with_password("camille.durand", PASSWORD, &[Role::Teacher]).await;
        let asked = house.anonymous().get("/classes?a=b").await;
        assert_eq!(asked.location(), "/connexion?suite=%2Fclasses%3Fa%3Db");
        let page = house.anonymous().get(asked.location()).await;
        assert_eq!(page.attributes("main [name=suite]", "value")[0], "/classes?a=b");
        for (next, reached) in [
            ("/classes?a=b", "/classes?a=b"),
            ("//evil.example/", "/accueil"),
            ("https://evil.example/", "/accueil"),
            ("/\\evil.example", "/accueil"),
        ] {
            let answer = sign_in(&mut house.anonymous(), "camille.durand", PASSWORD, next).await;
            assert_eq!(answer.location(), reached);
        }
    }

    async fn a_password_kept_with_weaker_parameters_is_hashed_again(house) {
        use argon2::password_hash::{PasswordHasher, SaltString};
        let school = house.school(HERE).await;
        let weak = argon2::Argon2::new(
            argon2::Algorithm::Argon2id,
            argon2::Version::V0x13,
            argon2::Params::new(8 * 1024, 1, 1, None).unwrap(),
        );
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        let hash = weak.hash_password(PASSWORD.as_bytes(), &salt).unwrap().to_string();
        school.create(people::api::NewAccount {
            id: None,
            login: Some("camille.durand".parse().unwrap()),
            name: people::api::PersonName { title: None, first: "Camille".into(), last: "Durand".into() },
            birth_date: None,
            roles: [Role::Learner].into_iter().collect(),
            password_hash: Some(hash),
        }).await;
        for _ in 0..2 {
            let answer = sign_in(&mut house.anonymous(), "camille.durand", PASSWORD, "").await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            let stored: String = one(house, "SELECT password_hash AS x FROM accounts").await;
            assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        }
    }

    async fn signing_in_ends_the_session_that_the_browser_had_whoever_s_it_was(house) {
        let school = house.school(HERE).await;
        school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        school.with_password("ines.ferrand", PASSWORD, &[Role::Learner]).await;
        for (first, second) in [("camille.durand", "camille.durand"), ("camille.durand", "ines.ferrand")] {
            let mut browser = house.anonymous();
            sign_in(&mut browser, first, PASSWORD, "").await;
            let mut copied = browser.clone();
            sign_in(&mut browser, second, PASSWORD, "").await;
            assert_eq!(browser.get("/compte").await.status, 200);
            assert_eq!(copied.get("/compte").await.status, 303, "{second}");
        }
    }

    async fn signing_out_ends_the_session_itself(house) {
        let school = house.school(HERE).await;
        school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        let mut browser = house.anonymous();
        sign_in(&mut browser, "camille.durand", PASSWORD, "").await;
        let mut thief = browser.clone();
        browser.post("/deconnexion", &[]).await;
        assert_eq!(thief.get("/compte").await.location(), "/connexion?suite=%2Fcompte");
    }

    async fn a_session_rests_twelve_hours_at_most(house) {
        let school = house.school(HERE).await;
        let ines = school.learner("Inès", "Ferrand").await;
        let mut browser = school.browser(ines).await;
        house.app.clock.advance(chrono::Duration::hours(11));
        assert_eq!(browser.get("/compte").await.status, 200);
        house.app.clock.advance(chrono::Duration::hours(12));
        assert_eq!(browser.get("/compte").await.status, 303);
    }

    async fn the_help_for_a_forgotten_password_says_whom_to_ask(house) {
        house.school(HERE).await;
        let page = house.anonymous().get("/mot-de-passe-oublie").await;
        page.assert_sound();
        assert_eq!(page.h1(), "Mot de passe oublié");
    }
}

/// How many events of this action the audit trail holds.
pub async fn events(house: &people::testing::House, action: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) AS x FROM audit_events WHERE action = '{action}'");
    one(house, &sql).await
}

/// The column `x` of the first row.
pub async fn one<T: sea_orm::TryGetable>(house: &people::testing::House, sql: &str) -> T {
    use sea_orm::{ConnectionTrait, Statement};
    let reader = house.app.db.reader();
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    let row = reader.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "x").unwrap()
}
