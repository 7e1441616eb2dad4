//! The number of a school in the national register.

use std::fmt;
use std::str::FromStr;

/// UAI: seven digits and the letter that checks them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, sea_orm::DeriveValueType)]
pub struct Uai(String);

/// Letters by the remainder of the division by 23; I, O and Q are left out.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// Why a text is no UAI, as a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidUai {
    /// Not seven digits and a letter.
    #[error("Un UAI compte 7\u{a0}chiffres puis une lettre, par exemple 0009017B.")]
    Shape,
    /// The letter does not fit the digits.
    #[error(
        "La lettre ne correspond pas aux chiffres\u{a0}: un chiffre ou la lettre {0} est sans doute mal recopié."
    )]
    Letter(char),
}

impl FromStr for Uai {
    type Err = InvalidUai;
    fn from_str(text: &str) -> Result<Self, InvalidUai> {
        let text: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let (digits, letter) = match text.char_indices().next_back() {
            Some((7, letter)) if letter.is_ascii_uppercase() => (&text[..7], letter),
            _ => return Err(InvalidUai::Shape),
        };
        let number = match digits.bytes().all(|b| b.is_ascii_digit()) {
            true => digits.parse::<usize>().map_err(|_| InvalidUai::Shape)?,
            false => return Err(InvalidUai::Shape),
        };
        if char::from(LETTERS[number % LETTERS.len()]) == letter {
            Ok(Self(text))
        } else {
            Err(InvalidUai::Letter(letter))
        }
    }
}

impl fmt::Display for Uai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_real_number_is_read_as_people_write_it() {
        for text in ["0009017B", " 0009017b ", "000 9017 B"] {
            assert_eq!(text.parse::<Uai>().unwrap().to_string(), "0009017B");
        }
    }

    #[test]
    fn a_wrong_letter_and_a_wrong_shape_are_told_apart() {
        assert_eq!("0009017C".parse::<Uai>(), Err(InvalidUai::Letter('C')));
        for text in [
            "",
            "0009017",
            "00090179",
            "000901BB",
            "é0009017B",
            "<b>",
            "٠٠٠٩٠١٧B",
        ] {
            assert_eq!(text.parse::<Uai>(), Err(InvalidUai::Shape), "{text}");
        }
    }

    proptest! {
        #[test]
        fn exactly_one_letter_fits_each_number(number in 0_u32..10_000_000) {
            let fitting = ('A'..='Z').filter(|letter| format!("{number:07}{letter}").parse::<Uai>().is_ok());
            prop_assert_eq!(fitting.count(), 1);
        }

        #[test]
        fn any_text_is_a_number_or_is_refused(text in ".{0,20}") {
            let _ = text.parse::<Uai>();
        }
    }
}
