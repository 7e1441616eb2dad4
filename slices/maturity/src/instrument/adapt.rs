//! How a school adapts an instrument to its context. Pure: an instrument goes
//! in, another one comes out, and the official text stays in it.

use super::model::{Instrument, Item, Statement, Wording, statement_code};

/// A change of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// An item says something else; its official wording is kept beside.
    Reword {
        /// The item.
        item: String,
        /// What it says now.
        wording: Wording,
    },
    /// An item says again what the official text says.
    TakeBack {
        /// The item.
        item: String,
    },
    /// An item counts no more, or counts again.
    Retire {
        /// The item.
        item: String,
        /// Whether it is taken out.
        retired: bool,
    },
    /// An item of the school’s own, at the end of a field.
    Add {
        /// The field.
        field: String,
        /// What it says.
        wording: Wording,
    },
}

/// Why a change is not possible: a sentence for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// It names nothing of the instrument.
    #[error("Cet item n’est plus dans l’instrument. Rien n’a changé\u{a0}: rechargez la page.")]
    Unknown,
    /// The number of texts is not the number of steps.
    #[error("Il faut un énoncé par étape du champ. Rien n’a changé.")]
    Steps,
    /// A field must keep an item.
    #[error(
        "C’est le dernier item du champ d’action\u{a0}: un champ en garde au moins un. Rien n’a changé."
    )]
    LastOne,
}

/// The instrument after a change.
///
/// # Errors
/// [`Impossible`], with its sentence.
pub fn adapt(instrument: &Instrument, change: &Change) -> Result<Instrument, Impossible> {
    let mut adapted = instrument.clone();
    match change {
        Change::Reword { item, wording } => reword(find(&mut adapted, item)?, wording)?,
        Change::TakeBack { item } => {
            let item = find(&mut adapted, item)?;
            if let Some(official) = item.official.take() {
                write(item, &official);
            }
        }
        Change::Retire { item, retired } => {
            if *retired && is_last(instrument, item) {
                return Err(Impossible::LastOne);
            }
            find(&mut adapted, item)?.retired = *retired;
        }
        Change::Add { field, wording } => add(&mut adapted, field, wording)?,
    }
    Ok(adapted)
}

fn find<'a>(instrument: &'a mut Instrument, code: &str) -> Result<&'a mut Item, Impossible> {
    instrument
        .parts
        .iter_mut()
        .flat_map(|part| &mut part.fields)
        .flat_map(|field| &mut field.items)
        .find(|item| item.code == code)
        .ok_or(Impossible::Unknown)
}

fn is_last(instrument: &Instrument, code: &str) -> bool {
    instrument
        .field_of(code)
        .is_some_and(|field| field.in_force().all(|item| item.code == code))
}

fn reword(item: &mut Item, wording: &Wording) -> Result<(), Impossible> {
    if wording.steps.len() != item.statements.len() {
        return Err(Impossible::Steps);
    }
    let before = item.official.take().unwrap_or_else(|| item.wording());
    write(item, wording);
    // What a school added has no official text; what says it again is official.
    item.official = (!item.added && before != *wording).then_some(before);
    Ok(())
}

fn write(item: &mut Item, wording: &Wording) {
    item.title.clone_from(&wording.title);
    for (statement, text) in item.statements.iter_mut().zip(&wording.steps) {
        statement.text.clone_from(text);
    }
}

/// Longest short name of an item that a school adds.
const LABEL_MAX: usize = 28;

fn add(instrument: &mut Instrument, code: &str, wording: &Wording) -> Result<(), Impossible> {
    let field = instrument
        .parts
        .iter_mut()
        .flat_map(|part| &mut part.fields)
        .find(|field| field.code == code)
        .ok_or(Impossible::Unknown)?;
    if wording.steps.len() != field.headings.len() {
        return Err(Impossible::Steps);
    }
    let code = next_code(&field.code, &field.items);
    let statements = (1..).zip(&wording.steps).map(|(step, text)| Statement {
        code: statement_code(&code, step),
        step,
        text: text.clone(),
    });
    field.items.push(Item {
        title: wording.title.clone(),
        label: kernel::truncate(&wording.title, LABEL_MAX),
        help: None,
        links: Vec::new(),
        statements: statements.collect(),
        official: None,
        added: true,
        retired: false,
        code,
    });
    Ok(())
}

/// The first code of a field that no item ever had: retired items keep theirs.
fn next_code(field: &str, items: &[Item]) -> String {
    let numbers = items.iter().filter_map(|item| {
        let number = item.code.rsplit('.').next()?;
        number.parse::<u32>().ok()
    });
    format!("{field}.{}", numbers.max().unwrap_or(0) + 1)
}

#[cfg(test)]
mod tests {
    use super::super::shipped::shipped_by_code;
    use super::*;

    fn wording(title: &str) -> Wording {
        Wording {
            title: title.into(),
            steps: vec!["Un.".into(), "Deux.".into(), "Trois.".into()],
        }
    }

    fn numea() -> Instrument {
        shipped_by_code("numea").unwrap().clone()
    }

    #[test]
    fn the_official_text_stays_beside_and_comes_back() {
        let charter = |wording| Change::Reword {
            item: "1.1.3".into(),
            wording,
        };
        let once = adapt(&numea(), &charter(wording("Notre charte"))).unwrap();
        let twice = adapt(&once, &charter(wording("La charte du lycée"))).unwrap();
        let item = twice.item("1.1.3").unwrap();
        assert_eq!(item.title, "La charte du lycée");
        // Of two changes, the official text is the first one.
        assert_eq!(item.official.as_ref().unwrap().title, "La charte numérique");
        let back = Change::TakeBack {
            item: "1.1.3".into(),
        };
        assert_eq!(adapt(&twice, &back).unwrap(), numea());
        let official = numea().item("1.1.3").unwrap().wording();
        assert_eq!(adapt(&twice, &charter(official)).unwrap(), numea());
    }

    #[test]
    fn a_retired_item_counts_no_more_and_gives_its_code_to_nothing() {
        let retire = |item: &str| Change::Retire {
            item: item.into(),
            retired: true,
        };
        let add = Change::Add {
            field: "2.3".into(),
            wording: wording("Le coin des imprimantes 3D"),
        };
        let added = adapt(&numea(), &add).unwrap();
        assert!(added.item("2.3.3").unwrap().added);
        assert_eq!(added.statements().count(), 66);
        let retired = adapt(&added, &retire("2.3.3")).unwrap();
        assert_eq!(retired.statements().count(), 63);
        let again = adapt(&retired, &add).unwrap();
        assert!(again.item("2.3.4").is_some());
    }

    #[test]
    fn a_field_keeps_an_item() {
        let retire = |item: &str| Change::Retire {
            item: item.into(),
            retired: true,
        };
        let one = adapt(&numea(), &retire("2.1.1")).unwrap();
        assert_eq!(adapt(&one, &retire("2.1.2")), Err(Impossible::LastOne));
        assert_eq!(adapt(&one, &retire("9.9.9")), Err(Impossible::Unknown));
    }

    #[test]
    fn an_item_has_a_statement_per_step() {
        let change = Change::Add {
            field: "1.1".into(),
            wording: Wording {
                title: "Trop court".into(),
                steps: vec!["Un.".into()],
            },
        };
        assert_eq!(adapt(&numea(), &change), Err(Impossible::Steps));
    }
}
