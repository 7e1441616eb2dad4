//! The digital and transversal competences of the demo class: positionings,
//! results of Pix that are kept, and a file that waits for its check.

use std::io::Write;

use anyhow::Context as _;
use chrono::Duration;
use kernel::{Timestamp, local_date};
use people::api::ClassId;
use portfolio::api::{self, Framework, NewSkillPositioning, PixFile, PixImportId};
use web::App;

use super::data::{DemoSkill, SkillsFile};
use super::people::DemoSchool;
use super::{clock_at, data, ids};

/// The positionings on their days, then the files of Pix.
///
/// # Errors
/// When a file does not fit, or when a command refuses.
pub async fn build(app: &App, demo: &DemoSchool, now: Timestamp) -> anyhow::Result<()> {
    for skill in data::read::<SkillsFile>("skills.toml")?.positionings {
        position(app, demo, &skill, now).await?;
    }
    let kept = send(app, demo, "profils.csv", 38, now).await?;
    let school = demo.school;
    let author = demo.person("enseignant")?;
    api::keep_certain_pix(&app.db, &clock_at(now, 38, 12), school, author, kept).await?;
    send(app, demo, "cyber.csv", 0, now).await?;
    Ok(())
}

async fn position(
    app: &App,
    demo: &DemoSchool,
    skill: &DemoSkill,
    now: Timestamp,
) -> anyhow::Result<()> {
    let (framework, target) = skill
        .skill
        .split_once('-')
        .with_context(|| format!("compétence inconnue\u{a0}: {}", skill.skill))?;
    let framework: Framework = framework
        .parse()
        .map_err(|_| anyhow::anyhow!("liste inconnue\u{a0}: {}", skill.skill))?;
    let new = NewSkillPositioning {
        framework,
        target: target.to_owned(),
        curriculum: (framework == Framework::Diploma).then_some(demo.curriculum),
        viewpoint: skill
            .viewpoint
            .parse()
            .map_err(|_| anyhow::anyhow!("point de vue inconnu\u{a0}: {}", skill.viewpoint))?,
        level: kernel::Level::new(skill.level)?,
        situation: skill.situation.clone(),
        report: None,
        comment: skill.comment.clone(),
    };
    let (learner, author) = (demo.person(&skill.learner)?, demo.person(&skill.author)?);
    let (school, clock) = (demo.school, clock_at(now, skill.days_ago, 16));
    app.db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move { api::position_on_skill(&tx, &clock, school, learner, author, &new).await }
        })
        .await?;
    Ok(())
}

/// Sends a file of Pix as the team would; `{3}` in it is the day three days ago.
async fn send(
    app: &App,
    demo: &DemoSchool,
    name: &str,
    days_ago: i64,
    now: Timestamp,
) -> anyhow::Result<PixImportId> {
    let mut text = String::from_utf8(data::bytes(&format!("pix/{name}"))?)?;
    for days in 0..=60 {
        let day = local_date(now) - Duration::days(days);
        text = text.replace(&format!("{{{days}}}"), &day.format("%d/%m/%Y").to_string());
    }
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(text.as_bytes())?;
    let class: ClassId = ids::id("class", "cs-sno");
    let class = people::api::class_of(&app.db, demo.school, class)
        .await?
        .context("la classe de démonstration manque")?;
    let sent = PixFile {
        path: file.path(),
        name,
        code: "",
    };
    let id = ids::id("pix", name);
    let clock = clock_at(now, days_ago, 12);
    let author = demo.person("enseignant")?;
    api::stage_pix(
        &app.db,
        &clock,
        demo.school,
        &class,
        author,
        &sent,
        Some(id),
    )
    .await?;
    Ok(id)
}
