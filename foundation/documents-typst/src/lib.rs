//! Documents laid out by Typst: tagged PDF that declares PDF/A-2a and
//! PDF/UA-1 where its content allows it, PDF/A-2 and the reason otherwise.
//!
//! The only crate that knows Typst. Everything is in memory: templates and
//! fonts come with the program, data are values, and nothing reads the disk,
//! the network or a package.
//!
//! A rendering keeps half of the cores busy for seconds and blocks. It runs on
//! threads of its own that the system serves last, and one at a time: two at
//! once would hold twice the memory and share the same threads.

mod data;
mod fonts;
mod images;
mod matrix;
mod period;
mod roadmap;
mod situation;
mod text;
mod world;

use std::sync::{Mutex, PoisonError};

use documents::{
    Alternative, Conformity, DocumentError, DocumentRenderer, DossierDocument, Progress, Rendered,
    SheetDocument, SheetRenderer,
};
use kernel::{count, french_list};
use thread_priority::{ThreadPriority, set_current_thread_priority};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Dict, Smart, Str};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::data::{Data, Picture};
use crate::fonts::Fonts;
use crate::text::Cleaner;
use crate::world::{DOSSIER, MATRIX, PERIOD, ROADMAP, SITUATION, Sheet, Templates};

/// Room for an image on paper, in millimetres.
const IMAGE_WIDTH: f64 = 170.0;
const IMAGE_HEIGHT: f64 = 92.0;
/// Names given in one note; the others are counted.
const NAMED: usize = 8;
/// Typst recurses as deep as the document nests.
const STACK: usize = 16 * 1024 * 1024;

/// Lays documents out with Typst.
pub struct TypstRenderer {
    fonts: Fonts,
    templates: Templates,
    threads: rayon::ThreadPool,
    /// One document at a time, whoever asks.
    turn: Mutex<()>,
}

impl TypstRenderer {
    /// Reads fonts and templates: some tens of milliseconds, once.
    ///
    /// Typst gets half of the cores, one at least, and only while nothing else
    /// wants them, so that a long document never slows the pages.
    ///
    /// # Errors
    /// [`DocumentError::Fonts`] when the fonts are missing.
    pub fn new() -> Result<Self, DocumentError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads((cores / 2).max(1))
            .stack_size(STACK)
            .thread_name(|n| format!("documents-{n}"))
            .start_handler(|_| step_back())
            .build()
            .map_err(|error| DocumentError::Layout(error.to_string()))?;
        Ok(Self {
            fonts: Fonts::load()?,
            templates: Templates::load(),
            threads,
            turn: Mutex::new(()),
        })
    }
}

/// Has the system serve this thread last. Where it refuses, documents are made
/// all the same.
fn step_back() {
    if let Err(error) = set_current_thread_priority(ThreadPriority::Min) {
        tracing::warn!(?error, "the typesetter keeps an ordinary priority");
    }
}

impl DocumentRenderer for TypstRenderer {
    fn dossier(
        &self,
        document: &DossierDocument,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Rendered, DocumentError> {
        self.in_turn(|| self.lay_dossier_out(document, progress))
    }
}

impl SheetRenderer for TypstRenderer {
    fn sheet(&self, document: &SheetDocument) -> Result<Rendered, DocumentError> {
        self.in_turn(|| self.lay_sheet_out(document))
    }
}

/// Gives back what Typst remembers, also after an error: its cache is global
/// and would hold the images of every document ever made.
struct Evict;

impl Drop for Evict {
    fn drop(&mut self) {
        // The one of Typst itself: another version of comemo would evict nothing.
        typst::comemo::evict(0);
    }
}

/// A document as values, before a standard is chosen.
struct Draft<'a> {
    /// The template that is laid out.
    template: usize,
    data: Data<'a>,
    inputs: Dict,
    /// What its reader should know.
    notes: Vec<String>,
    /// Why it cannot be declared accessible.
    reserve: Option<String>,
}

