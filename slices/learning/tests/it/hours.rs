//! The year of a class: planned, read, compared, kept in versions.

use kernel::{AccountId, Role};
use people::api::{self, ClassId, Taught};
use people::testing::{House, School};

const HERE: &str = "0009017B";
/// What is typed into a field to see whether a page can be broken.
const NASTY: &str = "<script>alert(1)</script><b>\"'&";

/// A class with its référente, a member of its team and a learner.
struct Cast<'a> {
    school: School<'a>,
    class: ClassId,
    marechal: AccountId,
    sarr: AccountId,
    ines: AccountId,
}

impl<'a> Cast<'a> {
    async fn new(house: &'a House) -> Self {
        let school = house.school(HERE).await;
        let class = school.class("CS SNO").await;
        let marechal = school.teacher("Maréchal").await;
        let sarr = school.teacher("Sarr").await;
        let ines = school.learner("Inès", "Ferrand").await;
        school.assign(class, marechal, &[1, 2], true).await;
        school.assign(class, sarr, &[3], false).await;
        school.enrol(class, &[ines]).await;
        Self {
            school,
            class,
            marechal,
            sarr,
            ines,
        }
    }

    fn address(&self) -> String {
        format!("/classes/{}/heures", self.class)
    }

    /// The fields of the form filled with a model of the guide.
    async fn model(&self, key: &str) -> Vec<(String, String)> {
        let mut browser = self.school.browser(self.marechal).await;
        let page = browser
            .get(format!("{}/modifier?modele={key}", self.address()))
            .await;
        page.assert_sound();
        let names = page.attributes("form input[name], form select[name]", "name");
        let mut fields: Vec<(String, String)> = Vec::new();
        let inputs = page.attributes("form input[name]", "name");
        let values = page.attributes("form input[name]", "value");
        fields.extend(inputs.into_iter().zip(values));
        let selects: Vec<String> = names
            .into_iter()
            .filter(|name| name.starts_with("semaine-"))
            .collect();
        let chosen = page.attributes(".j-yearform option[selected]", "value");
        assert_eq!(selects.len(), chosen.len());
        fields.extend(selects.into_iter().zip(chosen));
        fields
    }
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect()
}

fn plain(text: impl AsRef<str>) -> String {
    text.as_ref().replace(['\u{a0}', '\u{202f}'], " ")
}

