//! How large things may be; configurable, with defaults for a school's PC.

/// Sizes in bytes (1 Mo = 1 000 000) and pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// One image.
    pub image: u64,
    /// One PDF or office document.
    pub document: u64,
    /// One audio file.
    pub audio: u64,
    /// One video: about two minutes from a phone.
    pub video: u64,
    /// One text or CSV file.
    pub text: u64,
    /// All the files of one person in one school.
    pub per_person: u64,
    /// Width × height of an image that is decoded. 40 million pixels of four
    /// bytes make 160 MB, decoded one image at a time.
    pub pixels: u64,
    /// Width or height of an image that is decoded.
    pub side: u32,
    /// Longest side of an image that is kept.
    pub kept_side: u32,
    /// Longest side of a thumbnail.
    pub thumb_side: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            image: 20_000_000,
            document: 50_000_000,
            audio: 50_000_000,
            video: 200_000_000,
            text: 5_000_000,
            per_person: 1_000_000_000,
            pixels: 40_000_000,
            side: 12_000,
            kept_side: 2_560,
            thumb_side: 480,
        }
    }
}

impl Limits {
    /// The size beyond which no kind is accepted: where reading stops.
    #[must_use]
    pub fn largest_file(&self) -> u64 {
        self.image
            .max(self.document)
            .max(self.audio)
            .max(self.video)
            .max(self.text)
    }
}
