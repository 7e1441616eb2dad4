//! The layers around every route, asked from outside.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail as their tests do"
)]

mod attempts;
mod gate;
mod headers;
mod pages;
mod sessions;

use std::sync::Arc;

use axum::extract::Path;
use db::Engine;
use kernel::{AccountId, Role, SchoolId};
use web::testing::{FakeDirectory, TestApp};
use web::{Actor, App, AppError, Authorised, Does, Flash, Form, Module, Protected, Route};

/// A thing that only its owner may see; `mine` is the first account's.
pub struct Thing(AccountId);
/// Sees it.
#[derive(Clone, Copy)]
pub struct See;

impl Protected for Thing {
    const PARAM: &'static str = "thing";
    type Id = AccountId;
    type Action = See;

    async fn find(_: &App, _: &Actor, id: AccountId) -> Result<Option<Self>, db::DbError> {
        Ok(Some(Self(id)))
    }

    fn allows(&self, actor: &Actor, _: See) -> bool {
        self.0 == actor.account
    }
}

impl Does<Thing> for See {
    const ACTION: Self = Self;
}

#[derive(serde::Deserialize)]
struct Words {
    word: String,
}

fn module() -> Module {
    Module {
        routes: vec![
            Route::get("/ouvert", || async { "ouvert" }).public(),
            Route::get("/tous", |actor: Actor| async move { actor.display_name }),
            Route::get("/chef", || async { "chef" }).roles(&[Role::Head]),
            Route::get("/choses/{thing}", |_: Authorised<Thing, See>| async {
                "vu"
            }),
            Route::post("/mots", |Form(words): Form<Words>| async move {
                Flash::ok(words.word).to("/tous")
            }),
            Route::get("/casse/{how}", |Path(how): Path<String>| async move {
                match how.as_str() {
                    "panique" => panic!("on purpose"),
                    "conflit" => Err::<(), _>(AppError::from(db::DbError::Conflict)),
                    _ => Err(AppError::internal("on purpose")),
                }
            })
            .public(),
        ],
        ..Module::new("essai", Vec::new)
    }
}

/// The application, a teacher and a head, in one school.
struct World {
    test: TestApp,
    school: SchoolId,
    teacher: AccountId,
    head: AccountId,
}

impl World {
    async fn new(engine: Engine) -> Option<Self> {
        let directory = FakeDirectory::new();
        let test = TestApp::new(engine, Arc::clone(&directory) as _, vec![module()]).await?;
        let clock = &test.app.clock;
        Some(Self {
            school: SchoolId::generate(clock),
            teacher: directory.person(clock, "Hélène Carbonnel", &[Role::Teacher]),
            head: directory.person(clock, "Bertrand Quéméneur", &[Role::Head]),
            test,
        })
    }

    async fn sqlite() -> Self {
        Self::new(Engine::Sqlite).await.unwrap()
    }
}
