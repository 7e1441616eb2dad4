//! The instruments that come with the program, embedded in it.

use std::sync::LazyLock;

use super::check::check;
use super::model::Instrument;

/// The instruments that come with Jalon: file name and text.
pub const SHIPPED_INSTRUMENTS: &[(&str, &str)] = &[
    (
        "numea.toml",
        include_str!("../../../../data/instruments/numea.toml"),
    ),
    (
        "mentep.toml",
        include_str!("../../../../data/instruments/mentep.toml"),
    ),
];

static INSTRUMENTS: LazyLock<Vec<Instrument>> = LazyLock::new(|| {
    SHIPPED_INSTRUMENTS
        .iter()
        .map(|(name, source)| check(source, name).expect("the tests check the shipped instruments"))
        .collect()
});

/// The instruments that come with Jalon; NumEA is the first.
#[must_use]
pub fn shipped() -> &'static [Instrument] {
    &INSTRUMENTS
}

/// The shipped instrument of that code: `numea`, `mentep`.
#[must_use]
pub fn shipped_by_code(code: &str) -> Option<&'static Instrument> {
    INSTRUMENTS.iter().find(|one| one.code == code)
}

#[cfg(test)]
mod tests {
    use super::super::model::Scope;
    use super::*;

    fn counts(instrument: &Instrument) -> Vec<usize> {
        let fields = instrument.fields();
        fields.map(|field| field.items.len()).collect()
    }

    #[test]
    fn numea_is_whole() {
        let numea = shipped_by_code("numea").unwrap();
        assert_eq!(numea.scope, Scope::School);
        assert_eq!(numea.parts.len(), 2);
        assert_eq!(counts(numea), [5, 3, 6, 2, 3, 2]);
        assert_eq!(numea.statements().count(), 63);
        assert_eq!(numea.steps(), 3);
        assert!(numea.fields().all(|field| field.headings.len() == 3));
        // One statement of each end, word for word.
        assert_eq!(
            numea.statement("1.1.2-1").unwrap().1.text,
            "Ils disposent d’une lettre de mission annuelle, élaborée par le chef d’établissement."
        );
        assert!(
            numea
                .statement("2.3.2-3")
                .unwrap()
                .1
                .text
                .ends_with("le travail mené en classe, sur le lieu de stage etc.")
        );
        assert!(numea.scale.is_none() && !numea.is_adapted());
    }

    #[test]
    fn mentep_is_for_a_person_and_its_steps_are_ours() {
        let mentep = shipped_by_code("mentep").unwrap();
        assert_eq!(mentep.scope, Scope::Person);
        assert_eq!(counts(mentep), [3, 4, 4, 4]);
        assert_eq!(mentep.scale.as_deref(), Some("échelle Jalon"));
    }

    #[test]
    fn codes_say_where_one_is() {
        for instrument in shipped() {
            for field in instrument.fields() {
                for item in &field.items {
                    assert!(item.code.starts_with(&format!("{}.", field.code)));
                    assert_eq!(instrument.field_of(&item.code), Some(field));
                    for statement in &item.statements {
                        assert_eq!(statement.code, format!("{}-{}", item.code, statement.step));
                    }
                }
            }
        }
    }
}
