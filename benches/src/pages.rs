//! « Mon parcours » and « File de lecture »: against a static file of the same
//! size, with a thousand learners against a hundred thousand, and their
//! statements.

use std::path::Path;

use anyhow::Context;
use db::Db;

use crate::instance::Served;
use crate::load::{Connection, median, rate};
use crate::people::{self, learners, sessions, teachers};
use crate::report::Report;
use crate::{Pace, READERS};

/// A page, its name, who asks for it.
struct Asked {
    name: &'static str,
    path: &'static str,
    small: Vec<String>,
    large: Vec<String>,
    /// The answer of the large instance, in bytes.
    bytes: usize,
}

/// Requests per second, one entry per round.
#[derive(Default)]
struct Rates {
    small: Vec<f64>,
    large: Vec<f64>,
    /// Of the page by a static file of its size.
    of_static: Vec<f64>,
    fixed: Vec<f64>,
}

/// A built asset and its size.
struct Asset {
    path: String,
    bytes: usize,
}

/// Measures both pages.
///
/// # Errors
/// When a page does not answer 200.
pub async fn measure(
    report: &mut Report,
    dist: &Path,
    pace: Pace,
    small: &Served,
    large: &Served,
) -> anyhow::Result<()> {
    let asked = asked(small, large).await?;
    for page in &asked {
        let cookie = &page.large[0];
        let statements = statements(large, page.path, cookie).await?;
        report.statements(large.engine, page.name, statements);
    }
    let assets = assets(dist)?;
    let mut rates: Vec<Rates> = asked.iter().map(|_| Rates::default()).collect();
    // Round 0 warms up and is not kept.
    for round in 0..=pace.rounds {
        for (page, rates) in asked.iter().zip(&mut rates) {
            let (below, above) = around(&assets, page.bytes)?;
            let fixed_below =
                rate(large.address, READERS, &below.path, &[], pace.slice / 2).await?;
            let on_small = rate(small.address, READERS, page.path, &page.small, pace.slice).await?;
            let on_large = rate(large.address, READERS, page.path, &page.large, pace.slice).await?;
            let fixed_above =
                rate(large.address, READERS, &above.path, &[], pace.slice / 2).await?;
            let fixed = between(page.bytes, (below, fixed_below), (above, fixed_above));
            if round > 0 {
                rates.small.push(on_small);
                rates.large.push(on_large);
                rates.fixed.push(fixed);
                rates.of_static.push(on_large / fixed);
            }
        }
        eprint!(
            "\r› {} : pages, tour {round} sur {}",
            large.engine, pace.rounds
        );
    }
    eprintln!();
    for (page, rates) in asked.iter().zip(&rates) {
        let scale: Vec<f64> = rates
            .small
            .iter()
            .zip(&rates.large)
            .map(|(s, l)| s / l)
            .collect();
        report.page(
            large.engine,
            page.name,
            page.bytes,
            median(&rates.of_static),
            median(&rates.large),
            median(&rates.fixed),
        );
        report.scale(
            large.engine,
            page.name,
            median(&scale),
            median(&rates.small),
            median(&rates.large),
        );
    }
    Ok(())
}

/// Both pages with the sessions of those who ask.
async fn asked(small: &Served, large: &Served) -> anyhow::Result<Vec<Asked>> {
    let (small_learners, small_teachers) = cookies(small).await?;
    let (large_learners, large_teachers) = cookies(large).await?;
    let mut asked = vec![
        Asked {
            name: "Mon parcours",
            path: "/dossier",
            small: small_learners,
            large: large_learners,
            bytes: 0,
        },
        Asked {
            name: "File de lecture",
            path: "/lecture",
            small: small_teachers,
            large: large_teachers,
            bytes: 0,
        },
    ];
    let mut connection = Connection::open(large.address).await?;
    for page in &mut asked {
        let mut total = 0;
        let some = page.large.len().min(20);
        for cookie in &page.large[..some] {
            total += connection.get(page.path, cookie).await?.len();
        }
        page.bytes = total / some;
    }
    Ok(asked)
}

async fn cookies(served: &Served) -> anyhow::Result<(Vec<String>, Vec<String>)> {
    let db = Db::open(&served.config).await?;
    people::forget(&db).await?;
    let learners = learners(&db, served.size.0).await?;
    let teachers = teachers(&db, &learners).await?;
    let cookies = (
        sessions(&db, &learners).await?,
        sessions(&db, &teachers).await?,
    );
    db.close().await?;
    Ok(cookies)
}

/// Statements of one page, the session included. The least of a few tries: the
/// worker looks for jobs every second, and that counts as well.
///
/// # Errors
/// When a page does not answer 200.
pub async fn statements(served: &Served, path: &str, cookie: &str) -> anyhow::Result<u64> {
    let mut connection = Connection::open(served.address).await?;
    // Published curricula are read once per process.
    connection.get(path, cookie).await?;
    let mut least = u64::MAX;
    for _ in 0..5 {
        let before = counted(&mut connection).await?;
        let again = counted(&mut connection).await?;
        connection.get(path, cookie).await?;
        let after = counted(&mut connection).await?;
        // Asking for the measures costs statements too.
        least = least.min((after - again).saturating_sub(again - before));
    }
    Ok(least)
}

async fn counted(connection: &mut Connection) -> anyhow::Result<u64> {
    let text = connection.get("/metriques", "").await?;
    std::str::from_utf8(&text)?
        .lines()
        .find_map(|line| line.strip_prefix("jalon_db_read_statements_total "))
        .context("/metriques ne compte pas les instructions")?
        .trim()
        .parse()
        .context("/metriques a une autre forme")
}

/// The built assets by size.
fn assets(dist: &Path) -> anyhow::Result<Vec<Asset>> {
    let mut assets = Vec::new();
    for entry in std::fs::read_dir(dist)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let served = [".css", ".js", ".svg", ".woff2", ".txt"]
            .iter()
            .any(|ending| name.ends_with(ending));
        if served {
            assets.push(Asset {
                path: format!("/actifs/{name}"),
                bytes: usize::try_from(entry.metadata()?.len())?,
            });
        }
    }
    assets.sort_by_key(|asset| asset.bytes);
    Ok(assets)
}

/// The two assets whose sizes stand on both sides.
fn around(assets: &[Asset], bytes: usize) -> anyhow::Result<(&Asset, &Asset)> {
    let above = assets
        .iter()
        .position(|asset| asset.bytes >= bytes)
        .filter(|above| *above > 0)
        .context("Aucun fichier statique n’a cette taille")?;
    Ok((&assets[above - 1], &assets[above]))
}

/// The rate of a file of that size: the time of a request grows with the size
/// between those of the two assets.
fn between(bytes: usize, below: (&Asset, f64), above: (&Asset, f64)) -> f64 {
    let whole = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let share =
        (whole(bytes) - whole(below.0.bytes)) / (whole(above.0.bytes) - whole(below.0.bytes));
    let time = (1.0 - share) / below.1 + share / above.1;
    1.0 / time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_of_a_size_lies_between_those_around_it() {
        let asset = |bytes| Asset {
            path: String::new(),
            bytes,
        };
        let (small, large) = (asset(10_000), asset(30_000));
        let rate = between(20_000, (&small, 10_000.0), (&large, 5_000.0));
        assert!((rate - 6_666.7).abs() < 0.1, "{rate}");
        assert!((between(10_000, (&small, 10_000.0), (&large, 5_000.0)) - 10_000.0).abs() < 0.1);
    }
}
