//! `jalon demo --learners` builds an instance that people could work in.

use db::audit::AuditKey;
use indicatif::ProgressBar;
use jalon::demo::{self, synthetic};
use jalon::wiring::House;
use kernel::{AccountId, SchoolId};
use sea_orm::{ConnectionTrait, Statement};

/// The account of a login, with its school.
async fn account(house: &House, login: String) -> (AccountId, SchoolId) {
    let reader = house.app.db.reader();
    let statement = Statement::from_sql_and_values(
        reader.get_database_backend(),
        "SELECT m.account_id, m.school_id FROM accounts a \
         JOIN memberships m ON m.account_id = a.id WHERE a.login = $1",
        [login.into()],
    );
    let row = reader.query_one_raw(statement).await.unwrap().unwrap();
    (
        row.try_get("", "account_id").unwrap(),
        row.try_get("", "school_id").unwrap(),
    )
}

people::on_both_engines! {
    modules: vec![learning::module(), portfolio::module()];

    async fn sixty_learners_have_their_paths_and_their_teachers_a_queue(test) {
        let house = House {
            app: test.app.clone(),
            audit_key: AuditKey::new([7; 32]),
        };
        let built = synthetic::build(&house, 60, &ProgressBar::hidden()).await.unwrap();
        assert_eq!((built.schools, built.classes, built.learners), (1, 2, 60));

        let (last, school) = account(&house, synthetic::learner_login(60)).await;
        let mut learner = test.0.signed_in(last, school).await;
        let page = learner.get("/dossier").await;
        page.assert_sound();
        assert!(page.text().contains("compétences détaillées ont au moins une preuve"));
        assert!(page.text().contains("compte rendu") && !page.text().contains("Bienvenue"));
        let reports = learner.get("/dossier/comptes-rendus").await;
        let addresses = reports.attributes("main a[href^='/dossier/comptes-rendus/']", "href");
        assert!(addresses.len() >= 5, "{addresses:?}");
        learner.get(&addresses[1]).await.assert_sound();

        let (first, school) = account(&house, synthetic::teacher_login(1)).await;
        let mut teacher = test.0.signed_in(first, school).await;
        let queue = teacher.get("/lecture").await;
        queue.assert_sound();
        assert!(queue.text().contains("comptes rendus en attente"), "{}", queue.text());

        let form = [("identifiant", "apprenant-000001"), ("mot_de_passe", demo::PASSWORD)];
        let signed_in = test.0.anonymous().post("/connexion", &form).await;
        assert_eq!(signed_in.location(), "/accueil");

        let again = synthetic::build(&house, 60, &ProgressBar::hidden()).await.unwrap_err();
        assert!(again.to_string().contains("contient déjà un établissement"), "{again}");
    }
}
