//! The front door: installation, sign-in, first sign-in, new password.

pub mod choose_password;
pub mod first_sign_in;
pub mod forgotten;
pub mod installation;
pub mod reset;
pub mod sign_in;
pub mod sign_out;
pub mod stop;

use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use chrono::Duration;
use db::Db;
use kernel::{Clock, Secret};
use web::attempts::{self, Limit};
use web::client::Client;
use web::{App, AppResult, cookies};

/// Attempts on one account.
const BY_ACCOUNT: Limit = Limit {
    max: 10,
    window: Duration::minutes(15),
};

/// Attempts from one address: several classes sign in behind the same one at
/// the beginning of an hour.
const BY_ADDRESS: Limit = Limit {
    max: 300,
    window: Duration::minutes(15),
};

/// Codes and links tried from one address: few people type one.
const CODES_BY_ADDRESS: Limit = Limit {
    max: 60,
    window: Duration::minutes(15),
};

/// The installation code, from anywhere: it is typed once in the life of a server.
const INSTALLATION: Limit = Limit {
    max: 10,
    window: Duration::minutes(15),
};

/// Counts an attempt from this address; the sentence says until when it is
/// blocked. Without an address (a socket) nothing is counted.
async fn count_address(
    app: &App,
    purpose: &str,
    client: &Client,
    limit: Limit,
) -> AppResult<Result<(), String>> {
    match client.ip {
        Some(ip) => count(&app.db, &app.clock, purpose, &ip.to_string(), limit).await,
        None => Ok(Ok(())),
    }
}

async fn count(
    db: &Db,
    clock: &Clock,
    purpose: &str,
    key: &str,
    limit: Limit,
) -> AppResult<Result<(), String>> {
    let counted = attempts::count(db, clock, purpose, key, limit).await?;
    Ok(counted.map_err(|exhausted| exhausted.sentence(clock.now())))
}

/// Hands the session to the browser, until it is closed: classroom computers
/// are shared.
fn start_session(app: &App, token: &Secret, to: &str) -> Response {
    let cookie = cookies::build(
        &app.config,
        cookies::session_name(&app.config),
        token.reveal().to_owned(),
    );
    (CookieJar::new().add(cookie), Redirect::to(to)).into_response()
}

/// What was typed, in capitals and in groups of four, as it is printed.
fn as_printed(typed: &str) -> Secret {
    let letters: Vec<char> = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .take(64)
        .collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    Secret::presented(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_typed_in_any_case_with_or_without_its_dashes() {
        for typed in ["ABCD-EFGH-JKMN", "abcd efgh jkmn", " abcdefghjkmn "] {
            assert_eq!(as_printed(typed).reveal(), "ABCD-EFGH-JKMN");
        }
        assert_eq!(as_printed("🦊").reveal(), "");
    }
}
