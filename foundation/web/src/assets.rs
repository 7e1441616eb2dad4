//! The built assets: style, scripts, icons, fonts. Their names hold a hash of
//! their content, so browsers keep them for ever.

use std::collections::HashMap;
use std::sync::OnceLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use http::{HeaderMap, StatusCode};
use rust_embed::RustEmbed;

use crate::{AppError, Route};

#[derive(RustEmbed)]
#[folder = "../../frontend/dist"]
// The fonts of the PDF: `documents-typst` has them, no page uses them.
#[exclude = "polices/*"]
struct Dist;

/// Where assets are served.
pub const PREFIX: &str = "/actifs/";

/// The address of an asset by its plain name. An unknown name is left as it
/// is: the browser's 404 shows the mistake in development.
#[must_use]
pub fn url(name: &str) -> String {
    static MANIFEST: OnceLock<HashMap<String, String>> = OnceLock::new();
    let manifest = MANIFEST.get_or_init(|| {
        Dist::get("manifest.json")
            .and_then(|file| serde_json::from_slice(&file.data).ok())
            .unwrap_or_default()
    });
    let hashed = manifest.get(name).map_or(name, String::as_str);
    format!("{PREFIX}{hashed}")
}

/// The route that serves them.
#[must_use]
pub fn route() -> Route {
    Route::get("/actifs/{asset}", serve).public()
}

async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, AppError> {
    let content_type = content_type(&name).ok_or(AppError::NotFound)?;
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let compressed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| accepts(accepted, encoding))
        .find_map(|(encoding, ending)| {
            Dist::get(&format!("{name}.{ending}")).map(|file| (file, encoding))
        });
    let cache = [
        (CONTENT_TYPE, content_type),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (VARY, "accept-encoding"),
    ];
    match compressed {
        Some((file, encoding)) => Ok((
            StatusCode::OK,
            cache,
            [(CONTENT_ENCODING, encoding)],
            file.data.into_owned(),
        )
            .into_response()),
        None => {
            let file = Dist::get(&name).ok_or(AppError::NotFound)?;
            Ok((StatusCode::OK, cache, file.data.into_owned()).into_response())
        }
    }
}

fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        parts.next() == Some(encoding) && parts.next() != Some("q=0")
    })
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_s_assets_are_built_and_hashed() {
        for name in ["jalon.css", "jalon.js", "icons.svg", "favicon.svg"] {
            let address = url(name);
            let hashed = address.strip_prefix(PREFIX).unwrap();
            assert_ne!(hashed, name, "no hash for {name}");
            assert!(Dist::get(hashed).is_some(), "{hashed} is missing");
        }
    }

    #[test]
    fn fonts_that_no_page_uses_are_not_carried_along() {
        assert!(Dist::iter().all(|name| !name.ends_with(".ttf")));
        assert!(Dist::iter().any(|name| name.ends_with(".woff2")));
    }

    #[test]
    fn an_encoding_refused_by_the_browser_is_not_sent() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("", "gzip"));
    }
}
