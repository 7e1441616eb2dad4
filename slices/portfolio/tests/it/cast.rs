//! The people of these tests: two classes of one school, another school.

use kernel::{AccountId, Role};
use people::api::{ClassId, NewAccount, PersonName};
use people::testing::{House, School};
use portfolio::api::{
    Content, Context, Kind, Place, ReportId, Texts, add_link, create, submit, team_decides,
};
use portfolio::evidence::Link;
use portfolio::report::commands::{Refused, share, withdraw};
use portfolio::report::{Action, State};
use web::testing::Browser;

/// What a careless or ill-meaning person types into every field.
pub const NASTY: &str = "<script>alert(1)</script>\"'&<b>gras</b> 🦊 \u{202e}inversé";

/// A school with a class, its team, and people who have nothing to do with it.
pub struct Cast<'a> {
    house: &'a House,
    pub school: School<'a>,
    pub class: ClassId,
    pub ines: AccountId,
    pub paul: AccountId,
    pub carbonnel: AccountId,
    pub lemoine: AccountId,
    /// Teaches another class.
    pub stranger: AccountId,
}

impl<'a> Cast<'a> {
    pub async fn new(house: &'a House) -> Self {
        let school = house.school("0009017B").await;
        let class = school.class("CS SNO").await;
        let ines = school.learner("Inès", "Ferrand").await;
        let paul = school.learner("Paul", "Martin").await;
        school.enrol(class, &[ines, paul]).await;
        let carbonnel = school.teacher("Carbonnel").await;
        let lemoine = school.teacher("Lemoine").await;
        school.assign(class, carbonnel, &[1, 2], true).await;
        school.assign(class, lemoine, &[3], false).await;
        let other = school.class("Autre classe").await;
        let stranger = school.teacher("Étrangère").await;
        school.assign(other, stranger, &[1], false).await;
        Self {
            house,
            school,
            class,
            ines,
            paul,
            carbonnel,
            lemoine,
            stranger,
        }
    }

    pub async fn browser(&self, account: AccountId) -> Browser {
        self.school.browser(account).await
    }

    /// A person of the school with one role and no tie to the class.
    pub async fn with_role(&self, role: Role) -> Browser {
        let account = self.school.person("Dominique", "Durand", &[role]).await;
        self.browser(account).await
    }

    /// A guardian of a new learner of the class born on that day.
    pub async fn guardian_of(&self, born: (i32, u32, u32)) -> (Browser, AccountId) {
        let child = self
            .school
            .create(NewAccount {
                id: None,
                login: None,
                name: PersonName {
                    title: None,
                    first: "Noé".into(),
                    last: "Blanc".into(),
                },
                birth_date: chrono::NaiveDate::from_ymd_opt(born.0, born.1, born.2),
                roles: [Role::Learner].into_iter().collect(),
                password_hash: None,
            })
            .await;
        self.school.enrol(self.class, &[child]).await;
        let parent = self.school.person("Ana", "Blanc", &[Role::Guardian]).await;
        let school = self.school.id;
        self.house
            .app
            .db
            .write(move |tx| async move {
                people::api::add_guardian(&tx, school, child, parent).await
            })
            .await
            .unwrap();
        (self.browser(parent).await, child)
    }

    /// A report with a text, brought to that state by those who can.
    pub async fn report(
        &self,
        learner: AccountId,
        title: &str,
        state: State,
        targets: &[&str],
    ) -> ReportId {
        let (clock, school) = (self.house.app.clock.clone(), self.school.id);
        let content = Content {
            title: title.to_owned(),
            kind: Kind::Activity,
            context: Context::School,
            start_on: None,
            end_on: None,
            texts: Texts {
                produced: "J’ai fait ce qui était demandé.".to_owned(),
                ..Texts::default()
            },
            targets: targets.iter().map(|code| (*code).to_owned()).collect(),
            evidence: Vec::new(),
        };
        let new = portfolio::api::NewReport {
            id: ReportId::generate(&clock),
            school,
            learner,
            curriculum: self.school.sno().await,
            content,
            assignment: None,
        };
        let (id, reader) = (new.id, self.carbonnel);
        self.house
            .app
            .db
            .write(move |tx| {
                let (clock, new) = (clock.clone(), new.clone());
                async move {
                    create(&tx, &clock, &new).await?;
                    if state == State::Draft {
                        return Ok(());
                    }
                    submit(&tx, &clock, school, learner, id).await?;
                    let action = match state {
                        State::ToRevise => Action::AskRevision,
                        State::Validated => Action::Validate,
                        State::Draft | State::Submitted => return Ok(()),
                    };
                    team_decides(&tx, &clock, school, reader, id, 1, action).await?;
                    Ok::<_, Refused>(())
                }
            })
            .await
            .unwrap();
        id
    }

    /// Web links as pieces of a report, one a second: « Lien 0 », « Lien 1 »…
    pub async fn links(
        &self,
        learner: AccountId,
        report: ReportId,
        numbers: std::ops::Range<usize>,
    ) {
        let place = Place {
            school: self.school.id,
            learner,
            report: Some(report),
            id: None,
        };
        for number in numbers {
            let clock = self.house.app.clock.clone();
            clock.advance(chrono::Duration::seconds(1));
            let link: Link = format!("https://example.org/{number}").parse().unwrap();
            self.house
                .app
                .db
                .write(move |tx| {
                    let (clock, link) = (clock.clone(), link.clone());
                    async move { add_link(&tx, &clock, place, &link, &format!("Lien {number}")).await }
                })
                .await
                .unwrap();
        }
    }

    /// « Reprendre ma copie ».
    pub async fn withdraw(&self, learner: AccountId, report: ReportId) {
        let (clock, school) = (self.house.app.clock.clone(), self.school.id);
        self.house
            .app
            .db
            .write(move |tx| {
                let clock = clock.clone();
                async move { withdraw(&tx, &clock, school, learner, report).await }
            })
            .await
            .unwrap();
    }

    /// A draft that its learner shows to the team.
    pub async fn shared_draft(
        &self,
        learner: AccountId,
        title: &str,
        targets: &[&str],
    ) -> ReportId {
        let id = self.report(learner, title, State::Draft, targets).await;
        let (clock, school) = (self.house.app.clock.clone(), self.school.id);
        self.house
            .app
            .db
            .write(move |tx| {
                let clock = clock.clone();
                async move { share(&tx, &clock, school, learner, id, true).await }
            })
            .await
            .unwrap();
        id
    }
}

/// Somebody of another school who holds every role there.
pub async fn outsider(house: &House) -> Browser {
    let school = house.school("0009018C").await;
    let account = school.person("Alix", "Ailleurs", &Role::ALL).await;
    let class = school.class("CS SNO").await;
    school.assign(class, account, &[1, 2, 3], true).await;
    school.browser(account).await
}

/// How many events of that action the trail holds.
pub async fn events(house: &House, action: &str) -> usize {
    use db::sea_orm::{ConnectionTrait, Statement};
    let reader = house.app.db.reader();
    let sql = format!("SELECT id FROM audit_events WHERE action = '{action}'");
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    reader.query_all_raw(statement).await.unwrap().len()
}
