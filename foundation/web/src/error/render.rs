//! The page of an error.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use http::header::CACHE_CONTROL;
use http::request::Parts;

use super::ErrorNote;
use crate::{App, Shell, client};

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    status: u16,
    title: &'static str,
    sentence: String,
    links: Vec<(&'static str, String)>,
    /// The school to change over to: identifier, address to come back to.
    switch: Option<(String, String)>,
    support_id: Option<String>,
}

/// The page (or, for our scripts, the JSON) that says what `response` means.
pub(crate) fn page(parts: &Parts, app: &App, response: Response) -> Response {
    let status = response.status();
    let note = response.extensions().get::<ErrorNote>().cloned();
    let sentence = note.as_ref().map_or_else(
        || default_sentence(status).to_owned(),
        |n| n.sentence.clone(),
    );
    if client::is_script(&parts.headers) {
        return (
            status,
            axum::Json(serde_json::json!({ "message": sentence })),
        )
            .into_response();
    }
    let shell = Shell::of(parts, app);
    let mut links = vec![if shell.user.is_some() {
        ("Revenir à l’accueil", "/accueil".to_owned())
    } else {
        ("Aller à la page de connexion", "/connexion".to_owned())
    }];
    if status.is_server_error() {
        links.insert(0, ("Réessayer", shell.path.clone()));
    }
    links.push(("Lire l’aide", "/aide".to_owned()));
    let support_id = status
        .is_server_error()
        .then(|| parts.headers.get("x-request-id"))
        .flatten()
        .and_then(|id| id.to_str().ok())
        .map(str::to_owned);
    let page = ErrorPage {
        shell,
        status: status.as_u16(),
        title: title(status),
        sentence,
        links,
        switch: note
            .and_then(|note| note.switch)
            .map(|(school, _, path)| (school.to_string(), path)),
        support_id,
    };
    match page.render() {
        Ok(html) => (status, [(CACHE_CONTROL, "no-store")], Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page could not be rendered");
            (status, page.sentence).into_response()
        }
    }
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => "Page introuvable",
        StatusCode::FORBIDDEN => "Accès fermé",
        StatusCode::CONFLICT => "Modification au même moment",
        StatusCode::PAYLOAD_TOO_LARGE => "Envoi trop volumineux",
        StatusCode::TOO_MANY_REQUESTS => "Trop d’essais",
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => "Jalon est très occupé",
        StatusCode::INSUFFICIENT_STORAGE => "Plus de place",
        _ if status.is_server_error() => "Une erreur est survenue",
        _ => "Demande non comprise",
    }
}

fn default_sentence(status: StatusCode) -> &'static str {
    match status {
        StatusCode::FORBIDDEN => {
            "La demande venait d’un autre site\u{a0}: par sécurité, elle n’a pas été exécutée. Rien n’a été modifié."
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            "L’envoi est trop volumineux. Rien n’a été modifié\u{a0}; revenez en arrière pour retrouver votre saisie."
        }
        StatusCode::GATEWAY_TIMEOUT => {
            "La réponse a pris trop de temps. Ce qui était enregistré l’est toujours\u{a0}; réessayez dans un instant."
        }
        _ if status.is_server_error() => {
            "Jalon a rencontré une erreur. Ce qui était enregistré l’est toujours."
        }
        _ => "La demande n’a pas été comprise. Rien n’a été modifié.",
    }
}
