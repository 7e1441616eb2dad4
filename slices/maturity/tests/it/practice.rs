//! The people of the tests of uses, projects and objectives: two teachers, a
//! head and others of one school; another school.

use db::sea_orm::{ConnectionTrait, Statement};
use kernel::{AccountId, Role};
use people::testing::{House, School};
use web::testing::{Answer, Browser};

/// What a careless or ill-meaning person types into every field.
pub const NASTY: &str = "<script>alert(1)</script>\"'&<b>gras</b> 🦊 \u{202e}inversé";

/// A school with its people.
pub struct Cast<'a> {
    pub school: School<'a>,
    pub carbonnel: AccountId,
    pub lemoine: AccountId,
    pub head: AccountId,
}

impl<'a> Cast<'a> {
    pub async fn new(house: &'a House) -> Self {
        let school = house.school("0009017B").await;
        let carbonnel = school.teacher("Carbonnel").await;
        let lemoine = school.teacher("Lemoine").await;
        let head = school.person("Yann", "Quéméneur", &[Role::Head]).await;
        Self {
            school,
            carbonnel,
            lemoine,
            head,
        }
    }

    pub async fn browser(&self, account: AccountId) -> Browser {
        self.school.browser(account).await
    }

    /// A person of the school with one role.
    pub async fn with_role(&self, role: Role) -> Browser {
        let account = self.school.person("Dominique", "Durand", &[role]).await;
        self.browser(account).await
    }
}

/// Somebody of another school who holds every role there.
pub async fn outsider(house: &House) -> Browser {
    let school = house.school("0009018C").await;
    let account = school.person("Alix", "Ailleurs", &Role::ALL).await;
    school.browser(account).await
}

/// The version that a form was shown at.
pub fn version(page: &Answer) -> String {
    page.attributes("[name=version]", "value").remove(0)
}

/// How many events of that action the trail holds.
pub async fn events(house: &House, action: &str) -> usize {
    let reader = house.app.db.reader();
    let sql = format!("SELECT id FROM audit_events WHERE action = '{action}'");
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    reader.query_all_raw(statement).await.unwrap().len()
}

/// The statements of one page, the session included.
pub async fn statements(house: &House, browser: &mut Browser, address: &str) -> u64 {
    let before = house.app.db.statements();
    assert_eq!(browser.get(address).await.status, 200, "{address}");
    house.app.db.statements() - before
}

/// What a person typed, as a text field shows it again.
pub fn typed(page: &Answer, name: &str) -> String {
    let text = page.raw(&format!("textarea[name={name}]")).remove(0);
    text.trim_start_matches('\n').to_owned()
}

/// Runs what is done without anybody asking, once.
pub async fn upkeep(house: &House) {
    let app = &house.app;
    let worker = db::jobs::Worker::new(app.db.clone(), app.clock.clone());
    let worker = app
        .modules
        .iter()
        .fold(worker, |worker, module| (module.jobs)(app, worker));
    worker.run_until_idle().await.unwrap();
}
