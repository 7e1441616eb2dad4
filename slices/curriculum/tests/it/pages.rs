//! What people see of the curricula, and what a school can publish.

use std::sync::Arc;

use curriculum::{SHIPPED_CURRICULA, shipped};
use db::Engine;
use kernel::{Role, SchoolId};
use web::testing::{Answer, Browser, FakeDirectory, TestApp};

/// A house with the shipped curricula and two schools.
struct House {
    test: TestApp,
    people: Arc<FakeDirectory>,
    ours: SchoolId,
    theirs: SchoolId,
}

impl House {
    async fn new(engine: Engine) -> Option<Self> {
        let people = FakeDirectory::new();
        let modules = vec![curriculum::module()];
        let test = TestApp::new(engine, Arc::clone(&people) as _, modules).await?;
        let clock = &test.app.clock;
        curriculum::api::install_shipped(&test.app.db, clock)
            .await
            .expect("the shipped curricula");
        Some(Self {
            ours: SchoolId::generate(clock),
            theirs: SchoolId::generate(clock),
            people,
            test,
        })
    }

    async fn browser(&self, role: Role, school: SchoolId) -> Browser {
        let account = self
            .people
            .person(&self.test.app.clock, "Camille Roy", &[role]);
        self.test.signed_in(account, school).await
    }
}

fn page(answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.assert_sound();
}

/// Text as [`Answer::all`] gives it: white space folded, no-break spaces too.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Another diploma: SNO under another code.
fn own_diploma(version: &str) -> String {
    SHIPPED_CURRICULA[0]
        .1
        .replacen("code = \"SNO\"", "code = \"XYZ\"", 1)
        .replacen(
            "version = \"2020.1\"",
            &format!("version = \"{version}\""),
            1,
        )
}

