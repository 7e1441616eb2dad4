//! The buttons of a campaign: remind, close.

use axum::extract::State as Extract;
use axum::response::Response;
use kernel::count;
use web::{Actor, App, AppResult, Authorised};

use super::answer;
use crate::acting::By;
use crate::campaigns::object::{Campaign, Leads};
use crate::campaigns::{commands, paths};

/// POST /numerique/campagnes/{campaign}/relancer
pub async fn remind(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Campaign, Leads>,
) -> AppResult<Response> {
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), found.object.row.id);
    let done = app.db.write(move |tx| {
        let clock = clock.clone();
        async move { commands::remind(&tx, &clock, by, id).await }
    });
    let (done, said) = match done.await {
        Ok(people) => {
            let people = count(people as u64, "personne", "personnes");
            (
                Ok(()),
                format!("La relance est partie\u{a0}: {people} la recevront."),
            )
        }
        Err(refused) => (Err(refused), String::new()),
    };
    answer(done, said, paths::campaign(id))
}

/// POST /numerique/campagnes/{campaign}/clore
pub async fn close(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Campaign, Leads>,
) -> AppResult<Response> {
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), found.object.row.id);
    let done = app.db.write(move |tx| {
        let clock = clock.clone();
        async move { commands::close(&tx, &clock, by, id).await }
    });
    answer(
        done.await,
        "La campagne est close. La position collective ne change plus, et les réponses individuelles sont effacées.",
        paths::campaign(id),
    )
}