people::on_both_engines! {
    modules: vec![learning::module()];

    async fn a_year_begins_with_a_model_of_the_guide_and_says_what_is_missing(house) {
        let cast = Cast::new(house).await;
        let mut marechal = cast.school.browser(cast.marechal).await;
        let empty = marechal.get(cast.address()).await;
        empty.assert_sound();
        assert_eq!(empty.all(".j-starts a").len(), 4);

        // As printed: ten hours under the minimum, said and saved all the same.
        let fields = cast.model("exemple-2").await;
        let edit = format!("{}/modifier", cast.address());
        assert_eq!(marechal.post(&edit, &pairs(&fields)).await.location(), cast.address());
        let page = marechal.get(cast.address()).await;
        page.assert_sound();
        let text = plain(page.text());
        assert!(text.contains("Il manque 10 h : la formation dure au moins 400 h."), "{text}");
        let label = plain(&page.attributes(".j-year", "aria-label")[0]);
        assert!(label.contains("Établissement et PFMP 30 semaines"), "{label}");
        assert!(text.contains("12 semaines"), "two days a week are the twelve weeks of PFMP");

        // Adjusted: nothing is missing any more.
        let fields = cast.model("exemple-2-ajuste").await;
        marechal.post(&edit, &pairs(&fields)).await;
        let page = marechal.get(cast.address()).await;
        assert!(!plain(page.text()).contains("Il manque 10 h"));
        assert_eq!(page.all("[aria-labelledby=titre-versions] li").len(), 2);
    }

    async fn the_plan_is_compared_with_what_the_team_shared_out(house) {
        let cast = Cast::new(house).await;
        let fields = cast.model("exemple-1").await;
        let mut marechal = cast.school.browser(cast.marechal).await;
        marechal.post(format!("{}/modifier", cast.address()), &pairs(&fields)).await;
        let taught = |teacher, block, hours: u32, english: u32| Taught { teacher, block, minutes: hours * 60, english: english * 60 };
        let hours = vec![taught(cast.marechal, 1, 130, 0), taught(cast.marechal, 2, 160, 0), taught(cast.sarr, 3, 104, 38)];
        let (clock, class, by) = (house.app.clock.clone(), cast.class, api::By { school: cast.school.id, account: None });
        house.app.db.write(move |tx| {
            let (clock, by, hours) = (clock.clone(), by.clone(), hours.clone());
            async move { api::set_hours(&tx, &clock, &by, class, &hours).await }
        }).await.unwrap();
        let page = marechal.get(cast.address()).await;
        page.assert_sound();
        let lines: Vec<String> = page.all("[aria-labelledby=titre-equipe] dd").iter().map(plain).collect();
        assert!(lines[0].contains("130 h sur 130 h") && lines[0].contains("Tout est réparti."), "{}", lines[0]);
        assert!(lines[1].contains("Il reste 10 h à répartir."), "{}", lines[1]);
        assert!(lines[2].contains("L’équipe a 4 h de plus que le plan."), "{}", lines[2]);
        assert!(lines[2].contains("Il manque 2 h : le guide demande au moins 40 h d’anglais."), "{}", lines[2]);
    }

    async fn several_weeks_change_at_once_and_nothing_typed_is_lost(house) {
        let cast = Cast::new(house).await;
        let mut marechal = cast.school.browser(cast.marechal).await;
        let edit = format!("{}/modifier", cast.address());
        let mut fields = cast.model("exemple-1").await;
        let set = |fields: &mut Vec<(String, String)>, name: &str, value: &str| {
            fields.retain(|(one, _)| one != name);
            fields.push((name.into(), value.into()));
        };
        let first = fields.iter().find(|(name, _)| name.starts_with("semaine-")).unwrap().0.clone();
        let monday = first.trim_start_matches("semaine-").to_owned();
        set(&mut fields, "du", &monday);
        set(&mut fields, "au", "hier");
        set(&mut fields, "nature", "placement");
        set(&mut fields, "autonomie", NASTY);
        let refused = marechal.post(&edit, &pairs(&fields)).await;
        assert_eq!(refused.status, 422);
        refused.assert_sound();
        assert_eq!(refused.all(".j-summary li").len(), 2);
        assert!(refused.attributes("input[name=autonomie]", "value").contains(&NASTY.to_owned()));
        assert_eq!(refused.attributes("input[name=du]", "value"), std::slice::from_ref(&monday));

        set(&mut fields, "au", &monday);
        set(&mut fields, "autonomie", "4");
        assert_eq!(marechal.post(&edit, &pairs(&fields)).await.status, 303);
        let page = marechal.get(cast.address()).await;
        assert_eq!(page.attributes(".j-year .j-week", "data-week")[0], "placement");
    }

    async fn of_two_who_plan_at_once_both_texts_are_kept(house) {
        let cast = Cast::new(house).await;
        let admin = cast.school.admin().await;
        let (mut marechal, mut admin) = (cast.school.browser(cast.marechal).await, cast.school.browser(admin).await);
        let edit = format!("{}/modifier", cast.address());
        let theirs = cast.model("exemple-1").await;
        let ours = cast.model("exemple-2").await;
        assert_eq!(admin.post(&edit, &pairs(&theirs)).await.status, 303);
        let late = marechal.post(&edit, &pairs(&ours)).await;
        assert_eq!(late.status, 409);
        late.assert_sound();
        assert!(late.text().contains("Une autre personne a enregistré ce plan"));
        let kept = late.attributes(".j-yearform option[selected]", "value");
        assert_eq!(kept.iter().filter(|kind| *kind == "mixed").count(), 30, "what was typed is in the page");
        // Said once more, it becomes the plan; the other stays a version to take up again.
        let mut again = ours.clone();
        again.retain(|(name, _)| name != "version");
        again.push(("version".into(), late.attributes("input[name=version]", "value")[0].clone()));
        assert_eq!(marechal.post(&edit, &pairs(&again)).await.status, 303);
        let page = marechal.get(cast.address()).await;
        let earlier = page.attributes("[aria-labelledby=titre-versions] a", "href");
        assert_eq!(earlier.len(), 1);
        let taken = marechal.get(&earlier[0]).await;
        taken.assert_sound();
        let kinds = taken.attributes(".j-yearform option[selected]", "value");
        assert_eq!(kinds.iter().filter(|kind| *kind == "placement").count(), 12);
    }

    async fn the_team_reads_the_referente_plans_and_a_learner_sees_their_weeks(house) {
        let cast = Cast::new(house).await;
        let edit = format!("{}/modifier", cast.address());
        let mut ines = cast.school.browser(cast.ines).await;
        let nothing = ines.get("/mon-annee").await;
        nothing.assert_sound();
        assert!(nothing.text().contains("n’a pas encore rempli le plan"));
        let fields = cast.model("exemple-1").await;
        cast.school.browser(cast.marechal).await.post(&edit, &pairs(&fields)).await;

        let mut sarr = cast.school.browser(cast.sarr).await;
        let page = sarr.get(cast.address()).await;
        assert_eq!(page.status, 200);
        assert!(page.attributes("a", "href").iter().all(|href| !href.contains("modifier")));
        assert_eq!(sarr.get(&edit).await.status, 404);
        assert_eq!(sarr.post(&edit, &pairs(&fields)).await.status, 404);
        let stranger = cast.school.teacher("Vidal").await;
        assert_eq!(cast.school.browser(stranger).await.get(cast.address()).await.status, 404);
        for role in [Role::Head, Role::Inspector] {
            let person = cast.school.person("Camille", role.code(), &[role]).await;
            let mut browser = cast.school.browser(person).await;
            assert_eq!(browser.get(cast.address()).await.status, 200);
            assert_eq!(browser.get(&edit).await.status, 403);
        }

        let weeks = ines.get("/mon-annee").await;
        weeks.assert_sound();
        assert_eq!(weeks.attributes(".j-year .j-week[data-week=placement]", "class").len(), 12);
        assert!(!weeks.text().contains("Bloc"), "no hour of a bloc");
        assert_eq!(ines.get(cast.address()).await.status, 403);
        let alone = cast.school.learner("Paul", "Martin").await;
        let page = cast.school.browser(alone).await.get("/mon-annee").await;
        page.assert_sound();
        assert!(page.text().contains("Vous n’êtes dans aucune classe"));
    }

    async fn a_page_asks_as_little_for_many_versions_as_for_one(house) {
        let cast = Cast::new(house).await;
        let edit = format!("{}/modifier", cast.address());
        let mut marechal = cast.school.browser(cast.marechal).await;
        let mut counts = Vec::new();
        for round in [1, 15] {
            for _ in 0..round {
                let fields = cast.model("exemple-1").await;
                marechal.post(&edit, &pairs(&fields)).await;
            }
            marechal.get(cast.address()).await;
            let before = house.app.db.statements();
            assert_eq!(marechal.get(cast.address()).await.status, 200);
            counts.push(house.app.db.statements() - before);
        }
        assert_eq!(counts[0], counts[1]);
        assert!(counts[0] <= 8, "{counts:?}");
    }
}
