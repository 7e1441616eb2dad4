//! Inviting by mail those of a class who never signed in.

use chrono::Duration;
use kernel::{AccountId, Role, RoleSet};
use mail::{MailError, Posted};
use people::api::{NewAccount, PersonName};
use people::testing::{House, School};
use web::testing::Browser;

use crate::sign_in::events;
use crate::{HERE, PASSWORD, THERE};

const LINK: &str = "/reinitialisation/";

async fn newcomer(school: &School<'_>, first: &str, last: &str) -> AccountId {
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
            roles: RoleSet::of(&[Role::Learner]),
            password_hash: None,
        })
        .await
}

/// Inès has an address, noted; Noé has none; Paul comes in already.
async fn class(school: &School<'_>) -> (String, [AccountId; 3]) {
    let class = school.class("CS SNO").await;
    let ines = newcomer(school, "Inès", "Ferrand").await;
    let noe = newcomer(school, "Noé", "Blanc").await;
    let paul = school.learner("Paul", "Martin").await;
    school.enrol(class, &[ines, noe, paul]).await;
    school.link_to_confirm(ines, "ines@example.org").await;
    school.address(paul, "paul@example.org").await;
    (
        format!("/admin/classes/{class}/invitations"),
        [ines, noe, paul],
    )
}

async fn sent(house: &House) -> Vec<Posted> {
    house.run_jobs().await;
    house.app.mailer.outbox().take()
}

/// Asks, and gives the only message.
async fn invite(house: &House, admin: &mut Browser, address: &str) -> Posted {
    let done = admin.post(address, &[]).await;
    assert_eq!(done.location(), address);
    let mut all = sent(house).await;
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].to, "ines@example.org");
    all.remove(0)
}

people::on_both_engines! {
    modules: vec![];

    async fn an_invitation_opens_the_account_once(house) {
        let school = house.school(HERE).await;
        let (address, [ines, ..]) = class(&school).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let page = admin.get(&address).await;
        page.assert_sound();
        assert!(page.text().replace('\u{a0}', " ").contains("1 personne recevra un message"));
        assert!(page.text().contains("Ferrand Inès") && page.text().contains("Blanc Noé"), "who needs the sheet is named");
        assert!(!page.text().contains("Martin Paul") && !page.text().contains("@example.org"));
        assert!(sent(house).await.is_empty(), "looking sends nothing");

        let letter = invite(house, &mut admin, &address).await;
        for personal in ["Inès", "Ferrand", "ines.ferrand"] {
            assert!(!letter.text.contains(personal) && !letter.subject.contains(personal), "{}", letter.text);
        }
        assert!(letter.text.contains("Lycée 0009017B vous invite") && letter.text.contains("par erreur"));
        assert_eq!(events(house, "people.invitation_mailed").await, 1);
        assert!(admin.get(&address).await.text().contains("déjà invité·e le"));
        let link = letter.path(LINK).unwrap();
        let mut guest = house.anonymous();
        let page = guest.get(&link).await;
        page.assert_sound();
        assert_eq!(page.h1(), "Choisir mon mot de passe");
        let fields = [("mot_de_passe", PASSWORD), ("confirmation", PASSWORD)];
        assert_eq!(guest.post(&link, &fields).await.status, 303);
        assert_eq!(guest.get("/compte").await.status, 200);
        let again = house.anonymous().post(&link, &fields).await;
        assert_eq!(again.status, 404);
        assert!(again.text().contains("déjà servi"));
        // Nobody is left to invite.
        let page = admin.get(&address).await;
        page.assert_sound();
        assert!(page.attributes("form", "action").iter().all(|action| !action.ends_with("/invitations")));
        let done = admin.post(&address, &[]).await;
        assert!(admin.get(done.location()).await.all(".j-flash").concat().contains("feuille de codes"));
        assert!(sent(house).await.is_empty());
        assert!(admin.get(format!("/admin/personnes/{ines}")).await.text().contains("a choisi son mot de passe"));
    }

    async fn a_new_invitation_replaces_the_one_before_and_each_has_its_time(house) {
        let school = house.school(HERE).await;
        let (address, [ines, ..]) = class(&school).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let first = invite(house, &mut admin, &address).await.path(LINK).unwrap();
        let second = invite(house, &mut admin, &address).await.path(LINK).unwrap();
        assert_eq!(house.anonymous().get(&first).await.status, 404);
        assert_eq!(house.anonymous().get(&second).await.status, 200);
        house.app.clock.advance(Duration::days(7));
        assert_eq!(house.anonymous().get(&second).await.status, 404);
        // Another address, a closed access: what was sent opens nothing.
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let third = invite(house, &mut admin, &address).await.path(LINK).unwrap();
        admin.post(format!("/admin/personnes/{ines}/fermer"), &[]).await;
        assert_eq!(house.anonymous().get(&third).await.status, 404);
    }

    async fn a_server_that_is_away_is_tried_again_and_a_bad_address_stops_nobody(house) {
        let school = house.school(HERE).await;
        let (address, [_, noe, _]) = class(&school).await;
        school.link_to_confirm(noe, "noe@example.org").await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let outbox = house.app.mailer.outbox();
        outbox.set_fate("noe@example.org", Some(MailError::Refused(550)));
        outbox.set_down(true);
        admin.post(&address, &[]).await;
        assert!(sent(house).await.is_empty());
        outbox.set_down(false);
        house.app.clock.advance(Duration::hours(1));
        let letters = sent(house).await;
        assert_eq!(letters.iter().map(|letter| &*letter.to).collect::<Vec<_>>(), ["ines@example.org"]);
        assert_eq!(house.anonymous().get(letters[0].path(LINK).unwrap()).await.status, 200);
    }

    async fn without_a_server_the_page_offers_the_sheet(house) {
        let school = house.school(HERE).await;
        let (address, _) = class(&school).await;
        house.app.mailer.outbox().unset();
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let page = admin.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("Aucun serveur de messages n’est réglé"));
        let sheet = address.replace("/invitations", "/codes");
        assert_eq!(page.attributes("main form", "action"), [&*sheet]);
        assert_eq!(admin.post(&address, &[]).await.status, 409);
        assert!(sent(house).await.is_empty());
    }

    async fn only_those_who_manage_the_class_invite(house) {
        let school = house.school(HERE).await;
        let (address, _) = class(&school).await;
        let id = address.split('/').nth(3).unwrap().parse().unwrap();
        let coordinator = school.teacher("Maréchal").await;
        school.assign(id, coordinator, &[1], true).await;
        let teacher = school.teacher("Carbonnel").await;
        school.assign(id, teacher, &[2], false).await;
        assert_eq!(school.browser(coordinator).await.get(&address).await.status, 200);
        assert_eq!(school.browser(teacher).await.get(&address).await.status, 404);
        let other = house.school(THERE).await;
        let stranger = other.admin().await;
        assert_eq!(other.browser(stranger).await.post(&address, &[]).await.status, 404);
        assert!(sent(house).await.is_empty());
    }
}
