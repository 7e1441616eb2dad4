//! Addresses: of those who receive, of the sender.

use std::fmt;
use std::str::FromStr;

/// Longest address (RFC 5321, 4.5.3.1.3, without the angle brackets).
const LONGEST: usize = 254;

/// The address of a person, in small letters: one mailbox, however it is typed.
#[derive(Clone, PartialEq, Eq, Hash, sea_orm::DeriveValueType)]
pub struct Address(String);

/// Why a text is no address, as a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "Cette adresse ne se lit pas\u{a0}: écrivez-la ainsi\u{a0}: prenom.nom@exemple.fr, sans accent ni espace."
)]
pub struct InvalidAddress;

impl Address {
    /// As it is stored and shown to its owner.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What a person typed, folded; it need not be valid to be looked for.
    #[must_use]
    pub fn typed(text: &str) -> String {
        text.trim().to_lowercase().chars().take(LONGEST).collect()
    }
}

impl FromStr for Address {
    type Err = InvalidAddress;
    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        let folded = text.trim().to_lowercase();
        // Few servers take an address that is not ASCII; a quoted local part
        // may hold anything and is nobody's.
        let plain = folded.len() <= LONGEST
            && folded.chars().all(|c| c.is_ascii_graphic() && c != '"')
            && folded
                .rsplit_once('@')
                .is_some_and(|(_, domain)| domain.contains('.') || domain == "localhost");
        if plain && folded.parse::<lettre::Address>().is_ok() {
            Ok(Self(folded))
        } else {
            Err(InvalidAddress)
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Address {
    // Personal data: not in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

/// Who the messages come from: « Jalon <jalon@lycee.fr> », or the address alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender(pub(crate) lettre::message::Mailbox);

/// Why a text names no sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "l’adresse d’envoi ne se lit pas\u{a0}: écrivez-la ainsi\u{a0}: Jalon <jalon@mon-lycee.fr>"
)]
pub struct InvalidSender;

impl Sender {
    /// The part of the address after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

impl FromStr for Sender {
    type Err = InvalidSender;
    fn from_str(text: &str) -> Result<Self, InvalidSender> {
        if text.chars().any(char::is_control) {
            return Err(InvalidSender);
        }
        text.trim().parse().map(Self).map_err(|_| InvalidSender)
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_is_one_address_however_it_is_typed() {
        let one: Address = "  Ines.Ferrand@Example.ORG ".parse().unwrap();
        assert_eq!(one.as_str(), "ines.ferrand@example.org");
        assert_eq!(Address::typed(" Ines.Ferrand@Example.ORG"), one.as_str());
        assert_eq!(format!("{one:?}"), "Address(…)");
    }

    #[test]
    fn what_could_carry_a_second_header_or_mailbox_is_no_address() {
        for text in [
            "",
            "ines",
            "@example.org",
            "ines@",
            "ines@example",
            "inès@example.org",
            "ines ferrand@example.org",
            "ines@example.org, paul@example.org",
            "ines@example.org\r\nBcc: paul@example.org",
            "ines@example.org\nSubject: coucou",
            "\"ines\r\n\"@example.org",
            "<ines@example.org>",
            "ines@exam\u{0}ple.org",
            &format!("{}@example.org", "a".repeat(300)),
        ] {
            assert_eq!(text.parse::<Address>(), Err(InvalidAddress), "{text:?}");
        }
    }

    #[test]
    fn a_sender_has_a_name_or_none() {
        for text in ["Jalon <jalon@example.org>", "jalon@example.org"] {
            assert_eq!(text.parse::<Sender>().unwrap().domain(), "example.org");
        }
        for text in ["Jalon", "Jalon <jalon@example.org>\r\nBcc: x@example.org"] {
            assert_eq!(text.parse::<Sender>(), Err(InvalidSender));
        }
    }
}
