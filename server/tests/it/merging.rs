//! Two records of one learner, with a row in every table that names them: all
//! of it follows, and goes back exactly.

mod interviews;
mod missions;
mod peers;
mod schema;
mod skills;

use curriculum::CurriculumId;
use db::sea_orm::{ConnectionTrait, Statement, Value};
use db::{Db, DbError};
use kernel::{AccountId, Level};
use people::api::ClassId;
use people::testing::{House, School};
use portfolio::api::{Course, NewPositioning, Viewpoint, position};
use web::merge::{AccountColumn, ColumnFate};
use web::testing::Browser;

use crate::dump;
use crate::world::{a_report, house};

fn listed() -> Vec<AccountColumn> {
    let modules = jalon::wiring::modules();
    modules
        .iter()
        .flat_map(|module| module.accounts.iter().copied())
        .collect()
}

async fn values(db: &Db, sql: &str, with: Vec<Value>) -> Vec<Vec<String>> {
    let reader = db.reader();
    let statement = Statement::from_sql_and_values(reader.get_database_backend(), sql, with);
    let rows = reader.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| {
            ["a", "b"]
                .iter()
                .filter_map(|name| row.try_get("", name).ok())
                .collect()
        })
        .collect()
}

/// Both records, and what the school ties to them.
struct Cast<'a> {
    house: &'a House,
    school: School<'a>,
    kept: AccountId,
    closed: AccountId,
}

impl<'a> Cast<'a> {
    async fn new(house: &'a House) -> Self {
        let school = house.school("0009017B").await;
        let kept = school.learner("Léa", "Dupont").await;
        let closed = school.learner("Lea", "DUPONT").await;
        let cast = Self {
            house,
            school,
            kept,
            closed,
        };
        let class = cast.classes().await;
        let teacher = cast.dossiers().await;
        missions::entrust_to_both(&cast, class, teacher).await;
        interviews::talk(&cast, teacher).await;
        peers::read_each_other(&cast, class, teacher).await;
        skills::place(&cast, class).await;
        cast
    }

