//! The demo school: a class of 28 on SNO with its team, the VosRêves situations, reports on
//! their missions, feedback and positionings at every stage. Built through
//! the same commands as real use, each at its own past moment.

mod campaigns;
mod data;
mod goals;
mod ids;
mod import;
mod interviews;
mod missions;
mod peers;
mod people;
mod practice;
mod reports;
mod situations;
mod skills;
pub mod synthetic;
mod year;

pub use ids::example;

use kernel::{Clock, Timestamp};
use web::App;

/// The password of every account.
pub const PASSWORD: &str = "jalon-demo";

/// The accounts that the demo announces.
pub const LOGINS: [(&str, &str); 10] = [
    ("apprenant", "Inès Ferrand, en formation"),
    ("apprenant2", "Yanis Kaddour, en formation, mineur"),
    ("enseignant", "Mme Carbonnel, équipe pédagogique"),
    ("referent", "Mme Maréchal, référente de la formation"),
    ("direction", "M. Quéméneur, chef d’établissement"),
    ("numerique", "M. Haddad, référent numérique"),
    ("dpd", "Mme Wolff, déléguée à la protection des données"),
    ("parent", "Mme Kaddour, responsable légale de Yanis"),
    ("inspecteur", "M. Vasseur, inspecteur"),
    ("admin", "Mme Roy, administratrice de Jalon"),
];

/// Fills an empty instance with the demo school.
///
/// # Errors
/// When a file of `data/demo` does not fit, or when the database refuses.
pub async fn build(app: &App) -> anyhow::Result<()> {
    let start = app.clock.now();
    let school = people::build(app, start).await?;
    year::build(app, &school, start).await?;
    situations::build(app, &school, start).await?;
    let missions = missions::build(app, &school, start).await?;
    interviews::build(app, &school, start).await?;
    reports::build(app, &school, &missions, start).await?;
    peers::build(app, &school, start).await?;
    skills::build(app, &school, start).await?;
    campaigns::build(app, &school, start).await?;
    practice::build(app, &school, start).await?;
    goals::build(app, &school, start).await?;
    import::build(app, &school).await
}

/// A clock that stands `days` days before `now`, at `hour` o'clock in Paris
/// (or at `now` itself when that hour is still to come).
fn clock_at(now: Timestamp, days: i64, hour: u32) -> Clock {
    let day = kernel::local_date(now) - chrono::Duration::days(days);
    let at = day
        .and_hms_opt(hour, 12, 0)
        .and_then(|time| {
            time.and_local_timezone(kernel::to_local(now).timezone())
                .earliest()
        })
        .map_or(now, |local| local.to_utc());
    Clock::manual(at.min(now))
}
