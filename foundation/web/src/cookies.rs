//! Our cookies: names and attributes in one place.

use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::Config;

/// The session.
#[must_use]
pub fn session_name(config: &Config) -> &'static str {
    if config.secure_cookies() {
        "__Host-jalon"
    } else {
        "jalon"
    }
}

/// A message for the next page.
pub const FLASH: &str = "jalon-message";
/// Reading comfort of somebody who is not signed in.
pub const COMFORT: &str = "jalon-confort";

/// A cookie for our site alone, out of the reach of scripts.
#[must_use]
pub fn build(config: &Config, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(config.secure_cookies())
        .build()
}

/// The cookie that removes `name`.
#[must_use]
pub fn removal(config: &Config, name: &'static str) -> Cookie<'static> {
    let mut cookie = build(config, name, String::new());
    cookie.make_removal();
    cookie
}
