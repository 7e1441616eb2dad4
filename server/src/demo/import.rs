//! A file of the rentrée that waits for its check.

use std::io::Write;

use people::api::{By, stage_import};
use web::App;

use super::people::DemoSchool;
use super::{data, ids};

/// Sends the file as its administrator would; nothing of it is imported.
///
/// # Errors
/// When the file does not fit.
pub async fn build(app: &App, demo: &DemoSchool) -> anyhow::Result<()> {
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(&data::bytes("rentree.csv")?)?;
    let by = By {
        school: demo.school,
        account: Some(demo.person("admin")?),
    };
    let id = ids::id("import", "rentree");
    stage_import(
        &app.db,
        &app.clock,
        &by,
        file.path(),
        "rentree.csv",
        Some(id),
    )
    .await?;
    Ok(())
}
