//! « Travaux en échec »: what an administrator sees and can do, and the first
//! steps of a new school on the home page.

use std::collections::HashSet;

use db::Engine;
use db::audit::AuditKey;
use db::sea_orm::{ConnectionTrait, Statement};
use http::StatusCode;
use kernel::Role;
use people::testing::House;

use crate::world::{give_up, house};

const PAGE: &str = "/admin/travaux";

async fn count(house: &House, sql: &str) -> i64 {
    let reader = house.app.db.reader();
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    let row = reader.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn recorded(house: &House, action: &str) -> i64 {
    count(
        house,
        &format!("SELECT count(*) FROM audit_events WHERE action = '{action}'"),
    )
    .await
}

db::on_both_engines! {
    async fn an_administrator_runs_a_failed_job_again_or_puts_it_aside(engine: Engine) {
        let Some(house) = house(engine).await else { return };
        let ours = house.school("0009017B").await;
        let theirs = house.school("0009018C").await;
        let admin = ours.admin().await;
        let mut admin = ours.browser(admin).await;

        let page = admin.get(PAGE).await;
        page.assert_sound();
        assert!(page.text().contains("Aucun travail n’a échoué"));
        assert!(!admin.get("/accueil").await.text().contains("Des travaux ont échoué"));

        let own = give_up(&house, Some(ours.id), "Le disque des pièces ne répond pas.").await;
        house.app.clock.advance(chrono::Duration::minutes(1));
        let shared = give_up(&house, None, "La clé du journal manque.").await;
        give_up(&house, Some(theirs.id), "Chez les autres.").await;

        let home = admin.get("/accueil").await;
        home.assert_sound();
        assert!(home.all(".j-notice p").concat().contains("2 travaux"), "{:?}", home.all(".j-notice"));
        let page = admin.get(PAGE).await;
        page.assert_sound();
        let shown = page.all("main .j-files li");
        assert_eq!(shown.len(), 2, "{shown:?}");
        assert!(shown[0].contains("La clé du journal manque.") && shown[0].contains("pour tous les établissements"));
        assert!(shown[1].contains("Effacer les fichiers qui ne sont joints à rien"));
        assert!(shown[1].contains("Le disque des pièces ne répond pas.") && shown[1].contains("1 essai"));
        assert!(!page.text().contains("Chez les autres."));

        let again = admin.post(format!("{PAGE}/{own}/relancer"), &[]).await;
        assert_eq!(again.location(), PAGE);
        let aside = admin.post(format!("{PAGE}/{shared}/ecarter"), &[]).await;
        assert_eq!(aside.location(), PAGE);
        assert!(admin.get(PAGE).await.text().contains("Aucun travail n’a échoué"));
        assert_eq!(count(&house, "SELECT count(*) FROM jobs WHERE kind = 'files.sweep' AND state = 'waiting'").await, 1);
        assert_eq!(count(&house, "SELECT count(*) FROM jobs WHERE kind = 'files.sweep' AND state = 'failed'").await, 1, "that of the other school");
        assert_eq!(recorded(&house, "site.job_run_again").await, 1);
        assert_eq!(recorded(&house, "site.job_dismissed").await, 1);
        // A second click finds nothing left to decide, and decides nothing.
        let late = admin.post(format!("{PAGE}/{own}/ecarter"), &[]).await;
        assert_eq!(late.status, StatusCode::NOT_FOUND);
    }

    async fn a_new_administrator_is_led_from_the_class_to_the_codes(engine: Engine) {
        let Some(house) = house(engine).await else { return };
        let school = house.school("0009017B").await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let next = async |admin: &mut web::testing::Browser| {
            let page = admin.get("/accueil").await;
            page.assert_sound();
            page.attributes("#titre-premiers-pas ~ a", "href").pop()
        };
        assert_eq!(next(&mut admin).await.as_deref(), Some("/admin/classes/nouvelle"));
        let class = school.class("CS SNO").await;
        assert_eq!(next(&mut admin).await.as_deref(), Some("/admin/personnes/liste"));

        let list = [("liste", "Ferrand ; Inès"), ("role", "learner"), ("classe", &*class.to_string()),
            ("statut", "school"), ("doutes", ""), ("confirmer", "oui")];
        admin.post("/admin/personnes/liste", &list).await;
        let at_class = format!("/admin/classes/{class}");
        assert_eq!(next(&mut admin).await, Some(at_class.clone()));
        admin.post(format!("{at_class}/codes"), &[]).await;
        assert_eq!(next(&mut admin).await, None);

        // Nobody else is asked to begin anything.
        let head = school.person("Dominique", "Durand", &[Role::Head]).await;
        assert_eq!(next(&mut school.browser(head).await).await, None);
    }
}

#[tokio::test]
async fn every_kind_of_work_has_a_name_for_the_administrator() {
    let house = house(Engine::Sqlite).await.unwrap();
    let names: HashSet<&str> = jalon::wiring::modules()
        .iter()
        .flat_map(|module| module.job_names)
        .map(|(kind, _)| *kind)
        .collect();
    let worker = jalon::wiring::worker(&jalon::wiring::House {
        app: house.app.clone(),
        audit_key: AuditKey::new([0; 32]),
    });
    let nameless: Vec<_> = worker
        .kinds()
        .into_iter()
        .filter(|kind| !names.contains(kind))
        .collect();
    assert!(
        nameless.is_empty(),
        "name them in `Module::job_names` of their slice: {nameless:?}"
    );
}
