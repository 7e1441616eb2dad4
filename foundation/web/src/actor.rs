//! Who asks.

use std::fmt;
use std::str::FromStr;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::request::Parts;
use kernel::{AccountId, Role, RoleSet, SchoolId, SecretHash, Timestamp};

use crate::session::SessionId;
use crate::{App, AppError};

/// A signed-in person in their current school. Loaded once per request.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The person.
    pub account: AccountId,
    /// The school that the session is in; everything the person sees is its.
    pub school: SchoolId,
    /// What the person may do there.
    pub roles: RoleSet,
    /// First name and name.
    pub display_name: String,
    /// The school's name, for the footer.
    pub school_name: String,
    /// Reading comfort chosen by the person.
    pub comfort: Comfort,
    /// Notifications not read yet.
    pub unread: u64,
    /// The session in use.
    pub session: SessionId,
    /// When the session was last noted as in use.
    pub last_seen: Timestamp,
    /// Whether the password must be chosen before anything else.
    pub must_choose_password: bool,
}

impl Actor {
    /// Whether the person holds `role` in the current school.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.has(role)
    }

    /// Whether the person holds one of `roles` in the current school.
    #[must_use]
    pub fn is_any(&self, roles: &[Role]) -> bool {
        self.roles.has_any(roles)
    }
}

/// Where people are known; implemented by the slice that holds accounts.
#[async_trait::async_trait]
pub trait Directory: Send + Sync + 'static {
    /// The person behind a session token, if the session is alive and the
    /// account is open. One statement.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn actor(
        &self,
        app: &App,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<Actor>, db::DbError>;

    /// The schools (id, name) that a person belongs to, the current one
    /// included. Asked only when an address leads to another school.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn schools_of(
        &self,
        app: &App,
        account: AccountId,
    ) -> Result<Vec<(SchoolId, String)>, db::DbError>;

    /// Whether there is no school yet: every page then leads to the installation.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn is_empty(&self, app: &App) -> Result<bool, db::DbError>;
}

impl FromRequestParts<App> for Actor {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, AppError> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| AppError::anonymous(parts))
    }
}

impl OptionalFromRequestParts<App> for Actor {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Option<Self>, AppError> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// Reading comfort: theme, size of the text, spacing, font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comfort {
    /// `auto`, `light` or `dark`.
    pub theme: &'static str,
    /// `md`, `lg` or `xl`.
    pub text: &'static str,
    /// `normal` or `wide`.
    pub spacing: &'static str,
    /// `atkinson` or `opendyslexic`.
    pub font: &'static str,
}

impl Default for Comfort {
    fn default() -> Self {
        Self {
            theme: "auto",
            text: "md",
            spacing: "normal",
            font: "atkinson",
        }
    }
}

impl Comfort {
    /// The choices named in a form; an unknown word counts as the default.
    #[must_use]
    pub fn from_choices(theme: &str, text: &str, spacing: &str, font: &str) -> Self {
        let pick = |word: &str, known: &'static [&'static str]| {
            known
                .iter()
                .find(|known| **known == word)
                .unwrap_or(&known[0])
        };
        Self {
            theme: pick(theme, &["auto", "light", "dark"]),
            text: pick(text, &["md", "lg", "xl"]),
            spacing: pick(spacing, &["normal", "wide"]),
            font: pick(font, &["atkinson", "opendyslexic"]),
        }
    }
}

impl fmt::Display for Comfort {
    /// As it is stored: `dark.lg.wide.atkinson`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.{}.{}.{}",
            self.theme, self.text, self.spacing, self.font
        )
    }
}

impl FromStr for Comfort {
    type Err = std::convert::Infallible;
    fn from_str(stored: &str) -> Result<Self, Self::Err> {
        let mut words = stored.split('.');
        let mut next = || words.next().unwrap_or("");
        Ok(Self::from_choices(next(), next(), next(), next()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comfort_is_read_back_and_unknown_words_fall_back() {
        let comfort = Comfort::from_choices("dark", "xl", "wide", "opendyslexic");
        assert_eq!(comfort.to_string().parse(), Ok(comfort));
        assert_eq!("<script>.9".parse(), Ok(Comfort::default()));
    }
}
