//! Schools with their staff, and classes with their learners and team.

use kernel::{AccountId, Clock, Role, SchoolId, SchoolYear, Timestamp};
use people::api::{
    self, By, ClassData, ClassId, Enrolling, LearnerStatus, NewAccount, NewClass, NewSchool,
    PersonName, Teaching, Title, Uai,
};
use portfolio::api::{
    About, Course, Decision, Refused, ReportId, Rows, notify_answer, notify_submission,
};
use web::App;

use super::draw::Draw;
use super::learner::{self, Team};
use super::missions::Place;
use super::{CLASS, CLASSES_OF_SCHOOL, CLASSES_OF_TEACHER, Model, STARTED, TEAM};
use super::{learner_login, only, teacher_login};
use crate::demo::clock_at;

/// A school to build: numbers count over the whole instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    number: u32,
    first_class: u32,
    pub class_count: u32,
    /// Learners in the whole instance: the last class may be smaller.
    learners: u32,
}

/// As many schools as it takes, of nearly the same size.
pub fn plan(learners: u32) -> Vec<Part> {
    let classes = learners.div_ceil(CLASS);
    let schools = classes.div_ceil(CLASSES_OF_SCHOOL);
    let before = |school: u32| u64::from(classes) * u64::from(school) / u64::from(schools);
    let before = |school: u32| u32::try_from(before(school)).unwrap_or(u32::MAX);
    (0..schools)
        .map(|number| Part {
            number,
            first_class: before(number),
            class_count: before(number + 1) - before(number),
            learners,
        })
        .collect()
}

impl Part {
    /// Its classes.
    pub fn classes(self) -> std::ops::Range<u32> {
        self.first_class..self.first_class + self.class_count
    }

    /// Members of its teams.
    pub fn teacher_count(self) -> u32 {
        (self.class_count * TEAM)
            .div_ceil(CLASSES_OF_TEACHER)
            .max(TEAM)
    }

    /// The number of its first teacher: no two schools share one.
    fn first_teacher(self) -> u32 {
        // At most TEAM teachers per class, whatever the sizes of the schools.
        self.first_class * TEAM
    }
}

/// A school that stands.
pub struct School {
    /// The tenant.
    pub id: SchoolId,
    part: Part,
    teachers: Vec<AccountId>,
}

/// Creates a school and its staff.
///
/// # Errors
/// When the database refuses.
pub async fn found(app: &App, model: &Model, part: &Part) -> anyhow::Result<School> {
    let mut draw = Draw::of(1, part.number);
    let clock = clock_at(model.now, STARTED + 20, 9);
    let at = clock.now();
    let texts = &model.texts;
    let new = NewSchool {
        id: Some(SchoolId(draw.uuid(at))),
        uai: uai(part.number)?,
        name: format!("Lycée professionnel {}", draw.one(&texts.patrons)),
        city: draw.one(&texts.towns).clone(),
    };
    let mut staff: Vec<NewAccount> = Vec::new();
    for n in 0..part.teacher_count() {
        let login = teacher_login(part.first_teacher() + n + 1);
        staff.push(person(&mut draw, model, &login, Role::Teacher, at)?);
    }
    let number = part.number + 1;
    for (login, role) in [
        (format!("direction-{number:04}"), Role::Head),
        (format!("admin-{number:04}"), Role::Admin),
    ] {
        staff.push(person(&mut draw, model, &login, role, at)?);
    }
    let work = (clock, new, staff);
    let (id, mut teachers) = app
        .db
        .write(move |tx| {
            let (clock, new, staff) = work.clone();
            async move {
                let school = api::create_school(&tx, &clock, &new).await?;
                let by = By {
                    school,
                    account: None,
                };
                let created = api::create_accounts(&tx, &clock, &by, &staff).await?;
                Ok::<_, api::Refused>((school, created))
            }
        })
        .await?;
    teachers.truncate(part.teacher_count() as usize);
    Ok(School {
        id,
        part: *part,
        teachers,
    })
}

