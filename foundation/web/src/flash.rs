//! A sentence for the next page: « Compte rendu soumis. »

use axum::response::{IntoResponse, IntoResponseParts, Redirect, Response, ResponseParts};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderValue;
use http::header::SET_COOKIE;

use crate::cookies;

/// A message shown once, on the page that follows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Flash {
    kind: Kind,
    /// The French sentence.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Ok,
    Warn,
    Danger,
}

impl Flash {
    /// It worked.
    #[must_use]
    pub fn ok(text: impl Into<String>) -> Self {
        Self {
            kind: Kind::Ok,
            text: text.into(),
        }
    }

    /// It worked, but.
    #[must_use]
    pub fn warn(text: impl Into<String>) -> Self {
        Self {
            kind: Kind::Warn,
            text: text.into(),
        }
    }

    /// It did not work.
    #[must_use]
    pub fn danger(text: impl Into<String>) -> Self {
        Self {
            kind: Kind::Danger,
            text: text.into(),
        }
    }

    /// `ok`, `warn` or `danger`: the notice that shows it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.kind {
            Kind::Ok => "ok",
            Kind::Warn => "warn",
            Kind::Danger => "danger",
        }
    }

    /// Post, redirect, get: leads to `address`, which shows the message.
    pub fn to(self, address: impl std::fmt::Display) -> Response {
        (self, Redirect::to(&address.to_string())).into_response()
    }

    pub(crate) fn from_cookie(value: &str) -> Option<Self> {
        let json = URL_SAFE_NO_PAD.decode(value).ok()?;
        serde_json::from_slice(&json).ok()
    }
}

impl IntoResponseParts for Flash {
    type Error = std::convert::Infallible;
    fn into_response_parts(
        self,
        mut response: ResponseParts,
    ) -> Result<ResponseParts, Self::Error> {
        let json = serde_json::to_vec(&self).unwrap_or_default();
        let value = URL_SAFE_NO_PAD.encode(json);
        let cookie = format!(
            "{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60",
            cookies::FLASH
        );
        if let Ok(header) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, header);
        }
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_survives_its_cookie_and_a_forged_one_is_dropped() {
        let flash = Flash::ok("Compte rendu soumis\u{a0}: « l’été »");
        let response = flash.clone().to("/dossier");
        let cookie = response.headers()[SET_COOKIE].to_str().unwrap();
        let value = cookie.split(['=', ';']).nth(1).unwrap();
        assert_eq!(Flash::from_cookie(value), Some(flash));
        assert_eq!(Flash::from_cookie("%%%"), None);
    }
}
