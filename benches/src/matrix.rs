//! The matrix of a class: its page by « Mon parcours », with a thousand
//! learners against a hundred thousand; rating the whole class at once.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use db::Db;

use crate::bare::Bare;
use crate::instance::{Engine, Served};
use crate::load::{Connection, median, rate};
use crate::pages::statements;
use crate::people::{Person, learners, rows, sessions};
use crate::report::Report;
use crate::{Pace, READERS};

/// The matrix of a class, all of it unfolded, and who asks for it.
struct Asked {
    path: String,
    teacher: String,
    learner: String,
}

/// Measures the page, then rates a class again and again.
///
/// # Errors
/// When a page does not answer 200, or a bulk is not acknowledged.
pub async fn measure(
    report: &mut Report,
    folder: &Path,
    pace: Pace,
    small: &Served,
    large: &Served,
) -> anyhow::Result<()> {
    let (here, there) = (asked(small).await?, asked(large).await?);
    let unfolded = |asked: &Asked| format!("{}?detail=tout", asked.path);
    let count = statements(large, &unfolded(&there), &there.teacher).await?;
    report.statements(large.engine, "Compétences de la classe", count);
    let (mut on_small, mut on_large, mut paths) = (Vec::new(), Vec::new(), Vec::new());
    let (mut bulks, mut inserts) = (Vec::new(), Vec::new());
    let mut bare = Bare::open(folder).await?;
    // Round 0 warms up and is not kept.
    for round in 0..=pace.rounds {
        let teacher = |asked: &Asked| vec![asked.teacher.clone()];
        let few = rate(
            small.address,
            READERS,
            &unfolded(&here),
            &teacher(&here),
            pace.slice,
        )
        .await?;
        let many = rate(
            large.address,
            READERS,
            &unfolded(&there),
            &teacher(&there),
            pace.slice,
        )
        .await?;
        let learner = [there.learner.clone()];
        let path = rate(large.address, READERS, "/dossier", &learner, pace.slice).await?;
        let bulk = bulk_rate(large, &there, pace.slice).await?;
        let insert = bare.inserts(pace.slice).await?;
        if round > 0 {
            on_small.push(few);
            on_large.push(many);
            paths.push(path);
            bulks.push(bulk);
            inserts.push(insert);
        }
    }
    bare.close().await?;
    let (few, many) = (median(&on_small), median(&on_large));
    report.scale(
        large.engine,
        "Compétences de la classe",
        few / many,
        few,
        many,
    );
    report.matrix(large.engine, median(&paths) / many, many, median(&paths));
    report.bulk(large.engine, median(&bulks), median(&inserts));
    Ok(())
}

/// Positionings per second of bulks of nine competences for a whole class;
/// reading the page before each is not counted.
async fn bulk_rate(served: &Served, asked: &Asked, slice: Duration) -> anyhow::Result<f64> {
    let mut connection = Connection::open(served.address).await?;
    let (mut written, mut spent) = (0_u32, Duration::ZERO);
    while spent < slice {
        let page = connection.get(&asked.path, &asked.teacher).await?;
        let cases = cases(std::str::from_utf8(&page)?)?;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(cases.iter().map(|case| ("case", case)));
        let form = form.finish();
        let begun = Instant::now();
        let (status, _) = connection.post(&asked.path, &asked.teacher, form).await?;
        spent += begun.elapsed();
        ensure!(status == 200, "La saisie a répondu {status}");
        written += u32::try_from(cases.len())?;
    }
    Ok(f64::from(written) / spent.as_secs_f64())
}

/// What the page sends when all of its cells are rated.
fn cases(page: &str) -> anyhow::Result<Vec<String>> {
    let codes: Vec<&str> = page
        .split("data-code=\"")
        .skip(1)
        .map(until_quote)
        .collect();
    let mut cases = Vec::new();
    for row in page.split("data-learner=\"").skip(1) {
        let learner = until_quote(row);
        let row = row.split("</tr>").next().unwrap_or_default();
        for (cell, code) in row.split("<td").skip(1).zip(&codes) {
            let seen = cell
                .split_once("data-v=\"")
                .map_or("", |(_, rest)| until_quote(rest));
            cases.push(format!("{learner}~{code}~2~{seen}"));
        }
    }
    ensure!(!cases.is_empty(), "Le tableau de la classe est vide");
    Ok(cases)
}

fn until_quote(text: &str) -> &str {
    text.split('"').next().unwrap_or_default()
}

/// A class with its référent·e, and a learner of the instance.
async fn asked(served: &Served) -> anyhow::Result<Asked> {
    let db = Db::open(&served.config).await?;
    let learner = learners(&db, served.size.0).await?[0];
    let found = rows(
        &db,
        "SELECT t.school_id, t.class_id, t.account_id FROM enrolments e \
         JOIN teachings t ON t.school_id = e.school_id AND t.class_id = e.class_id AND t.coordinator \
         WHERE e.school_id = $1 AND e.account_id = $2",
        [learner.school.into(), learner.account.into()],
    )
    .await?;
    let row = found.first().context("Une classe n’a pas de référent·e")?;
    let class: uuid::Uuid = row.try_get("", "class_id")?;
    let teacher = Person {
        school: row.try_get("", "school_id")?,
        account: row.try_get("", "account_id")?,
    };
    let mut cookies = sessions(&db, &[teacher, learner]).await?;
    db.close().await?;
    Ok(Asked {
        path: format!("/classes/{class}/competences"),
        learner: cookies.pop().unwrap_or_default(),
        teacher: cookies.pop().unwrap_or_default(),
    })
}

/// What a bulk must reach: five thousand a second, or three tenths of the bare
/// loop where that is less. The promise is about SQLite.
#[must_use]
pub fn bulk_limit(engine: Engine, inserts: f64) -> Option<f64> {
    (engine == Engine::Sqlite).then(|| (inserts * 0.3).min(5_000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_a_page_are_read_from_it() {
        let page = r#"<th data-code="C1.1"></th><th data-code="C1.2"></th>
            <tr class="spread"><td></td><td></td></tr>
            <tr data-learner="a"><th></th><td data-v="7">3</td><td>–</td></tr>
            <tr data-learner="b"><th></th><td>–</td><td data-v="8">1</td></tr>"#;
        let expected = ["a~C1.1~2~7", "a~C1.2~2~", "b~C1.1~2~", "b~C1.2~2~8"];
        assert_eq!(cases(page).unwrap(), expected);
        assert!(cases("<p></p>").is_err());
    }

    #[test]
    fn a_slow_disk_lowers_what_a_bulk_must_reach() {
        assert_eq!(bulk_limit(Engine::Sqlite, 100_000.0), Some(5_000.0));
        assert_eq!(bulk_limit(Engine::Sqlite, 1_000.0), Some(300.0));
        assert_eq!(bulk_limit(Engine::Postgres, 1_000.0), None);
    }
}
