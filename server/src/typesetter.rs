//! The typesetter that documents are made with: the only place that names it.

use std::sync::{Arc, Mutex, PoisonError};

use documents::{
    DocumentError, DocumentRenderer, DossierDocument, Progress, Rendered, RoadmapDocument,
    SheetRenderer, SituationDocument,
};
use documents_typst::TypstRenderer;

/// Typst, read at the first document: most days nobody asks for one, and a
/// server without its fonts still serves everything else. A failure is not
/// remembered, so that fonts put back are found without a restart.
#[derive(Default)]
pub struct Typesetter(Mutex<Option<Arc<TypstRenderer>>>);

impl Typesetter {
    fn ready(&self) -> Result<Arc<TypstRenderer>, DocumentError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(renderer) = &*kept {
            return Ok(Arc::clone(renderer));
        }
        let renderer = Arc::new(TypstRenderer::new()?);
        *kept = Some(Arc::clone(&renderer));
        Ok(renderer)
    }
}

impl DocumentRenderer for Typesetter {
    fn dossier(
        &self,
        document: &DossierDocument,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Rendered, DocumentError> {
        self.ready()?.dossier(document, progress)
    }
}

impl SheetRenderer for Typesetter {
    fn situation(&self, document: &SituationDocument) -> Result<Rendered, DocumentError> {
        self.ready()?.situation(document)
    }

    fn roadmap(&self, document: &RoadmapDocument) -> Result<Rendered, DocumentError> {
        self.ready()?.roadmap(document)
    }
}
