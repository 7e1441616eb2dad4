//! `/sante`: whether the service can answer, for those who watch over it.

use axum::extract::State;
use http::StatusCode;
use sea_orm::ConnectionTrait;
use web::App;

/// 200 « ok » when the database answers, 503 otherwise. Says nothing else.
pub async fn health(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.db.reader().execute_unprepared("SELECT 1").await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "base de données injoignable\n",
        ),
    }
}