/// An UAI that no real school has: no département 000 exists.
fn uai(number: u32) -> anyhow::Result<Uai> {
    let digits = 1_000 + number;
    ('A'..='Z')
        .find_map(|letter| format!("{digits:07}{letter}").parse().ok())
        .ok_or_else(|| anyhow::anyhow!("no UAI for {number}"))
}

fn person(
    draw: &mut Draw,
    model: &Model,
    login: &str,
    role: Role,
    at: Timestamp,
) -> anyhow::Result<NewAccount> {
    let age = chrono::Duration::days(match role {
        Role::Learner => draw.number(15 * 365, 21 * 365),
        _ => draw.number(26 * 365, 60 * 365),
    });
    Ok(NewAccount {
        id: Some(AccountId(draw.uuid(at))),
        login: Some(login.parse()?),
        name: PersonName {
            title: (role != Role::Learner).then(|| *draw.one(&Title::ALL)),
            first: draw.one(&model.texts.given_names).clone(),
            last: draw.one(&model.texts.family_names).clone(),
        },
        birth_date: Some(kernel::local_date(model.now - age)),
        roles: only(role),
        password_hash: Some(model.hash.clone()),
    })
}

/// A class with all that is to be written of it, in one write.
pub struct Class {
    clock: Clock,
    by: By,
    new: NewClass,
    accounts: Vec<NewAccount>,
    enrolling: Vec<Enrolling>,
    teachings: Vec<Teaching>,
    rows: Rows,
    news: Vec<News>,
}

/// Something that happened lately to a report: somebody is told.
#[derive(Clone)]
pub struct News {
    /// When.
    pub at: Timestamp,
    /// The report.
    pub report: ReportId,
    /// Its learner.
    pub learner: AccountId,
    /// Its title.
    pub title: String,
    /// What the learner is told; none when the team is told of a submission.
    pub decision: Option<Decision>,
    /// The blocs that it is linked to.
    pub blocks: Vec<u8>,
}

/// Draws the class of that number.
///
/// # Errors
/// When a text does not fit.
pub fn class(model: &Model, school: &School, number: u32) -> anyhow::Result<Class> {
    let mut draw = Draw::of(2, number);
    let clock = clock_at(model.now, STARTED, 9);
    let at = clock.now();
    let team = team(school, number);
    let first = number * CLASS;
    let last = (first + CLASS).min(school.part.learners);
    let mut accounts = Vec::new();
    for n in first..last {
        accounts.push(person(
            &mut draw,
            model,
            &learner_login(n + 1),
            Role::Learner,
            at,
        )?);
    }
    let ids: Vec<AccountId> = accounts.iter().filter_map(|one| one.id).collect();
    let mut rows = Rows::default();
    let mut news = Vec::new();
    for learner in &ids {
        let course = Course {
            school: school.id,
            learner: *learner,
            curriculum: model.curriculum_id,
        };
        learner::live(&mut draw, model, course, &team, &mut rows, &mut news)?;
    }
    Ok(Class {
        by: By {
            school: school.id,
            account: None,
        },
        new: NewClass {
            id: Some(ClassId(draw.uuid(at))),
            data: ClassData {
                name: format!("CS SNO {}", number - school.part.first_class + 1),
                year: SchoolYear::of(kernel::local_date(model.now)),
                curriculum: model.curriculum_id,
            },
        },
        enrolling: enrolling(&ids),
        teachings: teachings(&team),
        clock,
        accounts,
        rows,
        news,
    })
}

/// The team of a class: each member teaches in four classes or so.
fn team(school: &School, class: u32) -> Team {
    let start = (class - school.part.first_class) * TEAM;
    let members = (start..start + TEAM)
        .map(|n| school.teachers[n as usize % school.teachers.len()])
        .collect();
    Team { members }
}

