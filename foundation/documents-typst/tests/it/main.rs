//! Documents rendered and looked at: as pictures, by their declarations, by
//! what can be read in them. Needs `poppler-utils` and `qpdf`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

mod matrix;
mod pdf;
mod period;
mod roadmap;
mod sample;
mod situation;

use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use documents::{
    Alternative, Conformity, DocumentRenderer, DossierDocument, Image, Progress, Rendered,
};
use documents_typst::TypstRenderer;

use pdf::Pdf;
use sample::{dossier, photograph, report, saying, screenshot};

static RENDERER: LazyLock<TypstRenderer> = LazyLock::new(|| TypstRenderer::new().unwrap());

fn render(document: &DossierDocument) -> (Rendered, Pdf) {
    let rendered = RENDERER.dossier(document, &|_| ()).unwrap();
    let pdf = Pdf::new(&rendered.bytes);
    pdf.assert_sound();
    assert!(pdf.claims("pdfaid"));
    assert_eq!(
        pdf.claims("pdfuaid"),
        rendered.conformity == Conformity::PdfAAndUa
    );
    (rendered, pdf)
}

#[test]
fn a_plain_dossier_is_accessible_archivable_and_looks_right() {
    let (rendered, pdf) = render(&dossier(vec![
        report(),
        saying("Accueillir un nouvel agent", "J’ai préparé son poste."),
    ]));
    assert_eq!(rendered.conformity, Conformity::PdfAAndUa);
    assert_eq!(rendered.notes, [""; 0]);
    assert_eq!(
        pdf.info("Title").as_deref(),
        Some("Dossier numérique d’Inès Ferrand")
    );
    assert_eq!(pdf.info("Tagged").as_deref(), Some("yes"));
    for (page, name) in [
        (1, "couverture"),
        (2, "sommaire"),
        (3, "competences"),
        (5, "compte-rendu"),
        (6, "images"),
    ] {
        pdf.assert_looks_like(page, name);
    }
}

#[test]
fn voices_hear_what_eyes_see() {
    let (_, pdf) = render(&dossier(vec![report()]));
    let structure = pdf.structure();
    for said in [
        "niveau\u{a0}3, Réalise en autonomie",
        "Mme Carbonnel, 9\u{a0}mars\u{a0}2027",
        "Points forts",
    ] {
        assert!(
            structure.contains(said),
            "not in the structure: {said}\n{structure}"
        );
    }
    assert!(
        !structure.contains("bandeau.png"),
        "a decorative image is announced"
    );
}

#[test]
fn emoji_are_drawn_and_keep_the_document_accessible() {
    let (rendered, pdf) = render(&dossier(vec![saying(
        "Bilan 🎉",
        "Très contente 🙂👍🏽, merci à l’équipe 👩‍💻 ! Fait ✓ → à suivre ♿ 🇫🇷",
    )]));
    assert_eq!(
        (rendered.conformity, &rendered.notes[..]),
        (Conformity::PdfAAndUa, &[][..])
    );
    pdf.assert_looks_like(5, "emoji");
}

#[test]
fn arabic_is_drawn_from_right_to_left() {
    let (rendered, pdf) = render(&dossier(vec![saying(
        "Traduire une notice",
        "السلام عليكم، هذا تقرير عن العمل في الشركة. ترجمت الدليل إلى الفرنسية لزملائي.",
    )]));
    assert_eq!(
        (rendered.conformity, &rendered.notes[..]),
        (Conformity::PdfAAndUa, &[][..])
    );
    // A word that can be copied can be read aloud.
    assert!(pdf.text().contains("العمل"), "{}", pdf.text());
    pdf.assert_looks_like(5, "arabe");
}

#[test]
fn other_scripts_never_cost_the_document() {
    for (words, replaced) in [
        ("שָׁלוֹם, דו״ח עבודה", false),
        ("بِسْمِ اللَّهِ", false),
        ("Ελληνικά, українська, Հայերեն, ქართული", false),
        ("हिन्दी, ไทย, 한국어, 日本語", true),
        ("Z̷̢͝a̶l̴g̵o̶ ﬁ 𝒳 ½ ™", true),
    ] {
        let (rendered, _) = render(&dossier(vec![saying("Langues", words)]));
        assert_eq!(rendered.conformity, Conformity::PdfAAndUa, "{words}");
        assert_eq!(
            !rendered.notes.is_empty(),
            replaced,
            "{words}: {:?}",
            rendered.notes
        );
    }
}

