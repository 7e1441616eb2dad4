//! What a class works: with sixty situations against six, in one school.

use anyhow::{Context, ensure};
use db::Db;

use crate::instance::Served;
use crate::load::{median, rate};
use crate::people::{Person, rows, sessions};
use crate::report::Report;
use crate::{Pace, READERS};

/// The page of a class, and who asks for it.
struct Asked {
    situations: i64,
    path: String,
    cookies: Vec<String>,
}

/// Measures both classes, one after the other in each round.
///
/// # Errors
/// When a page does not answer 200, or when the instance has no such classes.
pub async fn measure(report: &mut Report, pace: Pace, served: &Served) -> anyhow::Result<()> {
    let [few, many] = asked(served).await?;
    let (mut small, mut large, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    // Round 0 warms up and is not kept.
    for round in 0..=pace.rounds {
        let on_few = rate(served.address, READERS, &few.path, &few.cookies, pace.slice).await?;
        let on_many = rate(
            served.address,
            READERS,
            &many.path,
            &many.cookies,
            pace.slice,
        )
        .await?;
        if round > 0 {
            small.push(on_few);
            large.push(on_many);
            ratios.push(on_few / on_many);
        }
    }
    let sizes = [few.situations, many.situations];
    let (small, large) = (median(&small), median(&large));
    report.coverage(served.engine, sizes, median(&ratios), small, large);
    Ok(())
}

/// The class that was given the fewest situations and the one that was given
/// the most.
async fn asked(served: &Served) -> anyhow::Result<[Asked; 2]> {
    let db = Db::open(&served.config).await?;
    let classes = rows(
        &db,
        "SELECT a.school_id, a.class_id, t.account_id, COUNT(DISTINCT a.situation_id) AS situations \
         FROM assignments a \
         JOIN teachings t ON t.school_id = a.school_id AND t.class_id = a.class_id AND t.coordinator \
         GROUP BY a.school_id, a.class_id, t.account_id ORDER BY situations",
        [],
    )
    .await?;
    let mut asked = Vec::new();
    for row in [classes.first(), classes.last()].into_iter().flatten() {
        let class: uuid::Uuid = row.try_get("", "class_id")?;
        let teacher = Person {
            school: row.try_get("", "school_id")?,
            account: row.try_get("", "account_id")?,
        };
        asked.push(Asked {
            situations: row.try_get("", "situations")?,
            path: format!("/classes/{class}/situations"),
            cookies: sessions(&db, &[teacher]).await?,
        });
    }
    db.close().await?;
    let asked: [Asked; 2] = asked
        .try_into()
        .ok()
        .context("Aucune classe n’a de situation\u{a0}: refaites les données (--fresh)")?;
    ensure!(
        asked[0].situations < asked[1].situations,
        "Deux classes ont autant de situations"
    );
    Ok(asked)
}
