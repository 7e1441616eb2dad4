//! Small French: counts, lists, sizes.

/// « 1 compte rendu », « 3 comptes rendus », « 0 compte rendu »: French puts
/// zero in the singular. The number and the word do not part at a line's end.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    let word = if n < 2 { one } else { many };
    format!("{n}\u{a0}{word}")
}

/// « C1.1, C1.2 et C2.3 ».
#[must_use]
pub fn french_list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [init @ .., last] => {
            let init: Vec<&str> = init.iter().map(AsRef::as_ref).collect();
            format!("{} et {}", init.join(", "), last.as_ref())
        }
    }
}

/// « d’Inès », « de Paul »: `word` is elided before a vowel or a mute h. A y
/// is a vowel before a consonant (« d’Yves ») and a consonant before a vowel
/// (« de Yanis »). Every h is taken for mute.
#[must_use]
pub fn elide(word: &str, name: &str) -> String {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let (first, second) = (letters.next(), letters.next());
    let elided = match first {
        Some('y') => !second.is_some_and(is_vowel),
        Some('h') => true,
        Some(first) => is_vowel(first),
        None => false,
    };
    match (elided, word.strip_suffix('e')) {
        (true, Some(stem)) => format!("{stem}’{name}"),
        _ => format!("{word} {name}"),
    }
}

fn is_vowel(letter: char) -> bool {
    "aeiouàâäãåéèêëíîïóôöõúùûüœæ".contains(letter)
}

/// A size that a person reads: « 84 Ko », « 2,1 Mo ».
#[must_use]
pub fn file_size(bytes: u64) -> String {
    const KILO: u64 = 1_000;
    let (unit, name) = match bytes {
        0..KILO => return format!("{bytes}\u{a0}o"),
        KILO..1_000_000 => (KILO, "Ko"),
        1_000_000..1_000_000_000 => (1_000_000, "Mo"),
        _ => (1_000_000_000, "Go"),
    };
    let tenths = (bytes * 10 + unit / 2) / unit;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    if unit == KILO || tenth == 0 {
        format!("{whole}\u{a0}{name}")
    } else {
        format!("{whole},{tenth}\u{a0}{name}")
    }
}

/// The first `max` characters, with « … » when something was left out.
#[must_use]
pub fn truncate(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_and_one_are_singular() {
        assert_eq!(count(0, "pièce", "pièces"), "0\u{a0}pièce");
        assert_eq!(count(1, "pièce", "pièces"), "1\u{a0}pièce");
        assert_eq!(count(2, "pièce", "pièces"), "2\u{a0}pièces");
    }

    #[test]
    fn lists_end_with_et() {
        assert_eq!(french_list::<&str>(&[]), "");
        assert_eq!(french_list(&["C1.1"]), "C1.1");
        assert_eq!(french_list(&["a", "b", "c"]), "a, b et c");
    }

    #[test]
    fn names_that_begin_with_a_vowel_are_elided() {
        assert_eq!(elide("de", "Inès"), "d’Inès");
        assert_eq!(elide("de", "Étienne"), "d’Étienne");
        assert_eq!(elide("de", "Paul"), "de Paul");
        assert_eq!(elide("de", "Hugo"), "d’Hugo");
        assert_eq!(elide("de", ""), "de ");
    }

    #[test]
    fn a_y_is_a_vowel_before_a_consonant_only() {
        assert_eq!(elide("de", "Yves"), "d’Yves");
        assert_eq!(elide("que", "Ysé"), "qu’Ysé");
        assert_eq!(elide("de", "Yanis"), "de Yanis");
        assert_eq!(elide("de", "YOUSSEF"), "de YOUSSEF");
        assert_eq!(elide("de", "Y"), "d’Y");
    }

    #[test]
    fn sizes_have_a_comma_and_a_unit() {
        assert_eq!(file_size(12), "12\u{a0}o");
        assert_eq!(file_size(84_300), "84\u{a0}Ko");
        assert_eq!(file_size(2_100_000), "2,1\u{a0}Mo");
        assert_eq!(file_size(20_000_000), "20\u{a0}Mo");
    }

    #[test]
    fn truncation_counts_characters_not_bytes() {
        assert_eq!(truncate("été comme hiver", 3), "été…");
        assert_eq!(truncate("été", 3), "été");
    }
}