#[test]
fn a_missing_description_costs_the_claim_and_says_why() {
    let mut one = report();
    one.images[0].alternative = Alternative::Missing;
    let (rendered, pdf) = render(&dossier(vec![one]));
    assert_eq!(rendered.conformity, Conformity::PdfA);
    assert_eq!(rendered.notes.len(), 1);
    assert!(
        rendered.notes[0]
            .contains("une image n’a pas de description\u{a0}: profil-responsable-agence.png")
    );
    assert!(
        pdf.text().contains("Image sans description"),
        "the reader is not told"
    );
    pdf.assert_looks_like(6, "sans-description");
}

#[test]
fn what_cannot_be_drawn_never_costs_the_document() {
    let mut one = saying("漢字", "Le signe 漢 et \u{e001}, https://example.org/漢");
    one.images = vec![Image {
        name: "abimee.png".to_owned(),
        source: b"\x89PNG\r\n\x1a\n no more".to_vec().into(),
        alternative: Alternative::Missing,
        caption: None,
    }];
    one.title = "\n".to_owned();
    let (rendered, pdf) = render(&dossier(vec![one]));
    assert_eq!(
        rendered.conformity,
        Conformity::PdfAAndUa,
        "{:?}",
        rendered.notes
    );
    assert_eq!(rendered.notes.len(), 2, "{:?}", rendered.notes);
    assert!(pdf.text().contains("Le signe □ et □"));
    assert!(pdf.text().contains("Image illisible"));
}

#[test]
fn markup_in_a_text_stays_text() {
    let words = "#import \"x\" *gras* $x$ \\ <b> @ref // fin `code` = titre";
    let (_, pdf) = render(&dossier(vec![saying("#panic()", words)]));
    assert!(pdf.text().contains(words), "{}", pdf.text());
}

#[test]
fn an_empty_dossier_says_so() {
    let mut empty = dossier(vec![]);
    empty.class = None;
    empty.blocs.clear();
    let (rendered, pdf) = render(&empty);
    assert_eq!(rendered.conformity, Conformity::PdfAAndUa);
    assert!(pdf.text().contains("Aucun compte rendu"));
}

#[test]
fn two_hundred_reports_are_made_in_reasonable_time_and_say_where_they_are() {
    // The same picture each time for the eye, another one for the renderer.
    let (photograph, screenshot) = (photograph(1_600, 1_200, 1), screenshot(1_280, 800, 1));
    let another = |picture: &[u8], n: u32| [picture, &n.to_le_bytes()].concat();
    let reports = (0..200)
        .map(|n| {
            let mut one = report();
            one.title = format!("Compte rendu {}", n + 1);
            one.images[0].source = another(&photograph, n).into();
            one.images[1] = Image {
                source: another(&screenshot, n).into(),
                ..one.images[0].clone()
            };
            if n % 2 == 1 {
                one.images.pop();
            }
            one
        })
        .collect();
    let document = dossier(reports);
    let seen = Mutex::new(Vec::new());
    let before = peak_memory();
    let spent = processor_time();
    let started = Instant::now();
    let rendered = RENDERER
        .dossier(&document, &|step: Progress| {
            if !matches!(step, Progress::Images { .. }) {
                println!("{step}: {:?}, {}", started.elapsed(), peak_memory());
            }
            seen.lock().unwrap().push(step.percent())
        })
        .unwrap();
    let took = started.elapsed();
    // The typesetter comes after everything else that this machine does.
    let spent = processor_time() - spent;
    let pdf = Pdf::new(&rendered.bytes);
    println!(
        "{} pages, {} Mo, {took:?} of which {spent:?} at work, {:?}, {before} then {}",
        pdf.pages(),
        rendered.bytes.len() / 1_000_000,
        rendered.conformity,
        peak_memory()
    );
    assert_eq!(rendered.conformity, Conformity::PdfAAndUa);
    assert!((400..=900).contains(&pdf.pages()), "{} pages", pdf.pages());
    assert_eq!(rendered.pages, pdf.pages() as usize);
    assert!(spent < Duration::from_secs(60), "{spent:?}");
    let seen = seen.into_inner().unwrap();
    assert!(seen.len() > 300 && seen.is_sorted(), "{seen:?}");
}

/// How long the processor was at work for this process, to the hundredth of a
/// second.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    // After the name in brackets: the state, then twelve numbers before these two.
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    let ticks: u64 = fields[11..13]
        .iter()
        .map(|field| field.parse::<u64>().unwrap())
        .sum();
    Duration::from_millis(ticks * 10)
}

/// « VmHWM: 812344 kB »: what the process held at its worst.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or("")
        .to_owned()
}
