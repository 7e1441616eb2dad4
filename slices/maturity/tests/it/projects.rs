//! Digital projects: begun, filled step by step, tied to what was observed.

use chrono::Duration;
use http::StatusCode;
use kernel::Role;
use web::testing::Browser;

use crate::practice::{Cast, NASTY, events, outsider, statements, typed, upkeep, version};
use crate::uses::share;

const LIST: &str = "/numerique/projets";
const NEW: &str = "/numerique/projets/nouveau";

/// Begins a project piloted by its author, with these people.
pub async fn begin(browser: &mut Browser, pilot: &str, members: &[&str]) -> String {
    let mut fields = vec![
        ("titre", "Écrire ensemble"),
        (
            "objectif",
            "Que chacun·e sache écrire un texte à plusieurs.",
        ),
        ("pilote", pilot),
    ];
    fields.extend(members.iter().map(|member| ("membre", *member)));
    let begun = browser.post(NEW, &fields).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    begun.location().to_owned()
}

people::on_both_engines! {
    modules: vec![maturity::module()];

    async fn a_team_goes_from_viser_to_experimenter(house) {
        let cast = Cast::new(house).await;
        let (mut carbonnel, mut lemoine) = (cast.browser(cast.carbonnel).await, cast.browser(cast.lemoine).await);
        let empty = carbonnel.get(LIST).await;
        empty.assert_sound();
        assert!(empty.text().contains("Aucun projet pour l’instant"));
        let form = carbonnel.get(NEW).await;
        form.assert_sound();
        assert_eq!(form.all("[name=membre]").len() + form.attributes("[name=membre]", "value").len(), 6, "three colleagues");
        let (pilot, member) = (cast.carbonnel.to_string(), cast.lemoine.to_string());
        let address = begin(&mut carbonnel, &pilot, &[&pilot, &member]).await;
        let page = lemoine.get(&address).await;
        page.assert_sound();
        assert_eq!(page.all(".j-way > li").len(), 8);
        assert_eq!(page.all("[aria-current=step] h3"), ["Formaliser le projet, à venir"]);

        // A step that is only dated is begun; its outcome makes it done.
        let step = format!("{address}/etapes/viser");
        let form = lemoine.get(&step).await;
        form.assert_sound();
        let seen = version(&form);
        let dated = lemoine.post(&step, &[("version", &*seen), ("date", "9/3/2027"), ("participants", "Toute l’équipe")]).await;
        assert_eq!(dated.location(), address);
        let page = carbonnel.get(&address).await;
        let steps = |page: &web::testing::Answer| page.all(".j-way h3");
        assert!(page.text().contains("9 mars 2027") && steps(&page)[1] == "Viser, commencé", "{:?}", steps(&page));
        // Of two who fill the same step at once, the second is told and keeps what was typed.
        let late = carbonnel.post(&step, &[("version", &*seen), ("resultat", NASTY)]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.assert_sound();
        assert_eq!(typed(&late, "resultat"), NASTY);
        let now = version(&late);
        carbonnel.post(&step, &[("version", &*now), ("date", "2027-03-09"), ("resultat", "Un objectif commun")]).await;
        // … and another step at the same time is nobody's conflict.
        lemoine.post(format!("{address}/etapes/inspirer"), &[("version", "0"), ("resultat", "Trois démonstrations")]).await;
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert_eq!(steps(&page)[1..3], ["Viser, fait", "Inspirer, fait"]);
        let before = page.all(".j-history details").join(" ");
        assert!(before.contains("Viser") && before.contains("Toute l’équipe"), "{before}");
        let list = carbonnel.get(LIST).await;
        list.assert_sound();
        assert_eq!(list.all(".j-stakes .is-done").len(), 2);

        let refused = lemoine.post(&step, &[("version", "2"), ("date", "31/02/2027")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert_eq!(lemoine.get(format!("{address}/etapes/autre")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(events(house, "maturity.project_step_written").await, 3);
    }

    async fn conditions_and_uses_are_ticked_by_two_at_once(house) {
        let cast = Cast::new(house).await;
        let (mut carbonnel, mut lemoine) = (cast.browser(cast.carbonnel).await, cast.browser(cast.lemoine).await);
        let (pilot, member) = (cast.carbonnel.to_string(), cast.lemoine.to_string());
        let address = begin(&mut carbonnel, &pilot, &[&member]).await;
        let conditions = format!("{address}/conditions");
        carbonnel.post(&conditions, &[("coche", "pilote"), ("coche", "inventée")]).await;
        // Lemoine looked before: what Carbonnel ticked meanwhile stays.
        lemoine.post(&conditions, &[("coche", "direction")]).await;
        let page = lemoine.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("2 sur 9"));
        let vu = page.attributes("[name=vu]", "value");
        assert_eq!(vu.len(), 2);
        // Taking one off, having seen both.
        let mut fields: Vec<(&str, &str)> = vu.iter().map(|code| ("vu", &**code)).collect();
        fields.push(("coche", "direction"));
        carbonnel.post(&conditions, &fields).await;
        assert!(lemoine.get(&address).await.text().contains("1 sur 9"));

        let (first, second) = (share(&mut carbonnel, &[]).await, share(&mut lemoine, &[("titre", "Autre")]).await);
        let id = |address: &str| address.rsplit('/').next().unwrap().to_owned();
        let (first, second) = (id(&first), id(&second));
        let uses = format!("{address}/usages");
        carbonnel.get(&uses).await.assert_sound();
        carbonnel.post(&uses, &[("coche", &*first), ("coche", "rien")]).await;
        lemoine.post(&uses, &[("coche", &*second)]).await;
        let page = lemoine.get(&address).await;
        page.assert_sound();
        assert_eq!(page.all("#usages li").len(), 2);
        lemoine.post(&uses, &[("vu", &*first), ("vu", &*second), ("coche", &*second)]).await;
        assert_eq!(lemoine.get(&address).await.all("#usages li").len(), 1);
        lemoine.get(&uses).await.assert_sound();
        // A use of another school is no use of ours.
        let mut stranger = outsider(house).await;
        let foreign = id(&share(&mut stranger, &[]).await);
        lemoine.post(&uses, &[("vu", &*second), ("coche", &*foreign)]).await;
        assert_eq!(lemoine.get(&address).await.all("#usages li").len(), 0);
    }

    async fn a_project_is_its_teams_and_everybody_reads_it(house) {
        let cast = Cast::new(house).await;
        let (mut carbonnel, mut lemoine) = (cast.browser(cast.carbonnel).await, cast.browser(cast.lemoine).await);
        let pilot = cast.carbonnel.to_string();
        let refused = carbonnel.post(NEW, &[("titre", " "), ("objectif", NASTY), ("pilote", "x"), ("membre", "y")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert_eq!(typed(&refused, "objectif"), NASTY);
        assert_eq!(refused.all(".j-error").len(), 3);

        let address = begin(&mut carbonnel, &pilot, &[&pilot]).await;
        let page = lemoine.get(&address).await;
        page.assert_sound();
        assert!(page.all("form[action$='/conditions']").is_empty());
        for below in ["modifier", "etapes/viser", "conditions", "usages", "supprimer", "restaurer"] {
            assert_eq!(lemoine.post(format!("{address}/{below}"), &[]).await.status, StatusCode::NOT_FOUND, "{below}");
        }
        // Who steers carries it.
        let mut head = cast.browser(cast.head).await;
        assert_eq!(head.get(format!("{address}/modifier")).await.status, StatusCode::OK);
        let mut inspector = cast.with_role(Role::Inspector).await;
        inspector.get(&address).await.assert_sound();
        inspector.get(LIST).await.assert_sound();
        assert_eq!(inspector.get(NEW).await.status, StatusCode::FORBIDDEN);
        let mut stranger = outsider(house).await;
        for below in ["", "/modifier", "/etapes/viser", "/usages"] {
            assert_eq!(stranger.get(format!("{address}{below}")).await.status, StatusCode::NOT_FOUND, "{below}");
        }

        // Changed by two: the second is told; what it said before is kept.
        let form = format!("{address}/modifier");
        let seen = version(&carbonnel.get(&form).await);
        let member = cast.lemoine.to_string();
        let fields = [("version", &*seen), ("titre", "Lire ensemble"), ("objectif", "Lire"), ("pilote", &*pilot), ("membre", &*member)];
        assert_eq!(carbonnel.post(&form, &fields).await.location(), address);
        let mut other = fields;
        other[1].1 = "Compter ensemble";
        let late = head.post(&form, &other).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.assert_sound();
        let page = lemoine.get(&address).await;
        page.assert_sound();
        assert!(page.all(".j-history details").join(" ").contains("Écrire ensemble"));
        // Lemoine is of the team now.
        assert_eq!(lemoine.get(&form).await.status, StatusCode::OK);
        assert_eq!(lemoine.get(format!("{LIST}?miens=oui")).await.all(".j-situations > li").len(), 1);

        // Away and back, then gone for good.
        carbonnel.post(format!("{address}/supprimer"), &[]).await;
        assert_eq!(lemoine.get(&address).await.status, StatusCode::NOT_FOUND);
        let trash = carbonnel.get("/numerique/projets/corbeille").await;
        trash.assert_sound();
        assert_eq!(trash.all(".j-files li").len(), 1);
        carbonnel.post(format!("{address}/restaurer"), &[]).await;
        assert_eq!(lemoine.get(&address).await.status, StatusCode::OK);
        carbonnel.post(format!("{address}/supprimer"), &[]).await;
        house.app.clock.advance(Duration::days(31));
        upkeep(house).await;
        assert_eq!(events(house, "maturity.project_purged").await, 1);
    }

    async fn thirty_projects_cost_no_more_statements_than_two(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let pilot = cast.carbonnel.to_string();
        let address = begin(&mut carbonnel, &pilot, &[&pilot]).await;
        carbonnel.post(format!("{address}/etapes/viser"), &[("version", "0"), ("resultat", "Fait")]).await;
        let few = [
            statements(house, &mut carbonnel, LIST).await,
            statements(house, &mut carbonnel, &address).await,
        ];
        for _ in 0..28 {
            let another = begin(&mut carbonnel, &pilot, &[&pilot]).await;
            carbonnel.post(format!("{another}/etapes/viser"), &[("version", "0"), ("resultat", "Fait")]).await;
        }
        for code in ["inspirer", "imaginer", "se-former"] {
            carbonnel.post(format!("{address}/etapes/{code}"), &[("version", "0"), ("resultat", "Fait")]).await;
        }
        carbonnel.post(format!("{address}/conditions"), &[("coche", "pilote"), ("coche", "direction")]).await;
        let many = [
            statements(house, &mut carbonnel, LIST).await,
            statements(house, &mut carbonnel, &address).await,
        ];
        assert_eq!(few, many);
        assert!(many.iter().all(|n| *n <= 9), "{many:?}");
    }
}