impl TypstRenderer {
    /// One document at a time, on threads of their own.
    fn in_turn(
        &self,
        work: impl FnOnce() -> Result<Rendered, DocumentError> + Send,
    ) -> Result<Rendered, DocumentError> {
        // A document that failed leaves nothing behind: its turn is over too.
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.threads.install(|| {
            let _memory = Evict;
            work()
        })
    }

    fn lay_dossier_out(
        &self,
        document: &DossierDocument,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Rendered, DocumentError> {
        let pictures = read_images(document, progress);
        let mut notes = Vec::new();
        notes.extend(unreadable(document, &pictures));
        let reserve = undescribed(document, &pictures);
        let cleaner = Cleaner::new(&self.fonts);
        let data = Data::new(&cleaner);
        let inputs = data.dossier(document, pictures);
        notes.extend(replaced(&cleaner));
        let draft = Draft {
            template: DOSSIER,
            data,
            inputs,
            notes,
            reserve,
        };
        self.render(draft, progress)
    }

    fn lay_sheet_out(&self, document: &SheetDocument) -> Result<Rendered, DocumentError> {
        let cleaner = Cleaner::new(&self.fonts);
        let data = Data::new(&cleaner);
        let (template, inputs) = match document {
            SheetDocument::Situation(situation) => (SITUATION, data.situation(situation)),
            SheetDocument::Matrix(matrix) => (MATRIX, data.matrix(matrix)),
            SheetDocument::Period(period) => (PERIOD, data.period(period)),
            SheetDocument::Roadmap(roadmap) => (ROADMAP, data.roadmap(roadmap)),
        };
        let draft = Draft {
            template,
            data,
            inputs,
            notes: replaced(&cleaner).into_iter().collect(),
            reserve: None,
        };
        self.render(draft, &|_| ())
    }

    /// Under the strictest standard that takes the document.
    fn render(
        &self,
        draft: Draft<'_>,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Rendered, DocumentError> {
        let mut notes = draft.notes.clone();
        let mut attempts = vec![
            (Conformity::PdfA, PdfStandards::new(&[PdfStandard::A_2b])),
            (Conformity::PdfA, PdfStandards::new(&[PdfStandard::A_2u])),
        ];
        match &draft.reserve {
            Some(reason) => notes.push(reason.clone()),
            None => attempts.push((
                Conformity::PdfAAndUa,
                PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]),
            )),
        }
        let mut refusal = String::new();
        while let Some((conformity, standards)) = attempts.pop() {
            let standards =
                standards.map_err(|error| DocumentError::Layout(error.message().to_string()))?;
            // A second attempt does not go back to the middle for whoever waits.
            if refusal.is_empty() {
                progress(Progress::Layout);
            }
            let pages = self.lay_out(&draft, conformity, &notes)?;
            progress(Progress::Writing);
            let options = PdfOptions {
                creator: Smart::Custom(Some("Jalon".to_owned())),
                standards,
                ..PdfOptions::default()
            };
            match typst_pdf::pdf(&pages, &options) {
                Ok(bytes) => {
                    return Ok(Rendered {
                        bytes,
                        pages: pages.pages().len(),
                        conformity,
                        notes,
                    });
                }
                Err(errors) => {
                    refusal = wordless(&errors);
                    tracing::warn!(
                        attempt = conformity.label(),
                        refusal,
                        "a PDF standard refuses the document"
                    );
                    if conformity == Conformity::PdfAAndUa {
                        notes.push(not_accessible(&refusal));
                    }
                }
            }
        }
        Err(DocumentError::Layout(refusal))
    }

    fn lay_out(
        &self,
        draft: &Draft<'_>,
        conformity: Conformity,
        notes: &[String],
    ) -> Result<PagedDocument, DocumentError> {
        let mut inputs = draft.inputs.clone();
        inputs.insert(
            Str::from("conformity"),
            typst::foundations::IntoValue::into_value(Str::from(conformity.label())),
        );
        inputs.insert(Str::from("notes"), draft.data.notes(notes));
        let sheet = Sheet::new(&self.fonts, &self.templates, draft.template, inputs);
        let compiled = typst::compile::<PagedDocument>(&sheet);
        for warning in &compiled.warnings {
            tracing::debug!(warning = wordless(std::slice::from_ref(warning)), "typst");
        }
        compiled
            .output
            .map_err(|errors| DocumentError::Layout(wordless(&errors)))
    }
}

