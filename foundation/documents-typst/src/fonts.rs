//! The fonts of the documents, embedded: TTF with fixed weights, because Typst
//! reads neither WOFF2 nor variable fonts.

use documents::DocumentError;
use rust_embed::RustEmbed;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

#[derive(RustEmbed)]
#[folder = "../../frontend/dist/polices"]
#[include = "*.ttf"]
struct Files;

/// Latin letters, emoji, then everything else; the template names the same
/// families in the same order.
const FAMILIES: [&str; 3] = ["Atkinson Hyperlegible Next", "Noto Emoji", "DejaVu Sans"];

/// All fonts, read once.
pub struct Fonts {
    /// What Typst chooses from.
    pub book: LazyHash<FontBook>,
    /// In the order of the book.
    pub fonts: Vec<Font>,
    /// For each family, the characters that every one of its fonts has.
    covered: Vec<CharSet>,
}

/// Characters as bits: asked for every character of every text.
struct CharSet(Vec<u64>);

impl CharSet {
    fn all() -> Self {
        Self(vec![u64::MAX; 0x11_0000 / 64])
    }

    fn keep_only(&mut self, code_points: impl Iterator<Item = u32>) {
        let mut kept = vec![0; self.0.len()];
        // Private use: each font draws what it likes there, and PDF/A forbids it.
        for code in code_points.filter(|code| !matches!(code, 0xe000..=0xf8ff | 0xf_0000..)) {
            let (word, bit) = (code as usize / 64, code % 64);
            kept[word] |= self.0[word] & (1 << bit);
        }
        self.0 = kept;
    }

    fn contains(&self, c: char) -> bool {
        self.0[c as usize / 64] & (1 << (c as u32 % 64)) != 0
    }
}

impl Fonts {
    /// Reads the embedded fonts.
    ///
    /// # Errors
    /// [`DocumentError::Fonts`] when a family is missing or unreadable.
    pub fn load() -> Result<Self, DocumentError> {
        let mut names: Vec<_> = Files::iter().collect();
        names.sort();
        let mut fonts = Vec::new();
        for name in names {
            let file = Files::get(&name).ok_or(DocumentError::Fonts)?;
            fonts.extend(Font::iter(Bytes::new(file.data)));
        }
        let covered = FAMILIES
            .iter()
            .map(|family| {
                let mut set = CharSet::all();
                let mut members = fonts
                    .iter()
                    .filter(|f| f.info().family == *family)
                    .peekable();
                members.peek()?;
                members.for_each(|font| set.keep_only(font.info().coverage.iter()));
                Some(set)
            })
            .collect::<Option<Vec<_>>>()
            .ok_or(DocumentError::Fonts)?;
        Ok(Self {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            covered,
        })
    }

    /// Whether one family has every character of `cluster` that draws
    /// something. Typst never mixes two fonts inside one visible sign.
    pub fn can_draw(&self, mut cluster: impl Iterator<Item = char> + Clone) -> bool {
        self.covered
            .iter()
            .any(|set| cluster.clone().all(|c| set.contains(c)))
            || cluster.next().is_none()
    }
}
