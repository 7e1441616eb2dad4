//! Every route refuses whom it should: nobody signed in, another role, an
//! unknown object, an object of another school. Routes are taken from the
//! wiring, so that a new one cannot go without.

use kernel::Role;
use web::Access;

use crate::world::{World, address, ask, parameters, roles, routes, unknown};

#[tokio::test]
async fn nobody_comes_in_without_a_session() {
    let world = World::new().await;
    for (_, route) in routes() {
        if !matches!(route.access, Access::Session(_)) {
            continue;
        }
        let path = address(route.path, |_| unknown());
        let answer = ask(&mut world.house.anonymous(), &route, &path).await;
        let what = format!("{} {}", route.method, route.path);
        assert_eq!(answer.status, 303, "{what}");
        assert!(answer.location().starts_with("/connexion"), "{what}");
    }
}

#[tokio::test]
async fn an_area_is_closed_to_the_other_roles() {
    let world = World::new().await;
    for (_, route) in routes() {
        let Access::Session(open_to) = route.access else {
            continue;
        };
        for role in Role::ALL.into_iter().filter(|role| !open_to.contains(role)) {
            let path = address(route.path, |_| unknown());
            let answer = ask(&mut world.of(role), &route, &path).await;
            assert_eq!(
                answer.status, 403,
                "{} {} as {role}",
                route.method, route.path
            );
        }
    }
}

#[tokio::test]
async fn an_unknown_object_is_not_found() {
    let world = World::new().await;
    for (_, route) in routes() {
        if parameters(route.path).is_empty() {
            continue;
        }
        let path = address(route.path, |_| unknown());
        for role in roles(&route) {
            let answer = ask(&mut world.of(*role), &route, &path).await;
            assert_eq!(
                answer.status, 404,
                "{} {} as {role}",
                route.method, route.path
            );
        }
        if route.access == Access::Token {
            let answer = ask(&mut world.house.anonymous(), &route, &path).await;
            assert!(
                answer.status.is_client_error(),
                "{} {} with a wrong secret: {}",
                route.method,
                route.path,
                answer.status
            );
        }
    }
}

/// Parameters that name something shared by all schools, or a place inside an
/// object that was checked before.
const SHARED: [&str; 7] = [
    "curriculum",
    "block",
    "competence",
    "target",
    "skill",
    "number",
    "item",
];

#[tokio::test]
async fn an_object_of_another_school_is_not_found() {
    let world = World::new().await;
    for (_, route) in routes() {
        let names = parameters(route.path);
        let foreign: Vec<_> = names.iter().filter(|name| !SHARED.contains(name)).collect();
        if foreign.is_empty() || !matches!(route.access, Access::Session(_)) {
            continue;
        }
        let path = address(route.path, |name| {
            if SHARED.contains(&name) {
                return "1".into();
            }
            world.foreign.get(name).cloned().unwrap_or_else(|| {
                panic!(
                    "{} has a parameter « {name} » and no object of another school to try it with: add one to `testing::objects` of its slice",
                    route.path
                )
            })
        });
        for role in roles(&route) {
            let answer = ask(&mut world.of(*role), &route, &path).await;
            assert_eq!(answer.status, 404, "{} {path} as {role}", route.method);
        }
    }
}
