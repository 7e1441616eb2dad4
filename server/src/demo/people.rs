//! The school, its people, its class.

use std::collections::HashMap;

use anyhow::Context;
use chrono::Duration;
use curriculum::CurriculumId;
use kernel::{AccountId, RoleSet, SchoolId, SchoolYear, Timestamp};
use people::api::{
    self, By, ClassData, ClassId, Enrolling, GroupData, GroupId, LearnerStatus, NewAccount,
    NewClass, NewSchool, PersonName, Taught, Teaching, Title,
};
use web::App;

use super::data::{self, Class, Learner, Person, SchoolFile};
use super::{PASSWORD, clock_at, ids};

/// What the reports need to know of the school.
pub struct DemoSchool {
    /// The school.
    pub school: SchoolId,
    /// What the class follows.
    pub curriculum: CurriculumId,
    /// Everybody, by their key in the files.
    pub people: HashMap<String, AccountId>,
}

impl DemoSchool {
    /// The account of a key.
    ///
    /// # Errors
    /// When nobody has it: a defect of the files.
    pub fn person(&self, key: &str) -> anyhow::Result<AccountId> {
        self.people.get(key).copied().with_context(|| {
            format!("Personne ne s’appelle «\u{202f}{key}\u{202f}» dans la démonstration")
        })
    }
}

/// Creates the school, its people and its class.
///
/// # Errors
/// When the file does not fit.
pub async fn build(app: &App, now: Timestamp) -> anyhow::Result<DemoSchool> {
    let file: SchoolFile = data::read("school.toml")?;
    let [class] = file.classes.as_slice() else {
        anyhow::bail!("La démonstration a une classe");
    };
    let clock = clock_at(now, class.started_days_ago + 7, 9);
    // One hash for all: hashing forty times would keep the visitor waiting.
    let hash = api::hash_password(PASSWORD)
        .await
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut accounts = Vec::new();
    for person in &file.people {
        accounts.push(staff(person, &hash)?);
    }
    for learner in &file.learners {
        accounts.push(student(learner, &hash, now)?);
    }
    let new_school = NewSchool {
        id: Some(ids::id("school", "vialar")),
        uai: file.school.uai.parse()?,
        name: file.school.name.clone(),
        city: file.school.city.clone(),
    };
    let work = (clock.clone(), new_school, accounts);
    let (school, created) = app
        .db
        .write(move |tx| {
            let (clock, new_school, accounts) = work.clone();
            async move {
                let school = api::create_school(&tx, &clock, &new_school).await?;
                let by = By {
                    school,
                    account: None,
                };
                let created = api::create_accounts(&tx, &clock, &by, &accounts).await?;
                Ok::<_, api::Refused>((school, created))
            }
        })
        .await?;
    let keys = file.people.iter().map(|person| person.key.clone());
    let keys = keys.chain(file.learners.iter().map(|learner| learner.key.clone()));
    let mut demo = DemoSchool {
        school,
        curriculum: curriculum_of(app, school, &class.curriculum).await?,
        people: keys.zip(created).collect(),
    };
    form_class(app, &mut demo, &file, class, now).await?;
    Ok(demo)
}

async fn curriculum_of(app: &App, school: SchoolId, code: &str) -> anyhow::Result<CurriculumId> {
    let (id, _) = curriculum::api::by_code(&app.db, school, code)
        .await?
        .with_context(|| format!("Le référentiel {code} n’est pas publié"))?;
    Ok(id)
}

