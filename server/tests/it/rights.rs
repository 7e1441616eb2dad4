//! The golden table: which role may come in where. A change shows in review.

use std::fmt::Write;

use kernel::Role;
use web::Access;

use crate::world::routes;

#[test]
fn the_table_of_rights_is_the_one_checked_in() {
    let mut table = String::from("# Qui entre où. Colonnes : ");
    table.push_str(&Role::ALL.map(Role::code).join(", "));
    table.push_str(
        ".\n# ✔ ouvert, · fermé ; l’objet derrière l’adresse a sa propre règle (policy.rs).\n\n",
    );
    for (slice, route) in routes() {
        let rights = match route.access {
            Access::Public => "public   ".to_owned(),
            Access::Token => "secret   ".to_owned(),
            Access::Session(roles) => Role::ALL
                .map(|role| if roles.contains(&role) { '✔' } else { '·' })
                .iter()
                .collect(),
        };
        writeln!(
            table,
            "{rights}  {slice:<11} {:<5} {}",
            route.method.as_str(),
            route.path
        )
        .unwrap();
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/droits.txt");
    if std::env::var_os("JALON_UPDATE_GOLDEN").is_some() {
        std::fs::write(file, &table).unwrap();
    }
    let golden = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        golden == table,
        "rights have changed; read the difference, then run the test again with JALON_UPDATE_GOLDEN=1\n{table}"
    );
}

#[test]
fn every_route_leads_to_one_handler() {
    let mut seen = std::collections::HashSet::new();
    for (_, route) in routes() {
        assert!(
            seen.insert((route.method.clone(), route.path)),
            "{} {} twice",
            route.method,
            route.path
        );
    }
}
