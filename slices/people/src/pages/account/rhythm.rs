//! How often a message tells what is new; having one sent now.

use axum::extract::State;
use axum::response::Response;
use chrono::Duration;
use serde::Deserialize;
use web::{Actor, App, AppResult, Flash, Form, attempts};

use super::address::only_with_mail;
use crate::mailing::commands;
use crate::mailing::model::Digest;

/// Messages asked for at once by one account.
const NOW: attempts::Limit = attempts::Limit {
    max: 5,
    window: Duration::hours(1),
};

/// How often a digest is wanted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RhythmForm {
    rythme: String,
}

/// Keeps how often.
pub async fn choose(
    State(app): State<App>,
    actor: Actor,
    Form(form): Form<RhythmForm>,
) -> AppResult<Response> {
    let Ok(digest) = form.rythme.parse::<Digest>() else {
        return Ok(Flash::danger("Choisissez un rythme dans la liste.").to("/notifications"));
    };
    let clock = app.clock.clone();
    let account = actor.account;
    let kept = app
        .db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::choose_digest(&tx, &clock, account, digest).await }
        })
        .await?;
    Ok(match kept {
        true => Flash::ok("Votre choix est enregistré."),
        false => Flash::danger("Confirmez d’abord une adresse dans «\u{202f}Mon compte\u{202f}»."),
    }
    .to("/notifications"))
}

/// Has the digest sent without waiting for its moment: whoever chose a rhythm
/// sees whether messages arrive.
pub async fn send_now(State(app): State<App>, actor: Actor) -> AppResult<Response> {
    only_with_mail(&app)?;
    let account = actor.account;
    let key = account.to_string();
    let counted = attempts::count(&app.db, &app.clock, "digest-now", &key, NOW).await?;
    if let Err(exhausted) = counted {
        let sentence = exhausted.sentence(app.clock.now());
        return Ok(Flash::danger(sentence).to("/notifications"));
    }
    let clock = app.clock.clone();
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::send_digest(&tx, &clock, account).await }
        })
        .await?;
    Ok(Flash::ok(
        "Un message part dans la minute. Ce qui vous a déjà été signalé par mail n’y revient pas.",
    )
    .to("/notifications"))
}
