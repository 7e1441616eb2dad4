//! Texts made fit for a PDF: a sign that no font has, or that the archiving
//! standard forbids, would make the export fail. It is replaced by a square,
//! and that is told.

use std::cell::RefCell;
use std::collections::BTreeSet;

use typst::text::is_default_ignorable;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts::Fonts;

/// What stands for a sign that no font has.
pub const UNKNOWN: char = '□';

/// A word longer than this may be cut anywhere, or it would leave the page.
const LONGEST_WORD: usize = 40;
const CUT_EVERY: usize = 20;
const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// Cleans texts and remembers what it had to replace.
pub struct Cleaner<'a> {
    fonts: &'a Fonts,
    replaced: RefCell<BTreeSet<String>>,
}

impl<'a> Cleaner<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        Self {
            fonts,
            replaced: RefCell::default(),
        }
    }

    /// How many different signs were replaced.
    pub fn replaced(&self) -> usize {
        self.replaced.borrow().len()
    }

    /// A text on one line that every font of the document can draw.
    pub fn line(&self, text: &str) -> String {
        let composed: String = text.nfc().filter_map(keep).collect();
        let mut clean = String::with_capacity(composed.len());
        let mut word = 0;
        for cluster in composed.graphemes(true) {
            word = if cluster.chars().all(char::is_whitespace) {
                0
            } else {
                word + 1
            };
            if word > LONGEST_WORD && word % CUT_EVERY == 1 {
                clean.push(ZERO_WIDTH_SPACE);
            }
            self.push(cluster, &mut clean);
        }
        clean
    }

    fn push(&self, cluster: &str, clean: &mut String) {
        let drawn = cluster
            .chars()
            .filter(|c| !c.is_whitespace() && !is_default_ignorable(*c));
        if self.fonts.can_draw(drawn.clone()) {
            clean.push_str(cluster);
            return;
        }
        self.replaced.borrow_mut().insert(cluster.to_owned());
        // An accent that the font cannot place costs the accent, not the letter.
        match drawn.clone().next() {
            Some(base) if self.fonts.can_draw(std::iter::once(base)) => clean.push(base),
            _ => clean.push(UNKNOWN),
        }
    }
}

/// Drops what draws nothing and harms: controls, marks that turn the order of
/// the text around, invisible tags. Keeps each line on one line.
fn keep(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => None,
        '\u{e0000}'..='\u{e0fff}' | '\u{fff0}'..='\u{fffb}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// The language and direction of a text that begins in another script than
/// ours: `ar` or `he`, both written from right to left.
pub fn right_to_left(text: &str) -> Option<&'static str> {
    text.chars()
        .find(|c| c.is_alphabetic())
        .and_then(|c| match c {
            '\u{0590}'..='\u{05ff}' | '\u{fb1d}'..='\u{fb4f}' => Some("he"),
            '\u{0600}'..='\u{08ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                Some("ar")
            }
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> (String, usize) {
        let fonts = Fonts::load().unwrap();
        let cleaner = Cleaner::new(&fonts);
        let line = cleaner.line(text);
        (line, cleaner.replaced())
    }

    #[test]
    fn what_the_fonts_have_stays_as_it_is() {
        for text in [
            "L’été à Noël : œuf, «\u{202f}ça\u{202f}», 25 €, ½, n° 3, ≥ 4 → fin ✓",
            "🙂 👍🏽 👩‍💻 🇫🇷 ♿",
            "تقرير عن العمل في الشركة",
            "Звіт про роботу, Ωμέγα, Ağrı, Łódź",
        ] {
            assert_eq!(cleaned(text), (text.to_owned(), 0));
        }
    }

    #[test]
    fn a_sign_without_a_font_becomes_a_square_and_is_counted_once() {
        assert_eq!(cleaned("一 et 一 et 二"), ("□ et □ et □".to_owned(), 2));
        assert_eq!(cleaned("\u{e001}"), ("□".to_owned(), 1));
    }

    #[test]
    fn letters_and_accents_typed_apart_are_put_together() {
        assert_eq!(cleaned("e\u{301}te\u{301}"), ("été".to_owned(), 0));
    }

    #[test]
    fn controls_and_reversing_marks_are_dropped() {
        assert_eq!(cleaned("a\u{0}b\u{202e}c\nd\te").0, "abc d e");
    }

    #[test]
    fn a_word_that_would_leave_the_page_can_be_cut() {
        let (line, _) = cleaned(&"x".repeat(100));
        assert!(
            line.split('\u{200b}')
                .all(|part| part.len() <= LONGEST_WORD)
        );
        assert_eq!(line.replace('\u{200b}', "").len(), 100);
    }

    #[test]
    fn the_direction_is_that_of_the_first_letter() {
        assert_eq!(right_to_left("3. تقرير"), Some("ar"));
        assert_eq!(right_to_left("Le mot تقرير"), None);
        assert_eq!(right_to_left("12"), None);
    }
}
