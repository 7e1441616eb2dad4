//! The « dossier numérique » of a learner: what they can do, what they did,
//! what they were answered (teaching guide of the diploma, § 3.3.2).

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::Block;

/// Everything that the dossier shows, in the order it shows it. Texts are
/// those of the pages: French, already worded.
#[derive(Clone, Debug)]
pub struct DossierDocument {
    /// « Inès Ferrand ».
    pub learner: String,
    /// « MC SNO 1 »; none when the learner is in no class.
    pub class: Option<String>,
    /// « Lycée professionnel Jeanne-Vialar ».
    pub school: String,
    /// The full name: « Mention complémentaire Services numériques aux organisations ».
    pub curriculum: String,
    /// « 2026-2027 ».
    pub school_year: String,
    /// The day it is made, in Paris.
    pub date: NaiveDate,
    /// The names of the levels, from level 1 up; as many milestones as names.
    pub levels: Vec<String>,
    /// The blocs of the diploma.
    pub blocs: Vec<Bloc>,
    /// The reports, in the order of reading.
    pub reports: Vec<Report>,
}

/// A bloc with its competences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bloc {
    /// 1, 2, 3…: also its hue. 0 for what belongs to no bloc.
    pub number: u8,
    /// Its official title.
    pub title: String,
    /// Its competences.
    pub competences: Vec<Competence>,
}

/// A competence and where the learner stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Competence {
    /// `C1.1`.
    pub code: String,
    /// Its official title.
    pub title: String,
    /// The latest of each point of view, side by side: never averaged.
    pub positions: Vec<Position>,
    /// Reports and pieces linked to it; none for whoever sees levels alone.
    pub proofs: Option<u32>,
}

/// One point of view on one competence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Whose.
    pub viewpoint: Viewpoint,
    /// From 1; a level beyond the scale is shown in words only.
    pub level: u8,
    /// The day it was given.
    pub date: NaiveDate,
    /// « Mme Carbonnel »; empty for the learner's own.
    pub author: String,
    /// The level that it was before the time that the document looks at, where
    /// it was another one.
    pub before: Option<u8>,
}

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewpoint {
    /// The teaching team.
    Team,
    /// The learner.
    Own,
    /// The tutor in the company.
    Tutor,
    /// Other learners.
    Peer,
}

/// A report with what hangs on it.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// « Compte rendu d’activité ».
    pub kind: String,
    /// « PFMP chez VosRêves »; none when not said.
    pub context: Option<String>,
    /// « du 2 au 5 mars 2027 »; none when not said.
    pub period: Option<String>,
    /// « Validé », « À reprendre »…
    pub state: String,
    /// The sections that say something.
    pub sections: Vec<Section>,
    /// The competences it shows.
    pub linked: Vec<Linked>,
    /// Images, drawn in the document.
    pub images: Vec<Image>,
    /// The other pieces, only named.
    pub pieces: Vec<Piece>,
    /// What was answered, oldest first.
    pub feedback: Vec<Feedback>,
}

/// A section of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// « Situer l’action ».
    pub label: String,
    /// Its text, read.
    pub blocks: Vec<Block>,
}

/// A link to a competence, a detailed one or a savoir.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The number of its bloc, 0 for none.
    pub bloc: u8,
    /// `C1.1`, `C1.1.2` or « Savoir ».
    pub code: String,
    /// Its official title.
    pub title: String,
}

/// An image to draw.
#[derive(Clone, Debug)]
pub struct Image {
    /// The name of the file, for the notes.
    pub name: String,
    /// Where its bytes come from.
    pub source: ImageSource,
    /// What a person who does not see it needs.
    pub alternative: Alternative,
    /// A caption under it.
    pub caption: Option<String>,
}

/// How the bytes of an image are had: asked for once, when its turn comes, so
/// that a dossier of 300 photographs is never in memory as a whole. They are a
/// JPEG, PNG or WebP; the renderer makes its own smaller copy of a large one:
/// hand over what `files` keeps. `None` when they cannot be read: the document
/// then says so in its place.
#[derive(Clone)]
pub struct ImageSource(Arc<dyn Fn() -> Option<Vec<u8>> + Send + Sync>);

impl ImageSource {
    /// Bytes that `read` fetches. It may block: renderers do too.
    pub fn new(read: impl Fn() -> Option<Vec<u8>> + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// Fetches them.
    #[must_use]
    pub fn read(&self) -> Option<Vec<u8>> {
        (self.0)()
    }
}

impl From<Vec<u8>> for ImageSource {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(move || Some(bytes.clone()))
    }
}

impl fmt::Debug for ImageSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ImageSource")
    }
}

/// The text equivalent of an image (RGAA 4.1, theme 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// What it shows.
    Described(String),
    /// It says nothing that the text does not: readers' voices skip it.
    Decorative,
    /// Nobody has described it yet. The document then does not claim PDF/UA.
    Missing,
}

/// A piece that a document cannot draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its name or title.
    pub name: String,
    /// « 84 Ko, tableur »; empty when not known.
    pub about: String,
    /// A web address (http or https); others are not followed.
    pub link: Option<String>,
}

/// What a member of the team answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// « Mme Carbonnel ».
    pub author: String,
    /// The day.
    pub date: NaiveDate,
    /// The parts that say something.
    pub parts: Vec<FeedbackPart>,
}

/// One kind of remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedbackPart {
    /// « Points forts », « À améliorer », « Ce qui m’a intéressé·e », « Questions ».
    pub label: String,
    /// Its text, read.
    pub blocks: Vec<Block>,
}

impl Viewpoint {
    /// All of them, in the order of the legend.
    pub const ALL: [Self; 4] = [Self::Team, Self::Own, Self::Tutor, Self::Peer];

    /// The letter on its marker.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Team => "É",
            Self::Own => "A",
            Self::Tutor => "T",
            Self::Peer => "P",
        }
    }

    /// Its name in the legend.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Team => "Équipe pédagogique",
            Self::Own => "Auto-positionnement",
            Self::Tutor => "Tuteur ou tutrice",
            Self::Peer => "Pairs",
        }
    }
}
