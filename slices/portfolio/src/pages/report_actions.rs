//! What a learner does with a report besides writing: taking it back, going
//! on after the validation, showing the draft, the corbeille.

use axum::extract::State as Extract;
use axum::response::Response;
use serde::Deserialize;
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form};

use crate::paths;
use crate::report::object::Writes;
use crate::report::{Report, commands};

/// Runs a command on a report in a transaction of its own. A refusal of the
/// state of things leads back to the report with its sentence.
macro_rules! command {
    ($app:expr, $actor:expr, $report:expr, $command:ident $(, $argument:expr)*) => {{
        let (clock, school, author, id) =
            ($app.clock.clone(), $actor.school, $actor.account, $report.object.row.id);
        let done = $app
            .db
            .write(move |tx| {
                let clock = clock.clone();
                async move {
                    commands::$command(&tx, &clock, school, author, id $(, $argument)*).await
                }
            })
            .await;
        match done {
            Ok(()) => {}
            Err(commands::Refused::Because(sentence)) => {
                return Ok(Flash::danger(sentence).to(paths::report(id)));
            }
            Err(commands::Refused::Db(error)) => return Err(AppError::Db(error)),
        }
    }};
}

/// POST /dossier/comptes-rendus/{report}/reprendre
pub async fn withdraw(
    Extract(app): Extract<App>,
    actor: Actor,
    report: Authorised<Report, Writes>,
) -> AppResult<Response> {
    command!(app, actor, report, withdraw);
    Ok(
        Flash::ok("Vous avez repris votre copie. Soumettez-la quand elle sera prête.")
            .to(paths::report(report.object.row.id)),
    )
}

/// POST /dossier/comptes-rendus/{report}/rouvrir
pub async fn reopen(
    Extract(app): Extract<App>,
    actor: Actor,
    report: Authorised<Report, Writes>,
) -> AppResult<Response> {
    command!(app, actor, report, reopen);
    Ok(
        Flash::ok("Compte rendu rouvert. La version validée reste lisible parmi les versions.")
            .to(paths::report(report.object.row.id)),
    )
}

/// The switch that shows a draft to the team.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ShareForm {
    /// Not empty to show it.
    partage: String,
}

/// POST /dossier/comptes-rendus/{report}/partager
pub async fn share(
    Extract(app): Extract<App>,
    actor: Actor,
    report: Authorised<Report, Writes>,
    Form(form): Form<ShareForm>,
) -> AppResult<Response> {
    let shared = !form.partage.is_empty();
    command!(app, actor, report, share, shared);
    Ok(Flash::ok(match shared {
        true => "Brouillon montré à l’équipe\u{a0}: elle peut le lire et vous répondre.",
        false => "Brouillon caché\u{a0}: vous êtes de nouveau la seule personne à le lire.",
    })
    .to(paths::report(report.object.row.id)))
}

/// POST /dossier/comptes-rendus/{report}/supprimer
pub async fn delete(
    Extract(app): Extract<App>,
    actor: Actor,
    report: Authorised<Report, Writes>,
) -> AppResult<Response> {
    command!(app, actor, report, set_deleted, true);
    Ok(Flash::ok(format!(
        "Compte rendu mis à la corbeille. Vous pouvez l’en sortir pendant {} jours.",
        commands::KEPT_DELETED_DAYS
    ))
    .to(paths::REPORTS))
}

/// POST /dossier/comptes-rendus/{report}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    report: Authorised<Report, Writes>,
) -> AppResult<Response> {
    command!(app, actor, report, set_deleted, false);
    Ok(Flash::ok("Compte rendu sorti de la corbeille.").to(paths::report(report.object.row.id)))
}
