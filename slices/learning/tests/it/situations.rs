//! The life of situations: taken up, written, completed, proposed, put to
//! use, duplicated, deleted, found again.

use http::StatusCode;
use kernel::Role;

use crate::cast::{Cast, changed, events, fields, first};

people::on_both_engines! {
    modules: vec![learning::module()];

    async fn a_situation_is_written_until_nothing_is_missing(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let empty = carbonnel.get("/situations").await;
        empty.assert_sound();
        assert!(empty.text().contains("Reprendre les exemples VosRêves"));

        let form = carbonnel.get("/situations/organisations/nouvelle").await;
        form.assert_sound();
        let id = form.attributes("[name=id]", "value").remove(0);
        let new = [("id", id.as_str()), ("nom", "Atelier Bleu"), ("description", "Un atelier de vélos.")];
        let done = carbonnel.post("/situations/organisations/nouvelle", &new).await;
        let organisation = done.location().to_owned();
        carbonnel.get(&organisation).await.assert_sound();
        // Sent twice, it is there once.
        assert_eq!(carbonnel.post("/situations/organisations/nouvelle", &new).await.location(), organisation);

        let form = carbonnel.get("/situations/nouvelle").await;
        form.assert_sound();
        let id = form.attributes("[name=id]", "value").remove(0);
        let refused = carbonnel.post("/situations/nouvelle", &[("id", &id), ("titre", " ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let organisation = organisation.rsplit('/').next().unwrap().to_owned();
        let begun = [("id", id.as_str()), ("titre", "Louer des vélos en ligne"), ("organisation", &organisation)];
        let done = carbonnel.post("/situations/nouvelle", &begun).await;
        let edit = done.location().to_owned();
        let address = edit.strip_suffix("/modifier").unwrap().to_owned();
        let page = carbonnel.get(&edit).await;
        page.assert_sound();
        assert_eq!(page.all("#manque li").len(), 8);

        let texts = ["context", "intention", "environment", "process", "purpose", "technical", "human", "budget", "organisational", "restitution", "english"];
        let form = fields(&page);
        let mut changes: Vec<(&str, &str)> = texts.iter().map(|name| (*name, "Un texte.")).collect();
        changes.extend([("savoir", "C1.1-S1"), ("mise_en_scene", "role_play"), ("travail", "project"), ("samr", "augmentation")]);
        let saved = carbonnel.post(&edit, &changed(&form, &changes)).await;
        assert_eq!(saved.location(), edit);
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert_eq!(page.all("#manque li > a"), [
            "Reliez des compétences à une mission.",
            "Ajoutez une mission avec ses productions attendues.",
        ]);
        for text in ["Jeu de rôle", "Organisation en mode projet", "Augmentation", "Un texte."] {
            assert!(page.text().contains(text), "{text}");
        }

        let new = page.attributes("#manque li > a", "href").remove(0);
        let form = carbonnel.get(&new).await;
        form.assert_sound();
        let id = form.attributes("[name=id]", "value").remove(0);
        let mission = [("id", id.as_str()), ("titre", "Publier la page"), ("cible", "C1.1.1"), ("conditions", "Documents :\n- Charte"), ("productions", "La page en ligne")];
        let done = carbonnel.post(&new, &mission).await;
        assert!(done.location().starts_with(&format!("{address}#mission-")));
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("les neuf éléments du guide y sont"));
        assert!(page.all(".j-missions td").iter().any(|cell| cell.contains("C1.1.1")));
        let library = carbonnel.get("/situations").await;
        library.assert_sound();
        assert!(library.text().contains("Les neuf éléments du guide y sont"));
        assert!(library.all(".j-situations .j-code").contains(&"Bloc 1".to_owned()));

        for (to, state) in [("proposee", "Proposée"), ("en-usage", "En usage"), ("brouillon", "Brouillon")] {
            let moved = carbonnel.post(format!("{address}/etat"), &[("vers", to)]).await;
            assert_eq!(moved.location(), address);
            assert!(carbonnel.get(&address).await.all(".j-pagehead .j-chip").contains(&state.to_owned()));
        }
        assert_eq!(events(house, "learning.situation_adopted").await, 1);
        let again = carbonnel.post(format!("{address}/etat"), &[("vers", "brouillon")]).await;
        assert_eq!(again.location(), address);
        assert!(carbonnel.get(&address).await.text().contains("déjà dans cet état"));
        assert_eq!(carbonnel.post(format!("{address}/etat"), &[("vers", "ailleurs")]).await.status, StatusCode::BAD_REQUEST);
    }

    async fn the_examples_are_taken_up_once_with_their_marks(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        carbonnel.post("/situations/exemples", &[]).await;
        let library = carbonnel.get("/situations").await;
        library.assert_sound();
        assert_eq!(library.all(".j-situations > li").len(), 5);
        assert!(library.text().contains("reprises") || library.text().contains("cinq situations"));
        let again = carbonnel.post("/situations/exemples", &[]).await;
        assert_eq!(again.location(), "/situations");
        assert!(carbonnel.get("/situations").await.text().contains("déjà dans votre établissement"));
        assert_eq!(carbonnel.get("/situations").await.all(".j-situations > li").len(), 5);

        let page = carbonnel.get(library.attributes(".j-situations h2 a", "href").remove(0)).await;
        page.assert_sound();
        assert!(page.all("h2 .j-completed").len() > 5);
        assert!(page.text().contains("les productions sont complétées par Jalon"));
        // The mark goes with the first change, and from that field alone.
        let edit = page.attributes(".j-actions a.btn-primary", "href").remove(0);
        let form = fields(&carbonnel.get(&edit).await);
        carbonnel.post(&edit, &changed(&form, &[("budget", "Deux cents euros.")])).await;
        let after = carbonnel.get(edit.trim_end_matches("/modifier")).await;
        assert_eq!(after.all("h2 .j-completed").len(), page.all("h2 .j-completed").len() - 1);
        assert!(after.text().contains("Deux cents euros."));
    }

    async fn the_library_is_narrowed_and_reads_page_by_page(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        for n in 0..23 {
            let title = format!("Été {n:02}");
            carbonnel.post("/situations/nouvelle", &[("titre", &title)]).await;
        }
        let titles = |page: &web::testing::Answer| page.all(".j-situations h2");
        let page = carbonnel.get("/situations?q=ETE").await;
        assert_eq!(titles(&page).len(), 20);
        assert_eq!(titles(&page)[0], "Été 00");
        let next = page.attributes("[rel=next]", "href").remove(0);
        assert!(next.contains("q=ETE"));
        let rest = carbonnel.get(&next).await;
        rest.assert_sound();
        assert_eq!(titles(&rest), ["Été 20", "Été 21", "Été 22"]);
        let back = rest.attributes("[rel=prev]", "href").remove(0);
        assert_eq!(titles(&carbonnel.get(&back).await).len(), 20);

        assert_eq!(titles(&carbonnel.get("/situations?incompletes=oui&q=situation").await).len(), 0);
        assert_eq!(titles(&carbonnel.get(format!("/situations?organisation={}", ids.organisation)).await).len(), 5);
        assert_eq!(titles(&carbonnel.get("/situations?etat=in_use").await).len(), 0);
        let second = carbonnel.get("/situations?bloc=2").await;
        assert!((1..5).contains(&titles(&second).len()));
        // A word of a mission, a word of the organisation, jokers as letters.
        assert_eq!(titles(&carbonnel.get("/situations?q=r%C3%A9seaux+sociaux").await).len(), 1);
        assert_eq!(titles(&carbonnel.get("/situations?q=vosreves").await).len(), 5);
        let none = carbonnel.get("/situations?q=%25_%25").await;
        none.assert_sound();
        assert!(none.text().contains("Aucune situation ne correspond"));
        // A mangled address is the whole library.
        assert_eq!(titles(&carbonnel.get("/situations?bloc=x&etat=y&page=z&organisation=1").await).len(), 20);
    }

    async fn keys_of_older_data_are_rebuilt_by_a_job(house) {
        let cast = Cast::new(house).await;
        cast.vosreves().await;
        house.app.db.write(|tx| async move {
            use db::sea_orm::ConnectionTrait;
            tx.execute_unprepared("UPDATE situations SET sort_key_version = 0, search_key = ''").await?;
            Ok::<_, db::DbError>(())
        }).await.unwrap();
        let found = async || {
            let page = cast.browser(cast.carbonnel).await.get("/situations?q=vosreves").await;
            page.all(".j-situations h2").len()
        };
        assert_eq!(found().await, 0);
        house.run_jobs().await;
        assert_eq!(found().await, 5);
    }

    async fn what_is_deleted_comes_back_with_all_that_it_had(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let (situation, _, organisation) = first(&ids);
        let address = format!("/situations/{situation}");
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        carbonnel.post(format!("{address}/etat"), &[("vers", "en-usage")]).await;
        let kept = carbonnel.post(format!("{address}/supprimer"), &[]).await;
        assert_eq!(kept.location(), address);
        assert!(carbonnel.get(&address).await.text().contains("en usage\u{a0}: elle reste"));
        carbonnel.post(format!("{address}/etat"), &[("vers", "brouillon")]).await;
        assert_eq!(carbonnel.post(format!("{address}/supprimer"), &[]).await.location(), "/situations");
        assert_eq!(carbonnel.get("/situations").await.all(".j-situations > li").len(), 4);
        let trash = carbonnel.get("/situations/corbeille").await;
        trash.assert_sound();
        assert_eq!(trash.attributes("main form", "action"), [format!("{address}/restaurer")]);
        carbonnel.get(&address).await.assert_sound();
        // What is written meanwhile is not lost.
        let edit = format!("{address}/modifier");
        let page = carbonnel.get(&edit).await;
        page.assert_sound();
        let form = fields(&page);
        carbonnel.post(&edit, &changed(&form, &[("budget", "Écrit à la corbeille.")])).await;
        assert_eq!(carbonnel.post(format!("{address}/restaurer"), &[]).await.location(), address);
        let page = carbonnel.get(&address).await;
        assert!(page.text().contains("Écrit à la corbeille."));
        assert_eq!(page.all(".j-missions tbody").len(), 2);

        let where_it_is = format!("/situations/organisations/{organisation}");
        let kept = carbonnel.post(format!("{where_it_is}/supprimer"), &[]).await;
        assert_eq!(kept.location(), where_it_is);
        assert!(carbonnel.get(&where_it_is).await.text().contains("5\u{a0}situations se passent"));
    }

    async fn a_copy_has_the_missions_and_a_life_of_its_own(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let address = format!("/situations/{}", first(&ids).0);
        let mut lemoine = cast.browser(cast.lemoine).await;
        let copy = lemoine.post(format!("{address}/dupliquer"), &[]).await;
        let copy = copy.location().trim_end_matches("/modifier").to_owned();
        assert_ne!(copy, address);
        let page = lemoine.get(&copy).await;
        page.assert_sound();
        assert!(page.h1().starts_with("Copie de "));
        assert_eq!(page.all(".j-missions tbody").len(), 2);
        let form = fields(&lemoine.get(format!("{copy}/modifier")).await);
        lemoine.post(format!("{copy}/modifier"), &changed(&form, &[("titre", "Autre chose")])).await;
        assert_ne!(lemoine.get(&address).await.h1(), "Autre chose");
    }

    async fn colleagues_comment_and_take_back_what_is_theirs(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let address = format!("/situations/{}", first(&ids).0);
        let (mut carbonnel, mut lemoine) = (cast.browser(cast.carbonnel).await, cast.browser(cast.lemoine).await);
        let refused = lemoine.post(format!("{address}/commentaires"), &[("commentaire", " \n")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        let done = lemoine.post(format!("{address}/commentaires"), &[("commentaire", "Trois semaines, c’est court.")]).await;
        assert_eq!(done.location(), format!("{address}#commentaires"));
        assert!(carbonnel.get("/notifications").await.text().contains("Un commentaire vous attend sur la situation"));
        assert!(!lemoine.get("/notifications").await.text().contains("Un commentaire vous attend"));
        let theirs = carbonnel.get(&address).await;
        theirs.assert_sound();
        assert!(theirs.text().contains("Trois semaines, c’est court.") && theirs.text().contains("Mme\u{a0}Lemoine"));
        assert!(theirs.all("#commentaires .j-linkbutton").is_empty());
        let mine = lemoine.get(&address).await;
        let remove = mine.attributes("#commentaires form:has(.j-linkbutton)", "action").remove(0);
        assert_eq!(carbonnel.post(&remove, &[]).await.status, StatusCode::NOT_FOUND);
        lemoine.post(&remove, &[]).await;
        assert!(!carbonnel.get(&address).await.text().contains("c’est court"));
    }

    async fn those_who_only_read_find_nothing_to_change(house) {
        let cast = Cast::new(house).await;
        let ids = cast.vosreves().await;
        let (situation, _, organisation) = first(&ids);
        for role in [Role::Head, Role::Inspector, Role::DigitalLead] {
            let mut reader = cast.with_role(role).await;
            for address in [
                "/situations".to_owned(),
                format!("/situations/{situation}"),
                "/situations/organisations".to_owned(),
                format!("/situations/organisations/{organisation}"),
                format!("/situations/fiches/{situation}/versions"),
            ] {
                let page = reader.get(&address).await;
                page.assert_sound();
                assert_eq!(page.status, StatusCode::OK, "{role} {address}");
                assert!(page.all("main form[method=post]").is_empty(), "{role} {address}");
            }
            let address = format!("/situations/{situation}/modifier");
            assert_eq!(reader.get(address).await.status, StatusCode::FORBIDDEN);
        }
        for role in [Role::Learner, Role::Guardian, Role::Dpo, Role::Admin] {
            let mut other = cast.with_role(role).await;
            assert_eq!(other.get("/situations").await.status, StatusCode::FORBIDDEN, "{role}");
        }
    }
}