fn read_images(document: &DossierDocument, progress: &(dyn Fn(Progress) + Sync)) -> Vec<Picture> {
    let images: Vec<_> = document
        .reports
        .iter()
        .flat_map(|report| &report.images)
        .collect();
    let total = images.len();
    let mut pictures = Vec::with_capacity(total);
    for (done, image) in images.into_iter().enumerate() {
        progress(Progress::Images { done, total });
        let bytes = image.source.read();
        pictures.push(bytes.and_then(|bytes| images::prepare(&bytes, IMAGE_WIDTH, IMAGE_HEIGHT)));
    }
    pictures
}

/// The names of the images that `wanted` chooses, with their reports.
fn named(
    document: &DossierDocument,
    pictures: &[Picture],
    wanted: impl Fn(&documents::Image, &Picture) -> bool,
) -> Vec<String> {
    document
        .reports
        .iter()
        .flat_map(|report| report.images.iter().map(move |image| (report, image)))
        .zip(pictures)
        .filter(|((_, image), picture)| wanted(image, picture))
        .map(|((report, image), _)| format!("{} («\u{202f}{}\u{202f}»)", image.name, report.title))
        .collect()
}

fn listed(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if more > 0 {
        names.push(count(more as u64, "autre", "autres"));
    }
    french_list(&names)
}

fn unreadable(document: &DossierDocument, pictures: &[Picture]) -> Option<String> {
    let names = named(document, pictures, |_, picture| picture.is_none());
    match names.len() {
        0 => None,
        1 => Some(format!(
            "Une image n’a pas pu être lue et manque dans ce document\u{a0}: {}.",
            listed(names)
        )),
        n => Some(format!(
            "{n} images n’ont pas pu être lues et manquent dans ce document\u{a0}: {}.",
            listed(names)
        )),
    }
}

/// Why the document cannot be declared accessible, when an image that it
/// shows has no description.
fn undescribed(document: &DossierDocument, pictures: &[Picture]) -> Option<String> {
    let names = named(document, pictures, |image, picture| {
        let missing = match &image.alternative {
            Alternative::Described(text) => text.trim().is_empty(),
            Alternative::Missing => true,
            Alternative::Decorative => false,
        };
        missing && picture.is_some()
    });
    let why = match names.len() {
        0 => return None,
        1 => "une image n’a pas de description",
        n => &format!("{n} images n’ont pas de description"),
    };
    Some(format!(
        "Ce document n’est pas déclaré PDF/UA (accessible) parce que {why}\u{a0}: {}. Décrivez-la ou déclarez-la décorative dans le compte rendu, puis refaites le document.",
        listed(names)
    ))
}

fn replaced(cleaner: &Cleaner<'_>) -> Option<String> {
    match cleaner.replaced() {
        0 => None,
        1 => Some("Un signe que nos polices ne savent pas dessiner est remplacé par □.".to_owned()),
        n => Some(format!(
            "{n} signes que nos polices ne savent pas dessiner sont remplacés par □ ou privés de leur accent."
        )),
    }
}

fn not_accessible(refusal: &str) -> String {
    let why = if refusal.contains("code point") {
        "il contient une écriture, comme l’arabe, dont certains signes assemblés ne peuvent pas être rendus lettre par lettre à une voix de synthèse"
    } else {
        "une partie de sa structure ne le permet pas"
    };
    format!(
        "Ce document n’est pas déclaré PDF/UA (accessible) parce que {why}. Il garde ses titres, ses listes et les descriptions de ses images."
    )
}

/// The messages of Typst without what they quote: a log and an error never
/// hold a text of the document.
fn wordless(errors: &[SourceDiagnostic]) -> String {
    let mut messages: Vec<String> = errors
        .iter()
        .map(|error| {
            error
                .message
                .split('`')
                .step_by(2)
                .collect::<Vec<_>>()
                .join("…")
        })
        .collect();
    messages.sort();
    messages.dedup();
    messages.join(" ; ")
}
