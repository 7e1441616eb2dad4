//! The situations of the demo: VosRêves taken up, discussed and put to use,
//! and a draft that lacks things.

use std::sync::Arc;

use anyhow::Context as _;
use curriculum::Curriculum;
use kernel::{Clock, Timestamp};
use learning::api::{
    self, By, DocumentPlace, Ids, MissionId, NewMission, NewSituation, Refused, SituationId,
};
use learning::model::life::Action;
use learning::model::{MissionContent, SituationContent, State};
use learning::shipped::vosreves;
use web::App;

use super::data::{DemoComment, DemoDocument, DemoDraft, DemoStep, SituationsFile};
use super::people::DemoSchool;
use super::{clock_at, data, ids};

/// Takes up the situations of the guide and does with them what the file says.
///
/// # Errors
/// When the file does not fit, or when a command refuses.
pub async fn build(app: &App, demo: &DemoSchool, now: Timestamp) -> anyhow::Result<()> {
    let file: SituationsFile = data::read("situations.toml")?;
    let curriculum = curriculum::api::get(&app.db, demo.curriculum)
        .await?
        .context("Le référentiel de la démonstration n’est pas publié")?;
    let taken = fixed_ids();
    let by = by(demo, &file.taken_up_by)?;
    let work = (
        clock_at(now, file.taken_up_days_ago, 9),
        Arc::clone(&curriculum),
        taken.clone(),
    );
    app.db
        .write(move |tx| {
            let (clock, curriculum, ids) = work.clone();
            async move { api::take_up(&tx, &clock, by, vosreves(), &curriculum, &ids).await }
        })
        .await?;
    for step in file.steps {
        go(app, demo, &taken, step, now).await?;
    }
    for document in &file.documents {
        join(app, demo, &taken, document, now).await?;
    }
    for comment in file.comments {
        say(app, demo, &taken, comment, now).await?;
    }
    draft(app, demo, &taken, &curriculum, file.draft, now).await
}

/// Identifiers that are the same in every demo.
fn fixed_ids() -> Ids {
    let situations = vosreves().situations.iter().enumerate();
    Ids {
        organisation: ids::id("organisation", "vosreves"),
        situations: situations
            .map(|(index, file)| {
                let key = format!("vosreves-{}", index + 1);
                let mission = |n: usize| ids::id("mission", &format!("{key}-{}", n + 1));
                let missions: Vec<MissionId> = (0..file.missions.len()).map(mission).collect();
                (ids::id::<SituationId>("situation", &key), missions)
            })
            .collect(),
    }
}

fn by(demo: &DemoSchool, key: &str) -> anyhow::Result<By> {
    Ok(By {
        school: demo.school,
        account: demo.person(key)?,
    })
}

/// The situation of that number, from 1, with its missions.
fn numbered(taken: &Ids, number: usize) -> anyhow::Result<&(SituationId, Vec<MissionId>)> {
    number
        .checked_sub(1)
        .and_then(|index| taken.situations.get(index))
        .with_context(|| format!("Il n’y a pas de situation {number} dans la démonstration"))
}

async fn go(
    app: &App,
    demo: &DemoSchool,
    taken: &Ids,
    step: DemoStep,
    now: Timestamp,
) -> anyhow::Result<()> {
    let (id, by) = (numbered(taken, step.situation)?.0, by(demo, &step.by)?);
    let action = match step.to.parse::<State>() {
        Ok(State::Proposed) => Action::Propose,
        Ok(State::InUse) => Action::Adopt,
        Ok(State::Draft) => Action::Rework,
        Err(_) => anyhow::bail!("état inconnu\u{a0}: {}", step.to),
    };
    let clock = clock_at(now, step.days_ago, 11);
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { api::change_state(&tx, &clock, by, id, action).await }
        })
        .await?;
    Ok(())
}

async fn say(
    app: &App,
    demo: &DemoSchool,
    taken: &Ids,
    comment: DemoComment,
    now: Timestamp,
) -> anyhow::Result<()> {
    let (id, by) = (
        numbered(taken, comment.situation)?.0,
        by(demo, &comment.by)?,
    );
    let work = (clock_at(now, comment.days_ago, 17), comment.text);
    app.db
        .write(move |tx| {
            let (clock, text) = work.clone();
            async move { api::add_comment(&tx, &clock, by, id, text.trim()).await }
        })
        .await?;
    Ok(())
}

async fn join(
    app: &App,
    demo: &DemoSchool,
    taken: &Ids,
    document: &DemoDocument,
    now: Timestamp,
) -> anyhow::Result<()> {
    let (situation, missions) = numbered(taken, document.situation)?;
    let by = by(demo, &document.by)?;
    let place = DocumentPlace {
        situation: *situation,
        mission: document
            .mission
            .and_then(|number| missions.get(number.checked_sub(1)?).copied()),
        id: Some(ids::id("document", &document.file)),
    };
    let bytes = bytes::Bytes::from(data::bytes(&format!("documents/{}", document.file))?);
    let stream = futures::stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
    let incoming = app.files.receive(stream, &document.file).await?;
    let prepared = app.files.accept(by.school, by.account, incoming).await?;
    let clock: Clock = clock_at(now, document.days_ago, 10);
    let work = (clock, app.files.clone(), prepared, document.about.clone());
    app.db
        .write(move |tx| {
            let (clock, files, prepared, about) = work.clone();
            async move {
                api::add_document(&tx, &clock, &files, by, place, &prepared, &about).await
            }
        })
        .await?;
    Ok(())
}

async fn draft(
    app: &App,
    demo: &DemoSchool,
    taken: &Ids,
    curriculum: &Arc<Curriculum>,
    draft: DemoDraft,
    now: Timestamp,
) -> anyhow::Result<()> {
    let by = by(demo, &draft.by)?;
    let new = NewSituation {
        id: ids::id("situation", "entraide"),
        curriculum: curriculum.code.clone(),
        content: SituationContent {
            title: draft.title,
            organisation: Some(taken.organisation),
            context: draft.context,
            intention: draft.intention,
            ..SituationContent::default()
        },
    };
    let mission = NewMission {
        id: ids::id("mission", "entraide-1"),
        situation: new.id,
        content: MissionContent {
            title: draft.mission,
            targets: draft.targets,
            ..MissionContent::default()
        },
    };
    let clock = clock_at(now, draft.days_ago, 16);
    let work = (clock, Arc::clone(curriculum), new, mission);
    app.db
        .write(move |tx| {
            let (clock, curriculum, new, mission) = work.clone();
            async move {
                api::begin(&tx, &clock, by, &new).await?;
                api::begin_mission(&tx, &clock, by, &curriculum, &mission).await?;
                Ok::<_, Refused>(())
            }
        })
        .await?;
    Ok(())
}
