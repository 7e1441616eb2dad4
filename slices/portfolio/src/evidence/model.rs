//! What a piece is.

kernel::typed_ids! {
    /// A piece (« pièce »): a file or a link attached as evidence.
    pub struct EvidenceId;
}

/// A web address that can be followed safely: http or https.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link(String);

/// The text is no web address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Une adresse web commence par https:// ou http://. Copiez-la depuis la barre d’adresse du navigateur."
)]
pub struct LinkError;

/// Longer addresses are mistakes or attacks.
const MAX_LENGTH: usize = 2_000;

impl Link {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Link {
    type Err = LinkError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or(LinkError)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        let sound = !host.is_empty()
            && !host.contains('@')
            && text.len() <= MAX_LENGTH
            && !text
                .contains(|c: char| c.is_whitespace() || c.is_control() || c == '"' || c == '<');
        if sound {
            Ok(Self(text.to_owned()))
        } else {
            Err(LinkError)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_links() {
        for good in ["https://example.org", " http://example.org/a?b=c#d "] {
            assert!(good.parse::<Link>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "example.org",
            "javascript:alert(1)",
            "https://",
            "https://moi@ailleurs.example",
            "https://a b",
            "ftp://example.org",
            "https://x/\"><script>",
        ] {
            assert_eq!(bad.parse::<Link>(), Err(LinkError), "{bad}");
        }
    }
}
