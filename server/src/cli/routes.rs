//! `jalon routes`: every address, who may ask for it, and one that works in
//! the demo school.

use serde::Serialize;
use web::Access;

use crate::{demo, wiring};

#[derive(Serialize)]
struct Line {
    method: String,
    path: &'static str,
    slice: &'static str,
    access: &'static str,
    roles: Vec<&'static str>,
    example: Option<String>,
}

/// Prints them.
///
/// # Errors
/// Never in practice: the lines are plain data.
pub fn run(json: bool) -> anyhow::Result<()> {
    let lines = lines();
    if json {
        println!("{}", serde_json::to_string_pretty(&lines)?);
        return Ok(());
    }
    for line in lines {
        println!(
            "{:<5} {:<55} {:<11} {:<8} {}",
            line.method,
            line.path,
            line.slice,
            line.access,
            line.roles.join(" ")
        );
    }
    Ok(())
}

fn lines() -> Vec<Line> {
    wiring::modules()
        .iter()
        .flat_map(|module| module.routes.iter().map(|route| (module.slice, route)))
        .map(|(slice, route)| {
            let (access, roles) = match route.access {
                Access::Public => ("public", Vec::new()),
                Access::Token => ("token", Vec::new()),
                Access::Session(roles) => (
                    "session",
                    roles.iter().map(|role| role.code()).collect::<Vec<_>>(),
                ),
            };
            Line {
                method: route.method.to_string(),
                path: route.path,
                slice,
                access,
                roles,
                example: (route.method == http::Method::GET)
                    .then(|| demo::example(route.path))
                    .flatten(),
            }
        })
        .collect()
}
