//! The end of a class's year, and its undoing.

use kernel::{AccountId, Role};
use people::api::{self, ClassId};
use people::testing::{House, School};
use web::testing::{Answer, Browser};

use crate::HERE;

/// Inès leaves, Paul does the year again, Léa passes.
struct Year {
    class: ClassId,
    fates: Vec<(String, &'static str)>,
    paul: AccountId,
    teacher: AccountId,
}

async fn year(school: &School<'_>) -> Year {
    let class = school.class("CS SNO").await;
    let ines = school.learner("Inès", "Ferrand").await;
    let paul = school.learner("Paul", "Martin").await;
    let lea = school.learner("Léa", "Zoé").await;
    school.enrol(class, &[ines, paul, lea]).await;
    let teacher = school.teacher("Carbonnel").await;
    school.assign(class, teacher, &[1], true).await;
    let fates = [(ines, "quitte"), (paul, "redouble"), (lea, "passe")];
    Year {
        class,
        fates: fates
            .map(|(id, fate)| (format!("sort-{id}"), fate))
            .to_vec(),
        paul,
        teacher,
    }
}

/// A class of the next year.
async fn next_class(admin: &mut Browser, name: &str, sno: &str) -> ClassId {
    let fields = [("nom", name), ("annee", "2027-2028"), ("referentiel", sno)];
    let done = admin.post("/admin/classes/nouvelle", &fields).await;
    let address = done.location().to_owned();
    address.rsplit('/').next().unwrap().parse().unwrap()
}

async fn roll(admin: &mut Browser, year: &Year, others: &[(&str, &str)]) -> Answer {
    let mut fields: Vec<(&str, &str)> = year.fates.iter().map(|(n, v)| (&**n, *v)).collect();
    fields.extend(others);
    admin
        .post(format!("/admin/classes/{}/rentree", year.class), &fields)
        .await
}

async fn current(house: &House, school: &School<'_>, person: AccountId) -> Option<ClassId> {
    let found = api::enrolment_of(&house.app.db, school.id, person).await;
    found.unwrap().map(|enrolment| enrolment.class.id)
}

people::on_both_engines! {
    modules: vec![];

    async fn a_year_ends_after_a_preview_and_is_undone(house) {
        let school = house.school(HERE).await;
        let year = year(&school).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let sno = school.sno().await.to_string();
        let onward = next_class(&mut admin, "CS SNO 2", &sno).await.to_string();
        let address = format!("/admin/classes/{}/rentree", year.class);
        let page = admin.get(&address).await;
        page.assert_sound();
        assert_eq!(page.all("fieldset.j-fate").len(), 3);
        assert!(page.attributes(".j-fate [checked]", "value").is_empty(), "nobody's fate is chosen beforehand");

        let choices = [("reprise", "nouvelle"), ("nom", "CS SNO"), ("suite", &*onward), ("equipe", "oui")];
        let preview = roll(&mut admin, &year, &choices).await;
        assert_eq!(preview.status, 200);
        preview.assert_sound();
        assert_eq!(preview.h1(), "Vérifier la rentrée");
        assert_eq!(preview.all("section h2").len(), 3);
        assert_eq!(current(house, &school, year.paul).await, Some(year.class), "nothing before the confirmation");

        let confirmed: Vec<_> = choices.into_iter().chain([("confirmer", "oui")]).collect();
        let done = roll(&mut admin, &year, &confirmed).await;
        let class_page = format!("/admin/classes/{}", year.class);
        assert_eq!(done.location(), class_page);
        let again = current(house, &school, year.paul).await.unwrap();
        assert!(again != year.class);
        let summary = api::class_of(&house.app.db, school.id, again).await.unwrap().unwrap();
        assert_eq!((&*summary.name, &*summary.school_year.to_string()), ("CS SNO", "2027-2028"));
        let team = api::team_of_class(&house.app.db, school.id, again).await.unwrap();
        assert_eq!(team.iter().map(|one| one.account).collect::<Vec<_>>(), [year.teacher]);
        let page = admin.get(&class_page).await;
        page.assert_sound();
        assert!(page.text().replace('\u{a0}', " ").contains("1 quitte la classe, 1 redouble et 1 passe"));
        // The team reads the list of the archived class, and works through the new one alone.
        let mut teacher = school.browser(year.teacher).await;
        assert_eq!(teacher.get("/classes").await.all(".j-records a").len(), 1);
        let archived = teacher.get("/classes?archives=oui").await;
        archived.assert_sound();
        let old = archived.attributes(".j-records a", "href").remove(0);
        assert_eq!(old, format!("/classes/{}", year.class));
        let old = teacher.get(&old).await;
        old.assert_sound();
        assert!(old.text().contains("Ferrand") && old.attributes(".j-records a", "href").is_empty());
        assert!(api::is_team_of(&house.app.db, school.id, year.teacher, year.paul).await.unwrap().is_some());

        // Restoring would put people in two classes: it is undone instead.
        let refused = admin.post(format!("{class_page}/restaurer"), &[]).await;
        assert!(admin.get(refused.location()).await.all(".j-flash")[0].contains("Annulez plutôt"));
        admin.post(format!("{address}/annuler"), &[]).await;
        assert_eq!(current(house, &school, year.paul).await, Some(year.class));
        assert_eq!(api::class_of(&house.app.db, school.id, again).await.unwrap(), None);
        assert_eq!(admin.post(format!("{address}/annuler"), &[]).await.status, 404);
        // And can be done again.
        assert_eq!(roll(&mut admin, &year, &confirmed).await.status, 303);
    }

    async fn what_was_done_in_the_new_class_is_not_thrown_away(house) {
        let school = house.school(HERE).await;
        let year = year(&school).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let sno = school.sno().await.to_string();
        let onward = next_class(&mut admin, "CS SNO 2", &sno).await.to_string();
        let fields = [("reprise", "nouvelle"), ("nom", "CS SNO"), ("suite", &*onward), ("confirmer", "oui")];
        roll(&mut admin, &year, &fields).await;
        let again = current(house, &school, year.paul).await.unwrap();
        school.group(again, "Groupe A", &[year.paul]).await;
        let back = admin.post(format!("/admin/classes/{}/rentree/annuler", year.class), &[]).await;
        assert!(admin.get(back.location()).await.all(".j-flash")[0].contains("a déjà servi"));
        assert_eq!(current(house, &school, year.paul).await, Some(again));
    }

    async fn wrong_choices_say_why_and_are_kept(house) {
        let school = house.school(HERE).await;
        let year = year(&school).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let old = year.class.to_string();
        for (fields, id) in [
            (vec![("reprise", "nouvelle"), ("nom", "")], "nom"),
            (vec![("reprise", "x"), ("nom", "")], "reprise"),
            (vec![("reprise", "nouvelle"), ("nom", "CS SNO"), ("suite", "")], "suite"),
            (vec![("reprise", "nouvelle"), ("nom", "CS SNO"), ("suite", &*old), ("confirmer", "oui")], "suite"),
        ] {
            let page = roll(&mut admin, &year, &fields).await;
            assert_eq!(page.status, 422, "{id}");
            page.assert_sound();
            assert_eq!(page.attributes(".j-fate [checked]", "value").len(), 3);
            assert!(page.attributes(".j-summary a", "href").contains(&format!("#{id}")), "{id}");
        }
        // Somebody was enrolled meanwhile: the plan is to be made again.
        let late = school.learner("Noé", "Tardif").await;
        school.enrol(year.class, &[late]).await;
        let page = roll(&mut admin, &year, &[("reprise", "nouvelle"), ("nom", "CS SNO"), ("suite", "")]).await;
        assert_eq!(page.status, 422);
        assert!(page.all("#sorts-erreur")[0].contains("chaque personne"));
        let coordinator = school.person("Solène", "Maréchal", &[Role::Coordinator]).await;
        school.assign(year.class, coordinator, &[], true).await;
        assert_eq!(school.browser(coordinator).await.get(format!("/admin/classes/{old}/rentree")).await.status, 403);
    }
}
