//! A form as its page shows it: what was typed, and what is wrong with it.

use kernel::FieldErrors;

/// A field of a form on its page; the macros of `macros/form.html` draw it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// The `name` in the form.
    pub name: &'static str,
    /// The `id` in the page; unique there.
    pub id: String,
    /// What was typed or stored.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl Field {
    /// A field with its value, nothing wrong.
    #[must_use]
    pub fn new(name: &'static str, value: impl Into<String>) -> Self {
        Self {
            name,
            id: name.replace('_', "-"),
            value: value.into(),
            error: None,
        }
    }

    /// A field with its value and the message that `errors` has for it.
    #[must_use]
    pub fn with(name: &'static str, value: impl Into<String>, errors: &FieldErrors) -> Self {
        Self {
            error: errors.get(name).map(str::to_owned),
            ..Self::new(name, value)
        }
    }

    /// The same field under another id, where a page repeats a form.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// Whether something is wrong with it.
    #[must_use]
    pub fn invalid(&self) -> bool {
        self.error.is_some()
    }

    /// Whether `value` is the one chosen, for selects and radios.
    #[must_use]
    pub fn is(&self, value: &str) -> bool {
        self.value == value
    }
}

/// One line of the summary at the top of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryLine {
    /// The `id` of the field that it leads to.
    pub field_id: String,
    /// What is wrong.
    pub message: String,
}

/// The summary of all that is wrong, in the order of the fields.
#[must_use]
pub fn summary(errors: &FieldErrors) -> Vec<SummaryLine> {
    errors
        .iter()
        .map(|error| SummaryLine {
            field_id: error.field.replace('_', "-"),
            message: error.message.clone(),
        })
        .collect()
}

/// A required line of text: trimmed, without control characters, at most
/// `max` characters.
///
/// # Errors
/// A French sentence naming the field as `what` (« Le titre »).
pub fn required_line(text: &str, what: &str, max: usize) -> Result<String, String> {
    match optional_line(text, what, max)? {
        Some(line) => Ok(line),
        None => Err(format!("{what} est à remplir.")),
    }
}

/// An optional line of text; see [`required_line`].
///
/// # Errors
/// When it is too long.
pub fn optional_line(text: &str, what: &str, max: usize) -> Result<Option<String>, String> {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = line.chars().count();
    if length > max {
        return Err(too_long(what, max, length));
    }
    Ok((!line.is_empty()).then_some(line))
}

/// A text of several lines, at most `max` characters. Line ends become `\n`.
///
/// # Errors
/// When it is too long.
pub fn long_text(text: &str, what: &str, max: usize) -> Result<String, String> {
    let text: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    let text = text.trim_end();
    let length = text.chars().count();
    if length > max {
        return Err(too_long(what, max, length));
    }
    Ok(text.to_owned())
}

fn too_long(what: &str, max: usize, length: usize) -> String {
    format!(
        "{what} compte {length}\u{a0}caractères\u{a0}; le maximum est {max}. Raccourcissez, puis enregistrez à nouveau."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_loses_its_control_characters_and_doubled_spaces() {
        assert_eq!(
            required_line("  Mon\ttitre\n\u{7}  ", "Le titre", 20),
            Ok("Mon titre".to_owned())
        );
        assert_eq!(
            required_line(" \n ", "Le titre", 20),
            Err("Le titre est à remplir.".to_owned())
        );
    }

    #[test]
    fn a_megabyte_of_title_is_refused_with_its_length() {
        let error = required_line(&"a".repeat(1_000_000), "Le titre", 200).unwrap_err();
        assert!(
            error.contains("1000000") && error.contains("200"),
            "{error}"
        );
    }

    #[test]
    fn a_long_text_keeps_its_lines() {
        assert_eq!(
            long_text("un\r\n\r\ndeux\u{0}  \r\n", "Le texte", 100),
            Ok("un\n\ndeux".to_owned())
        );
    }
}
