//! Two schools with a person in each role, and one object of each kind in the
//! second one.

use std::collections::HashMap;

use axum::body::Body;
use curriculum::CurriculumId;
use db::Engine;
use db::jobs::{JobError, JobId, JobPayload, Worker, enqueue};
use kernel::{AccountId, Role, SchoolId};
use people::testing::House;
use portfolio::api::{
    Answer, Answered, Content, Context, Course, Decision, Kind, NewPositioning, NewReport, Place,
    Refused, ReportId, Said, Texts, Viewpoint, add_link, answer, create, position, submit,
};
use portfolio::evidence::EvidenceId;
use portfolio::feedback::FeedbackId;
use portfolio::matrix::BatchId;
use portfolio::matrix::commands::{By, Grounds, Outcome, Rating, rate};
use portfolio::positioning::PositioningId;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use web::testing::{self, Browser, TestApp};
use web::{Access, Route};

use crate::campaigns::campaigns;
use crate::peers::a_round;
use crate::practice::practice;

/// The house as the server wires it, people of a first school, objects of a second.
pub struct World {
    pub house: House,
    /// Somebody of the first school for each role.
    pub people: HashMap<Role, Browser>,
    /// Identifiers of the second school, by the name of the parameter.
    pub foreign: HashMap<&'static str, String>,
}

/// The house as the server wires it, on this engine; nothing when its server
/// is absent and not required.
pub async fn house(engine: Engine) -> Option<House> {
    let modules = jalon::wiring::modules();
    let test = TestApp::new(engine, people::directory(), modules).await?;
    curriculum::api::install_shipped(&test.app.db, &test.app.clock)
        .await
        .unwrap();
    Some(House(test))
}

/// A job that an administrator finds among those that were given up.
pub async fn give_up(house: &House, school: Option<SchoolId>, why: &'static str) -> JobId {
    let (db, clock) = (house.app.db.clone(), house.app.clock.clone());
    let queued = clock.clone();
    let id = db
        .write(move |tx| {
            let clock = queued.clone();
            async move { enqueue(&tx, &clock, school, &Doomed {}).await }
        })
        .await
        .unwrap();
    Worker::new(db, clock)
        .register::<Doomed, _, _>(move |_, _| async move { Err(JobError::Fail(why.into())) })
        .run_until_idle()
        .await
        .unwrap();
    id
}

/// It bears the kind of a work of the house.
#[derive(serde::Serialize, serde::Deserialize)]
struct Doomed {}

impl JobPayload for Doomed {
    const KIND: &'static str = "files.sweep";
}

impl World {
    pub async fn new() -> Self {
        let house = house(Engine::Sqlite).await.unwrap();
        let mut people = HashMap::new();
        {
            let ours = house.school("0009017B").await;
            for role in Role::ALL {
                let account = ours.person("Camille", role.code(), &[role]).await;
                people.insert(role, ours.browser(account).await);
            }
        }
        let foreign = foreign_objects(&house).await;
        Self {
            house,
            people,
            foreign,
        }
    }

    /// The browser of a role; each test asks anew.
    pub fn of(&self, role: Role) -> Browser {
        self.people[&role].clone()
    }
}

