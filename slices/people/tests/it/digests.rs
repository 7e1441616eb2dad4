//! The digest of what is new.

use chrono::Duration;
use kernel::{AccountId, Role};
use mail::{MailError, Posted};
use people::testing::{House, School};
use web::testing::Browser;

use crate::{HERE, THERE};

const INES: &str = "ines@example.org";
/// From the beginning, Tuesday 9 March at noon, to the Monday after at 7 h.
const TO_MONDAY: Duration = Duration::hours(5 * 24 + 19);
/// To the same Tuesday at 18 h.
const TO_EVENING: Duration = Duration::hours(6);

async fn learner(school: &School<'_>) -> AccountId {
    let ines = school.learner("Inès", "Ferrand").await;
    school.address(ines, INES).await;
    ines
}

async fn sent(house: &House) -> Vec<Posted> {
    house.run_jobs().await;
    house.app.mailer.outbox().take()
}

async fn choose(browser: &mut Browser, rhythm: &str) {
    let answer = browser
        .post("/notifications/rythme", &[("rythme", rhythm)])
        .await;
    assert_eq!(answer.location(), "/notifications");
}

fn soon(house: &House) {
    house.app.clock.advance(Duration::minutes(1));
}

people::on_both_engines! {
    modules: vec![];

    async fn once_a_week_a_message_says_how_much_waits_and_nothing_else(house) {
        let school = house.school(HERE).await;
        let ines = learner(&school).await;
        soon(house);
        for title in ["« Mon secret » est validé.", "« Chez M. Carbonnel » est à reprendre."] {
            school.notify(ines, title, "/dossier/1").await;
        }
        let page = school.browser(ines).await.get("/notifications").await;
        page.assert_sound();
        assert_eq!(page.attributes("[name=rythme][checked]", "value"), ["weekly"]);
        house.app.clock.advance(TO_MONDAY - Duration::minutes(2));
        assert!(sent(house).await.is_empty(), "before 7 h");
        house.app.clock.advance(Duration::minutes(6));
        let letters = sent(house).await;
        assert_eq!(letters.len(), 1);
        let letter = &letters[0];
        assert_eq!((letter.to.as_str(), letter.subject), (INES, "Jalon\u{a0}: du nouveau pour vous"));
        assert!(letter.text.contains("2\u{a0}autres nouveautés") || letter.text.contains("2 autres nouveautés"), "{}", letter.text);
        for personal in ["secret", "Carbonnel", "Inès", "Ferrand", "dossier"] {
            assert!(!letter.text.contains(personal), "{personal}");
        }
        assert!(letter.raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
        // Told once; the next week only what came since.
        for _ in 0..3 {
            house.app.clock.advance(Duration::days(7));
            assert!(sent(house).await.is_empty());
        }
        school.notify(ines, "Encore.", "/").await;
        house.app.clock.advance(Duration::days(7));
        let letters = sent(house).await;
        assert!(letters[0].text.contains("1\u{a0}autre") || letters[0].text.contains("1 autre"), "{}", letters[0].text);
    }

    async fn a_message_asked_for_now_does_not_come_back_at_its_moment(house) {
        let school = house.school(HERE).await;
        let ines = learner(&school).await;
        soon(house);
        let mut browser = school.browser(ines).await;
        assert!(browser.get("/notifications").await.attributes("form", "action").iter().all(|action| action != "/notifications/envoyer"));
        school.notify(ines, "Du nouveau.", "/").await;
        browser.get("/notifications").await.assert_sound();
        assert_eq!(browser.post("/notifications/envoyer", &[]).await.location(), "/notifications");
        assert_eq!(sent(house).await.len(), 1);
        house.app.clock.advance(TO_MONDAY);
        assert!(sent(house).await.is_empty());
    }

    async fn what_was_read_or_is_older_than_the_address_is_no_news(house) {
        let school = house.school(HERE).await;
        let ines = school.learner("Inès", "Ferrand").await;
        school.notify(ines, "Ancienne.", "/").await;
        soon(house);
        school.address(ines, INES).await;
        soon(house);
        school.notify(ines, "Lue.", "/").await;
        school.browser(ines).await.post("/notifications/lues", &[]).await;
        house.app.clock.advance(TO_MONDAY);
        assert!(sent(house).await.is_empty());
    }

    async fn an_address_that_waits_receives_no_digest(house) {
        let school = house.school(HERE).await;
        let ines = school.learner("Inès", "Ferrand").await;
        school.link_to_confirm(ines, INES).await;
        soon(house);
        school.notify(ines, "Du nouveau.", "/").await;
        let page = school.browser(ines).await.get("/notifications").await;
        page.assert_sound();
        assert!(page.text().contains("confirmez d’abord") && page.all("[name=rythme]").is_empty());
        choose(&mut school.browser(ines).await, "daily").await;
        house.app.clock.advance(TO_MONDAY);
        assert!(sent(house).await.is_empty());
    }

    async fn everybody_chooses_how_often(house) {
        let school = house.school(HERE).await;
        let ines = learner(&school).await;
        soon(house);
        let mut browser = school.browser(ines).await;
        choose(&mut browser, "daily").await;
        choose(&mut browser, "toutes les minutes").await;
        school.notify(ines, "Du nouveau.", "/").await;
        // A choice made now does not fetch the message of yesterday evening.
        assert!(sent(house).await.is_empty());
        house.app.clock.advance(TO_EVENING);
        assert_eq!(sent(house).await.len(), 1);
        choose(&mut browser, "never").await;
        school.notify(ines, "Du nouveau.", "/").await;
        house.app.clock.advance(Duration::days(8));
        assert!(sent(house).await.is_empty());
    }

    async fn a_message_leads_to_its_own_end_without_signing_in(house) {
        let school = house.school(HERE).await;
        let ines = learner(&school).await;
        soon(house);
        school.notify(ines, "Du nouveau.", "/").await;
        house.app.clock.advance(TO_MONDAY);
        let link = sent(house).await[0].path("/courrier/arreter/").unwrap();
        let page = house.anonymous().get(&link).await;
        page.assert_sound();
        assert!(!page.text().contains("Inès") && !page.text().contains(INES));
        let rhythm = || async { school.browser(ines).await.get("/notifications").await.attributes("[name=rythme][checked]", "value") };
        assert_eq!(rhythm().await, ["weekly"], "opening it changes nothing");
        // The mailbox's own button.
        let page = house.anonymous().post(&link, &[("List-Unsubscribe", "One-Click")]).await;
        assert_eq!(page.status, 200);
        page.assert_sound();
        assert_eq!(rhythm().await, ["never"]);
        house.anonymous().post(&link, &[]).await;
        house.anonymous().get(&link).await.assert_sound();
        assert_eq!(house.anonymous().get("/courrier/arreter/inconnu").await.status, 404);
        assert_eq!(house.anonymous().post("/courrier/arreter/inconnu", &[]).await.status, 404);
    }

    async fn one_bad_address_stops_nobody_else(house) {
        let school = house.school(HERE).await;
        let ines = learner(&school).await;
        let mut others = Vec::new();
        for number in 0..120 {
            let other = school.learner("Paul", &format!("Martin{number}")).await;
            school.address(other, &format!("paul{number}@example.org")).await;
            others.push(other);
        }
        soon(house);
        for account in others.iter().chain([&ines]) {
            school.notify(*account, "Du nouveau.", "/").await;
        }
        let outbox = house.app.mailer.outbox();
        outbox.set_fate(INES, Some(MailError::Refused(550)));
        house.app.clock.advance(TO_MONDAY);
        assert_eq!(sent(house).await.len(), 120);
        assert_eq!(db::jobs::failed(house.app.db.reader(), None).await.unwrap().len(), 1);
        // Mended: nothing was lost of what it should have told.
        outbox.set_fate(INES, None);
        house.app.clock.advance(Duration::days(7));
        let letters = sent(house).await;
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].to, INES);
    }

    async fn a_server_that_is_away_delays_and_one_that_hangs_up_is_not_asked_twice(house) {
        let school = house.school(HERE).await;
        let ines = learner(&school).await;
        soon(house);
        school.notify(ines, "Du nouveau.", "/").await;
        let outbox = house.app.mailer.outbox();
        outbox.set_down(true);
        house.app.clock.advance(TO_MONDAY);
        assert!(sent(house).await.is_empty());
        outbox.set_down(false);
        outbox.set_fate(INES, Some(MailError::Unavailable("il a répondu 451".into())));
        house.app.clock.advance(Duration::seconds(10));
        assert!(sent(house).await.is_empty());
        outbox.set_fate(INES, None);
        house.app.clock.advance(Duration::seconds(30));
        assert_eq!(sent(house).await.len(), 1);
        // In doubt it stays silent: what it told of is unread in Jalon.
        school.notify(ines, "Du nouveau.", "/").await;
        outbox.set_fate(INES, Some(MailError::Doubtful));
        house.app.clock.advance(Duration::days(7));
        assert!(sent(house).await.is_empty());
        outbox.set_fate(INES, None);
        house.app.clock.advance(Duration::days(7));
        assert!(sent(house).await.is_empty());
        assert!(school.browser(ines).await.get("/notifications").await.text().contains("Du nouveau."));
    }

    async fn somebody_of_two_schools_gets_one_message_and_one_who_left_none(house) {
        let here = house.school(HERE).await;
        let there = house.school(THERE).await;
        let ines = learner(&here).await;
        there.join(ines, &[Role::Teacher]).await;
        let gone = here.learner("Paul", "Martin").await;
        here.address(gone, "paul@example.org").await;
        soon(house);
        here.notify(ines, "Du nouveau.", "/").await;
        there.notify(ines, "Du nouveau.", "/").await;
        here.notify(gone, "Du nouveau.", "/").await;
        let admin = here.admin().await;
        here.browser(admin).await.post(format!("/admin/personnes/{gone}/fermer"), &[]).await;
        house.app.clock.advance(TO_MONDAY);
        let letters = sent(house).await;
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].to, INES);
        assert!(letters[0].text.contains("2\u{a0}autres") || letters[0].text.contains("2 autres"), "{}", letters[0].text);
    }
}
