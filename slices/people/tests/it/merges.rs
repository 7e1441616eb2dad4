//! Two records of one learner: suggested, compared, made one, and apart again.

use kernel::{AccountId, Role, RoleSet};
use people::api::{self, NewAccount, PersonName};
use people::testing::{House, School};
use web::testing::{Answer, Browser};

use crate::{HERE, NASTY, THERE};

fn lea(last: &str, born: Option<&str>, password: bool) -> NewAccount {
    NewAccount {
        id: None,
        login: None,
        name: PersonName {
            title: None,
            first: "Léa".into(),
            last: last.into(),
        },
        birth_date: born.and_then(kernel::parse_date),
        roles: RoleSet::of(&[Role::Learner]),
        password_hash: password.then(|| "!".into()),
    }
}

/// The administrator, a record that somebody comes in with, one of an import.
async fn double(school: &School<'_>) -> (Browser, AccountId, AccountId) {
    let admin = school.admin().await;
    let used = school.create(lea("Dupont", None, true)).await;
    let imported = school
        .newcomer(lea("DUPONT", Some("2008-11-02"), false))
        .await;
    (school.browser(admin).await, used, imported)
}

fn page_of(person: AccountId) -> String {
    format!("/admin/personnes/{person}")
}

/// Both side by side.
async fn compare(admin: &mut Browser, one: AccountId, other: AccountId) -> Answer {
    admin
        .get(format!("{}/reunir?avec={other}", page_of(one)))
        .await
}

/// The form of a comparison, with these choices.
async fn send(
    admin: &mut Browser,
    page: &Answer,
    one: AccountId,
    chosen: &[(&str, &str)],
) -> Answer {
    let hidden = ["avec", "version", "version_autre"].map(|name| {
        let value = page.attributes(&format!("[name={name}]"), "value");
        (name, value.first().cloned().unwrap_or_default())
    });
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (*n, &**v)).collect();
    fields.extend(chosen);
    admin
        .post(format!("{}/reunir", page_of(one)), &fields)
        .await
}

async fn merge(admin: &mut Browser, kept: AccountId, closed: AccountId) {
    let page = compare(admin, kept, closed).await;
    let id = kept.to_string();
    let chosen = [
        ("garder", &*id),
        ("nom", &*id),
        ("naissance", &*id),
        ("adresse", &*id),
    ];
    let done = send(admin, &page, kept, &chosen).await;
    assert_eq!(
        (done.status.as_u16(), done.location()),
        (303, &*page_of(kept))
    );
}

async fn undo(admin: &mut Browser, of: AccountId) -> String {
    let done = admin
        .post(format!("{}/reunir/annuler", page_of(of)), &[])
        .await;
    assert_eq!(done.status, 303);
    admin.get(done.location()).await.all(".j-flash").concat()
}

/// What a form says of a choice.
fn said(page: &Answer, field: &str) -> String {
    assert_eq!(page.status, 422);
    page.assert_sound();
    page.all(&format!("#{field}-erreur, #{field} .j-notice"))
        .concat()
}

async fn class_names(house: &House, school: &School<'_>, of: AccountId) -> Option<String> {
    let found = api::enrolment_of(&house.app.db, school.id, of).await;
    found.unwrap().map(|enrolment| enrolment.class.name)
}