/// One object of each kind in another school: a situation with a mission, a
/// submitted report with a piece, a feedback and a peer who reads it, a class with a group, a learner with a session and a
/// notification, an import that waits.
async fn foreign_objects(house: &House) -> HashMap<&'static str, String> {
    let theirs = house.school("0009018C").await;
    let class = theirs.class("CS SNO").await;
    let learner = theirs.learner("Inès", "Ferrand").await;
    let teacher = theirs.teacher("Carbonnel").await;
    theirs.enrol(class, &[learner]).await;
    theirs.assign(class, teacher, &[1, 2, 3], false).await;
    theirs.notify(learner, "Bonjour", "/dossier").await;
    let confirmation = theirs.link_to_confirm(learner, "ines@example.org").await;
    theirs.browser(learner).await;
    let session = web::session::list(&house.app, learner).await.unwrap()[0].id;
    let group = theirs.group(class, "Groupe A", &[learner]).await;
    let (report, evidence, feedback) =
        a_report(house, theirs.id, theirs.sno().await, learner, teacher).await;
    let bulk = By {
        school: theirs.id,
        class,
        curriculum: theirs.sno().await,
        author: teacher,
    };
    let (batch, positioning) = a_bulk(house, bulk, learner).await;
    let paul = theirs.learner("Paul", "Martin").await;
    theirs.enrol(class, &[paul]).await;
    let (second, ..) = a_report(house, theirs.id, theirs.sno().await, paul, teacher).await;
    let reports = vec![(report, learner), (second, paul)];
    let (round, reading) = a_round(house, &theirs, class, teacher, reports).await;
    let mut objects = situations(house, theirs.id, teacher, class).await;
    objects.extend(an_interview(house, theirs.id, theirs.sno().await, learner, teacher).await);
    objects.extend(practice(house, &theirs, teacher).await);
    objects.extend(campaigns(house, &theirs, teacher).await);
    objects.extend(HashMap::from([
        ("class", class.to_string()),
        ("person", learner.to_string()),
        ("group", group.to_string()),
        ("import", an_import(house, theirs.id).await),
        ("pix", pix(house, theirs.id, class, teacher).await),
        ("report", report.to_string()),
        ("evidence", evidence.to_string()),
        ("feedback", feedback.to_string()),
        ("batch", batch.to_string()),
        ("positioning", positioning.to_string()),
        ("round", round.to_string()),
        ("received", round.to_string()),
        ("reading", reading.to_string()),
        ("session", session.to_string()),
        ("notification", notification(house, learner).await),
        (
            "job",
            give_up(house, Some(theirs.id), "Un échec.")
                .await
                .to_string(),
        ),
        ("confirmation", confirmation),
    ]));
    objects
}

/// A situation of VosRêves with its mission, entrusted to a class, its
/// organisation, a comment and a document.
async fn situations(
    house: &House,
    school: SchoolId,
    teacher: AccountId,
    class: people::api::ClassId,
) -> HashMap<&'static str, String> {
    use learning::api::{
        AssignmentId, By, Dates, DocumentPlace, Ids, NewAssignment, Terms, Whom, add_comment,
        add_document, entrust, receive_shipped, take_up,
    };
    let app = &house.app;
    let collection = learning::shipped::vosreves();
    let ids = Ids::generate(&app.clock, collection);
    let (situation, missions) = ids.situations[0].clone();
    let stream = futures::stream::iter([Ok::<_, std::convert::Infallible>("Du texte.".into())]);
    let incoming = app.files.receive(stream, "a.txt").await.unwrap();
    let prepared = app.files.accept(school, teacher, incoming).await.unwrap();
    let given = NewAssignment {
        id: AssignmentId::generate(&app.clock),
        situation,
        mission: missions[0],
        title: "Une mission".into(),
        class,
        terms: Terms {
            whom: Whom::Class,
            concerned: Vec::new(),
            dates: Dates::default(),
            message: String::new(),
        },
    };
    let assignment = given.id;
    let work = (
        app.clock.clone(),
        app.files.clone(),
        ids.clone(),
        prepared,
        given,
    );
    let (comment, document) = app
        .db
        .write(move |tx| {
            let (clock, files, ids, prepared, given) = work.clone();
            async move {
                let by = By {
                    school,
                    account: teacher,
                };
                let sno = &curriculum::shipped()[0];
                take_up(&tx, &clock, by, collection, sno, &ids)
                    .await
                    .unwrap();
                entrust(&tx, &clock, by, &given, true).await.unwrap();
                let comment = add_comment(&tx, &clock, by, situation, "Bien.")
                    .await
                    .unwrap();
                let place = DocumentPlace {
                    situation,
                    mission: None,
                    id: None,
                };
                let document = add_document(&tx, &clock, &files, by, place, &prepared, "").await;
                Ok::<_, db::DbError>((comment, document.unwrap()))
            }
        })
        .await
        .unwrap();
    let by = By {
        school,
        account: teacher,
    };
    let arrival = receive_shipped(app, by, "2").await.unwrap().unwrap();
    HashMap::from([
        ("arrival", arrival.to_string()),
        ("situation", situation.to_string()),
        ("sheet", situation.to_string()),
        ("mission", missions[0].to_string()),
        ("assignment", assignment.to_string()),
        ("organisation", ids.organisation.to_string()),
        ("comment", comment.to_string()),
        ("document", document.to_string()),
    ])
}

