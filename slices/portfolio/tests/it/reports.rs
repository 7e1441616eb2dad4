//! Writing, saving, submitting and finding reports again.

use http::StatusCode;
use portfolio::report::{ReportId, Section, State};
use web::testing::{Answer, Browser};

use crate::cast::{Cast, NASTY, events};

pub const LIST: &str = "/dossier/comptes-rendus";
pub const NEW: &str = "/dossier/comptes-rendus/nouveau";

pub fn address(report: ReportId) -> String {
    format!("{LIST}/{report}")
}

/// The version that the editor of a report holds.
async fn version(browser: &mut Browser, report: ReportId) -> String {
    let page = browser.get(address(report)).await;
    page.attributes("[name=version]", "value").remove(0)
}

/// What a section says in the editor, line ends included.
pub fn typed(page: &Answer, section: &str) -> String {
    page.all(&format!("textarea[name={section}]")).remove(0)
}

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn a_report_is_begun_written_read_again_submitted_and_taken_back(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        let page = ines.get(LIST).await;
        page.assert_sound();
        assert!(page.text().contains("Votre premier compte rendu"));

        let page = ines.get(NEW).await;
        page.assert_sound();
        let id = page.attributes("[name=id]", "value").remove(0);
        let fields = [("id", &*id), ("titre", "Le site vitrine")];
        let begun = ines.post(NEW, &fields).await;
        assert_eq!(begun.location(), format!("{LIST}/{id}"));
        // A form sent twice begins one report.
        assert_eq!(ines.post(NEW, &fields).await.location(), begun.location());
        assert_eq!(ines.get(LIST).await.all(".j-records li").len(), 1);

        // Gone back to the form, another title typed: another report, nothing is dropped.
        let other = ines.post(NEW, &[("id", &*id), ("titre", "Un autre titre")]).await;
        assert_ne!(other.location(), begun.location());
        assert_eq!(ines.get(other.location()).await.h1(), "Un autre titre");
        ines.post(format!("{}/supprimer", other.location()), &[]).await;

        let editor = format!("{LIST}/{id}");
        let page = ines.get(&editor).await;
        page.assert_sound();
        assert_eq!(page.h1(), "Le site vitrine");
        assert_eq!(page.all("textarea").len() - page.all("[name=reponse]").len(), Section::ALL.len());
        let version = page.attributes("[name=version]", "value").remove(0);
        let fields = [
            ("version", &*version), ("titre", "Le site vitrine"), ("nature", "synthesis"), ("contexte", "placement"),
            ("debut", "2027-03-02"), ("fin", "2027-03-05"), ("situate", "Une agence.\n\n- un\n- deux"),
            ("cible", "C1.1"), ("cible", "C1.1.2"), ("cible", "C1.1-S1"), ("ensuite", "relire"),
        ];
        let saved = ines.post(format!("{editor}/enregistrer"), &fields).await;
        assert_eq!(saved.location(), format!("{editor}/apercu"));
        let page = ines.get(saved.location()).await;
        page.assert_sound();
        assert!(page.text().contains("Synthèse, PFMP, du 2 au 5 mars 2027"));
        assert_eq!(page.all(".j-report li").len(), 2 + 3, "a list of two, three links");
        assert!(page.text().contains("Dites ce que vous avez appris."), "advice, which blocks nothing");
        let page = ines.get(&editor).await;
        page.assert_sound();
        assert_eq!(page.attributes("[name=cible][checked]", "value"), ["C1.1", "C1.1.2", "C1.1-S1"]);
        assert_eq!(page.attributes("[name=debut]", "value"), ["2027-03-02"]);

        let done = ines.post(format!("{editor}/soumettre"), &[("tel_quel", "oui")]).await;
        assert_eq!(done.location(), editor);
        let page = ines.get(&editor).await;
        page.assert_sound();
        assert_eq!(page.all("main textarea").len(), 0, "what is with the team is not written in");
        // The teacher of its bloc is told, not the others.
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        assert!(carbonnel.get("/notifications").await.text().contains("Le site vitrine"));
        let mut lemoine = cast.browser(cast.lemoine).await;
        assert!(!lemoine.get("/notifications").await.text().contains("Le site vitrine"));
        assert!(carbonnel.get("/lecture").await.text().contains("Le site vitrine"));

        let back = ines.post(format!("{editor}/reprendre"), &[]).await;
        assert_eq!(back.location(), editor);
        let page = ines.get(&editor).await;
        assert_eq!(typed(&page, "situate"), "Une agence. - un - deux");
        assert!(!carbonnel.get("/lecture").await.text().contains("Le site vitrine"));
        for (action, times) in [("report_begun", 2), ("report_submitted", 1), ("report_withdrawn", 1)] {
            assert_eq!(events(house, &format!("portfolio.{action}")).await, times, "{action}");
        }
    }

    async fn the_script_saves_the_same_fields_and_is_told_the_next_version(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let editor = address(report);
        let mut version = version(&mut ines, report).await;
        for text in ["Un", "Un deux", "Un deux trois"] {
            let fields = [("version", &*version), ("titre", "Le site"), ("learned", text)];
            let saved = ines.post_by_script(format!("{editor}/enregistrer"), &fields).await;
            assert_eq!(saved.status, StatusCode::OK);
            assert!(saved.json()["message"].as_str().unwrap().starts_with("Enregistré à "));
            version = saved.json()["version"].to_string();
        }
        let page = ines.get(&editor).await;
        assert_eq!(typed(&page, "learned"), "Un deux trois");
        // What the test report said elsewhere was emptied, as its form was.
        assert_eq!(typed(&page, "produced"), "");
    }

    async fn two_texts_that_cross_are_both_kept_and_compared(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let (mut home, mut school) = (cast.browser(cast.ines).await, cast.browser(cast.ines).await);
        let editor = address(report);
        let old = version(&mut home, report).await;
        let at_home = [("version", &*old), ("titre", "Le site"), ("produced", "Écrit à la maison"), ("learned", "Pareil")];
        assert_eq!(home.post_by_script(format!("{editor}/enregistrer"), &at_home).await.status, StatusCode::OK);
        let at_school = [("version", &*old), ("titre", "Le site"), ("produced", NASTY), ("learned", "Pareil")];
        let crossed = school.post_by_script(format!("{editor}/enregistrer"), &at_school).await;
        assert_eq!(crossed.status, StatusCode::CONFLICT);
        let compare = crossed.json()["conflict_url"].as_str().unwrap().to_owned();
        assert!(crossed.json()["message"].as_str().unwrap().contains("Les deux textes sont gardés"));

        let page = school.get(&compare).await;
        page.assert_sound();
        assert_eq!(page.h1(), "Deux textes se sont croisés");
        assert!(page.all("section del").contains(&"Écrit à la maison".to_owned()));
        assert!(page.all("section ins").iter().any(|line| line.contains("🦊")));
        assert!(!page.text().contains("<script>alert"));
        assert!(!page.all("ins, del").contains(&"Pareil".to_owned()));
        // Corrected by hand: the text in place in the fields, the other one beside it.
        let correct = page.attributes("main a[href*='avec=']", "href").remove(0);
        let editing = school.get(&correct).await;
        editing.assert_sound();
        assert_eq!(typed(&editing, "produced"), "Écrit à la maison");
        assert!(editing.all("#s-produced .j-comment").remove(0).contains("🦊"));
        assert_eq!(editing.all("#s-learned .j-comment").len(), 0, "the same on both sides");
        assert!(!editing.text().contains("<script>alert"));
        let now = editing.attributes("[name=version]", "value").remove(0);
        let number = editing.attributes("[name=avec]", "value").remove(0);
        let both = [("version", &*now), ("titre", "Le site"), ("produced", "Les deux réunis"), ("learned", "Pareil"), ("avec", &*number)];
        let refused = school.post(format!("{editor}/enregistrer"), &[&both[..], &[("debut", "2027-02-30")]].concat()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.all("#s-produced .j-comment").remove(0).contains("🦊"), "still beside after a mistake");
        let saved = school.post(format!("{editor}/enregistrer"), &both).await;
        assert_eq!(saved.location(), correct);
        let again = school.get(&correct).await;
        assert_eq!(typed(&again, "produced"), "Les deux réunis");
        assert_eq!(school.get(format!("{editor}?avec=99")).await.all("[name=avec]").len(), 0);

        let take = page.attributes("main form[method=post]", "action").remove(0);
        let taken = school.post(&take, &[]).await;
        assert_eq!(taken.location(), editor);
        let page = school.get(&editor).await;
        page.assert_sound();
        assert!(typed(&page, "produced").contains("🦊"));

        // The text that was in place is a version now.
        let page = school.get(format!("{editor}/versions")).await;
        page.assert_sound();
        let all: Vec<String> = page.attributes(".j-history a", "href");
        let mut found = false;
        for href in all.iter().filter(|href| !href.ends_with("comparer")) {
            let page = school.get(href).await;
            page.assert_sound();
            found |= page.text().contains("Les deux réunis");
        }
        assert!(found, "nothing is lost");
        let page = school.get(format!("{compare}?avec=2")).await;
        page.assert_sound();
        assert_eq!(page.h1(), "Comparer deux textes");

        // The same by the page, without a script.
        let crossed = home.post(format!("{editor}/enregistrer"), &at_home).await;
        assert!(crossed.location().ends_with("/comparer"));
        for address in ["versions/99", "versions/x", "versions/1/comparer?avec=99", "versions/99/comparer"] {
            assert_eq!(home.get(format!("{editor}/{address}")).await.status, StatusCode::NOT_FOUND, "{address}");
        }
    }

    async fn sixteen_saves_at_once_lose_nothing(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let old = version(&mut ines, report).await;
        let save = format!("{}/enregistrer", address(report));
        let mut saves = tokio::task::JoinSet::new();
        for number in 0..16 {
            let (mut browser, save, old) = (ines.clone(), save.clone(), old.clone());
            saves.spawn(async move {
                let text = format!("Texte numéro {number}.");
                let fields = [("version", &*old), ("titre", "Le site"), ("produced", &*text)];
                browser.post_by_script(&save, &fields).await
            });
        }
        let mut texts = Vec::new();
        let mut in_place = 0;
        while let Some(answer) = saves.join_next().await {
            let answer = answer.unwrap();
            match answer.status {
                StatusCode::OK => in_place += 1,
                StatusCode::CONFLICT => {
                    let compare = answer.json()["conflict_url"].as_str().unwrap().to_owned();
                    let version = compare.trim_end_matches("/comparer").to_owned();
                    texts.push(ines.get(version).await.text());
                }
                other => panic!("{other} {}", answer.text()),
            }
        }
        assert_eq!(in_place, 1);
        texts.push(ines.get(address(report)).await.text());
        for number in 0..16 {
            let text = format!("Texte numéro {number}.");
            assert!(texts.iter().any(|known| known.contains(&text)), "{text}");
        }
    }

    async fn what_is_saved_after_the_submission_is_kept_beside(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Submitted, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let fields = [("version", "1"), ("titre", "Le site"), ("produced", "Trop tard")];
        let late = ines.post_by_script(format!("{}/enregistrer", address(report)), &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let compare = late.json()["conflict_url"].as_str().unwrap().to_owned();
        let page = ines.get(&compare).await;
        page.assert_sound();
        assert!(page.text().contains("Trop tard"));
        assert_eq!(page.all("main form[method=post]").len(), 0, "nothing to take while it is submitted");
        // Neither does submitting again change what the team reads.
        let again = ines.post(format!("{}/soumettre", address(report)), &fields).await;
        assert!(again.location().ends_with("/comparer"));
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        assert!(!carbonnel.get(format!("/lecture/{report}")).await.text().contains("Trop tard"));
        let number = compare.split('/').rev().nth(1).unwrap();
        let take = ines.post(format!("{}/versions/{number}/restaurer", address(report)), &[]).await;
        assert_eq!(take.location(), address(report));
        assert!(ines.get(address(report)).await.text().contains("reprenez votre copie"));
        // Kept, it can be taken once the copy is back.
        ines.post(format!("{}/reprendre", address(report)), &[]).await;
        ines.post(format!("{}/versions/{number}/restaurer", address(report)), &[]).await;
        assert_eq!(typed(&ines.get(address(report)).await, "produced"), "Trop tard");
    }

    async fn what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let old = version(&mut ines, report).await;
        let long = "é".repeat(500_000);
        let section = "a".repeat(20_001);
        for (field, value) in [
            ("titre", ""), ("titre", &*long), ("nature", NASTY), ("contexte", "lune"), ("debut", "2027-02-30"),
            ("debut", NASTY), ("fin", "2027-03-01"), ("how_why", &*section), ("cible", "C9.9"), ("cible", NASTY),
        ] {
            let base = [("titre", "Le site"), ("debut", "2027-03-02"), ("learned", "À garder"), ("version", &*old)];
            let mut fields: Vec<_> = base.into_iter().filter(|(name, _)| *name != field).collect();
            fields.push((field, value));
            for action in ["enregistrer", "soumettre"] {
                let page = ines.post(format!("{}/{action}", address(report)), &fields).await;
                assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
                page.assert_sound();
                let id = field.replace('_', "-");
                assert_eq!(page.all(&format!("#{id}-erreur")).len(), 1, "{field}");
                assert_eq!(typed(&page, "learned"), "À garder");
                assert!(!page.text().contains("<script>alert"));
                if matches!(field, "titre" | "debut" | "fin") {
                    assert_eq!(page.attributes(&format!("[name={field}]"), "value"), [value]);
                }
                if field == "how_why" {
                    assert_eq!(typed(&page, field), section);
                }
            }
            let refused = ines.post_by_script(format!("{}/enregistrer", address(report)), &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.json()["message"].as_str().unwrap().ends_with('.'));
        }
        let page = ines.post(NEW, &[("id", "pas un identifiant"), ("titre", &*long)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.assert_sound();
        assert_eq!(page.attributes("[name=titre]", "value"), [long]);
        // Nothing of all this was saved.
        assert_eq!(version(&mut ines, report).await, old);
    }

    async fn nothing_is_submitted_empty_but_it_is_saved(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let old = version(&mut ines, report).await;
        let fields = [("version", &*old), ("titre", "Un meilleur titre")];
        let refused = ines.post(format!("{}/soumettre", address(report)), &fields).await;
        assert_eq!(refused.location(), address(report));
        let page = ines.get(address(report)).await;
        assert!(page.all(".j-flash").remove(0).contains("Votre brouillon est gardé"));
        assert_eq!(page.h1(), "Un meilleur titre");
        assert_eq!(events(house, "portfolio.report_submitted").await, 0);
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        assert!(!carbonnel.get("/notifications").await.text().contains("meilleur titre"));
    }

    async fn whatever_is_typed_stays_text(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let old = version(&mut ines, report).await;
        let mut fields = vec![("version", &*old), ("titre", NASTY)];
        fields.extend(Section::ALL.iter().map(|section| (section.code(), NASTY)));
        let saved = ines.post(format!("{}/enregistrer", address(report)), &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        for path in [LIST.to_owned(), address(report), format!("{}/apercu", address(report)), format!("{}/versions", address(report))] {
            let page = ines.get(&path).await;
            page.assert_sound();
            assert!(page.text().contains("🦊"), "{path}");
            assert!(!page.text().contains("<script>alert") && !page.text().contains("<b>gras"), "{path}");
        }
        ines.post(format!("{}/soumettre", address(report)), &[("tel_quel", "oui")]).await;
        let page = ines.get(address(report)).await;
        page.assert_sound();
        assert_eq!(page.all(".j-report section").len(), Section::ALL.len());
        assert!(!page.text().contains("<script>alert"));
    }
}