/// The first one coordinates; the others share the three blocs.
fn teachings(team: &Team) -> Vec<Teaching> {
    let blocks: [&[u8]; TEAM as usize] = [&[1, 2, 3], &[1], &[2], &[3], &[1, 2], &[3]];
    team.members
        .iter()
        .zip(blocks)
        .enumerate()
        .map(|(n, (teacher, blocks))| Teaching {
            teacher: *teacher,
            blocks: blocks.iter().copied().collect(),
            coordinator: n == 0,
        })
        .collect()
}

/// Two thirds at school, the others as apprentices, some of them at a distance.
fn enrolling(learners: &[AccountId]) -> Vec<Enrolling> {
    let (school, apprentices) = learners.split_at(learners.len() * 2 / 3);
    let (near, far) = apprentices.split_at(apprentices.len() * 3 / 4);
    [
        (school, LearnerStatus::School, false),
        (near, LearnerStatus::Apprentice, false),
        (far, LearnerStatus::Apprentice, true),
    ]
    .into_iter()
    .filter(|(learners, ..)| !learners.is_empty())
    .map(|(learners, status, distance)| Enrolling {
        learners: learners.to_vec(),
        status,
        distance,
    })
    .collect()
}

impl Class {
    /// How many learners it has.
    pub fn learners(&self) -> u64 {
        self.accounts.len() as u64
    }

    /// Where missions are entrusted in it.
    pub fn place(&self) -> Option<Place> {
        Some(Place {
            school: self.by.school,
            class: self.new.id?,
            teacher: self.teachings.first()?.teacher,
            learners: self.accounts.iter().filter_map(|one| one.id).collect(),
        })
    }

    /// Writes it, in one short transaction.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn write(self, app: &App) -> anyhow::Result<()> {
        let class = std::sync::Arc::new(self);
        app.db
            .write(move |tx| {
                let class = std::sync::Arc::clone(&class);
                async move { class.run(&tx).await }
            })
            .await
            .map_err(anyhow::Error::from)
    }

    async fn run(&self, tx: &db::Tx) -> Result<(), Refused> {
        self.gather(tx).await.map_err(|refused| match refused {
            api::Refused::Db(error) => Refused::Db(error),
            other => Refused::Because(other.to_string()),
        })?;
        self.rows.insert(tx).await?;
        for news in &self.news {
            news.tell(tx, self.by.school).await?;
        }
        Ok(())
    }

    /// The people and their class.
    async fn gather(&self, tx: &db::Tx) -> Result<(), api::Refused> {
        api::create_accounts(tx, &self.clock, &self.by, &self.accounts).await?;
        let class = api::create_class(tx, &self.clock, &self.by, &self.new).await?;
        for one in &self.enrolling {
            api::enrol(tx, &self.clock, &self.by, class, one).await?;
        }
        for teaching in &self.teachings {
            api::assign(tx, &self.clock, &self.by, class, teaching).await?;
        }
        Ok(())
    }
}

impl News {
    async fn tell(&self, tx: &db::Tx, school: SchoolId) -> Result<(), db::DbError> {
        let clock = Clock::manual(self.at);
        let about = About {
            school,
            report: self.report,
            learner: self.learner,
            title: &self.title,
        };
        match self.decision {
            Some(decision) => notify_answer(tx, &clock, &about, decision).await,
            None => notify_submission(tx, &clock, &about, &self.blocks, false).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schools_hold_about_a_thousand_learners_and_share_no_teacher() {
        let parts = plan(100_000);
        assert_eq!(parts.len(), 99);
        assert_eq!(
            parts.iter().map(|part| part.class_count).sum::<u32>(),
            3_334
        );
        assert!(
            parts
                .iter()
                .all(|part| (33..=34).contains(&part.class_count))
        );
        for (one, next) in parts.iter().zip(&parts[1..]) {
            assert!(one.first_teacher() + one.teacher_count() <= next.first_teacher());
        }
        assert_eq!(plan(31)[0].class_count, 2);
        assert_eq!(uai(0).unwrap().to_string().len(), 8);
    }
}
