//! The kinds of file that Jalon keeps: what a learner can show as evidence
//! and what the team can read. Which kind a file is comes from its content
//! ([`crate::sniff`]), never from its name.

use crate::Limits;

/// What the size limits and the treatment of a file depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Decoded and re-encoded without metadata.
    Image,
    /// PDF and office documents, kept as they are.
    Document,
    /// Kept as it is, but for the boxes around MPEG-4 audio.
    Audio,
    /// Rid of the boxes that are not needed to play it.
    Video,
    /// Plain text and CSV, kept as they are.
    Text,
}

/// Declares the kinds with all that depends on them on one line each.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident($family:ident, $extension:literal, $mime:literal, $label:literal, $inline:literal, [$($other:literal),*]);)+) => {
        /// A kind of file that is accepted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sea_orm::DeriveValueType)]
        #[sea_orm(value_type = "String", from_str = "Kind::from_column", to_str = "Kind::column_text")]
        pub enum Kind { $($(#[$doc])* $kind,)+ }

        impl Kind {
            /// Every kind, in the order in which a page lists them.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The family.
            #[must_use]
            pub fn family(self) -> Family {
                match self { $(Self::$kind => Family::$family,)+ }
            }

            /// The extension, without its point; also the kind's code in the database.
            #[must_use]
            pub fn extension(self) -> &'static str {
                match self { $(Self::$kind => $extension,)+ }
            }

            /// The media type for `Content-Type`.
            #[must_use]
            pub fn mime(self) -> &'static str {
                match self { $(Self::$kind => $mime,)+ }
            }

            /// What the kind is called on a page.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$kind => $label,)+ }
            }

            /// Whether the browser may show it in place; otherwise it is
            /// downloaded. Text is downloaded because its encoding is unknown
            /// (Excel still writes Windows-1252), not because it is feared.
            #[must_use]
            pub fn inline(self) -> bool {
                match self { $(Self::$kind => $inline,)+ }
            }

            /// Other extensions in use for the same content.
            fn other_extensions(self) -> &'static [&'static str] {
                match self { $(Self::$kind => &[$($other),*],)+ }
            }
        }
    };
}

kinds! {
    /// A photo.
    Jpeg(Image, "jpg", "image/jpeg", "image JPEG", true, ["jpeg", "jpe", "jfif"]);
    /// A screenshot or a drawing.
    Png(Image, "png", "image/png", "image PNG", true, ["apng"]);
    /// Received as WebP; kept as JPEG or PNG (see [`crate::image`]).
    WebP(Image, "webp", "image/webp", "image WebP", true, []);
    /// PDF.
    Pdf(Document, "pdf", "application/pdf", "document PDF", true, []);
    /// Word.
    Docx(Document, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document Word", false, []);
    /// Excel.
    Xlsx(Document, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "classeur Excel", false, []);
    /// PowerPoint.
    Pptx(Document, "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "diaporama PowerPoint", false, ["ppsx"]);
    /// OpenDocument text.
    Odt(Document, "odt", "application/vnd.oasis.opendocument.text", "document OpenDocument", false, []);
    /// OpenDocument spreadsheet.
    Ods(Document, "ods", "application/vnd.oasis.opendocument.spreadsheet", "classeur OpenDocument", false, []);
    /// OpenDocument presentation.
    Odp(Document, "odp", "application/vnd.oasis.opendocument.presentation", "diaporama OpenDocument", false, []);
    /// OpenDocument drawing.
    Odg(Document, "odg", "application/vnd.oasis.opendocument.graphics", "dessin OpenDocument", false, []);
    /// Word 97–2003.
    Doc(Document, "doc", "application/msword", "document Word 97-2003", false, ["dot"]);
    /// Excel 97–2003.
    Xls(Document, "xls", "application/vnd.ms-excel", "classeur Excel 97-2003", false, ["xlt"]);
    /// PowerPoint 97–2003.
    Ppt(Document, "ppt", "application/vnd.ms-powerpoint", "diaporama PowerPoint 97-2003", false, ["pps", "pot"]);
    /// MPEG layer 3.
    Mp3(Audio, "mp3", "audio/mpeg", "son MP3", true, []);
    /// MPEG-4 audio.
    M4a(Audio, "m4a", "audio/mp4", "son M4A", true, ["m4b"]);
    /// Ogg Vorbis, Opus or FLAC.
    Ogg(Audio, "ogg", "audio/ogg", "son Ogg", true, ["oga", "opus"]);
    /// PCM.
    Wav(Audio, "wav", "audio/wav", "son WAV", true, ["wave"]);
    /// Lossless audio.
    Flac(Audio, "flac", "audio/flac", "son FLAC", true, []);
    /// MPEG-4 video.
    Mp4(Video, "mp4", "video/mp4", "vidéo MP4", true, ["m4v", "3gp", "3g2"]);
    /// QuickTime, what an iPhone records.
    Mov(Video, "mov", "video/quicktime", "vidéo QuickTime", true, ["qt"]);
    /// WebM, what a browser records.
    WebM(Video, "webm", "video/webm", "vidéo WebM", true, []);
    /// A table separated by commas, semicolons or tabs.
    Csv(Text, "csv", "text/csv", "tableau CSV", false, ["tsv"]);
    /// Text without formatting.
    PlainText(Text, "txt", "text/plain", "texte brut", false, ["text", "log", "md"]);
}

impl Kind {
    /// The kind whose [`Kind::extension`] is `code`, as stored in the database.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.extension() == code)
    }

    fn from_column(code: &str) -> Result<Self, sea_orm::sea_query::ValueTypeErr> {
        Self::from_code(code).ok_or(sea_orm::sea_query::ValueTypeErr)
    }

    fn column_text(&self) -> &'static str {
        self.extension()
    }

    /// Whether it is decoded, shown with a thumbnail and asks for a description.
    #[must_use]
    pub fn is_image(self) -> bool {
        self.family() == Family::Image
    }

    /// The largest accepted size in bytes.
    #[must_use]
    pub fn max_size(self, limits: &Limits) -> u64 {
        match self.family() {
            Family::Image => limits.image,
            Family::Document => limits.document,
            Family::Audio => limits.audio,
            Family::Video => limits.video,
            Family::Text => limits.text,
        }
    }
}

/// Whether some accepted kind uses this extension (any case).
pub(crate) fn is_known_extension(extension: &str) -> bool {
    let extension = extension.to_ascii_lowercase();
    Kind::ALL.iter().any(|kind| {
        kind.extension() == extension || kind.other_extensions().contains(&extension.as_str())
    })
}

/// For the `accept` attribute of a file field: a hint to the browser's file
/// picker, never a check.
#[must_use]
pub fn accept_attribute() -> String {
    let mut parts = Vec::new();
    for kind in Kind::ALL {
        for extension in [kind.extension()].iter().chain(kind.other_extensions()) {
            parts.push(format!(".{extension}"));
        }
    }
    // A phone offers its gallery and its camera only for media types.
    parts.extend(
        [
            "image/jpeg",
            "image/png",
            "image/webp",
            "video/*",
            "audio/*",
        ]
        .map(String::from),
    );
    parts.join(",")
}
