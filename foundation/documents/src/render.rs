//! The door to whatever lays documents out.

use std::fmt;

use crate::{DossierDocument, MatrixDocument, PeriodReport, RoadmapDocument, SituationDocument};

/// Lays documents out. One renderer serves the whole program; every call is
/// independent of the others.
pub trait DocumentRenderer: Send + Sync {
    /// The dossier of a learner as a PDF.
    ///
    /// Blocks for as long as it takes (tens of milliseconds a page, more with
    /// images) and says where it is through `progress`. What can be mended is
    /// mended and told in [`Rendered::notes`]: an unreadable image, a sign that
    /// no font has, a missing description never cost the learner the document.
    ///
    /// # Errors
    /// [`DocumentError`] when no document could be made at all.
    fn dossier(
        &self,
        document: &DossierDocument,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Rendered, DocumentError>;
}

/// A short document, made while somebody waits for it.
#[derive(Clone, Debug)]
pub enum SheetDocument {
    /// The sheet of a situation.
    Situation(Box<SituationDocument>),
    /// The competences of a class.
    Matrix(Box<MatrixDocument>),
    /// The « bilan intermédiaire » of a learner.
    Period(Box<PeriodReport>),
    /// The « feuille de route » of a head.
    Roadmap(Box<RoadmapDocument>),
}

impl From<SituationDocument> for SheetDocument {
    fn from(document: SituationDocument) -> Self {
        Self::Situation(Box::new(document))
    }
}

impl From<MatrixDocument> for SheetDocument {
    fn from(document: MatrixDocument) -> Self {
        Self::Matrix(Box::new(document))
    }
}

impl From<PeriodReport> for SheetDocument {
    fn from(document: PeriodReport) -> Self {
        Self::Period(Box::new(document))
    }
}

impl From<RoadmapDocument> for SheetDocument {
    fn from(document: RoadmapDocument) -> Self {
        Self::Roadmap(Box::new(document))
    }
}

/// Lays short documents out.
pub trait SheetRenderer: Send + Sync {
    /// The document as a PDF. Blocks for some tens of milliseconds, more while
    /// a dossier is being made.
    ///
    /// # Errors
    /// [`DocumentError`] when no document could be made at all.
    fn sheet(&self, document: &SheetDocument) -> Result<Rendered, DocumentError>;
}

/// Where a rendering is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Reading the images: how many are done, out of how many.
    Images {
        /// Read so far.
        done: usize,
        /// To read.
        total: usize,
    },
    /// Laying the pages out.
    Layout,
    /// Writing the file.
    Writing,
}

impl Progress {
    /// How much of the work is behind, from 0 to 100: images and layout take
    /// most of it.
    #[must_use]
    pub fn percent(self) -> u8 {
        match self {
            Self::Images { done, total } => {
                u8::try_from(done.min(total) * 50 / total.max(1)).unwrap_or(50)
            }
            Self::Layout => 50,
            Self::Writing => 85,
        }
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Images { done, total } => write!(f, "Images\u{a0}: {done} sur {total}"),
            Self::Layout => f.write_str("Mise en page"),
            Self::Writing => f.write_str("Écriture du fichier"),
        }
    }
}

/// A finished document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What it declares.
    pub conformity: Conformity,
    /// What the reader should know, in whole sentences: why the document is not
    /// declared accessible, which images could not be read, which signs were
    /// replaced. They are printed on its last page too.
    pub notes: Vec<String>,
}

/// The standards that a PDF declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conformity {
    /// PDF/A-2a (archiving) and PDF/UA-1 (accessibility).
    PdfAAndUa,
    /// PDF/A-2 only; tagged all the same.
    PdfA,
}

impl Conformity {
    /// « PDF/A-2a et PDF/UA-1 ».
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::PdfAAndUa => "PDF/A-2a et PDF/UA-1",
            Self::PdfA => "PDF/A-2",
        }
    }
}

/// No document could be made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The fonts are not in the program, or are damaged.
    #[error(
        "Les polices des documents manquent (frontend/dist/polices). Lancez d’abord\u{a0}: make assets"
    )]
    Fonts,
    /// The typesetter refused. The detail is for the operator and quotes no
    /// text of the document.
    #[error(
        "Le document n’a pas pu être mis en page. Rien n’est perdu\u{202f}: vos textes et vos pièces sont intacts. Réessayez\u{202f}; si cela se reproduit, transmettez ceci à l’administrateur\u{a0}: {0}"
    )]
    Layout(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_only_goes_forward() {
        let steps = [
            Progress::Images { done: 0, total: 3 },
            Progress::Images { done: 2, total: 3 },
            Progress::Images { done: 3, total: 3 },
            Progress::Layout,
            Progress::Writing,
        ];
        let percents: Vec<u8> = steps.iter().map(|step| step.percent()).collect();
        assert!(percents.is_sorted(), "{percents:?}");
        assert_eq!(Progress::Images { done: 0, total: 0 }.percent(), 0);
    }
}
