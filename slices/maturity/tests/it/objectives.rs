//! SMART objectives: written from an item, followed, late, reached, reminded of.

use chrono::Duration;
use http::StatusCode;
use kernel::{Role, local_date};
use web::testing::Browser;

use crate::practice::{Cast, NASTY, events, outsider, statements, typed, upkeep, version};

const LIST: &str = "/numerique/objectifs";
const NEW: &str = "/numerique/objectifs/nouveau";

/// Writes an objective and says where it is.
pub async fn write(browser: &mut Browser, with: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("item", "1.1.3"),
        ("etape", "2"),
        ("descriptif", "Réécrire la charte avec six élèves"),
    ];
    fields.retain(|(name, _)| !with.iter().any(|(other, _)| other == name));
    fields.extend(with);
    let written = browser.post(NEW, &fields).await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.text());
    written.location().to_owned()
}

people::on_both_engines! {
    modules: vec![maturity::module()];

    async fn an_objective_goes_from_an_item_to_reached(house) {
        let cast = Cast::new(house).await;
        let mut head = cast.browser(cast.head).await;
        let empty = head.get(LIST).await;
        empty.assert_sound();
        assert!(empty.text().contains("Aucun objectif pour l’instant"));
        // One click from an item and a step: both are chosen and said.
        let form = head.get(format!("{NEW}?item=1.1.3&etape=2")).await;
        form.assert_sound();
        assert_eq!(form.attributes("option[selected]", "value"), ["1.1.3"]);
        assert!(form.text().contains("La charte numérique qui prend appui sur le document proposé"), "{}", form.text());
        head.get(format!("{NEW}?item=9&etape=x")).await.assert_sound();
        let refused = head.post(NEW, &[("item", "9"), ("etape", "2"), ("descriptif", " "), ("mesure", NASTY), ("echeance", "31/02/2027")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert_eq!(refused.all(".j-error").len(), 3);
        assert_eq!(typed(&refused, "mesure"), NASTY);

        // What is missing only warns; the pilot is told.
        let pilot = cast.carbonnel.to_string();
        let address = write(&mut head, &[("pilote", &*pilot)]).await;
        let page = head.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("Donnez une échéance") && page.text().contains("La charte numérique, étape 2"));
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        assert!(carbonnel.get("/notifications").await.text().contains("Vous pilotez l’objectif"));

        // The pilot says where it is, on days that come in any order.
        let points = format!("{address}/points");
        let refused = carbonnel.post(&points, &[("date", "2099-01-01"), ("remarque", NASTY)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert_eq!(typed(&refused, "remarque"), NASTY);
        let today = local_date(house.app.clock.now());
        let day = |before: i64| (today - Duration::days(before)).to_string();
        carbonnel.post(&points, &[("date", &day(1)), ("etat", "in_progress"), ("remarque", "Six élèves ont dit oui.")]).await;
        carbonnel.post(&points, &[("date", &day(9)), ("etat", "not_started")]).await;
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert!(page.all(".j-pagehead .j-chip").remove(0).contains("En cours"));
        let history = page.all("[aria-labelledby=points] li");
        assert!(history[0].contains("En cours") && history[1].contains("Non engagé"), "{history:?}");
        // Taken off, it stays in the history.
        let point = page.attributes("[name=point]", "value").remove(0);
        carbonnel.post(format!("{points}/retirer"), &[("point", &*point)]).await;
        let page = carbonnel.get(&address).await;
        assert!(page.all(".j-pagehead .j-chip").remove(0).contains("Non engagé"));
        assert!(page.all("details").join(" ").contains("Six élèves ont dit oui."));
        assert_eq!(carbonnel.post(format!("{points}/retirer"), &[("point", &*point)]).await.status, StatusCode::CONFLICT);

        // Reached: of two who say so at once, the second is told and keeps what was typed.
        let seen = version(&page);
        let end = format!("{address}/atteint");
        assert_eq!(carbonnel.post(&end, &[("version", &*seen), ("atteint", "oui"), ("observations", "Votée")]).await.location(), address);
        let late = head.post(&end, &[("version", &*seen), ("atteint", "non"), ("observations", NASTY)]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.assert_sound();
        assert_eq!(typed(&late, "observations"), NASTY);
        let page = head.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("sera proposée à cocher"));
        let reader = house.app.db.reader();
        let proposed = maturity::objectives::proposals::proposed(reader, cast.school.id, "numea", None).await.unwrap();
        assert_eq!(proposed.len(), 1);
        assert_eq!((&*proposed[0].statement, proposed[0].reached_on), ("1.1.3-2", today));
        assert_eq!(proposed[0].href, address);
        let later = maturity::objectives::proposals::proposed(reader, cast.school.id, "numea", Some(today + Duration::days(1))).await.unwrap();
        assert!(later.is_empty());
        assert_eq!(events(house, "maturity.goal_reached").await, 1);
    }

    async fn late_ones_come_first_in_the_picture_and_in_the_table(house) {
        let cast = Cast::new(house).await;
        let mut head = cast.browser(cast.head).await;
        let today = local_date(house.app.clock.now());
        let day = |after: i64| (today + Duration::days(after)).to_string();
        write(&mut head, &[("descriptif", "Sans date")]).await;
        write(&mut head, &[("descriptif", "Demain"), ("echeance", &day(1))]).await;
        write(&mut head, &[("descriptif", "En retard"), ("echeance", &day(-3)), ("pilote_nom", "M. Sorbier")]).await;
        let reached = write(&mut head, &[("descriptif", "Atteint déjà"), ("echeance", &day(-9))]).await;
        head.post(format!("{reached}/atteint"), &[("version", "1"), ("atteint", "oui")]).await;
        let page = head.get(LIST).await;
        page.assert_sound();
        assert_eq!(page.all(".j-smart h3"), ["En retard", "Demain", "Sans date"]);
        assert!(page.text().contains("Un objectif est en retard"));
        assert!(page.text().contains("M. Sorbier"));
        assert!(page.all(".j-smart title")[0].contains("en retard"), "{:?}", page.all(".j-smart title"));
        let page = head.get(format!("{LIST}?vue=tableau&etat=tous")).await;
        page.assert_sound();
        assert_eq!(page.all("tbody th"), ["En retard", "Demain", "Sans date", "Atteint déjà"]);
        assert!(page.all("tbody tr")[3].contains("Oui, le"));
        for query in ["etat=atteints", "miens=oui", "etat=autre&vue=autre"] {
            head.get(format!("{LIST}?{query}")).await.assert_sound();
        }
    }

    async fn pilots_are_reminded_and_nobody_twice(house) {
        let cast = Cast::new(house).await;
        let (mut head, pilot) = (cast.browser(cast.head).await, cast.lemoine.to_string());
        let due = (local_date(house.app.clock.now()) + Duration::days(20)).to_string();
        let address = write(&mut head, &[("pilote", &*pilot), ("echeance", &due)]).await;
        write(&mut head, &[("pilote_nom", "M. Sorbier"), ("echeance", &due)]).await;
        let told = async || {
            let mut lemoine = cast.browser(cast.lemoine).await;
            let told = lemoine.get("/notifications").await.all("main button .visually-hidden");
            told.iter().filter(|text| text.contains("L’échéance de l’objectif")).count()
        };
        upkeep(house).await;
        assert_eq!(told().await, 0);
        house.app.clock.advance(Duration::days(8));
        upkeep(house).await;
        upkeep(house).await;
        assert_eq!(told().await, 1);
        house.app.clock.advance(Duration::days(13));
        upkeep(house).await;
        assert_eq!(told().await, 2, "late since yesterday");
        // Reached, it is left in peace.
        let mut head = cast.browser(cast.head).await;
        head.post(format!("{address}/atteint"), &[("version", "1"), ("atteint", "oui")]).await;
        house.app.clock.advance(Duration::days(30));
        upkeep(house).await;
        assert_eq!(told().await, 2);
    }

    async fn a_calendar_is_read_with_its_secret_alone(house) {
        let cast = Cast::new(house).await;
        let (mut head, pilot) = (cast.browser(cast.head).await, cast.carbonnel.to_string());
        let due = (local_date(house.app.clock.now()) + Duration::days(20)).to_string();
        write(&mut head, &[("descriptif", "Le sien"), ("pilote", &*pilot), ("echeance", &due)]).await;
        write(&mut head, &[("descriptif", "Un autre"), ("echeance", &due)]).await;
        write(&mut head, &[("descriptif", "Sans jour"), ("pilote", &*pilot)]).await;
        let feed = format!("{LIST}/agenda");
        let address = async |browser: &mut Browser| {
            browser.get(&feed).await.assert_sound();
            let page = browser.post(&feed, &[]).await;
            page.assert_sound();
            let whole = page.attributes("#adresse", "value").remove(0);
            whole[whole.find("/numerique").unwrap()..].to_owned()
        };
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let (all, own) = (address(&mut head).await, address(&mut carbonnel).await);
        let mut calendar = house.anonymous();
        let file = calendar.get(&own).await;
        assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
        let text = file.text();
        assert!(text.contains("Le sien") && !text.contains("Un autre") && !text.contains("Carbonnel"), "{text}");
        assert_eq!(calendar.get(&all).await.text().matches("BEGIN:VEVENT").count(), 2);
        // Made anew, the former address is worth nothing; closed, none is.
        let again = address(&mut carbonnel).await;
        assert_eq!(calendar.get(&own).await.status, StatusCode::NOT_FOUND);
        assert_eq!(calendar.get(&again).await.status, StatusCode::OK);
        carbonnel.post(&feed, &[("geste", "fermer")]).await;
        assert_eq!(calendar.get(&again).await.status, StatusCode::NOT_FOUND);
        assert_eq!(calendar.get("/numerique/agenda/rien/objectifs.ics").await.status, StatusCode::NOT_FOUND);
        assert_eq!(events(house, "maturity.goal_feed_closed").await, 1);
    }

    async fn objectives_are_the_heads_to_write_and_everybodys_to_read(house) {
        let cast = Cast::new(house).await;
        let (mut head, mut carbonnel) = (cast.browser(cast.head).await, cast.browser(cast.carbonnel).await);
        let address = write(&mut head, &[]).await;
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert!(page.all("form[action$='/points']").is_empty());
        for below in ["points", "points/retirer", "atteint"] {
            assert_eq!(carbonnel.post(format!("{address}/{below}"), &[]).await.status, StatusCode::NOT_FOUND, "{below}");
        }
        for below in ["modifier", "supprimer", "restaurer"] {
            assert_eq!(carbonnel.post(format!("{address}/{below}"), &[]).await.status, StatusCode::FORBIDDEN, "{below}");
        }
        let mut inspector = cast.with_role(Role::Inspector).await;
        inspector.get(LIST).await.assert_sound();
        inspector.get(&address).await.assert_sound();
        let mut stranger = outsider(house).await;
        assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND);
        // A person of another school is no pilot.
        let foreign = house.school("0009019D").await.teacher("Ailleurs").await.to_string();
        let refused = head.post(NEW, &[("item", "1.1.3"), ("etape", "2"), ("descriptif", "x"), ("pilote", &*foreign)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

        // Changed: what it said stays; a new pilot is told.
        let form = format!("{address}/modifier");
        let page = head.get(&form).await;
        page.assert_sound();
        let pilot = cast.lemoine.to_string();
        let fields = [("version", "1"), ("item", "1.1.5"), ("etape", "3"), ("descriptif", "Créer des formulaires"), ("pilote", &*pilot)];
        assert_eq!(head.post(&form, &fields).await.location(), address);
        let late = head.post(&form, &fields[..4]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.assert_sound();
        let page = head.get(&address).await;
        page.assert_sound();
        assert!(page.all(".j-history details").join(" ").contains("Réécrire la charte"));
        let mut lemoine = cast.browser(cast.lemoine).await;
        assert!(lemoine.get("/notifications").await.text().contains("Vous pilotez l’objectif"));

        // Away, back, gone.
        head.post(format!("{address}/supprimer"), &[]).await;
        assert_eq!(carbonnel.get(&address).await.status, StatusCode::NOT_FOUND);
        let trash = head.get(format!("{LIST}/corbeille")).await;
        trash.assert_sound();
        assert_eq!(trash.all(".j-files li").len(), 1);
        head.post(format!("{address}/restaurer"), &[]).await;
        head.post(format!("{address}/supprimer"), &[]).await;
        house.app.clock.advance(Duration::days(31));
        upkeep(house).await;
        assert_eq!(events(house, "maturity.goal_purged").await, 1);
    }

    async fn sixty_objectives_cost_no_more_statements_than_two(house) {
        let cast = Cast::new(house).await;
        let mut head = cast.browser(cast.head).await;
        let pilot = cast.carbonnel.to_string();
        let mut write_some = async |n: usize| {
            for _ in 0..n {
                let address = write(&mut head, &[("pilote", &*pilot), ("echeance", "2027-06-30")]).await;
                head.post(format!("{address}/points"), &[("date", "2027-01-04"), ("etat", "in_progress")]).await;
            }
        };
        write_some(2).await;
        let mut reader = cast.browser(cast.lemoine).await;
        let few = statements(house, &mut reader, LIST).await;
        write_some(58).await;
        let many = statements(house, &mut reader, LIST).await;
        assert_eq!(few, many);
        assert!(many <= 5, "{many}");
    }
}
