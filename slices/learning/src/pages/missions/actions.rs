//! Putting missions in order, taking one out of its situation.

use axum::extract::State as Extract;
use axum::response::Response;
use web::{Actor, App, AppResult, Flash};

use crate::paths;
use crate::sheets::By;
use crate::situations::commands::{Direction, move_mission, set_mission_deleted};
use crate::situations::object::{MissionOf, Writes};

/// POST /situations/{situation}/missions/{mission}/monter
pub async fn up(
    Extract(app): Extract<App>,
    actor: Actor,
    mission: MissionOf<Writes>,
) -> AppResult<Response> {
    shift(&app, &actor, mission, Direction::Up).await
}

/// POST /situations/{situation}/missions/{mission}/descendre
pub async fn down(
    Extract(app): Extract<App>,
    actor: Actor,
    mission: MissionOf<Writes>,
) -> AppResult<Response> {
    shift(&app, &actor, mission, Direction::Down).await
}

async fn shift(
    app: &App,
    actor: &Actor,
    mission: MissionOf<Writes>,
    direction: Direction,
) -> AppResult<Response> {
    let (row, by) = (mission.mission, By::from(actor));
    let back = paths::mission(row.situation_id, row.id);
    app.db
        .write(move |tx| {
            let row = row.clone();
            async move { move_mission(&tx, by, &row, direction).await }
        })
        .await?;
    Ok(Flash::ok("Missions remises en ordre.").to(back))
}

/// POST /situations/{situation}/missions/{mission}/supprimer
pub async fn delete(
    Extract(app): Extract<App>,
    actor: Actor,
    mission: MissionOf<Writes>,
) -> AppResult<Response> {
    let form = paths::below_mission(mission.mission.situation_id, mission.mission.id, "modifier");
    change_presence(
        &app,
        &actor,
        mission,
        true,
        "Mission retirée. Vous pouvez la remettre ici.",
        form,
    )
    .await
}

/// POST /situations/{situation}/missions/{mission}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    mission: MissionOf<Writes>,
) -> AppResult<Response> {
    let back = paths::mission(mission.mission.situation_id, mission.mission.id);
    change_presence(
        &app,
        &actor,
        mission,
        false,
        "Mission remise, en dernière place.",
        back,
    )
    .await
}

async fn change_presence(
    app: &App,
    actor: &Actor,
    mission: MissionOf<Writes>,
    deleted: bool,
    sentence: &str,
    back: String,
) -> AppResult<Response> {
    let (row, clock, by) = (mission.mission, app.clock.clone(), By::from(actor));
    app.db
        .write(move |tx| {
            let (row, clock) = (row.clone(), clock.clone());
            async move { set_mission_deleted(&tx, &clock, by, &row, deleted).await }
        })
        .await?;
    Ok(Flash::ok(sentence).to(back))
}
