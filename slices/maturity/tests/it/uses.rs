//! Shared uses: found, read, talked about, begun anew by colleagues.

use chrono::Duration;
use http::StatusCode;
use kernel::Role;
use web::testing::Browser;

use crate::practice::{Cast, NASTY, events, outsider, statements, typed, upkeep, version};

const LIST: &str = "/numerique/usages";
const NEW: &str = "/numerique/usages/nouveau";

/// A use that says what it must.
const USE: [(&str, &str); 4] = [
    ("titre", "Écrire un cahier des charges à plusieurs"),
    ("contexte", "CS SNO, bloc 1"),
    ("intention", "Coopérer sur un même texte"),
    ("samr", "redefinition"),
];

/// Shares a use and says where it is.
pub async fn share(browser: &mut Browser, with: &[(&str, &str)]) -> String {
    let mut fields = USE.to_vec();
    fields.retain(|(name, _)| !with.iter().any(|(other, _)| other == name));
    fields.extend(with);
    let shared = browser.post(NEW, &fields).await;
    assert_eq!(shared.status, StatusCode::SEE_OTHER, "{}", shared.text());
    shared.location().to_owned()
}

people::on_both_engines! {
    modules: vec![maturity::module()];

    async fn a_use_is_shared_found_commented_and_begun_anew(house) {
        let cast = Cast::new(house).await;
        let (mut carbonnel, mut lemoine) = (cast.browser(cast.carbonnel).await, cast.browser(cast.lemoine).await);
        let empty = carbonnel.get(LIST).await;
        empty.assert_sound();
        assert!(empty.text().contains("Personne n’a encore décrit d’usage"));
        carbonnel.get(NEW).await.assert_sound();
        let address = share(&mut carbonnel, &[("ressources", "Voir https://example.org/modele et la fiche.")]).await;
        let page = lemoine.get(&address).await;
        page.assert_sound();
        assert_eq!(page.h1(), USE[0].1);
        assert_eq!(page.attributes(".j-prose a", "href"), ["https://example.org/modele"]);
        assert!(page.text().contains("Redéfinition"));

        // Found by a word without its accents, by its level, and not by another.
        for (query, found) in [("q=ecrire", 1), ("q=coop%C3%A9rer", 1), ("q=%25", 0), ("samr=redefinition", 1), ("samr=substitution", 0), ("samr=autre", 1), ("miens=oui", 0)] {
            let page = lemoine.get(format!("{LIST}?{query}")).await;
            page.assert_sound();
            assert_eq!(page.all(".j-situations > li").len(), found, "{query}");
        }

        // A comment: refused when empty, kept when long, told to the author.
        let talk = format!("{address}/commentaires");
        let refused = lemoine.post(&talk, &[("commentaire", " ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        let said = lemoine.post(&talk, &[("commentaire", NASTY)]).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER);
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert!(page.all(".j-comment").remove(0).contains("<script>"));
        assert!(carbonnel.get("/notifications").await.text().contains("Un commentaire vous attend"));
        // Its author takes it back, and nobody else.
        let take_back = lemoine.get(&address).await.attributes("form[action$='/retirer']", "action").remove(0);
        assert!(page.attributes("form[action$='/retirer']", "action").is_empty());
        assert_eq!(carbonnel.post(&take_back, &[]).await.status, StatusCode::NOT_FOUND);
        lemoine.post(&take_back, &[]).await;
        assert!(lemoine.get(&address).await.all(".j-comment").is_empty());

        // Begun anew: a copy that names its origin; what was observed elsewhere is not taken over.
        let again = lemoine.get(&address).await.attributes("a[href*='depuis=']", "href").remove(0);
        let form = lemoine.get(&again).await;
        form.assert_sound();
        assert_eq!(form.attributes("[name=titre]", "value"), [USE[0].1]);
        let from = form.attributes("[name=depuis]", "value").remove(0);
        let copy = share(&mut lemoine, &[("titre", "Écrire une charte à plusieurs"), ("depuis", &from)]).await;
        let page = lemoine.get(&copy).await;
        page.assert_sound();
        let tie = page.all("[aria-labelledby=parente]").remove(0);
        assert!(tie.contains("Repris de Écrire un cahier des charges à plusieurs, de Mme Carbonnel"), "{tie}");
        assert!(carbonnel.get(&address).await.text().contains("Écrire une charte à plusieurs"));
        assert!(carbonnel.get("/notifications").await.text().contains("est repris par un·e collègue"));
        assert_eq!(events(house, "maturity.use_shared").await, 2);

        // Gone for good, the origin is still named by its copy.
        carbonnel.post(format!("{address}/supprimer"), &[]).await;
        assert_eq!(lemoine.get(&address).await.status, StatusCode::NOT_FOUND);
        house.app.clock.advance(Duration::days(31));
        upkeep(house).await;
        assert_eq!(events(house, "maturity.use_purged").await, 1);
        let mut lemoine = cast.browser(cast.lemoine).await;
        let page = lemoine.get(&copy).await;
        page.assert_sound();
        let tie = page.all("[aria-labelledby=parente]").remove(0);
        assert!(tie.contains("qui n’est plus partagé, de Mme Carbonnel"), "{tie}");
    }

    async fn what_is_typed_comes_back_and_nothing_written_is_lost(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let long = "é".repeat(8_001);
        let refused = carbonnel.post(NEW, &[("titre", " "), ("intention", NASTY), ("samr", "x"), ("effet", &long)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert_eq!(refused.all(".j-error").len(), 3);
        assert_eq!(typed(&refused, "intention"), NASTY);
        assert_eq!(typed(&refused, "effet").chars().count(), 8_001);

        // Of two windows of one author, the second is told, and both texts are kept.
        let address = share(&mut carbonnel, &[]).await;
        let form = format!("{address}/modifier");
        let page = carbonnel.get(&form).await;
        page.assert_sound();
        let seen = version(&page);
        let with = |title| {
            let mut fields = USE.to_vec();
            fields[0].1 = title;
            fields.push(("version", &*seen));
            fields
        };
        assert_eq!(carbonnel.post(&form, &with("Premier")).await.location(), address);
        let late = carbonnel.post(&form, &with("Second")).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.assert_sound();
        assert_eq!(late.attributes("[name=titre]", "value"), ["Second"]);
        let now = version(&late);
        let mut fields = with("Second");
        *fields.last_mut().unwrap() = ("version", &*now);
        carbonnel.post(&form, &fields).await;
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert_eq!(page.h1(), "Second");
        let before = page.all(".j-history details").join(" ");
        assert!(before.contains("Premier") && before.contains(USE[0].1), "{before}");

        // A form sent twice shares once.
        let id = carbonnel.get(NEW).await.attributes("[name=id]", "value").remove(0);
        let once = share(&mut carbonnel, &[("id", &*id)]).await;
        assert_eq!(share(&mut carbonnel, &[("id", &*id)]).await, once);
    }

    async fn uses_are_between_colleagues(house) {
        let cast = Cast::new(house).await;
        let (mut carbonnel, mut lemoine) = (cast.browser(cast.carbonnel).await, cast.browser(cast.lemoine).await);
        let address = share(&mut carbonnel, &[]).await;
        // A colleague reads and does not change.
        for below in ["modifier", "supprimer", "restaurer"] {
            let answer = lemoine.post(format!("{address}/{below}"), &USE).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{below}");
        }
        // An inspector reads and writes nothing.
        let mut inspector = cast.with_role(Role::Inspector).await;
        let page = inspector.get(&address).await;
        page.assert_sound();
        assert!(page.all("form[action$='/commentaires']").is_empty());
        inspector.get(LIST).await.assert_sound();
        assert_eq!(inspector.post(format!("{address}/commentaires"), &[("commentaire", "x")]).await.status, StatusCode::FORBIDDEN);
        for role in [Role::Learner, Role::Guardian, Role::Admin] {
            assert_eq!(cast.with_role(role).await.get(&address).await.status, StatusCode::FORBIDDEN, "{role}");
        }
        // Another school finds nothing.
        let mut outsider = outsider(house).await;
        assert_eq!(outsider.get(&address).await.status, StatusCode::NOT_FOUND);
        let id = address.rsplit('/').next().unwrap();
        assert_eq!(outsider.get(format!("{NEW}?depuis={id}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(outsider.post(NEW, &[USE[0], ("depuis", id)]).await.status, StatusCode::NOT_FOUND);
        // Who steers takes off what should not be there; its author takes it out again.
        let mut head = cast.browser(cast.head).await;
        head.post(format!("{address}/supprimer"), &[]).await;
        assert_eq!(carbonnel.get(&address).await.status, StatusCode::NOT_FOUND);
        let trash = carbonnel.get("/numerique/usages/corbeille").await;
        trash.assert_sound();
        assert_eq!(trash.all(".j-files li").len(), 1);
        assert!(lemoine.get("/numerique/usages/corbeille").await.all(".j-files li").is_empty());
        assert_eq!(carbonnel.post(format!("{address}/restaurer"), &[]).await.location(), address);
    }

    async fn forty_uses_cost_no_more_statements_than_three_and_are_read_page_by_page(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let address = share(&mut carbonnel, &[("titre", "Usage 0")]).await;
        let mut write = async |numbers: std::ops::Range<usize>| {
            for n in numbers {
                house.app.clock.advance(Duration::seconds(1));
                share(&mut carbonnel, &[("titre", &format!("Usage {n}"))]).await;
                carbonnel.post(format!("{address}/commentaires"), &[("commentaire", "Oui")]).await;
            }
        };
        write(1..3).await;
        let mut lemoine = cast.browser(cast.lemoine).await;
        let few = [
            statements(house, &mut lemoine, LIST).await,
            statements(house, &mut lemoine, &address).await,
        ];
        write(3..41).await;
        let many = [
            statements(house, &mut lemoine, LIST).await,
            statements(house, &mut lemoine, &address).await,
        ];
        assert_eq!(few, many);
        assert!(many.iter().all(|n| *n <= 6), "{many:?}");

        let (mut titles, mut next) = (Vec::new(), LIST.to_owned());
        loop {
            let page = lemoine.get(&next).await;
            page.assert_sound();
            titles.extend(page.all(".j-situations h2"));
            match page.attributes("[rel=next]", "href").pop() {
                Some(href) => next = href,
                None => break,
            }
        }
        let expected: Vec<String> = (0..41).rev().map(|n| format!("Usage {n}")).collect();
        assert_eq!(titles, expected);
    }
}
