//! What an instrument is made of. Pure.

use kernel::words;
use serde::{Deserialize, Serialize};

kernel::typed_ids! {
    /// A version of an instrument, as one school uses it.
    pub struct InstrumentVersionId;
}

words! {
    /// Who stands somewhere.
    Scope {
        /// The school, together.
        School = "school", "l’établissement";
        /// A person, for themself.
        Person = "person", "une personne";
    }
}

/// An instrument, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// `numea`.
    pub code: String,
    /// « NumEA-Établissement ».
    pub title: String,
    /// Which edition of the text: « V2, 27 mai 2020 ».
    pub edition: Option<String>,
    /// The text that it comes from.
    pub source: String,
    /// Where that text is found.
    pub url: Option<String>,
    /// Who stands somewhere on it.
    pub scope: Scope,
    /// Whose steps they are when the text gives none: « échelle Jalon ».
    pub scale: Option<String>,
    /// What helps to answer; items name some of them.
    pub links: Vec<Link>,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// Something to read before answering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// As items name it.
    pub key: String,
    /// What is found there.
    pub title: String,
    /// The address.
    pub url: String,
}

/// A part: « L’établissement ».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// `1`.
    pub code: String,
    /// Its name.
    pub title: String,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A field: « champ d’action » of NumEA, « entrée » of MENTEP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// `1.1`.
    pub code: String,
    /// « Pilotage, impulsion et organisation ».
    pub title: String,
    /// « Pilotage », where there is little room. Ours.
    pub label: String,
    /// What it aims at, as the text says it.
    pub objective: String,
    /// What each step means in this field, the first first.
    pub headings: Vec<String>,
    /// Its items; retired ones too.
    pub items: Vec<Item>,
}

/// An item: one statement per step of its field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// `1.1.3`.
    pub code: String,
    /// « La charte numérique ».
    pub title: String,
    /// Its name where there is little room. Ours.
    pub label: String,
    /// A word of help. Ours.
    pub help: Option<String>,
    /// The keys of the links that help.
    pub links: Vec<String>,
    /// Its statements, by step.
    pub statements: Vec<Statement>,
    /// The official wording, when a school wrote another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub official: Option<Wording>,
    /// Whether a school added it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub added: bool,
    /// Whether a school took it out: it stays readable and counts no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// What an item says: its title, and one text per step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// The title.
    pub title: String,
    /// The texts, by step.
    pub steps: Vec<String>,
}

/// A statement, reached or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// `1.1.3-2`.
    pub code: String,
    /// Which step it belongs to, from 1.
    pub step: u8,
    /// What is true once it is reached.
    pub text: String,
}

impl Instrument {
    /// The fields, in their order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.parts.iter().flat_map(|part| &part.fields)
    }

    /// The items, in their order; retired ones too.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.fields().flat_map(|field| &field.items)
    }

    /// The statements that count, in their order.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.fields()
            .flat_map(Field::in_force)
            .flat_map(|item| &item.statements)
    }

    /// The item of that code; retired ones too.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items().find(|item| item.code == code)
    }

    /// The field of that code.
    #[must_use]
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields().find(|field| field.code == code)
    }

    /// The field that an item belongs to.
    #[must_use]
    pub fn field_of(&self, item: &str) -> Option<&Field> {
        self.fields()
            .find(|field| field.items.iter().any(|one| one.code == item))
    }

    /// The statement of that code, with its item; retired ones too.
    #[must_use]
    pub fn statement(&self, code: &str) -> Option<(&Item, &Statement)> {
        self.items().find_map(|item| {
            let statement = item.statements.iter().find(|one| one.code == code)?;
            Some((item, statement))
        })
    }

    /// How many steps the field that has the most of them has.
    #[must_use]
    pub fn steps(&self) -> u8 {
        let most = self.fields().map(|field| field.headings.len()).max();
        most.and_then(|most| u8::try_from(most).ok()).unwrap_or(0)
    }

    /// The links that an item names.
    pub fn links_of<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a Link> {
        self.links
            .iter()
            .filter(|link| item.links.contains(&link.key))
    }

    /// Whether a school changed something of it.
    #[must_use]
    pub fn is_adapted(&self) -> bool {
        self.items().any(Item::is_adapted)
    }
}

impl Field {
    /// The items that count.
    pub fn in_force(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| !item.retired)
    }
}

impl Item {
    /// Whether a school added, reworded or took it out.
    #[must_use]
    pub fn is_adapted(&self) -> bool {
        self.added || self.retired || self.official.is_some()
    }

    /// What it says, as it says it now.
    #[must_use]
    pub fn wording(&self) -> Wording {
        Wording {
            title: self.title.clone(),
            steps: self.statements.iter().map(|one| one.text.clone()).collect(),
        }
    }
}

/// The code of the statement of an item at a step: `1.1.3-2`.
#[must_use]
pub(super) fn statement_code(item: &str, step: u8) -> String {
    format!("{item}-{step}")
}
