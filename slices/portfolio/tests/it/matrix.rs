//! The class matrix: reading it, rating in it, together with a colleague.

use http::StatusCode;
use kernel::{AccountId, Role};
use people::testing::House;
use portfolio::report::State;
use web::testing::{Answer, Browser};

use crate::cast::{Cast, NASTY, events, outsider};

fn address(cast: &Cast<'_>) -> String {
    format!("/classes/{}/competences", cast.class)
}

/// What a cell sends for a level: what was seen is read from the page.
fn case(page: &Answer, learner: AccountId, code: &str, level: u8) -> String {
    let seen = page.attributes(&cell_selector(page, learner, code), "data-v");
    let seen = seen.first().cloned().unwrap_or_default();
    format!("{learner}~{code}~{level}~{seen}")
}

fn cell_selector(page: &Answer, learner: AccountId, code: &str) -> String {
    let codes = page.attributes("thead th[data-code]", "data-code");
    let column = codes.iter().position(|known| known == code).unwrap();
    format!(
        "tr[data-learner='{learner}'] td:nth-of-type({})",
        column + 1
    )
}

fn label(page: &Answer, learner: AccountId, code: &str) -> String {
    page.attributes(&cell_selector(page, learner, code), "aria-label")
        .remove(0)
}

async fn send(browser: &mut Browser, cast: &Cast<'_>, cases: &[String]) -> Answer {
    let fields: Vec<(&str, &str)> = cases.iter().map(|case| ("case", case.as_str())).collect();
    browser.post(address(cast), &fields).await
}

async fn matrix(browser: &mut Browser, cast: &Cast<'_>) -> Answer {
    let page = browser.get(address(cast)).await;
    assert_eq!(page.status, StatusCode::OK);
    page.assert_sound();
    page
}

