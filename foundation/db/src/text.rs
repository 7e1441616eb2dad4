//! French text in the database: an order and a search that are the same on
//! both engines, because they are computed here and stored.

use std::sync::OnceLock;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Changes when [`sort_key`] or [`search_key`] may give something else than
/// before (new collation data, other options): stored keys of another version
/// are rebuilt by a job.
pub const SORT_KEY_VERSION: i16 = 2;

/// Bytes whose order is the French alphabetical order of the texts: « Étienne »
/// comes between « Estelle » and « Eva ». Compared as bytes by both engines.
///
/// # Panics
/// Never: the collation data are compiled in.
#[must_use]
pub fn sort_key(text: &str) -> Vec<u8> {
    static COLLATOR: OnceLock<CollatorBorrowed<'static>> = OnceLock::new();
    let collator = COLLATOR.get_or_init(|| {
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Tertiary);
        Collator::try_new(locale!("fr").into(), options)
            .expect("the French collation data are compiled in")
    });
    let mut key = Vec::with_capacity(text.len() * 2);
    // Writing to a Vec cannot fail.
    let Ok(()) = collator.write_sort_key_to(text.trim(), &mut key);
    key
}

/// Folded text for searching: no accents, no case, ligatures opened,
/// apostrophes and hyphens as spaces: « Œuvre d’Éloïse » → « oeuvre d eloise ».
/// Letters of other alphabets of ours that Unicode does not take apart become
/// what people type instead: « Işık », « Łukasz », « Đặng ».
#[must_use]
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match letter {
            'œ' | 'Œ' => key.push_str("oe"),
            'æ' | 'Æ' => key.push_str("ae"),
            'ß' | 'ẞ' => key.push_str("ss"),
            'ı' => key.push('i'),
            'ł' | 'Ł' => key.push('l'),
            'ø' | 'Ø' => key.push('o'),
            'đ' | 'Đ' => key.push('d'),
            '’' | '\'' | '-' | '\u{2010}' | '\u{2011}' | '.' | ',' => key.push(' '),
            c if c.is_whitespace() => key.push(' '),
            c => key.extend(c.to_lowercase()),
        }
    }
    key.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pattern that finds `typed` anywhere in a `search_key` column, with the
/// characters that LIKE treats as jokers taken literally (`ESCAPE '\'`).
#[must_use]
pub fn contains_pattern(typed: &str) -> sea_orm::sea_query::LikeExpr {
    let mut escaped = String::from("%");
    for letter in search_key(typed).chars() {
        if matches!(letter, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped.push('%');
    sea_orm::sea_query::LikeExpr::new(escaped).escape('\\')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_sort_as_in_a_french_register() {
        let mut names = [
            "Eva", "Étienne", "Estelle", "éloïse", "Zoé", "eloise", "Œdipe", "Odile",
        ];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(
            names,
            [
                "eloise", "éloïse", "Estelle", "Étienne", "Eva", "Odile", "Œdipe", "Zoé"
            ]
        );
    }

    #[test]
    fn a_search_ignores_accents_case_and_apostrophes() {
        assert_eq!(search_key("Éloïse"), search_key("eloise"));
        assert_eq!(search_key("  Jean‑Noël  D’Œuvre "), "jean noel d oeuvre");
        assert_eq!(search_key("O'Brien"), search_key("O’BRIEN"));
    }

    #[test]
    fn letters_without_an_accent_to_take_off_are_found_as_they_are_typed() {
        // Turkish: capital letters with and without their dot.
        for name in ["Işık", "IŞIK", "İŞIK", "isik", "ışık"] {
            assert_eq!(search_key(name), "isik", "{name}");
        }
        assert_eq!(search_key("Łukasz Wałęsa"), "lukasz walesa");
        assert_eq!(search_key("Đặng Søren"), "dang soren");
        assert_eq!(search_key("GROẞ"), search_key("Groß"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".{0,40}") {
            let once = search_key(&text);
            prop_assert_eq!(search_key(&once), once);
        }
    }
}