db::on_both_engines! {
    /// Each official title stands on the page of its block and of its competence.
    async fn every_official_title_can_be_read(engine: Engine) {
        let Some(house) = House::new(engine).await else { return };
        let mut learner = house.browser(Role::Learner, house.ours).await;
        page(&learner.get("/referentiels").await);
        let whole = learner.get("/referentiels/sno").await;
        page(&whole);
        let text = whole.all("main").join(" ");
        assert!(text.contains("Certificat de spécialisation"), "{text}");
        assert!(text.contains("Mention complémentaire"));
        for block in &shipped()[0].blocks {
            let answer = learner.get(format!("/referentiels/sno/blocs/{}", block.number)).await;
            page(&answer);
            assert_eq!(answer.h1(), folded(&block.title));
            for competence in &block.competences {
                assert!(text.contains(&folded(&competence.title)), "{}", competence.code);
                let answer = learner.get(curriculum::paths::competence("SNO", &competence.code)).await;
                page(&answer);
                assert_eq!(answer.h1(), folded(&competence.title));
                let shown = answer.all("main li").join("\n");
                let parts = competence.detailed.iter().map(|one| &one.title)
                    .chain(competence.knowledge.iter().map(|one| &one.text))
                    .chain(competence.results.iter().map(|one| &one.text))
                    .chain(competence.criteria.iter().map(|one| &one.text));
                for part in parts {
                    assert!(shown.contains(&folded(part)), "{}: {part}", competence.code);
                }
            }
        }
    }

    async fn the_crcn_and_the_scales_can_be_read(engine: Engine) {
        let Some(house) = House::new(engine).await else { return };
        let mut learner = house.browser(Role::Learner, house.ours).await;
        let crcn = learner.get("/referentiels/crcn").await;
        page(&crcn);
        assert_eq!(crcn.all("tbody tr").len(), 8);
        assert_eq!(crcn.all(".j-picked li").len(), 16);
        let scales = learner.get("/referentiels/echelles").await;
        page(&scales);
        assert!(scales.text().contains("échelle Jalon"));
    }

    async fn a_search_finds_passages_marks_the_words_and_survives_anything(engine: Engine) {
        let Some(house) = House::new(engine).await else { return };
        let mut learner = house.browser(Role::Learner, house.ours).await;
        let found = learner.get("/referentiels/sno/recherche?q=SECURITE").await;
        page(&found);
        let marked = found.all("mark").join(" ").to_lowercase();
        assert!(marked.contains("sécurité"), "{marked}");
        let links = found.attributes(".j-picked a", "href");
        for code in ["C2.3", "C3.2"] {
            let href = curriculum::paths::competence("SNO", code);
            assert!(links.contains(&href), "{code}: {links:?}");
        }
        page(&learner.get("/referentiels/sno/recherche?q=organisation").await);
        let none = learner.get("/referentiels/sno/recherche?q=licorne").await;
        page(&none);
        assert!(none.text().contains("Aucun passage"));
        page(&learner.get("/referentiels/sno/recherche").await);
        let script = learner.get("/referentiels/sno/recherche?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
        page(&script);
        assert!(!script.text().contains("<script>alert"));
        // As long as an address can be.
        let long = learner.get(format!("/referentiels/sno/recherche?q={}", "a".repeat(60_000))).await;
        page(&long);
        assert!(long.all("[role=status]").join(" ").contains("coupée"));
        // What a search finds can be gone to.
        let precise = learner.get("/referentiels/sno/recherche?q=C1.1.3").await;
        let href = precise.attributes(".j-picked a", "href").remove(0);
        let (address, element) = href.split_once('#').expect("an element of the page");
        let there = learner.get(address).await;
        assert!(there.attributes("main li", "id").contains(&element.to_owned()));
    }

    async fn what_is_unknown_is_not_found(engine: Engine) {
        let Some(house) = House::new(engine).await else { return };
        let mut learner = house.browser(Role::Learner, house.ours).await;
        for address in [
            "/referentiels/inconnu",
            "/referentiels/sno/blocs/9",
            "/referentiels/sno/blocs/un",
            "/referentiels/sno/competences/C9.9",
        ] {
            let answer = learner.get(address).await;
            assert_eq!(answer.status, 404, "{address}");
            answer.assert_sound();
        }
        let nobody = house.test.anonymous().get("/referentiels/sno").await;
        assert_eq!(nobody.location(), "/connexion?suite=%2Freferentiels%2Fsno");
    }

    async fn a_school_publishes_its_own_and_no_other_school_sees_it(engine: Engine) {
        let Some(house) = House::new(engine).await else { return };
        let mut admin = house.browser(Role::Admin, house.ours).await;
        page(&admin.get("/admin/referentiels").await);
        let source = own_diploma("2027.1");
        let sent = admin.upload("/admin/referentiels", &[], "xyz.toml", source.as_bytes()).await;
        assert_eq!((sent.status.as_u16(), sent.location()), (303, "/referentiels/xyz"));
        page(&admin.get("/referentiels/xyz").await);
        let mut stranger = house.browser(Role::Admin, house.theirs).await;
        assert_eq!(stranger.get("/referentiels/xyz").await.status, 404);
        let again = admin.upload("/admin/referentiels", &[], "xyz.toml", source.as_bytes()).await;
        assert_eq!(again.status, 422);
        assert!(again.text().contains("déjà publiée"));
        // « 10 » sorts before « 2 » as text; what was published last is shown.
        house.test.app.clock.advance(chrono::Duration::minutes(1));
        let next = own_diploma("2027.10");
        let sent = admin.upload("/admin/referentiels", &[], "xyz.toml", next.as_bytes()).await;
        assert_eq!(sent.status, 303);
        let shown = admin.get("/referentiels/xyz").await.all("main").join(" ");
        assert!(shown.contains("Transcription 2027.10"), "{shown}");
        let listed = admin.get("/referentiels").await.all(".j-door").join(" ");
        assert_eq!(listed.matches("XYZ").count(), 1, "{listed}");
        let none = stranger.get("/admin/referentiels").await;
        assert!(!none.text().contains("XYZ"));
    }

    async fn a_school_cannot_take_the_place_of_an_official_text(engine: Engine) {
        let Some(house) = House::new(engine).await else { return };
        let mut admin = house.browser(Role::Admin, house.ours).await;
        let other = SHIPPED_CURRICULA[0].1.replacen("version = \"2020.1\"", "version = \"9\"", 1);
        let sent = admin.upload("/admin/referentiels", &[], "sno.toml", other.as_bytes()).await;
        assert_eq!(sent.status, 422);
        sent.assert_sound();
        assert!(sent.text().contains("un autre code"));
    }

    async fn only_those_who_may_publish_reach_the_form(engine: Engine) {
        let Some(house) = House::new(engine).await else { return };
        let source = own_diploma("2027.1");
        for role in [Role::Learner, Role::Teacher, Role::Head, Role::Guardian, Role::Inspector] {
            let mut person = house.browser(role, house.ours).await;
            assert_eq!(person.get("/admin/referentiels").await.status, 403, "{role}");
            let sent = person.upload("/admin/referentiels", &[], "x.toml", source.as_bytes()).await;
            assert_eq!(sent.status, 403, "{role}");
        }
        let nobody = house.test.anonymous().upload("/admin/referentiels", &[], "x.toml", source.as_bytes()).await;
        assert_eq!(nobody.location(), "/connexion");
        let mut coordinator = house.browser(Role::Coordinator, house.ours).await;
        page(&coordinator.get("/admin/referentiels").await);
        assert_eq!(coordinator.get("/referentiels/xyz").await.status, 404);
    }

    async fn a_file_with_mistakes_is_explained_line_by_line_and_not_kept(engine: Engine) {
        let Some(house) = House::new(engine).await else { return };
        let mut admin = house.browser(Role::Admin, house.ours).await;
        let broken = own_diploma("2027.1").replacen("level = 4", "niveau = 4", 1);
        let sent = admin.upload("/admin/referentiels", &[], "xyz.toml", broken.as_bytes()).await;
        assert_eq!(sent.status, 422);
        sent.assert_sound();
        let problems = sent.all("[role=alert] li");
        assert!(problems.iter().any(|p| p.starts_with("Ligne ") && p.contains("niveau")), "{problems:?}");
        assert_eq!(admin.get("/referentiels/xyz").await.status, 404);
    }

    async fn what_is_no_curriculum_is_refused_with_a_sentence(engine: Engine) {
        let Some(house) = House::new(engine).await else { return };
        let mut admin = house.browser(Role::Admin, house.ours).await;
        let large = vec![b'#'; 1_100_000];
        for (content, sentence) in [
            (&b""[..], "Choisissez le fichier"),
            (&[0xff, 0xfe, 0x00][..], "UTF-8"),
            (&large[..], "dépasse"),
            (&b"<html>"[..], "Ligne 1"),
        ] {
            let sent = admin.upload("/admin/referentiels", &[], "x.toml", content).await;
            assert_eq!(sent.status, 422, "{sentence}");
            assert!(sent.text().contains(sentence), "{sentence}");
        }
    }
}
