//! Two schools with a person in each role, and one object of each kind in the
//! second one.

use std::collections::HashMap;

use axum::body::Body;
use db::Engine;
use kernel::{AccountId, Role};
use people::testing::House;
use web::testing::{Answer, Browser};
use web::{Access, Route};

/// The modules wired, the first school's people, the second school's objects.
pub struct World {
    pub house: House,
    /// Somebody of the first school for each role.
    pub people: HashMap<Role, Browser>,
    /// Identifiers of the second school, by the name of the parameter.
    pub foreign: HashMap<&'static str, String>,
}

impl World {
    pub async fn new() -> Self {
        let house = people::testing::wired(Engine::Sqlite, jalon::wiring::modules())
            .await
            .unwrap();
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

async fn foreign_objects(house: &House) -> HashMap<&'static str, String> {
    let theirs = house.school("0009018C").await;
    let class = theirs.class("CS SNO").await;
    let learner = theirs.learner("Inès", "Ferrand").await;
    let teacher = theirs.teacher("Carbonnel").await;
    theirs.enrol(class, &[learner]).await;
    theirs.assign(class, teacher, &[1, 2, 3], false).await;
    let mut objects = HashMap::from([
        ("class", class.to_string()),
        ("person", learner.to_string()),
    ]);
    objects.extend(portfolio::testing::objects(house, theirs.id, learner, teacher).await);
    objects.extend(people::testing::objects(house, theirs.id, learner).await);
    objects
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
pub async fn ask(browser: &mut Browser, route: &Route, address: &str) -> Answer {
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
