//! Addresses and what is sent to them.

use chrono::Duration;
use http::StatusCode;
use kernel::Role;
use mail::Posted;
use people::testing::House;
use web::testing::{Answer, Browser};

use crate::sign_in::events;
use crate::{HERE, NASTY, PASSWORD};

const MINE: &str = "camille@example.org";
const CONFIRM: &str = "/compte/adresse/confirmer/";
const RESET: &str = "/reinitialisation/";

/// What was sent once the jobs ran.
async fn sent(house: &House) -> Vec<Posted> {
    house.run_jobs().await;
    house.app.mailer.outbox().take()
}

/// The only message, for this address.
async fn one_to(house: &House, address: &str) -> Posted {
    let mut all = sent(house).await;
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].to, address);
    all.remove(0)
}

async fn enter(browser: &mut Browser, address: &str, password: &str) -> Answer {
    let fields = [("adresse", address), ("actuel_adresse", password)];
    browser.post("/compte/adresse", &fields).await
}

async fn forgot(house: &House, name: &str) -> Answer {
    house
        .anonymous()
        .post("/mot-de-passe-oublie", &[("identifiant", name)])
        .await
}

people::on_both_engines! {
    modules: vec![];

    async fn an_address_counts_once_its_owner_confirmed_it(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        let other = school.learner("Paul", "Martin").await;
        let mut browser = school.browser(me).await;
        browser.get("/compte").await.assert_sound();
        assert_eq!(enter(&mut browser, " Camille@Example.org ", PASSWORD).await.location(), "/compte");
        let letter = one_to(house, MINE).await;
        let link = letter.path(CONFIRM).unwrap();
        let page = browser.get("/compte").await;
        page.assert_sound();
        assert!(page.text().contains("À confirmer") && page.text().contains(MINE));

        // Nobody else, signed in or not, gets anything out of the link.
        assert!(house.anonymous().get(&link).await.location().starts_with("/connexion?suite="));
        for answer in [
            school.browser(other).await.get(&link).await,
            school.browser(other).await.post(&link, &[]).await,
        ] {
            assert_eq!(answer.status, 404);
            answer.assert_sound();
            assert!(!answer.text().contains(MINE));
        }
        // Opening it changes nothing: a program may have done so.
        let page = browser.get(&link).await;
        page.assert_sound();
        assert!(page.text().contains(MINE));
        assert!(browser.get("/compte").await.text().contains("À confirmer"));
        assert_eq!(browser.post(&link, &[]).await.location(), "/compte");
        let page = browser.get("/compte").await;
        page.assert_sound();
        assert!(page.text().contains("Confirmée") && !page.text().contains("À confirmer"));
        // It serves once.
        assert_eq!(browser.get(&link).await.status, 404);
        assert_eq!(browser.post(&link, &[]).await.status, 404);
        assert!(sent(house).await.is_empty());
        assert_eq!(events(house, "people.address_asked").await, 1);
        assert_eq!(events(house, "people.address_confirmed").await, 1);
    }

    async fn whoever_sits_at_an_open_computer_cannot_put_their_address(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        let mut browser = school.browser(me).await;
        let page = enter(&mut browser, MINE, "faux").await;
        assert_eq!(page.status, 422);
        page.assert_sound();
        assert!(page.all("#actuel-adresse-erreur")[0].contains("mot de passe"));
        for wrong in ["", NASTY, "camille", "camille@example.org\r\nBcc: paul@example.org", "camille@example.org, paul@example.org"] {
            let page = enter(&mut browser, wrong, PASSWORD).await;
            assert_eq!(page.status, 422, "{wrong:?}");
            page.assert_sound();
            assert_eq!(page.all("#adresse-erreur").len(), 1);
        }
        assert!(sent(house).await.is_empty());
    }

    async fn a_link_to_confirm_is_good_for_a_day_and_the_latest_one_counts(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        let mut browser = school.browser(me).await;
        enter(&mut browser, MINE, PASSWORD).await;
        let first = one_to(house, MINE).await.path(CONFIRM).unwrap();
        browser.post("/compte/adresse/renvoyer", &[]).await;
        let second = one_to(house, MINE).await.path(CONFIRM).unwrap();
        assert_eq!(browser.post(&first, &[]).await.status, 404);
        house.app.clock.advance(Duration::hours(24));
        let page = school.browser(me).await.post(&second, &[]).await;
        assert_eq!(page.status, 404);
        page.assert_sound();
        // Another address may wait in its place; then no more than five an hour.
        let mut browser = school.browser(me).await;
        for number in 0..5 {
            enter(&mut browser, &format!("c{number}@example.org"), PASSWORD).await;
        }
        let page = enter(&mut browser, "c6@example.org", PASSWORD).await;
        assert!(page.all("#adresse-erreur")[0].contains("Trop d’essais"));
        // They asked faster than anybody sent: the last one alone is written to.
        assert!(sent(house).await.iter().all(|letter| letter.to == "c4@example.org"));
    }

    async fn a_former_address_is_told_and_opens_nothing_any_more(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        school.address(me, MINE).await;
        forgot(house, MINE).await;
        let reset = one_to(house, MINE).await.path(RESET).unwrap();
        let mut browser = school.browser(me).await;
        enter(&mut browser, "nouvelle@example.org", PASSWORD).await;
        let link = one_to(house, "nouvelle@example.org").await.path(CONFIRM).unwrap();
        browser.post(&link, &[]).await;
        let told = one_to(house, MINE).await;
        assert!(told.text.contains("n’est plus celle") && !told.text.contains("nouvelle@"));
        assert_eq!(house.anonymous().get(&reset).await.status, 404);
        browser.post("/compte/adresse/retirer", &[]).await;
        assert!(one_to(house, "nouvelle@example.org").await.text.contains("n’est plus celle"));
        assert!(sent(house).await.is_empty());
        assert!(!browser.get("/compte").await.text().contains("nouvelle@"));
        assert_eq!(events(house, "people.address_removed").await, 1);
    }

    async fn an_address_is_one_account_s_and_entering_it_tells_nothing(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        let other = school.learner("Paul", "Martin").await;
        school.address(other, "paul@example.org").await;
        let mut browser = school.browser(me).await;
        let free = enter(&mut browser, MINE, PASSWORD).await;
        assert_eq!(sent(house).await.len(), 1);
        let taken = enter(&mut browser, "paul@example.org", PASSWORD).await;
        assert_eq!((free.status, free.location()), (taken.status, taken.location()));
        let link = one_to(house, "paul@example.org").await.path(CONFIRM).unwrap();
        let page = browser.post(&link, &[]).await;
        assert_eq!(page.status, 404);
        page.assert_sound();
        assert!(page.text().contains("celle d’un autre compte"));
        // Paul's stays Paul's.
        forgot(house, "paul@example.org").await;
        assert_eq!(sent(house).await.len(), 1);
    }

    async fn asking_for_a_password_answers_the_same_whoever_exists(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        school.address(me, MINE).await;
        let without = school.with_password("sans.adresse", PASSWORD, &[Role::Learner]).await;
        school.link_to_confirm(without, "attend@example.org").await;
        let closed = school.with_password("partie.hier", PASSWORD, &[Role::Learner]).await;
        school.address(closed, "partie@example.org").await;
        let admin = school.admin().await;
        school.browser(admin).await.post(format!("/admin/personnes/{closed}/fermer"), &[]).await;
        let mut answers = Vec::new();
        for name in [
            "Camille.Durand", MINE, "sans.adresse", "attend@example.org", "partie.hier",
            "partie@example.org", "inconnue", "inconnue@example.org", NASTY,
        ] {
            let before = house.app.db.reader();
            let jobs = waiting(before).await;
            let answer = forgot(house, name).await;
            // The same work is left to do, too.
            assert_eq!(waiting(house.app.db.reader()).await, jobs + 1, "{name}");
            answers.push((name, answer.status, answer.location().to_owned(), answer.text()));
        }
        for answer in &answers {
            assert_eq!((answer.1, &answer.2, &answer.3), (answers[0].1, &answers[0].2, &answers[0].3), "{}", answer.0);
        }
        let page = house.anonymous().get(&answers[0].2).await;
        assert_eq!(page.status, 200);
        page.assert_sound();
        assert!(page.text().contains("Si un compte correspond"));
        // By the name and by the address: twice to the one who has an address.
        let sent = sent(house).await;
        assert_eq!(sent.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), [MINE, MINE]);
        house.anonymous().get("/mot-de-passe-oublie").await.assert_sound();
        let page = forgot(house, " ").await;
        assert_eq!(page.status, 422);
        page.assert_sound();
    }

    async fn a_mailed_link_gives_a_new_password_once_within_the_hour(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        school.address(me, MINE).await;
        let mut before = school.browser(me).await;
        forgot(house, "camille.durand").await;
        let replaced = one_to(house, MINE).await.path(RESET).unwrap();
        forgot(house, "camille.durand").await;
        let link = one_to(house, MINE).await.path(RESET).unwrap();
        assert_eq!(house.anonymous().get(&replaced).await.status, 404);
        let mut browser = house.anonymous();
        browser.get(&link).await.assert_sound();
        let fields = [("mot_de_passe", "quatre vélos sous la pluie"), ("confirmation", "quatre vélos sous la pluie")];
        assert_eq!(browser.post(&link, &fields).await.location(), "/accueil");
        assert_eq!(browser.get("/compte").await.status, 200);
        assert_eq!(before.get("/compte").await.status, 303);
        let told = one_to(house, MINE).await;
        assert!(told.subject.contains("mot de passe a changé"), "{}", told.subject);
        assert_eq!(told.path(RESET), None);
        assert_eq!(house.anonymous().post(&link, &fields).await.status, 404);
        assert_eq!(events(house, "people.reset_mailed").await, 2);

        forgot(house, MINE).await;
        let late = one_to(house, MINE).await.path(RESET).unwrap();
        house.app.clock.advance(Duration::hours(1));
        assert_eq!(house.anonymous().get(&late).await.status, 404);
    }

    async fn nobody_fills_the_mailbox_of_somebody_else(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        school.address(me, MINE).await;
        for name in ["camille.durand", MINE] {
            for _ in 0..5 {
                assert_eq!(forgot(house, name).await.status, StatusCode::SEE_OTHER);
            }
        }
        assert_eq!(sent(house).await.len(), 5);
        // The limit tells nothing either: a name that nobody has meets it too.
        for _ in 0..5 { forgot(house, "personne").await; }
        let (known, unknown) = (forgot(house, "camille.durand").await, forgot(house, "personne").await);
        assert_eq!((known.status, unknown.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
        assert_eq!(known.all(".j-error"), unknown.all(".j-error"));
    }

    async fn a_change_that_was_undone_sends_nothing(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        // Without a role the person is not created, whatever the address.
        let fields = [("prenom", "Léa"), ("nom", "Petit"), ("adresse", "lea@example.org")];
        assert_eq!(admin.post("/admin/personnes/nouvelle", &fields).await.status, 422);
        assert!(sent(house).await.is_empty());
    }

    async fn an_administrator_enters_an_address_and_its_owner_alone_confirms_it(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let fields = [("prenom", "Léa"), ("nom", "Petit"), ("roles", "learner"), ("adresse", "lea@@example.org")];
        let page = admin.post("/admin/personnes/nouvelle", &fields).await;
        assert_eq!(page.status, 422);
        page.assert_sound();
        assert_eq!(page.all("#adresse-erreur").len(), 1);
        let fields = [("prenom", "Léa"), ("nom", "Petit"), ("roles", "learner"), ("adresse", "Lea@example.org")];
        let person = admin.post("/admin/personnes/nouvelle", &fields).await.location().to_owned();
        let letter = one_to(house, "lea@example.org").await;
        assert!(!letter.raw.contains("Petit") && !letter.text.contains("Léa"));
        let page = admin.get(&person).await;
        page.assert_sound();
        assert!(page.text().contains("À confirmer"));
        let link = letter.path(CONFIRM).unwrap();
        assert_eq!(admin.post(&link, &[]).await.status, 404);
        let lea = person.rsplit('/').next().unwrap().parse().unwrap();
        // She came in with a code meanwhile.
        let code = admin.post(format!("{person}/code"), &[]).await.all(".j-secretcode").remove(0);
        let mut browser = house.anonymous();
        browser.post("/premiere-connexion", &[("code", &code)]).await;
        let fields = [("mot_de_passe", PASSWORD), ("confirmation", PASSWORD)];
        browser.post("/premiere-connexion/mot-de-passe", &fields).await;
        assert_eq!(browser.post(&link, &[]).await.location(), "/compte");
        assert!(school.browser(lea).await.get("/compte").await.text().contains("Confirmée"));
    }

    async fn without_a_server_pages_say_so_and_lead_nowhere(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Admin]).await;
        school.address(me, MINE).await;
        house.app.mailer.outbox().unset();
        let mut browser = school.browser(me).await;
        for path in ["/compte", "/notifications"] {
            let page = browser.get(path).await;
            page.assert_sound();
            assert!(page.text().contains("n’envoie pas de mail"), "{path}");
        }
        assert!(browser.get("/compte").await.attributes("form", "action").iter().all(|action| action != "/compte/adresse"));
        assert!(browser.get("/admin/personnes/nouvelle").await.all("#adresse").is_empty());
        assert_eq!(enter(&mut browser, "autre@example.org", PASSWORD).await.status, 404);
        let page = house.anonymous().get("/mot-de-passe-oublie").await;
        page.assert_sound();
        assert!(page.attributes("form", "action").iter().all(|action| action != "/mot-de-passe-oublie"));
        assert_eq!(forgot(house, MINE).await.status, 404);
    }

    async fn a_server_that_is_away_is_asked_again_with_a_fresh_link(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        school.address(me, MINE).await;
        let outbox = house.app.mailer.outbox();
        outbox.set_down(true);
        forgot(house, MINE).await;
        assert!(sent(house).await.is_empty());
        outbox.set_down(false);
        assert!(sent(house).await.is_empty(), "not before a pause");
        house.app.clock.advance(Duration::seconds(10));
        let link = one_to(house, MINE).await.path(RESET).unwrap();
        assert_eq!(house.anonymous().get(&link).await.status, 200);
        // A refused address is given up at once; the reason holds no address.
        outbox.set_fate(MINE, Some(mail::MailError::Refused(550)));
        forgot(house, MINE).await;
        assert!(sent(house).await.is_empty());
        let failed = db::jobs::failed(house.app.db.reader(), None).await.unwrap();
        assert_eq!(failed.len(), 1);
        assert!(failed[0].message.contains("550") && !failed[0].message.contains(MINE));
    }

    async fn what_lies_in_the_queue_names_nobody(house) {
        let school = house.school(HERE).await;
        let me = school.with_password("camille.durand", PASSWORD, &[Role::Learner]).await;
        school.address(me, MINE).await;
        enter(&mut school.browser(me).await, "nouvelle@example.org", PASSWORD).await;
        forgot(house, MINE).await;
        for letter in sent(house).await {
            let headers = letter.raw.split_once("\r\n\r\n").unwrap().0.to_owned();
            assert!(headers.contains("Auto-Submitted: auto-generated"));
            assert!(!headers.contains("Camille") && !letter.text.contains("Durand"));
            for payload in payloads(house.app.db.reader()).await {
                assert!(!payload.contains('@'), "{payload}");
                for token in [CONFIRM, RESET].iter().filter_map(|prefix| letter.path(prefix)) {
                    assert!(!payload.contains(token.rsplit('/').next().unwrap()));
                }
            }
        }
    }
}

/// Jobs that wait.
async fn waiting(reader: &sea_orm::DatabaseConnection) -> u64 {
    let counts = db::jobs::counts(reader).await.unwrap();
    counts[0].1
}

/// What all jobs hold.
async fn payloads(reader: &sea_orm::DatabaseConnection) -> Vec<String> {
    use sea_orm::{ConnectionTrait, Statement};
    let backend = reader.get_database_backend();
    let statement =
        Statement::from_string(backend, "SELECT CAST(payload AS TEXT) AS payload FROM jobs");
    let rows = reader.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "payload").unwrap())
        .collect()
}
