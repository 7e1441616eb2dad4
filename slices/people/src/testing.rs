//! Schools with people in them, for the tests of this slice and of later ones.
//!
//! ```ignore
//! let house = people::testing::house(engine, vec![portfolio::module()]).await?;
//! let school = house.school("0009017B").await;
//! let class = school.class("CS SNO").await;
//! let ines = school.learner("Inès", "Ferrand").await;
//! school.enrol(class, &[ines]).await;
//! let mut browser = school.browser(ines).await;
//! ```

mod classes;
mod mail;

use curriculum::CurriculumId;
use db::Engine;
use kernel::{AccountId, Role, RoleSet, SchoolId, SchoolYear};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use web::Module;
use web::testing::{Browser, TestApp};

pub use self::mail::NEWS;

use crate::api::{
    self, By, ClassData, ClassId, Login, NewAccount, NewClass, NewSchool, PersonName, Refused,
    Title,
};
use crate::store::{accounts, membership_roles, memberships};

/// An application with curricula, people and `others`, the shipped curricula
/// published. Nothing when the engine's server is absent and not required.
///
/// # Panics
/// When it cannot be made.
pub async fn house(engine: Engine, others: Vec<Module>) -> Option<House> {
    let mut modules = vec![
        Module::new("curriculum", curriculum::migrations),
        crate::module(),
    ];
    modules.extend(others);
    let app = TestApp::new(engine, crate::directory(), modules).await?;
    curriculum::api::install_shipped(&app.app.db, &app.app.clock)
        .await
        .expect("the shipped curricula");
    Some(House(app))
}

/// How SQLite goes about the statements of the pages: what each is for, and
/// the steps of its plan.
///
/// # Panics
/// When the database does not answer.
pub async fn plans(
    house: &House,
    school: SchoolId,
    class: ClassId,
) -> Vec<(&'static str, Vec<String>)> {
    crate::store::plans::of_pages(house.app.db.reader(), school, class)
        .await
        .expect("plans")
}

/// The application under test.
pub struct House(pub TestApp);

impl std::ops::Deref for House {
    type Target = TestApp;
    fn deref(&self) -> &TestApp {
        &self.0
    }
}

impl House {
    /// A school without anybody.
    ///
    /// # Panics
    /// When it cannot be created.
    pub async fn school(&self, uai: &str) -> School<'_> {
        let new = NewSchool {
            id: None,
            uai: uai.parse().expect("a UAI"),
            name: format!("Lycée {uai}"),
            city: "Valbrune".into(),
        };
        let clock = self.app.clock.clone();
        let id = self
            .app
            .db
            .write(move |tx| {
                let (clock, new) = (clock.clone(), new.clone());
                async move { api::create_school(&tx, &clock, &new).await }
            })
            .await
            .expect("a school");
        School { house: self, id }
    }
}

/// A school under test.
pub struct School<'a> {
    house: &'a House,
    /// Its identifier.
    pub id: SchoolId,
}

