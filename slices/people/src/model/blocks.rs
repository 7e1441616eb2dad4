//! The blocs that somebody teaches.

use std::fmt;
use std::str::FromStr;

/// Numbers of blocs, in order, each once; none when the person teaches
/// something that belongs to no bloc.
#[derive(Clone, Debug, Default, PartialEq, Eq, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct BlockNumbers(Vec<u8>);

/// The text is no list of blocs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Choisissez les blocs dans la liste.")]
pub struct InvalidBlocks;

impl BlockNumbers {
    /// The numbers, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// Whether `block` is among them.
    #[must_use]
    pub fn has(&self, block: u8) -> bool {
        self.0.contains(&block)
    }

    /// « bloc 1 », « blocs 1 et 2 »; empty when there is none.
    #[must_use]
    pub fn label(&self) -> String {
        let numbers: Vec<String> = self.0.iter().map(u8::to_string).collect();
        match self.0.len() {
            0 => String::new(),
            1 => format!("bloc\u{a0}{}", numbers[0]),
            _ => format!("blocs\u{a0}{}", kernel::french_list(&numbers)),
        }
    }
}

impl FromIterator<u8> for BlockNumbers {
    fn from_iter<I: IntoIterator<Item = u8>>(numbers: I) -> Self {
        let sorted: std::collections::BTreeSet<u8> = numbers.into_iter().collect();
        Self(sorted.into_iter().collect())
    }
}

impl FromStr for BlockNumbers {
    type Err = InvalidBlocks;
    /// « 1,2 »; the empty text is no bloc.
    fn from_str(text: &str) -> Result<Self, InvalidBlocks> {
        text.split(',')
            .filter(|number| !number.is_empty())
            .map(|number| number.parse().map_err(|_| InvalidBlocks))
            .collect()
    }
}

impl fmt::Display for BlockNumbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(u8::to_string).collect();
        f.write_str(&numbers.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocs_are_kept_in_order_and_once() {
        let blocks: BlockNumbers = [3, 1, 3].into_iter().collect();
        assert_eq!(blocks.to_string(), "1,3");
        assert_eq!("1,3".parse(), Ok(blocks.clone()));
        assert_eq!(blocks.label(), "blocs\u{a0}1 et 3");
        assert_eq!("".parse::<BlockNumbers>().unwrap().label(), "");
        assert_eq!("1,x".parse::<BlockNumbers>(), Err(InvalidBlocks));
    }
}