/// An interview that is planned, and an objective.
async fn an_interview(
    house: &House,
    school: SchoolId,
    curriculum: CurriculumId,
    learner: AccountId,
    teacher: AccountId,
) -> HashMap<&'static str, String> {
    use portfolio::api::interviews::{self, By, NewInterview, Terms};
    use portfolio::api::objectives::{self, NewObjective};
    use portfolio::api::{InterviewId, ObjectiveContent, ObjectiveId, ObjectiveKind, Slot};
    let clock = house.app.clock.clone();
    let slot = Slot {
        starts_at: clock.now(),
        minutes: 30,
    };
    let interview = NewInterview {
        id: InterviewId::generate(&clock),
        learner,
        curriculum,
        terms: Terms {
            slot,
            place: String::new(),
            subject: String::new(),
            teacher,
        },
    };
    let objective = NewObjective {
        id: ObjectiveId::generate(&clock),
        learner,
        curriculum,
        interview: None,
        content: ObjectiveContent {
            kind: ObjectiveKind::Objective,
            title: "Un objectif".into(),
            measure: String::new(),
            ambition: String::new(),
            means: String::new(),
            due_on: None,
            targets: Vec::new(),
        },
    };
    let ids = [
        ("interview", interview.id.to_string()),
        ("objective", objective.id.to_string()),
    ];
    let by = By {
        school,
        account: teacher,
    };
    let written = house.app.db.write(move |tx| {
        let (clock, interview, objective) = (clock.clone(), interview.clone(), objective.clone());
        async move {
            interviews::plan(&tx, &clock, by, &interview).await?;
            objectives::create(&tx, &clock, by, &objective).await?;
            Ok::<_, Refused>(())
        }
    });
    written.await.unwrap();
    HashMap::from(ids)
}

async fn an_import(house: &House, school: SchoolId) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "Nom;Prénom\nDiallo;Fatou\n").unwrap();
    let (app, by) = (
        &house.app,
        people::api::By {
            school,
            account: None,
        },
    );
    people::api::stage_import(&app.db, &app.clock, &by, file.path(), "liste.csv", None)
        .await
        .unwrap()
        .to_string()
}

/// Results of Pix that wait for their check.
async fn pix(
    house: &House,
    school: SchoolId,
    class: people::api::ClassId,
    teacher: AccountId,
) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text = "Nom de l'organisation;ID Campagne;Nom de la campagne;Nom du Participant;Prénom du Participant;Envoi (O/N);Date de l'envoi;Nombre de pix total;Niveau pour la compétence Interagir\nLycée;1;Pix;Ferrand;Inès;Oui;2027-03-01;12;3\n";
    std::fs::write(file.path(), text).unwrap();
    let (db, clock) = (&house.app.db, &house.app.clock);
    let class = people::api::class_of(db, school, class).await.unwrap();
    let sent = portfolio::api::PixFile {
        path: file.path(),
        name: "pix.csv",
        code: "",
    };
    let class = class.unwrap();
    portfolio::api::stage_pix(db, clock, school, &class, teacher, &sent, None)
        .await
        .unwrap()
        .to_string()
}