people::on_both_engines! {
    modules: vec![];

    async fn a_double_is_suggested_compared_and_made_one(house) {
        let school = house.school(HERE).await;
        let (mut admin, used, imported) = double(&school).await;
        let class = school.class("CS SNO").await;
        school.enrol(class, &[imported]).await;
        let list = admin.get("/admin/personnes").await;
        list.assert_sound();
        assert!(list.text().replace('\u{a0}', " ").contains("1 doublon possible"), "{}", list.text());
        let doubles = admin.get("/admin/personnes/doublons").await;
        doubles.assert_sound();
        let href = doubles.attributes(".j-records a", "href").remove(0);
        let page = admin.get(&href).await;
        page.assert_sound();
        assert!(page.text().contains("2 novembre 2008") && page.text().contains("CS SNO"));
        // The account that somebody comes in with goes without saying; the name does not.
        assert_eq!(page.attributes("[name=garder][checked]", "value"), [used.to_string()]);
        assert!(page.attributes("[name=nom][checked]", "value").is_empty());
        assert!(page.attributes("[name=naissance]", "value").is_empty(), "one birth date is known: it is kept");

        // From whichever of the two one comes.
        let page = compare(&mut admin, used, imported).await;
        let kept = used.to_string();
        let wrong = send(&mut admin, &page, used, &[("garder", &*kept)]).await;
        assert!(said(&wrong, "nom").contains("Choisissez le nom"));
        assert_eq!(wrong.attributes("[name=garder][checked]", "value"), [&*kept]);
        let done = send(&mut admin, &page, used, &[("garder", &*kept), ("nom", &*kept)]).await;
        assert_eq!(done.location(), page_of(used));
        let page = admin.get(done.location()).await;
        page.assert_sound();
        assert!(page.all(".j-flash").concat().contains("Vous pouvez annuler jusqu’au"));
        assert_eq!(page.attributes("[name=naissance]", "value"), ["2008-11-02"]);
        assert_eq!(class_names(house, &school, used).await.as_deref(), Some("CS SNO"));
        // The other one is closed, and points here.
        let closed = admin.get(page_of(imported)).await;
        closed.assert_sound();
        assert!(closed.text().contains("Fermé") && closed.attributes("a", "href").contains(&page_of(used)));
        assert!(closed.attributes("form", "action").iter().all(|action| !action.ends_with("/rouvrir")));
        let refused = admin.post(format!("{}/rouvrir", page_of(imported)), &[]).await;
        assert!(admin.get(refused.location()).await.all(".j-flash").concat().contains("annulez plutôt"));
        assert!(!admin.get("/admin/personnes").await.text().contains("doublon"));

        assert!(undo(&mut admin, used).await.contains("de nouveau séparées"));
        assert_eq!(class_names(house, &school, imported).await.as_deref(), Some("CS SNO"));
        assert_eq!(class_names(house, &school, used).await, None);
        assert!(admin.get(page_of(used)).await.attributes("[name=naissance]", "value").concat().is_empty());
        assert!(admin.get("/admin/personnes").await.text().contains("doublon"));
    }

    async fn what_is_no_double_is_refused_in_a_sentence(house) {
        let school = house.school(HERE).await;
        let (mut admin, used, _) = double(&school).await;
        let teacher = school.teacher("Dupont").await;
        let both = school.person("Léa", "Dupont", &[Role::Learner, Role::Teacher]).await;
        let away = school.learner("Léa", "Dupont").await;
        house.school(THERE).await.join(away, &[Role::Learner]).await;
        let kept = used.to_string();
        for (other, words) in [
            (used, "la même fiche"),
            (teacher, "n’est pas seulement apprenant·e"),
            (both, "n’est pas seulement apprenant·e"),
            (away, "la personne qui héberge Jalon"),
        ] {
            let page = compare(&mut admin, used, other).await;
            page.assert_sound();
            assert!(page.text().contains(words), "{words}");
            assert!(page.attributes("[name=garder]", "value").is_empty(), "nothing to confirm");
            let id = other.to_string();
            let fields = [("avec", &*id), ("garder", &*kept), ("nom", &*kept), ("naissance", &*kept), ("version", "1"), ("version_autre", "1")];
            let refused = admin.post(format!("{}/reunir", page_of(used)), &fields).await;
            assert_eq!(refused.status, 422, "{words}");
            assert!(refused.text().contains(words), "{words}");
            assert_eq!(admin.get(page_of(other)).await.all("form[action$='/rouvrir']").len(), 0);
        }
        // Nobody, or somebody of another school.
        let foreign = house.school("0009018C").await.learner("Léa", "Dupont").await.to_string();
        for other in ["", "x", NASTY, &*foreign] {
            let fields = [("avec", other), ("garder", &*kept)];
            let answer = admin.post(format!("{}/reunir", page_of(used)), &fields).await;
            assert_eq!(answer.status, 404, "{other}");
        }
        assert_eq!(admin.get(format!("{}/reunir?avec={foreign}", page_of(used))).await.status, 404);
        assert_eq!(admin.post(format!("{}/reunir/annuler", page_of(used)), &[]).await.status, 404);
    }

    async fn of_two_administrators_at_once_the_second_is_told(house) {
        let school = house.school(HERE).await;
        let (mut admin, used, imported) = double(&school).await;
        let second = school.person("Zoé", "Autre", &[Role::Admin]).await;
        let mut second = school.browser(second).await;
        let page = compare(&mut second, imported, used).await;
        merge(&mut admin, used, imported).await;
        let kept = imported.to_string();
        let chosen = [("garder", &*kept), ("nom", &*kept)];
        let late = send(&mut second, &page, imported, &chosen).await;
        assert_eq!(late.status, 422);
        assert!(late.text().contains("déjà réunie avec une autre"), "{}", late.text());
        undo(&mut admin, used).await;
        // Somebody corrected a name in the meantime.
        let page = compare(&mut second, used, imported).await;
        let fields = [("prenom", "Léa"), ("nom", "Dupond"), ("roles", "learner"), ("version", &page.attributes("[name=version]", "value")[0])];
        assert_eq!(admin.post(page_of(used), &fields).await.status, 303);
        let late = send(&mut second, &page, used, &chosen).await;
        assert!(said(&late, "garder").contains("vient d’être modifiée"), "{}", late.text());
        assert!(late.text().contains("Dupond"), "what is shown is what is there now");
        // Both at the same moment: one does it.
        let page = compare(&mut second, used, imported).await;
        let (one, other) = (admin.clone(), second.clone());
        let (mut one, mut other) = (one, other);
        let (first, then) = tokio::join!(
            send(&mut one, &page, used, &chosen),
            send(&mut other, &page, used, &chosen),
        );
        let mut statuses = [first.status.as_u16(), then.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422]);
    }

    async fn the_chosen_values_are_kept_and_given_back(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let kept = school.create(lea("Dupond", Some("2008-11-02"), true)).await;
        let closed = school.create(lea("Dupont", Some("2008-11-03"), true)).await;
        school.address(kept, "ancienne@example.org").await;
        school.address(closed, "lea@example.org").await;
        let page = compare(&mut admin, kept, closed).await;
        page.assert_sound();
        assert!(page.attributes("[name=garder][checked]", "value").is_empty(), "both come in");
        let (id, other) = (kept.to_string(), closed.to_string());
        let none = send(&mut admin, &page, kept, &[]).await;
        for field in ["garder", "nom", "naissance", "adresse"] {
            assert!(said(&none, field).contains("Choisissez"), "{field}");
        }
        let chosen = [("garder", &*id), ("nom", &*other), ("naissance", &*other), ("adresse", &*other)];
        assert_eq!(send(&mut admin, &page, kept, &chosen).await.status, 303);
        let page = admin.get(page_of(kept)).await;
        assert_eq!(page.h1(), "Léa Dupont");
        assert_eq!(page.attributes("[name=naissance]", "value"), ["2008-11-03"]);
        assert!(page.text().contains("lea@example.org") && !page.text().contains("ancienne@example.org"));
        // The session of the closed account is over.
        assert_eq!(school.browser(kept).await.get("/compte").await.status, 200);
        undo(&mut admin, closed).await;
        let page = admin.get(page_of(kept)).await;
        assert_eq!(page.h1(), "Léa Dupond");
        assert!(page.text().contains("ancienne@example.org"));
        assert!(admin.get(page_of(closed)).await.text().contains("lea@example.org"));
    }

    async fn of_two_national_numbers_the_chosen_one_is_kept_and_the_other_comes_back(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        school.class("C").await;
        let header = "Nom;Prénom;Date de naissance;INE;Classe";
        let mut ids = Vec::new();
        for ine in ["080000001AA", "080000002BB"] {
            let line = format!("Dupont;Léa;02/11/2008;{ine};C");
            let sent = admin.upload("/admin/imports/nouveau", &[], "l.csv", format!("{header}\n{line}\n").as_bytes()).await;
            let address = sent.location().to_owned();
            let columns = ["nom", "prenom", "naissance", "ine", "classe"].map(|code| ("colonne", code));
            admin.post(format!("{address}/colonnes"), &columns).await;
            admin.post(format!("{address}/importer"), &[]).await;
            house.run_jobs().await;
            let page = admin.get("/admin/personnes?role=learner").await;
            let all = page.attributes("tbody th a", "href");
            let new = all.into_iter().find(|href| !ids.contains(href)).unwrap();
            ids.push(new);
        }
        let [one, other] = [0, 1].map(|n: usize| ids[n].rsplit('/').next().unwrap().parse::<AccountId>().unwrap());
        let page = compare(&mut admin, one, other).await;
        page.assert_sound();
        assert!(page.text().contains("Deux INE différents"));
        let (id, second) = (one.to_string(), other.to_string());
        let wrong = send(&mut admin, &page, one, &[("garder", &*id)]).await;
        assert!(said(&wrong, "ine").contains("Choisissez l’INE"));
        let chosen = [("garder", &*id), ("ine", &*second)];
        assert_eq!(send(&mut admin, &page, one, &chosen).await.status, 303);
        assert!(admin.get(page_of(one)).await.text().contains("080000002BB"));
        assert!(!admin.get(page_of(other)).await.text().contains("INE\u{a0}:"));
        undo(&mut admin, one).await;
        assert!(admin.get(page_of(one)).await.text().contains("080000001AA"));
        assert!(admin.get(page_of(other)).await.text().contains("080000002BB"));
    }

    async fn what_was_done_since_stays_and_an_old_merge_is_final(house) {
        let school = house.school(HERE).await;
        let (mut admin, used, imported) = double(&school).await;
        let third = school.newcomer(lea("Dupont", Some("2008-11-02"), false)).await;
        merge(&mut admin, used, imported).await;
        let class = school.class("CS SNO").await;
        school.enrol(class, &[used]).await;
        house.app.clock.advance(chrono::Duration::seconds(1));
        merge(&mut admin, third, used).await;
        let told = undo(&mut admin, imported).await;
        assert!(told.contains("Annulez d’abord la plus récente"), "{told}");
        undo(&mut admin, third).await;
        undo(&mut admin, imported).await;
        assert_eq!(class_names(house, &school, used).await.as_deref(), Some("CS SNO"));
        merge(&mut admin, used, imported).await;
        house.app.clock.advance(chrono::Duration::days(31));
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        assert!(admin.get(page_of(used)).await.attributes("form", "action").iter().all(|action| !action.ends_with("/annuler")));
        assert!(undo(&mut admin, used).await.replace('\u{a0}', " ").contains("plus de 30 jours"));
        house.run_jobs().await;
        assert!(undo(&mut admin, used).await.contains("ne s’annule plus"));
    }

    async fn an_import_finds_the_kept_record_and_no_third_one(house) {
        let school = house.school(HERE).await;
        let (mut admin, used, imported) = double(&school).await;
        merge(&mut admin, used, imported).await;
        school.class("CS SNO 1").await;
        let header = include_str!("../data/fregata.csv").lines().next().unwrap();
        let line = "080000011DD;Léa;;;Dupont;;F;02/11/2008;;Valbrune;009;100;ST;2583260111;CS SNO 1";
        let csv = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(csv.path(), format!("{header}\n{line}\n")).unwrap();
        let by = api::By { school: school.id, account: None };
        let done = api::import_file(&house.app.db, &house.app.clock, &by, csv.path(), "f.csv", false).await;
        let summary = done.unwrap();
        assert_eq!((summary.done, summary.created, summary.changed, summary.problems), (true, 0, 1, 0), "{summary:?}");
        assert_eq!(class_names(house, &school, used).await.as_deref(), Some("CS SNO 1"));
        let page = admin.get("/admin/personnes?presence=toutes&q=dupont").await;
        assert_eq!(page.all("tbody th").len(), 2);
    }
}