/// Takes somebody out of the class, as the administration does.
async fn leaves(house: &House, cast: &Cast<'_>, learner: AccountId) {
    let admin = cast.school.admin().await;
    let mut admin = cast.school.browser(admin).await;
    let leave = format!("/admin/classes/{}/apprenants/{learner}/sortie", cast.class);
    let done = admin.post(leave, &[("sortie", "2027-03-09")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    house.app.clock.advance(chrono::Duration::seconds(1));
}

people::on_both_engines! {
    modules: vec![learning::module(), portfolio::module()];

    async fn a_teacher_rates_several_cells_at_once_and_everybody_is_named(house) {
        let cast = Cast::new(house).await;
        cast.report(cast.ines, "Le site", State::Submitted, &["C1.1", "C1.1.2"]).await;
        cast.report(cast.ines, "Un brouillon", State::Draft, &["C1.1"]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = matrix(&mut carbonnel, &cast).await;
        assert_eq!(page.h1(), "Compétences de CS SNO");
        assert_eq!(page.all("tbody tr[data-learner]").len(), 2);
        assert_eq!(page.all("thead th[data-code]").len(), 9);
        assert_eq!(
            label(&page, cast.ines, "C1.1"),
            "Inès Ferrand, C1.1, équipe non positionné, auto non positionné, 1\u{a0}preuve"
        );
        let cases = [
            case(&page, cast.ines, "C1.1", 3),
            case(&page, cast.paul, "C1.1", 2),
        ];
        let fields = [
            ("case", &*cases[0]), ("case", &*cases[1]),
            ("commentaire", NASTY), ("observe_le", "2027-03-08"), ("retour", "bloc=1&inconnu=x"),
        ];
        let done = carbonnel.post(address(&cast), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert!(done.location().starts_with(&format!("{}?bloc=1&saisie=", address(&cast))), "{}", done.location());
        let page = carbonnel.get(done.location()).await;
        page.assert_sound();
        assert!(page.text().contains("2\u{a0}niveaux enregistrés"));
        assert_eq!(
            label(&page, cast.ines, "C1.1"),
            "Inès Ferrand, C1.1, équipe niveau 3 le 9 mars 2027, auto non positionné, 1\u{a0}preuve"
        );
        assert_eq!(events(house, "portfolio.positioned_together").await, 1);

        // The history of each says by whom, on what ground.
        let history = carbonnel.get(format!("/personnes/{}/positionnements/C1.1", cast.paul)).await;
        history.assert_sound();
        assert!(!history.text().contains("<script>alert"));
        let entry = history.all(".j-history li").remove(0);
        assert!(entry.contains("Niveau 2") && entry.contains("Mme Carbonnel"), "{entry}");
        assert!(entry.contains("observé le 8 mars 2027") && entry.contains("🦊"), "{entry}");
        // A learner sees it on their own path.
        let path = cast.browser(cast.paul).await.get("/dossier").await;
        assert_eq!(path.attributes("#c1-1 .j-path", "data-team"), ["2"]);
    }

    async fn a_bulk_is_taken_back_and_the_history_keeps_it_all(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let mut lemoine = cast.browser(cast.lemoine).await;
        let page = matrix(&mut carbonnel, &cast).await;
        send(&mut carbonnel, &cast, &[case(&page, cast.ines, "C1.1", 2)]).await;
        house.app.clock.advance(chrono::Duration::minutes(5));
        let page = matrix(&mut carbonnel, &cast).await;
        let cases = [
            case(&page, cast.ines, "C1.1", 4),
            case(&page, cast.paul, "C1.1", 1),
            case(&page, cast.paul, "C2.1", 1),
        ];
        let done = send(&mut carbonnel, &cast, &cases).await;
        let written = carbonnel.get(done.location()).await;
        let undo = written.attributes("form[data-undo-saved]", "action").remove(0);
        // A colleague rated one of the cells since.
        house.app.clock.advance(chrono::Duration::minutes(1));
        let page = matrix(&mut lemoine, &cast).await;
        send(&mut lemoine, &cast, &[case(&page, cast.paul, "C2.1", 3)]).await;
        assert_eq!(lemoine.post(&undo, &[]).await.status, StatusCode::NOT_FOUND, "only its author");
        let undone = carbonnel.post(&undo, &[("retour", "bloc=1")]).await;
        assert_eq!(undone.location(), format!("{}?bloc=1", address(&cast)));
        let page = carbonnel.get(address(&cast)).await;
        assert!(page.text().contains("2\u{a0}cases sont comme avant"), "{}", page.text());
        assert!(label(&page, cast.ines, "C1.1").contains("équipe niveau 2"));
        assert!(label(&page, cast.paul, "C1.1").contains("équipe non positionné"));
        assert!(label(&page, cast.paul, "C2.1").contains("équipe niveau 3"));
        let again = carbonnel.post(&undo, &[]).await;
        let page = carbonnel.get(again.location()).await;
        assert!(page.text().contains("déjà annulée"));
        let history = carbonnel.get(format!("/personnes/{}/positionnements/C1.1", cast.ines)).await;
        history.assert_sound();
        let entries = history.all(".j-history li");
        assert_eq!(entries.len(), 3, "{entries:?}");
        assert!(entries[0].contains("Saisie annulée : retour au niveau du 9 mars 2027"), "{entries:?}");
        let history = carbonnel.get(format!("/personnes/{}/positionnements/C1.1", cast.paul)).await;
        let entries = history.all(".j-history li");
        assert!(entries.len() == 1 && entries[0].contains("Saisie annulée le 9 mars 2027"), "{entries:?}");
        assert_eq!(history.all(".j-history li[aria-current]").len(), 0);
        assert_eq!(history.attributes(".j-path", "data-team"), ["0"]);
    }

    async fn of_two_teachers_in_the_same_second_the_later_decides_cell_by_cell(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let mut lemoine = cast.browser(cast.lemoine).await;
        let page = matrix(&mut carbonnel, &cast).await;
        let hers = [case(&page, cast.ines, "C1.1", 3), case(&page, cast.paul, "C2.1", 2)];
        let theirs = [case(&page, cast.ines, "C1.1", 1), case(&page, cast.paul, "C3.1", 4)];
        let (first, second) = tokio::join!(
            send(&mut carbonnel, &cast, &hers),
            send(&mut lemoine, &cast, &theirs),
        );
        let statuses = [first.status, second.status];
        assert!(statuses.contains(&StatusCode::SEE_OTHER) && statuses.contains(&StatusCode::CONFLICT), "{statuses:?}");
        let (held, mut loser, mine, other) = match first.status {
            StatusCode::CONFLICT => (first, carbonnel, 3, "C2.1"),
            _ => (second, lemoine, 1, "C3.1"),
        };
        held.assert_sound();
        assert_eq!(held.h1(), "Votre saisie attend une décision");
        let crossing = held.all(".j-crossing").remove(0);
        assert!(crossing.contains("Inès Ferrand") && crossing.contains(&format!("Mettre mon niveau {mine}")), "{crossing}");
        assert_eq!(held.all(".j-crossing").len(), 1);
        assert_eq!(held.attributes(".j-crossing [checked]", "value").len(), 0, "nothing is decided for them");
        // Nothing of it was written, not even the cell that crossed nothing.
        let page = matrix(&mut loser, &cast).await;
        assert!(label(&page, cast.paul, other).contains("équipe non positionné"));
        // Their own level, knowing the other one; the rest goes with it.
        let mut fields: Vec<(String, String)> = held
            .attributes("form[data-matrix-held] [name=case]", "value")
            .into_iter()
            .map(|value| ("case".to_owned(), value))
            .collect();
        let choice = held.attributes(".j-crossing [value]:not([value=''])", "value").remove(0);
        fields.push(("case-1".to_owned(), choice));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let done = loser.post(address(&cast), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let page = matrix(&mut loser, &cast).await;
        assert!(label(&page, cast.ines, "C1.1").contains(&format!("équipe niveau {mine}")));
        assert!(!label(&page, cast.paul, other).contains("équipe non positionné"));
        let history = loser.get(format!("/personnes/{}/positionnements/C1.1", cast.ines)).await;
        assert_eq!(history.all(".j-history li").len(), 2, "both are kept");
    }

    async fn giving_way_writes_nothing_and_the_same_form_twice_is_no_conflict(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = matrix(&mut carbonnel, &cast).await;
        let cases = [case(&page, cast.ines, "C1.1", 3)];
        for _ in 0..2 {
            let done = send(&mut carbonnel, &cast, &cases).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER);
        }
        let history = carbonnel.get(format!("/personnes/{}/positionnements/C1.1", cast.ines)).await;
        assert_eq!(history.all(".j-history li").len(), 1);
        let by_script = carbonnel.post_by_script(address(&cast), &[("case", &case(&page, cast.ines, "C1.1", 2))]).await;
        assert_eq!(by_script.status, StatusCode::CONFLICT);
        let gives_way = carbonnel.post(address(&cast), &[("decide", "oui"), ("case-1", "")]).await;
        assert_eq!(gives_way.status, StatusCode::SEE_OTHER);
        let page = matrix(&mut carbonnel, &cast).await;
        assert!(label(&page, cast.ines, "C1.1").contains("équipe niveau 3"));
        let by_script = carbonnel.post_by_script(address(&cast), &[("case", &case(&page, cast.ines, "C1.1", 2))]).await;
        assert_eq!(by_script.status, StatusCode::OK);
        assert!(by_script.json()["href"].as_str().unwrap().contains("saisie="));
    }

    async fn somebody_who_left_is_named_and_the_rest_is_kept(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = matrix(&mut carbonnel, &cast).await;
        let cases = [case(&page, cast.ines, "C1.1", 3), case(&page, cast.paul, "C1.1", 2)];
        leaves(house, &cast, cast.paul).await;
        let held = send(&mut carbonnel, &cast, &cases).await;
        assert_eq!(held.status, StatusCode::CONFLICT);
        held.assert_sound();
        assert!(held.text().contains("Paul Martin n’est plus dans la classe"), "{}", held.text());
        let kept = held.attributes("form[data-matrix-held] [name=case]", "value");
        assert_eq!(kept, [cases[0].clone()]);
        assert_eq!(send(&mut carbonnel, &cast, &kept).await.status, StatusCode::SEE_OTHER);
        let page = matrix(&mut carbonnel, &cast).await;
        assert_eq!(page.all("tbody tr[data-learner]").len(), 1);
    }

    async fn what_cannot_be_read_is_said_and_kept(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = matrix(&mut carbonnel, &cast).await;
        let good = case(&page, cast.ines, "C1.1", 3);
        let many = vec![good.clone(); 4_000];
        let refused = send(&mut carbonnel, &cast, &many).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("4000\u{a0}cases") || refused.text().contains("4000 cases"), "{}", refused.text());
        assert_eq!(refused.attributes("[name=case]", "value").len(), 4_000);
        for (fields, words) in [
            (vec![("case", "n’importe quoi")], "Une des cases"),
            (vec![], "au moins un niveau"),
            (vec![("case", &*good), ("observe_le", "2027-03-10")], "après aujourd’hui"),
            (vec![("case", &*good), ("observe_le", "hier")], "09/03/2027"),
            (vec![("case", &*good), ("mission", "x")], "n’est plus confiée"),
        ] {
            let page = carbonnel.post(address(&cast), &fields).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            page.assert_sound();
            assert!(page.text().contains(words), "{words}");
            // The page of one column shows its own form again.
            let mut column = fields.clone();
            column.push(("cible", "C1.1"));
            let page = carbonnel.post(address(&cast), &column).await;
            page.assert_sound();
            assert_eq!(page.h1(), "C1.1 Participer à la mise en place et à l’actualisation d’un site Web");
            let by_script = carbonnel.post_by_script(address(&cast), &fields).await;
            assert!(by_script.json()["message"].as_str().unwrap().contains(words));
        }
        assert_eq!(events(house, "portfolio.positioned_together").await, 0);
    }

    async fn a_whole_class_is_rated_on_one_competence_without_a_script(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let column = format!("{}/C1.1.2", address(&cast));
        let page = carbonnel.get(&column).await;
        page.assert_sound();
        assert_eq!(page.all(".j-column > li").len(), 2);
        let name = format!("case-{}", cast.ines);
        let value = page.attributes(&format!("[name='{name}']"), "value").remove(3);
        let fields = [("cible", "C1.1.2"), (&*name, &*value), ("commentaire", "Vu en atelier")];
        let done = carbonnel.post(address(&cast), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let page = carbonnel.get(format!("{}?detail=C1.1", address(&cast))).await;
        page.assert_sound();
        assert!(label(&page, cast.ines, "C1.1.2").contains("équipe niveau 3"));
        assert!(label(&page, cast.ines, "C1.1").contains("équipe non positionné"), "levels are never derived");
        for code in ["C9.9", "C1.1-S1", "..", NASTY] {
            let page = carbonnel.get(format!("{}/{}", address(&cast), web_encoded(code))).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{code}");
        }
    }

    async fn the_table_is_narrowed_and_put_in_order(house) {
        let cast = Cast::new(house).await;
        let group = cast.school.group(cast.class, "Groupe A", &[cast.paul]).await;
        let mut ines = cast.browser(cast.ines).await;
        ines.post("/dossier/positionnements", &[("cible", "C1.1"), ("niveau", "4")]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = matrix(&mut carbonnel, &cast).await;
        send(&mut carbonnel, &cast, &[case(&page, cast.ines, "C1.1", 1), case(&page, cast.paul, "C1.1", 3)]).await;
        house.app.clock.advance(chrono::Duration::weeks(7));
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = matrix(&mut carbonnel, &cast).await;
        send(&mut carbonnel, &cast, &[case(&page, cast.paul, "C1.1", 3)]).await;
        for (query, names) in [
            (format!("groupe={group}"), vec!["Martin Paul"]),
            ("nom=in%C3%A8s".to_owned(), vec!["Ferrand Inès"]),
            ("montrer=ecart".to_owned(), vec!["Ferrand Inès"]),
            ("montrer=a-revoir".to_owned(), vec!["Ferrand Inès"]),
            ("montrer=sans-preuve&bloc=1".to_owned(), vec!["Ferrand Inès", "Martin Paul"]),
            ("du=2027-04-01".to_owned(), vec!["Martin Paul"]),
            ("tri=C1.1".to_owned(), vec!["Ferrand Inès", "Martin Paul"]),
            ("tri=revu".to_owned(), vec!["Ferrand Inès", "Martin Paul"]),
            ("bloc=%00&montrer=%3Cscript%3E&tri=x&du=hier&vue=peer&vue=tutor".to_owned(), vec![]),
        ] {
            let page = carbonnel.get(format!("{}?{query}", address(&cast))).await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            page.assert_sound();
            let shown = page.all("tbody tr[data-learner] th");
            assert!(shown == names || names.is_empty(), "{query}: {shown:?}");
        }
        let page = carbonnel.get(format!("{}?nom=personne", address(&cast))).await;
        page.assert_sound();
        assert!(page.text().contains("Personne ne correspond"));
        let page = carbonnel.get(format!("{}?detail=tout&bloc=2", address(&cast))).await;
        assert_eq!(page.all("thead th[data-code]").len(), 10);
    }

    async fn an_earlier_level_is_written_again_by_whoever_may(house) {
        let cast = Cast::new(house).await;
        let post = format!("/personnes/{}/positionnements", cast.ines);
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        for level in ["2", "4"] {
            carbonnel.post(&post, &[("cible", "C1.1"), ("niveau", level), ("commentaire", "Vu")]).await;
            house.app.clock.advance(chrono::Duration::minutes(5));
        }
        let page = carbonnel.get(format!("{post}/C1.1")).await;
        page.assert_sound();
        let restore = page.attributes("form[data-restore]", "action");
        assert_eq!(restore.len(), 1, "the one in force is not offered");
        let mut lemoine = cast.browser(cast.lemoine).await;
        let done = lemoine.post(&restore[0], &[]).await;
        assert_eq!(done.location(), format!("{post}/C1.1"));
        let page = lemoine.get(done.location()).await;
        page.assert_sound();
        let entries = page.all(".j-history li");
        assert_eq!(entries.len(), 3);
        assert!(entries[0].contains("Niveau 2") && entries[0].contains("Mme Lemoine"), "{entries:?}");
        assert!(entries[0].contains("Niveau du 9 mars 2027 rétabli."), "{entries:?}");
        // From the matrix, one comes back to it.
        let restore = page.attributes("form[data-restore]", "action").remove(0);
        let class = cast.class.to_string();
        let done = lemoine.post(&restore, &[("classe", &class), ("retour", "bloc=1")]).await;
        assert_eq!(done.location(), format!("{}?bloc=1", address(&cast)));
        // A learner writes their own again, and nobody else's.
        let mut ines = cast.browser(cast.ines).await;
        assert_eq!(ines.post(&restore, &[]).await.status, StatusCode::NOT_FOUND);
        for level in ["1", "3"] {
            ines.post("/dossier/positionnements", &[("cible", "C1.1"), ("niveau", level)]).await;
        }
        let page = ines.get("/dossier/positionnements/C1.1").await;
        let own = page.attributes("form[data-restore]", "action");
        assert_eq!(own.len(), 1);
        assert_eq!(carbonnel.post(&own[0], &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(cast.browser(cast.stranger).await.post(&restore, &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(ines.post(&own[0], &[]).await.location(), "/dossier/positionnements/C1.1");
        let page = ines.get("/dossier/positionnements/C1.1").await;
        assert!(page.all("[aria-labelledby=vue-self] .j-history li")[0].contains("Niveau 1"));
    }

    async fn those_who_look_cannot_rate_and_others_see_nothing(house) {
        let cast = Cast::new(house).await;
        let (address, nobody) = (address(&cast), AccountId(kernel::uuid::Uuid::nil()));
        let cases = format!("{nobody}~C1.1~2~");
        for role in [Role::Head, Role::Inspector] {
            let mut looks = cast.with_role(role).await;
            let page = looks.get(&address).await;
            assert_eq!(page.status, StatusCode::OK, "{role}");
            page.assert_sound();
            assert_eq!(page.all("[data-matrix-form]").len(), 0, "{role}");
            assert_eq!(page.attributes("[data-matrix]", "aria-readonly"), ["true"]);
            assert_eq!(looks.post(&address, &[("case", &cases)]).await.status, StatusCode::FORBIDDEN);
            assert_eq!(looks.get(format!("{address}/C1.1")).await.status, StatusCode::FORBIDDEN);
        }
        for browser in [&mut cast.browser(cast.stranger).await, &mut outsider(house).await] {
            assert_eq!(browser.get(&address).await.status, StatusCode::NOT_FOUND);
            assert_eq!(browser.post(&address, &[("case", &cases)]).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(cast.browser(cast.ines).await.get(&address).await.status, StatusCode::FORBIDDEN);
        assert_eq!(house.anonymous().get(&address).await.status, StatusCode::SEE_OTHER);
        // A learner of another class is as one who left.
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let other = cast.school.learner("Léa", "Autre").await;
        let held = carbonnel.post(&address, &[("case", &format!("{other}~C1.1~2~"))]).await;
        assert_eq!(held.status, StatusCode::CONFLICT);
        assert_eq!(events(house, "portfolio.positioned_together").await, 0);
    }

    async fn the_drawer_says_all_of_one_cell(house) {
        let cast = Cast::new(house).await;
        cast.report(cast.ines, "Le site", State::Submitted, &["C1.1"]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let post = format!("/personnes/{}/positionnements", cast.ines);
        carbonnel.post(&post, &[("cible", "C1.1"), ("niveau", "2")]).await;
        let drawer = carbonnel.get_by_script(format!("{post}/C1.1")).await;
        assert_eq!(drawer.status, StatusCode::OK);
        assert_eq!(drawer.all("h1").len(), 0);
        assert!(drawer.text().contains("Inès Ferrand") && drawer.text().contains("Le site"));
        assert_eq!(drawer.all(".j-history li").len(), 1);
    }
}

/// A code as a part of an address.
fn web_encoded(code: &str) -> String {
    code.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
