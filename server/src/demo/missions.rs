//! The missions entrusted to the demo class, each on its past day.

use std::collections::HashMap;

use anyhow::{Context as _, ensure};
use chrono::{Duration, NaiveDate};
use kernel::{AccountId, SchoolId, Timestamp, local_date};
use learning::api::{
    Adaptation, AssignmentId, By, Dates, MissionId, NewAssignment, Refused, SituationId, Terms,
    Whom, adapt, entrust,
};
use learning::shipped::vosreves;
use people::api::{ClassId, GroupId};
use web::App;

use super::data::{DemoAdaptation, DemoMission, MissionsFile, Recipients};
use super::people::DemoSchool;
use super::{clock_at, data, ids};

/// Which report was begun from which mission.
pub type Links = HashMap<String, AssignmentId>;

/// A mission of VosRêves in the demo school, with its title.
type Placed = (SituationId, MissionId, String);

/// Entrusts the missions and says which reports are about them.
///
/// # Errors
/// When the file does not fit, or when a command refuses.
pub async fn build(app: &App, demo: &DemoSchool, now: Timestamp) -> anyhow::Result<Links> {
    let mut links = Links::new();
    for mission in data::read::<MissionsFile>("missions.toml")?.missions {
        let found = placed(mission.situation, mission.mission);
        let found = found.with_context(|| {
            format!(
                "La situation {} n’a pas de mission {}",
                mission.situation, mission.mission
            )
        })?;
        let id = give(app, demo, &mission, found, now).await?;
        for adaptation in &mission.adaptations {
            write(app, demo, &mission, id, adaptation, now).await?;
        }
        for report in mission.reports {
            let before = links.insert(report, id);
            ensure!(
                before.is_none(),
                "Un compte rendu est dans deux missions de missions.toml"
            );
        }
    }
    Ok(links)
}

/// A mission by the numbers of its situation and its own, from 1.
fn placed(situation: usize, mission: usize) -> Option<Placed> {
    let file = vosreves().situations.get(situation.checked_sub(1)?)?;
    let title = &file.missions.get(mission.checked_sub(1)?)?.title;
    let key = format!("vosreves-{situation}");
    Some((
        ids::id("situation", &key),
        ids::id("mission", &format!("{key}-{mission}")),
        title.clone(),
    ))
}

async fn give(
    app: &App,
    demo: &DemoSchool,
    mission: &DemoMission,
    (situation, number, title): Placed,
    now: Timestamp,
) -> anyhow::Result<AssignmentId> {
    let class: ClassId = ids::id("class", "cs-sno");
    let whom = whom(demo, &mission.to)?;
    let day = |days: Option<i64>| -> Option<NaiveDate> {
        days.map(|days| local_date(now) + Duration::days(days))
    };
    let new = NewAssignment {
        id: ids::id("assignment", &mission.key),
        situation,
        mission: number,
        title,
        class,
        terms: Terms {
            concerned: concerned(app, demo.school, class, &whom).await?,
            whom,
            dates: Dates {
                begin_on: day(mission.begin_in_days),
                due_on: day(mission.due_in_days),
            },
            message: mission.message.clone(),
        },
    };
    let by = By {
        school: demo.school,
        account: demo.person(&mission.teacher)?,
    };
    let work = (clock_at(now, mission.given_days_ago, 10), new);
    let id = app
        .db
        .write(move |tx| {
            let (clock, new) = work.clone();
            async move {
                let id = entrust(&tx, &clock, by, &new, true).await?;
                Ok::<_, Refused>(id)
            }
        })
        .await?;
    Ok(id)
}

fn whom(demo: &DemoSchool, to: &Recipients) -> anyhow::Result<Whom> {
    Ok(match to {
        Recipients::Named(class) if class == "class" => Whom::Class,
        Recipients::Named(group) => Whom::Group(ids::id::<GroupId>("group", group)),
        Recipients::Learners(keys) => Whom::Learners(
            keys.iter()
                .map(|key| demo.person(key))
                .collect::<anyhow::Result<Vec<_>>>()?,
        ),
    })
}

async fn concerned(
    app: &App,
    school: SchoolId,
    class: ClassId,
    whom: &Whom,
) -> anyhow::Result<Vec<AccountId>> {
    Ok(match whom {
        Whom::Class => people::api::learners_of_class(&app.db, school, class)
            .await?
            .into_iter()
            .map(|learner| learner.account)
            .collect(),
        Whom::Group(group) => people::api::group_of(&app.db, school, *group)
            .await?
            .map_or_else(Vec::new, |group| group.members),
        Whom::Learners(learners) => learners.clone(),
    })
}

/// What is asked of one learner alone, the day after.
async fn write(
    app: &App,
    demo: &DemoSchool,
    mission: &DemoMission,
    id: AssignmentId,
    adaptation: &DemoAdaptation,
    now: Timestamp,
) -> anyhow::Result<()> {
    let by = By {
        school: demo.school,
        account: demo.person(&mission.teacher)?,
    };
    let learner = demo.person(&adaptation.learner)?;
    let text = Adaptation {
        resources: adaptation.resources.clone(),
        expectations: adaptation.expectations.clone(),
    };
    let work = (clock_at(now, mission.given_days_ago - 1, 17), text);
    app.db
        .write(move |tx| {
            let (clock, text) = work.clone();
            async move { adapt(&tx, &clock, by, id, learner, 0, &text).await }
        })
        .await?;
    Ok(())
}
