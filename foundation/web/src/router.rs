//! The layers around every route, outermost last: request id, trace, panics,
//! security headers, cross-site check, session, error pages, then the gate
//! and the limits of the route itself.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE, STRICT_TRANSPORT_SECURITY};
use http::{HeaderName, HeaderValue, StatusCode};
use kernel::Secret;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::error::ErrorNote;
use crate::module::{Access, Route};
use crate::{Actor, App, AppError, assets, client, cookies, error::render, session};

/// Forms are text: four megabytes hold the longest report many times over.
const FORM_LIMIT: usize = 4 * 1024 * 1024;
/// No page takes this long; an upload or a download may.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// All routes of the modules, behind all layers.
///
/// # Errors
/// When the public address is no origin that the cross-site check could trust.
pub fn build(app: App) -> Result<Router, Box<dyn std::error::Error + Send + Sync>> {
    let mut router = Router::new();
    let own = [assets::route()];
    for route in own.iter().chain(app.modules.iter().flat_map(|m| &m.routes)) {
        router = router.route(route.path, gated(route));
    }
    let csrf = CsrfLayer::new().add_trusted_origin(&app.config.public_url)?;
    let request_id = HeaderName::from_static("x-request-id");
    Ok(router
        .fallback(|| async { AppError::NotFound })
        .method_not_allowed_fallback(|| async { AppError::NotFound })
        .layer(csrf)
        .layer(CatchPanicLayer::custom(|_| {
            AppError::internal("a handler panicked").into_response()
        }))
        .layer(from_fn_with_state(app.clone(), error_pages))
        .layer(from_fn_with_state(app.clone(), clear_flash))
        .layer(from_fn_with_state(app.clone(), identify))
        .layer(from_fn_with_state(app.clone(), security_headers))
        .layer(
            TraceLayer::new_for_http().make_span_with(|request: &Request| {
                // The pattern, not the address: identifiers stay out of the log.
                let route = request
                    .extensions()
                    .get::<axum::extract::MatchedPath>()
                    .map_or("-", |path| path.as_str());
                tracing::info_span!("request", method = %request.method(), route)
            }),
        )
        .layer(PropagateRequestIdLayer::new(request_id.clone()))
        .layer(SetRequestIdLayer::new(request_id, MakeRequestUuid))
        .with_state(app))
}

/// The route behind its gate and its limits.
fn gated(route: &Route) -> axum::routing::MethodRouter<App> {
    let access = route.access;
    let handler = route.handler.clone();
    let handler = if route.streams {
        handler.layer::<_, Infallible>(DefaultBodyLimit::disable())
    } else {
        handler
            .layer::<_, Infallible>(DefaultBodyLimit::max(FORM_LIMIT))
            .layer(TimeoutLayer::with_status_code(
                StatusCode::GATEWAY_TIMEOUT,
                TIME_LIMIT,
            ))
    };
    handler.layer(from_fn(move |request: Request, next: Next| {
        gate(access, request, next)
    }))
}

/// Lets in whoever holds one of the roles of the route.
async fn gate(access: Access, request: Request, next: Next) -> Result<Response, AppError> {
    let Access::Session(roles) = access else {
        return Ok(next.run(request).await);
    };
    let (parts, body) = request.into_parts();
    let Some(actor) = parts.extensions.get::<Actor>() else {
        return Err(AppError::anonymous(&parts));
    };
    if !actor.is_any(roles) {
        return Err(AppError::Forbidden);
    }
    if actor.must_choose_password && !PASSWORD_PATHS.contains(&parts.uri.path()) {
        return Ok(Redirect::to("/premiere-connexion/mot-de-passe").into_response());
    }
    Ok(next.run(Request::from_parts(parts, body)).await)
}

/// What somebody who must first choose a password can still reach.
const PASSWORD_PATHS: &[&str] = &[
    "/premiere-connexion/mot-de-passe",
    "/deconnexion",
    "/preferences",
];

/// Finds out who asks, once.
async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with(assets::PREFIX) {
        return next.run(request).await;
    }
    let jar = CookieJar::from_headers(request.headers());
    if let Some(cookie) = jar.get(cookies::session_name(&app.config)) {
        let token = Secret::presented(cookie.value()).hash();
        match app.directory.actor(&app, &token, app.clock.now()).await {
            Ok(Some(actor)) => {
                if let Err(error) = session::touch(&app, actor.session, actor.last_seen).await {
                    let error = kernel::causes(&error);
                    tracing::warn!(error, "a session could not be noted as in use");
                }
                request.extensions_mut().insert(actor);
            }
            Ok(None) => {}
            Err(error) => {
                let (parts, _) = request.into_parts();
                return render::page(&parts, &app, AppError::from(error).into_response());
            }
        }
    }
    next.run(request).await
}

/// Turns the errors of handlers and of the libraries into our pages.
async fn error_pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let response = next.run(Request::from_parts(parts.clone(), body)).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let ours = response.extensions().get::<ErrorNote>().is_some();
    let is_content = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|t| !t.as_bytes().starts_with(b"text/plain"));
    if !ours && is_content {
        return response;
    }
    if status == StatusCode::UNAUTHORIZED && !client::is_script(&parts.headers) {
        return sign_in_first(&response);
    }
    render::page(&parts, &app, response)
}

/// 303 to the sign-in form, which leads back.
fn sign_in_first(response: &Response) -> Response {
    let next = response
        .extensions()
        .get::<ErrorNote>()
        .and_then(|note| note.next.clone());
    let address = match next {
        Some(next) if next != "/" => {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("suite", &next)
                .finish();
            format!("/connexion?{query}")
        }
        _ => "/connexion".to_owned(),
    };
    Redirect::to(&address).into_response()
}

/// A message is shown once: the page that shows it takes its cookie away.
async fn clear_flash(State(app): State<App>, request: Request, next: Next) -> Response {
    let shown = CookieJar::from_headers(request.headers())
        .get(cookies::FLASH)
        .is_some();
    let mut response = next.run(request).await;
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    if shown
        && is_page
        && let Ok(header) =
            HeaderValue::from_str(&cookies::removal(&app.config, cookies::FLASH).to_string())
    {
        response.headers_mut().append(SET_COOKIE, header);
    }
    response
}

/// A browser that came once over https keeps to it for a year. Neighbours
/// below the same name are left out: they may speak http.
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// One policy for the whole application; a download narrows it further.
async fn security_headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if app.config.public_url.starts_with("https://") {
        headers.insert(STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    }
    for (name, value) in [
        (
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        ),
        ("x-frame-options", "DENY"),
    ] {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if !headers.contains_key(CACHE_CONTROL) && !headers.contains_key(LOCATION) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}
