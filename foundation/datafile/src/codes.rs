//! Fields that mean more than a text: codes and addresses.

use toml::Spanned;

use crate::{Fields, quoted};

/// Longest code accepted: codes stand in addresses and column heads.
const CODE_MAX: usize = 24;

impl Fields<'_> {
    /// The field `code`: present, well formed, and not yet taken.
    pub fn code(&mut self) -> Option<Spanned<String>> {
        let code = self.text("code")?;
        let text = code.get_ref();
        // « . » and « .. » have a meaning of their own in an address.
        let fits = text.chars().count() <= CODE_MAX
            && text.starts_with(|first: char| first.is_ascii_alphanumeric())
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
        if !fits {
            self.report.add(
                &code.span(),
                format!("Le code {} n’est pas valable.", quoted(text)),
                format!("Un code a au plus {CODE_MAX} caractères\u{a0}: lettres sans accent, chiffres, point, tiret. Il commence par une lettre ou un chiffre."),
            );
            return None;
        }
        self.report.take_code(text, &code.span());
        Some(code)
    }

    /// Reports a code that does not begin as the one of its parent, named with its preposition
    /// (« au bloc 1 »). `expected` is what the code of that place would be.
    pub fn code_begins_with(
        &self,
        code: &Spanned<String>,
        prefix: &str,
        parent: &str,
        expected: &str,
    ) {
        let rest = code.get_ref().strip_prefix(prefix);
        if rest.is_none_or(str::is_empty) {
            self.problem(
                &code.span(),
                format!(
                    "Le code {} ne correspond pas {parent}.",
                    quoted(code.get_ref())
                ),
                format!(
                    "À cet endroit, le code commence par {}\u{a0}: par exemple {expected}.",
                    quoted(prefix)
                ),
            );
        }
    }

    /// An address of the Web that may be absent.
    pub fn web_address(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let url = self.optional_text(key)?;
        if !(url.get_ref().starts_with("https://") || url.get_ref().starts_with("http://")) {
            self.problem(
                &url.span(),
                format!("{} n’est pas une adresse Web.", quoted(url.get_ref())),
                "Une adresse Web commence par https://.",
            );
        }
        Some(url)
    }
}
