//! The pages of the slice, each with its template beside it.

pub mod access;
pub mod account;
pub mod classes;
pub mod persons;

use kernel::FieldErrors;

use crate::commands::Refused;

/// Where people land after signing in when nothing else is asked.
pub const HOME: &str = "/accueil";

/// An address of ours to go on to, as a form or a link names it. Nothing else
/// is accepted: a forged link must not lead out of Jalon.
pub fn local_path(text: &str) -> Option<&str> {
    let mut letters = text.chars();
    let local = letters.next() == Some('/')
        && letters.next() != Some('/')
        && text.len() <= 2_000
        && !text.chars().any(|c| c.is_control() || c == '\\');
    local.then_some(text)
}

/// Keeps the errors of a form to show it again; other refusals are error pages.
pub fn form_errors(refused: Refused) -> Result<FieldErrors, web::AppError> {
    match refused {
        Refused::Fields(errors) => Ok(errors),
        other => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_ours_are_gone_on_to() {
        assert_eq!(local_path("/classes/1?a=b#c"), Some("/classes/1?a=b#c"));
        assert_eq!(local_path("/"), Some("/"));
        for text in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
            "accueil",
        ] {
            assert_eq!(local_path(text), None, "{text}");
        }
    }
}