pub async fn a_report(
    house: &House,
    school: SchoolId,
    curriculum: CurriculumId,
    learner: AccountId,
    teacher: AccountId,
) -> (ReportId, EvidenceId, FeedbackId) {
    let clock = house.app.clock.clone();
    let id = ReportId::generate(&clock);
    let content = Content {
        title: "Un compte rendu".into(),
        kind: Kind::Activity,
        context: Context::School,
        start_on: None,
        end_on: None,
        texts: Texts {
            situate: "Au lycée.".into(),
            ..Texts::default()
        },
        targets: vec!["C1.1".into()],
        evidence: Vec::new(),
    };
    let new = NewReport {
        id,
        school,
        learner,
        curriculum,
        content,
        assignment: None,
    };
    house
        .app
        .db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move {
                create(&tx, &clock, &new).await?;
                let place = Place {
                    school,
                    learner,
                    report: Some(id),
                    id: None,
                };
                let link = "https://example.org".parse().unwrap();
                let evidence = add_link(&tx, &clock, place, &link, "Un site").await?;
                let submitted = submit(&tx, &clock, school, learner, id).await?;
                let answered = Answered {
                    report: id,
                    title: new.content.title.clone(),
                    course: Course {
                        school,
                        learner,
                        curriculum,
                    },
                };
                let given = Answer {
                    version: submitted.version,
                    section: None,
                    said: Said {
                        strengths: "Clair.".into(),
                        ..Said::default()
                    },
                    levels: Vec::new(),
                    decision: Decision::Answer,
                };
                let feedback = answer(&tx, &clock, teacher, &answered, &given).await?;
                Ok::<_, Refused>((id, evidence, feedback.unwrap()))
            }
        })
        .await
        .unwrap()
}

/// A level that a teacher gave, then another one in a bulk.
async fn a_bulk(house: &House, by: By, learner: AccountId) -> (BatchId, PositioningId) {
    let clock = house.app.clock.clone();
    let course = Course {
        school: by.school,
        learner,
        curriculum: by.curriculum,
    };
    let level = kernel::Level::new(2).unwrap();
    let first = NewPositioning {
        target: "C1.1".into(),
        viewpoint: Viewpoint::Team,
        level,
        comment: String::new(),
        evidence: Vec::new(),
    };
    let second = [Rating {
        learner,
        target: "C1.2".into(),
        level,
        seen: None,
    }];
    house
        .app
        .db
        .write(move |tx| {
            let (clock, first, second) = (clock.clone(), first.clone(), second.clone());
            async move {
                let positioning = position(&tx, &clock, course, by.author, &first).await?;
                let grounds = Grounds::default();
                match rate(&tx, &clock, by, &second, &grounds).await? {
                    Outcome::Written { batch, .. } => Ok::<_, db::DbError>((batch, positioning)),
                    other => panic!("{other:?}"),
                }
            }
        })
        .await
        .unwrap()
}

async fn notification(house: &House, account: AccountId) -> String {
    let statement = Statement::from_sql_and_values(
        DbBackend::Sqlite,
        "SELECT id FROM notifications WHERE account_id = $1",
        [account.into()],
    );
    let row = house
        .app
        .db
        .reader()
        .query_one_raw(statement)
        .await
        .unwrap();
    let id: uuid::Uuid = row.unwrap().try_get("", "id").unwrap();
    id.to_string()
}

/// Every route with the name of its slice.
pub fn routes() -> Vec<(&'static str, Route)> {
    jalon::wiring::modules()
        .into_iter()
        .flat_map(|module| {
            let slice = module.slice;
            module.routes.into_iter().map(move |route| (slice, route))
        })
        .collect()
}

/// The parameters of a pattern.
pub fn parameters(pattern: &str) -> Vec<&str> {
    pattern
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .collect()
}

/// The pattern with each parameter replaced.
pub fn address(pattern: &str, value: impl Fn(&str) -> String) -> String {
    pattern
        .split('/')
        .map(|part| match part.strip_prefix('{') {
            Some(parameter) => value(parameter.trim_end_matches('}')),
            None => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

/// Asks for a route with an empty form.
pub async fn ask(browser: &mut Browser, route: &Route, address: &str) -> testing::Answer {
    let request = http::Request::builder()
        .method(route.method.clone())
        .uri(address)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::empty())
        .unwrap();
    browser.send(request).await
}

/// The roles that may come in; none for what needs no session.
pub fn roles(route: &Route) -> &'static [Role] {
    match route.access {
        Access::Session(roles) => roles,
        Access::Public | Access::Token => &[],
    }
}

/// An identifier that names nothing.
pub fn unknown() -> String {
    AccountId::generate(&kernel::Clock::system()).to_string()
}