async fn form_class(
    app: &App,
    demo: &mut DemoSchool,
    file: &SchoolFile,
    class: &Class,
    now: Timestamp,
) -> anyhow::Result<()> {
    let clock = clock_at(now, class.started_days_ago, 9);
    let new_class = NewClass {
        id: Some(ids::id::<ClassId>("class", &class.key)),
        data: ClassData {
            name: class.name.clone(),
            year: SchoolYear::of(kernel::local_date(now)),
            curriculum: demo.curriculum,
        },
    };
    let mut enrolling: Vec<Enrolling> = Vec::new();
    for learner in file.learners.iter().filter(|one| one.class == class.key) {
        enrolling.push(Enrolling {
            learners: vec![demo.person(&learner.key)?],
            status: learner.status.parse::<LearnerStatus>()?,
            distance: learner.distance,
        });
    }
    let mut teachings = vec![Teaching {
        teacher: demo.person(&class.coordinator)?,
        blocks: std::iter::empty::<u8>().collect(),
        coordinator: true,
    }];
    for key in &class.teachers {
        let teacher = file
            .people
            .iter()
            .find(|person| person.key == *key)
            .with_context(|| {
                format!("«\u{202f}{key}\u{202f}» enseigne mais n’est pas dans la liste")
            })?;
        teachings.push(Teaching {
            teacher: demo.person(key)?,
            blocks: teacher.blocs.iter().copied().collect(),
            coordinator: false,
        });
    }
    let mut guardians = Vec::new();
    for person in &file.people {
        for learner in &person.guardian_of {
            guardians.push((demo.person(learner)?, demo.person(&person.key)?));
        }
    }
    let mut hours = Vec::new();
    for one in &class.hours {
        hours.push(Taught {
            teacher: demo.person(&one.teacher)?,
            block: one.block,
            minutes: one.hours * 60,
            english: one.english * 60,
        });
    }
    let mut groups = Vec::new();
    for group in &class.groups {
        let members = group.members.iter().map(|key| demo.person(key));
        groups.push((
            ids::id::<GroupId>("group", &group.key),
            GroupData {
                name: group.name.clone(),
                members: members.collect::<anyhow::Result<_>>()?,
            },
        ));
    }
    let by = By {
        school: demo.school,
        account: None,
    };
    let work = (
        clock,
        by,
        new_class,
        enrolling,
        teachings,
        (guardians, groups, hours),
    );
    app.db
        .write(move |tx| {
            let (clock, by, new_class, enrolling, teachings, (guardians, groups, hours)) =
                work.clone();
            async move {
                let class = api::create_class(&tx, &clock, &by, &new_class).await?;
                for one in &enrolling {
                    api::enrol(&tx, &clock, &by, class, one).await?;
                }
                for teaching in &teachings {
                    api::assign(&tx, &clock, &by, class, teaching).await?;
                }
                api::set_hours(&tx, &clock, &by, class, &hours).await?;
                for (id, group) in &groups {
                    api::create_group(&tx, &clock, &by, class, Some(*id), group).await?;
                }
                for (learner, guardian) in guardians {
                    api::add_guardian(&tx, by.school, learner, guardian).await?;
                }
                Ok::<_, api::Refused>(())
            }
        })
        .await?;
    Ok(())
}

fn staff(person: &Person, hash: &str) -> anyhow::Result<NewAccount> {
    let mut roles = RoleSet::EMPTY;
    for role in &person.roles {
        roles = roles.iter().chain([role.parse()?]).collect();
    }
    Ok(NewAccount {
        id: Some(ids::id("person", &person.key)),
        login: person.login.as_deref().map(str::parse).transpose()?,
        name: PersonName {
            title: title(person.civility.as_deref()),
            first: person.given_name.clone(),
            last: person.family_name.clone(),
        },
        birth_date: None,
        roles,
        password_hash: Some(hash.to_owned()),
    })
}

fn student(learner: &Learner, hash: &str, now: Timestamp) -> anyhow::Result<NewAccount> {
    Ok(NewAccount {
        id: Some(ids::id("person", &learner.key)),
        login: learner.login.as_deref().map(str::parse).transpose()?,
        name: PersonName {
            title: None,
            first: learner.given_name.clone(),
            last: learner.family_name.clone(),
        },
        birth_date: Some(kernel::local_date(now) - Duration::days(learner.birth_days_ago)),
        roles: RoleSet::of(&[kernel::Role::Learner]),
        password_hash: (!learner.never_came).then(|| hash.to_owned()),
    })
}

fn title(civility: Option<&str>) -> Option<Title> {
    match civility {
        Some("Mme") => Some(Title::Madam),
        Some("M.") => Some(Title::Sir),
        _ => None,
    }
}