    /// In the same class and group, in others, with guardians, numbers, an
    /// address and a notification; two years that ended. The answer is the
    /// class where both are.
    async fn classes(&self) -> ClassId {
        let (school, kept, closed) = (&self.school, self.kept, self.closed);
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        for (name, learners) in [("Finie", &[kept, closed][..]), ("Finie aussi", &[closed])] {
            let class = school.class(name).await;
            school.enrol(class, learners).await;
            let mut fields: Vec<(String, &str)> = learners
                .iter()
                .map(|id| (format!("sort-{id}"), "quitte"))
                .collect();
            fields.extend([
                ("reprise".into(), "nouvelle"),
                ("nom".into(), "X"),
                ("confirmer".into(), "oui"),
            ]);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (&**n, *v)).collect();
            let done = admin
                .post(format!("/admin/classes/{class}/rentree"), &fields)
                .await;
            assert_eq!(done.status, 303);
        }
        self.house.app.clock.advance(chrono::Duration::days(40));
        let class = school.class("CS SNO").await;
        school.enrol(class, &[closed]).await;
        self.house.app.clock.advance(chrono::Duration::days(2));
        school.enrol(class, &[kept]).await;
        school.group(class, "Groupe A", &[kept, closed]).await;
        school.group(class, "Groupe B", &[closed]).await;
        let other = school.class("Autre").await;
        school.enrol(other, &[closed]).await;
        let mother = school
            .person("Ana", "Dupont", &[kernel::Role::Guardian])
            .await;
        let father = school
            .person("Luc", "Dupont", &[kernel::Role::Guardian])
            .await;
        for (learner, guardian) in [(kept, mother), (closed, mother), (closed, father)] {
            let school = school.id;
            self.house
                .app
                .db
                .write(move |tx| async move {
                    people::api::add_guardian(&tx, school, learner, guardian).await
                })
                .await
                .unwrap();
        }
        school.address(closed, "lea@example.org").await;
        school.notify(closed, "Bonjour", "/dossier").await;
        self.number(closed, "080000001AA").await;
        class
    }

    async fn number(&self, of: AccountId, ine: &str) {
        let values: [Value; 4] = [self.school.id.into(), "ine".into(), ine.into(), of.into()];
        let values = values.to_vec();
        self.house
            .app
            .db
            .write(move |tx| {
                let values = values.clone();
                async move {
                    let sql = "INSERT INTO external_ids (school_id, source, value, account_id) VALUES ($1, $2, $3, $4)";
                    let backend = tx.get_database_backend();
                    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values))
                        .await?;
                    Ok::<_, DbError>(())
                }
            })
            .await
            .unwrap();
    }

    /// Reports, a piece, a file, feedback with a reply, an export; both were
    /// positioned on the same competence, and positioned somebody else. The
    /// answer is who teaches them.
    async fn dossiers(&self) -> AccountId {
        let (school, kept, closed) = (&self.school, self.kept, self.closed);
        let sno = school.sno().await;
        let teacher = school.teacher("Carbonnel").await;
        let paul = school.learner("Paul", "Martin").await;
        a_report(self.house, school.id, sno, kept, teacher).await;
        let (report, _, feedback) = a_report(self.house, school.id, sno, closed, teacher).await;
        let mut browser = school.browser(closed).await;
        let said = browser
            .post(
                format!("/retours/{feedback}/repondre"),
                &[("reponse", "Merci.")],
            )
            .await;
        assert_eq!(said.status, 303, "{}", said.text());
        let sent = browser
            .upload("/dossier/pieces", &[], "notes.txt", b"Des notes.")
            .await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let reports = report.to_string();
        let asked = browser
            .post(
                "/dossier/export",
                &[("comptes_rendus", &*reports), ("pieces", "oui")],
            )
            .await;
        assert_eq!(asked.status, 303, "{}", asked.text());
        // The closed one's own view is the later on C1.1, the kept one's on C2.1.
        for (learner, author, viewpoint, target, level) in [
            (kept, kept, Viewpoint::SelfView, "C1.1", 1),
            (closed, closed, Viewpoint::SelfView, "C1.1", 3),
            (closed, closed, Viewpoint::SelfView, "C2.1", 4),
            (kept, kept, Viewpoint::SelfView, "C2.1", 2),
            (closed, teacher, Viewpoint::Team, "C1.1", 2),
            (paul, kept, Viewpoint::Peer, "C1.1", 1),
            (paul, closed, Viewpoint::Peer, "C1.1", 2),
        ] {
            self.place(learner, author, viewpoint, target, level, sno)
                .await;
        }
        teacher
    }

    async fn place(
        &self,
        learner: AccountId,
        author: AccountId,
        viewpoint: Viewpoint,
        target: &str,
        level: i16,
        curriculum: CurriculumId,
    ) {
        let clock = self.house.app.clock.clone();
        clock.advance(chrono::Duration::minutes(1));
        let course = Course {
            school: self.school.id,
            learner,
            curriculum,
        };
        let new = NewPositioning {
            target: target.to_owned(),
            viewpoint,
            level: Level::new(level).unwrap(),
            comment: String::new(),
            evidence: Vec::new(),
        };
        let work = (clock, new);
        self.house
            .app
            .db
            .write(move |tx| {
                let (clock, new) = work.clone();
                async move { position(&tx, &clock, course, author, &new).await }
            })
            .await
            .unwrap();
    }

    /// How many rows of a column name somebody.
    async fn naming(&self, column: &AccountColumn, account: AccountId) -> usize {
        let sql = format!(
            "SELECT 1 AS one FROM {} WHERE {} = $1",
            column.table, column.column
        );
        let reader = self.house.app.db.reader();
        let value: Vec<Value> = vec![account.into()];
        let statement = Statement::from_sql_and_values(reader.get_database_backend(), sql, value);
        reader.query_all_raw(statement).await.unwrap().len()
    }

    /// Every row, but for what only grows: the trail, the merges, sessions,
    /// jobs, and the versions of accounts.
    async fn rows(&self) -> Vec<String> {
        let mut rows = dump::rows(&self.house.app.db).await;
        let grows = [
            "accounts ",
            "audit_",
            "record_merges ",
            "sessions ",
            "jobs ",
            "recurring_jobs ",
            "attempts ",
        ];
        rows.retain(|row| !grows.iter().any(|table| row.starts_with(table)));
        rows.extend(self.accounts().await);
        rows
    }

    async fn accounts(&self) -> Vec<String> {
        let sql = "SELECT login AS a, last_name || ' ' || first_name || ' ' || coalesce(cast(birth_date AS text), '-') || CASE WHEN closed_at IS NULL THEN ' open' ELSE ' closed' END AS b FROM accounts ORDER BY login";
        values(&self.house.app.db, sql, Vec::new())
            .await
            .iter()
            .map(|row| row.join(" "))
            .collect()
    }
}

