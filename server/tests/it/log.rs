//! The technical log holds no personal data: neither a name, nor a login, nor
//! a text, nor the address of a page or of a machine.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, OnceLock};

use db::DbError;
use db::jobs::{JobPayload, Worker, enqueue};
use db::sea_orm::ConnectionTrait;
use http::{Request, StatusCode};
use kernel::Role;
use people::testing::House;
use tracing_subscriber::EnvFilter;

use crate::world::house;

/// What the process has logged. Other tests may write there too: what must not
/// be found is named by nobody else.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Begins to listen, once for the process, more closely than an operator
    /// does by default.
    fn start() -> Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            let writer = log.clone();
            tracing_subscriber::fmt()
                .json()
                // Without what the test itself reads pages with.
                .with_env_filter(EnvFilter::new(
                    "debug,sqlx=warn,sea_orm=warn,html5ever=off,selectors=off",
                ))
                .with_writer(move || writer.clone())
                .init();
            log
        })
        .clone()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A job that stumbles on a row: PostgreSQL tells what is in it.
#[derive(serde::Serialize, serde::Deserialize)]
struct Stumble {}

impl JobPayload for Stumble {
    const KIND: &'static str = "test.stumble";
}

async fn stumble(house: &House, login: &'static str) {
    let (db, clock) = (house.app.db.clone(), house.app.clock.clone());
    let queued = clock.clone();
    db.write(move |tx| {
        let clock = queued.clone();
        async move { enqueue(&tx, &clock, None, &Stumble {}).await }
    })
    .await
    .unwrap();
    Worker::new(db, clock)
        .register::<Stumble, _, _>(move |_, context| async move {
            context
                .db()
                .write(move |tx| async move {
                    // The login of somebody else: refused, with the row in the error's detail.
                    tx.execute_unprepared(&format!("UPDATE accounts SET login = '{login}'"))
                        .await?;
                    Ok::<_, DbError>(())
                })
                .await?;
            Ok(())
        })
        .run_until_idle()
        .await
        .unwrap();
}

db::on_both_engines! {
    async fn what_people_do_leaves_nothing_of_them_in_the_log(engine: Engine) {
        let log = Log::start();
        let Some(house) = house(engine).await else { return };
        let school = house.school("0009017B").await;
        let admin = school.person("Adélaïde", "Gestionnaire", &[Role::Admin]).await;
        let mut admin = school.browser(admin).await;
        let fields = [("prenom", "Zéphyrine"), ("nom", "Quatrebarbes"), ("naissance", "2008-11-02"), ("roles", "learner")];
        let person = admin.post("/admin/personnes/nouvelle", &fields).await;
        assert_eq!(person.status, StatusCode::SEE_OTHER);
        assert_eq!(admin.get(person.location()).await.status, StatusCode::OK);
        admin.get("/admin/personnes?q=quatrebarbes").await;
        admin.get("/nulle-part/quatrebarbes").await;

        let learner = school.with_password("zephyrine.4b", "une phrase bien longue", &[Role::Learner]).await;
        let class = school.class("CS SNO").await;
        school.enrol(class, &[learner]).await;
        for (login, password) in [("quatrebarbes.4b", "xylophone"), ("zephyrine.4b", "xylophone"), ("zephyrine.4b", "une phrase bien longue")] {
            house.anonymous().post("/connexion", &[("identifiant", login), ("mot_de_passe", password)]).await;
        }
        let mut learner = school.browser(learner).await;
        let form = learner.get("/dossier/comptes-rendus/nouveau").await;
        let id = form.attributes("[name=id]", "value").remove(0);
        let report = format!("/dossier/comptes-rendus/{id}");
        let begun = learner.post("/dossier/comptes-rendus/nouveau", &[("id", &*id), ("titre", "Clavecin")]).await;
        assert_eq!(begun.location(), report);
        let version = learner.get(&report).await.attributes("[name=version]", "value").remove(0);
        let saved = learner.post_by_script(format!("{report}/enregistrer"), &[("version", &*version), ("titre", "Clavecin"), ("learned", "xylophone")]).await;
        assert_eq!(saved.status, StatusCode::OK);
        let late = learner.post_by_script(format!("{report}/enregistrer"), &[("version", "0"), ("titre", "Clavecin"), ("learned", "xylophone, encore")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        for content in ["Un clavecin.".as_bytes(), b"PK\x03\x04clavecin", b""] {
            learner.upload(format!("{report}/pieces"), &[], "clavecin.txt", content).await;
        }
        let mut from = Request::get(format!("/connexion?suite={report}")).body(axum::body::Body::empty()).unwrap();
        from.headers_mut().insert("x-forwarded-for", "203.0.113.77".parse().unwrap());
        house.anonymous().send(from).await;
        stumble(&house, "zephyrine.4b").await;

        let text = log.text();
        assert!(text.contains("a job failed"), "the log listens: {text}");
        assert!(text.contains("/dossier/comptes-rendus/{report}"), "requests are in it by their pattern: {text}");
        let low = text.to_lowercase();
        for personal in [
            "phyrine", "quatrebarbes", "gestionnaire", "xylophone", "clavecin", "phrase bien longue",
            "203.0.113.77", "2008-11-02", &id, "/admin/personnes/0",
        ] {
            let line = low.lines().find(|line| line.contains(personal));
            assert_eq!(line, None, "{personal}");
        }
    }
}
