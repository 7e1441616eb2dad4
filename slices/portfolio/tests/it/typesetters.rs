//! Typesetters for the tests: one that writes down what it is given, and some
//! that fail.

use documents::{
    Alternative, Conformity, DocumentError, DocumentRenderer, DossierDocument, Progress, Rendered,
};

/// Writes down what it is given.
pub struct Scribe;

impl DocumentRenderer for Scribe {
    fn dossier(
        &self,
        document: &DossierDocument,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Rendered, DocumentError> {
        progress(Progress::Layout);
        let images = document.reports.iter().flat_map(|report| &report.images);
        let sizes: Vec<_> = images
            .clone()
            .map(|image| image.source.read().map(|b| b.len()))
            .collect();
        let missing = images
            .filter(|image| image.alternative == Alternative::Missing)
            .count();
        Ok(Rendered {
            bytes: format!("%PDF-1.7\n{document:#?}\nimages {sizes:?}\n").into_bytes(),
            pages: 7,
            conformity: if missing > 0 {
                Conformity::PdfA
            } else {
                Conformity::PdfAAndUa
            },
            notes: vec![format!("{missing} sans description."); usize::from(missing > 0)],
        })
    }
}

/// Refuses every document.
pub struct Broken;

impl DocumentRenderer for Broken {
    fn dossier(
        &self,
        _: &DossierDocument,
        _: &(dyn Fn(Progress) + Sync),
    ) -> Result<Rendered, DocumentError> {
        Err(DocumentError::Layout("a detail for the operator".into()))
    }
}

/// Has lost its fonts.
pub struct WithoutFonts;

impl DocumentRenderer for WithoutFonts {
    fn dossier(
        &self,
        _: &DossierDocument,
        _: &(dyn Fn(Progress) + Sync),
    ) -> Result<Rendered, DocumentError> {
        Err(DocumentError::Fonts)
    }
}

/// Breaks down.
pub struct Panics;

impl DocumentRenderer for Panics {
    fn dossier(
        &self,
        _: &DossierDocument,
        _: &(dyn Fn(Progress) + Sync),
    ) -> Result<Rendered, DocumentError> {
        panic!("as a typesetter may");
    }
}
