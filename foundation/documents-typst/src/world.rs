//! What Typst sees: our templates, our fonts, the data. No disk, no network,
//! no package, no clock.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World};

use crate::fonts::Fonts;

/// The template of a dossier.
pub const DOSSIER: usize = 0;
/// The template of a situation.
pub const SITUATION: usize = 1;

/// The template of the matrix of a class.
pub const MATRIX: usize = 2;
/// The template of a « bilan intermédiaire ».
pub const PERIOD: usize = 3;
/// The template of a roadmap.
pub const ROADMAP: usize = 4;

const TEMPLATES: [(&str, &str); 8] = [
    ("dossier.typ", include_str!("../templates/dossier.typ")),
    ("situation.typ", include_str!("../templates/situation.typ")),
    ("matrix.typ", include_str!("../templates/matrix.typ")),
    ("period.typ", include_str!("../templates/period.typ")),
    ("roadmap.typ", include_str!("../templates/roadmap.typ")),
    ("theme.typ", include_str!("../templates/theme.typ")),
    ("paths.typ", include_str!("../templates/paths.typ")),
    ("report.typ", include_str!("../templates/report.typ")),
];

/// The templates, parsed once.
pub struct Templates(Vec<Source>);

impl Templates {
    /// Parses them.
    pub fn load() -> Self {
        let parse = |(name, text): &(&str, &str)| {
            let path = VirtualPath::new(name).expect("a plain file name");
            let id = FileId::new(RootedPath::new(VirtualRoot::Project, path));
            Source::new(id, (*text).to_owned())
        };
        Self(TEMPLATES.iter().map(parse).collect())
    }
}

/// One compilation: the shared parts and the data of one document.
pub struct Sheet<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
    templates: &'a Templates,
    main: usize,
}

impl<'a> Sheet<'a> {
    /// `main` is the template that is laid out: [`DOSSIER`], [`SITUATION`]…
    /// `inputs` is what templates read as `sys.inputs`: values, never markup.
    pub fn new(fonts: &'a Fonts, templates: &'a Templates, main: usize, inputs: Dict) -> Self {
        // The head of a row is announced as one; Typst may still change how that is written.
        let features: Features = [Feature::A11yExtras].into_iter().collect();
        let library = Library::builder()
            .with_inputs(inputs)
            .with_features(features)
            .build();
        Self {
            main,
            library: LazyHash::new(library),
            fonts,
            templates,
        }
    }
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.templates.0[self.main].id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let known = self.templates.0.iter().find(|source| source.id() == id);
        known.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