/// Columns that this cast cannot fill at once: a pending address follows only
/// where there is no confirmed one.
const NOT_HERE: [(&str, &str); 1] = [("mail_confirmations", "account_id")];

async fn merge(cast: &Cast<'_>, admin: &mut Browser) {
    let address = format!("/admin/personnes/{}/reunir", cast.kept);
    let page = admin.get(format!("{address}?avec={}", cast.closed)).await;
    page.assert_sound();
    let version = page.attributes("[name=version]", "value").remove(0);
    let other = page.attributes("[name=version_autre]", "value").remove(0);
    let (kept, closed) = (cast.kept.to_string(), cast.closed.to_string());
    let fields = [
        ("avec", &*closed),
        ("garder", &*kept),
        ("nom", &*kept),
        ("version", &*version),
        ("version_autre", &*other),
    ];
    let done = admin.post(&address, &fields).await;
    assert_eq!(done.location(), format!("/admin/personnes/{kept}"));
}

db::on_both_engines! {
    async fn everything_follows_and_goes_back_exactly(engine: Engine) {
        let Some(house) = house(engine).await else { return };
        let cast = Cast::new(&house).await;
        let admin = cast.school.person("Nadia", "Roche", &[kernel::Role::Admin]).await;
        let mut admin = cast.school.browser(admin).await;
        let follow: Vec<AccountColumn> = listed()
            .into_iter()
            .filter(|column| !matches!(column.fate, ColumnFate::Stays(_)))
            .filter(|column| !NOT_HERE.contains(&(column.table, column.column)))
            .collect();
        for column in &follow {
            let rows = cast.naming(column, cast.closed).await;
            assert!(rows > 0, "no row of {}.{} names the record that is closed: add one to this cast", column.table, column.column);
        }
        let before = cast.rows().await;
        let page = admin.get(format!("/admin/personnes/{}/reunir?avec={}", cast.kept, cast.closed)).await;
        for what in ["Comptes rendus", "Pièces", "Positionnements", "080000001AA", "lea@example.org", "Groupe B", "Luc Dupont"] {
            assert!(page.text().contains(what), "{what}");
        }
        merge(&cast, &mut admin).await;
        for column in &follow {
            let rows = cast.naming(column, cast.closed).await;
            assert_eq!(rows, 0, "{}.{} still names the closed record", column.table, column.column);
        }
        // One dossier: both reports, the latest of each point of view.
        let mut lea = cast.school.browser(cast.kept).await;
        assert_eq!(lea.get("/dossier/comptes-rendus").await.all(".j-records li").len(), 2);
        let levels = current_levels(&cast, cast.kept).await;
        assert_eq!(levels, ["C1.1 self 3", "C1.1 team 2", "C2.1 self 2"]);
        missions::assert_one_learners(&cast, &mut lea).await;

        let back = admin.post(format!("/admin/personnes/{}/reunir/annuler", cast.kept), &[]).await;
        assert_eq!(back.status, 303);
        let after = cast.rows().await;
        let lost: Vec<_> = before.iter().filter(|row| !after.contains(row)).collect();
        let added: Vec<_> = after.iter().filter(|row| !before.contains(row)).collect();
        assert!(lost.is_empty() && added.is_empty(), "lost: {lost:#?}\nadded: {added:#?}");
        assert_eq!(before.len(), after.len());
        assert_eq!(admin.post(format!("/admin/personnes/{}/reunir/annuler", cast.kept), &[]).await.status, 404);
        // And once more, from where it was.
        merge(&cast, &mut admin).await;
    }
}

async fn current_levels(cast: &Cast<'_>, of: AccountId) -> Vec<String> {
    let sql = "SELECT target || ' ' || viewpoint AS a, cast(level AS text) AS b FROM current_positionings WHERE learner_id = $1 ORDER BY 1";
    values(&cast.house.app.db, sql, vec![of.into()])
        .await
        .iter()
        .map(|row| row.join(" "))
        .collect()
}