impl School<'_> {
    fn by(&self) -> By {
        By {
            school: self.id,
            account: None,
        }
    }

    /// A person with these roles, who came in before.
    ///
    /// # Panics
    /// When they cannot be created.
    pub async fn person(&self, first: &str, last: &str, roles: &[Role]) -> AccountId {
        self.create(NewAccount {
            id: None,
            login: None,
            name: PersonName {
                title: None,
                first: first.into(),
                last: last.into(),
            },
            birth_date: None,
            roles: RoleSet::of(roles),
            password_hash: None,
        })
        .await
    }

    /// A person as `new` says, who need not choose a password.
    ///
    /// # Panics
    /// When they cannot be created.
    pub async fn create(&self, mut new: NewAccount) -> AccountId {
        // Any hash will do: it only says that the person came in before.
        new.password_hash.get_or_insert_with(|| "!".into());
        self.newcomer(new).await
    }

    /// A person as `new` says; without a password they never came in.
    ///
    /// # Panics
    /// When they cannot be created.
    pub async fn newcomer(&self, new: NewAccount) -> AccountId {
        let work = (self.house.app.clock.clone(), self.by(), [new]);
        let ids = self
            .house
            .app
            .db
            .write(move |tx| {
                let (clock, by, new) = work.clone();
                async move { api::create_accounts(&tx, &clock, &by, &new).await }
            })
            .await
            .expect("an account");
        ids[0]
    }

    /// A person with this login and this password.
    ///
    /// # Panics
    /// When they cannot be created.
    pub async fn with_password(&self, login: &str, password: &str, roles: &[Role]) -> AccountId {
        self.create(NewAccount {
            id: None,
            login: Some(login.parse::<Login>().expect("a login")),
            name: PersonName {
                title: None,
                first: "Camille".into(),
                last: "Durand".into(),
            },
            birth_date: None,
            roles: RoleSet::of(roles),
            password_hash: Some(api::hash_password(password).await.expect("a hash")),
        })
        .await
    }

    /// Makes somebody of another school a member of this one too.
    ///
    /// # Panics
    /// When they cannot be.
    pub async fn join(&self, account: AccountId, roles: &[Role]) {
        let (school, roles) = (self.id, roles.to_vec());
        self.write(move |tx| {
            let roles = roles.clone();
            async move {
                let account = accounts::Entity::find_by_id(account).one(&tx).await?;
                let account = account.ok_or(Refused::Unknown)?;
                memberships::ActiveModel {
                    school_id: Set(school),
                    account_id: Set(account.id),
                    sort_key: Set(account.name().sort_key()),
                    sort_key_version: Set(db::text::SORT_KEY_VERSION),
                    search_key: Set(account.name().search_key()),
                    ended_at: Set(None),
                }
                .insert(&tx)
                .await?;
                for role in roles {
                    membership_roles::ActiveModel {
                        school_id: Set(school),
                        account_id: Set(account.id),
                        role: Set(role.code().to_owned()),
                    }
                    .insert(&tx)
                    .await?;
                }
                Ok(())
            }
        })
        .await;
    }

    /// An administrator.
    pub async fn admin(&self) -> AccountId {
        self.person("Adèle", "Gestion", &[Role::Admin]).await
    }

    /// A member of the teams: « Mme » and this name.
    ///
    /// # Panics
    /// When they cannot be created.
    pub async fn teacher(&self, last: &str) -> AccountId {
        self.create(NewAccount {
            id: None,
            login: None,
            name: PersonName {
                title: Some(Title::Madam),
                first: "Hélène".into(),
                last: last.into(),
            },
            birth_date: None,
            roles: RoleSet::of(&[Role::Teacher]),
            password_hash: None,
        })
        .await
    }

    /// A learner.
    pub async fn learner(&self, first: &str, last: &str) -> AccountId {
        self.person(first, last, &[Role::Learner]).await
    }

    /// The SNO curriculum.
    ///
    /// # Panics
    /// When it is not published.
    pub async fn sno(&self) -> CurriculumId {
        curriculum::api::by_code(&self.house.app.db, self.id, "SNO")
            .await
            .expect("an answer")
            .expect("SNO is published")
            .0
    }

    /// A class of this school year that follows SNO.
    ///
    /// # Panics
    /// When it cannot be created.
    pub async fn class(&self, name: &str) -> ClassId {
        let now = self.house.app.clock.now();
        let new = NewClass {
            id: None,
            data: ClassData {
                name: name.into(),
                year: SchoolYear::of(kernel::local_date(now)),
                curriculum: self.sno().await,
            },
        };
        let work = (self.house.app.clock.clone(), self.by(), new);
        self.write(move |tx| {
            let (clock, by, new) = work.clone();
            async move { api::create_class(&tx, &clock, &by, &new).await }
        })
        .await
    }

    /// The browser of a person, signed in here.
    pub async fn browser(&self, account: AccountId) -> Browser {
        self.house.signed_in(account, self.id).await
    }

    async fn write<T, F, Fut>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: Fn(db::Tx) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, Refused>> + Send + 'static,
    {
        self.house.app.db.write(work).await.expect("the change")
    }
}

/// Makes of each asynchronous function two tests, `name::sqlite` and
/// `name::postgres`, each with a [`House`] of its own that also holds the
/// modules given.
///
/// ```ignore
/// people::on_both_engines! {
///     modules: vec![portfolio::module()];
///
///     /// What it shows.
///     async fn a_learner_finds_their_path(house) {
///         let school = house.school("0009017B").await;
///     }
/// }
/// ```
#[macro_export]
macro_rules! on_both_engines {
    (modules: $modules:expr; $(
        $(#[$meta:meta])*
        async fn $name:ident($house:ident) $body:block
    )+) => {$(
        $(#[$meta])*
        async fn $name($house: &$crate::testing::House) $body

        mod $name {
            async fn on(engine: ::db::Engine) {
                if let Some(house) = $crate::testing::house(engine, super::modules()).await {
                    super::$name(&house).await;
                }
            }

            #[::tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                on(::db::Engine::Sqlite).await;
            }

            #[::tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                on(::db::Engine::Postgres).await;
            }
        }
    )+

        fn modules() -> Vec<::web::Module> {
            $modules
        }
    };
}
