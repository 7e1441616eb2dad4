//! The document as values that the templates read. No text of a user is ever
//! markup: everything goes through as a string.

use chrono::{Datelike, NaiveDate};
use documents::{
    Alternative, Bloc, Block, Competence, DossierDocument, Feedback, Image, Linked, Piece,
    Position, Report, Section, Span, Viewpoint,
};
use kernel::{count, date_long, elide};
use typst::foundations::{Array, Bytes, Dict, IntoValue, Str, Value};

use crate::images::Drawable;
use crate::text::{Cleaner, right_to_left};

/// An image after it was read: none when it could not be.
pub type Picture = Option<Drawable>;

/// Turns a document into the inputs of the templates.
pub struct Data<'a> {
    cleaner: &'a Cleaner<'a>,
}

impl<'a> Data<'a> {
    pub fn new(cleaner: &'a Cleaner<'a>) -> Self {
        Self { cleaner }
    }

    /// All inputs but the notes. `pictures` are those of the reports, in
    /// reading order.
    pub fn dossier(&self, document: &DossierDocument, pictures: Vec<Picture>) -> Dict {
        let of_learner = elide("de", &document.learner);
        let mut pictures = pictures.into_iter();
        let reports: Array = document
            .reports
            .iter()
            .map(|report| self.report(report, &mut pictures))
            .collect();
        [
            (
                "title",
                self.text(&format!("Dossier numérique {of_learner}")),
            ),
            ("of-learner", self.text(&of_learner)),
            ("learner", self.text(&document.learner)),
            ("class", self.optional(document.class.as_deref())),
            ("school", self.text(&document.school)),
            ("curriculum", self.text(&document.curriculum)),
            ("school-year", self.text(&document.school_year)),
            ("date", self.date(document.date)),
            ("day", self.day(document.date)),
            (
                "levels",
                self.array(&document.levels, |level| self.text(level)),
            ),
            (
                "blocs",
                self.array(&document.blocs, |bloc| self.bloc(bloc, &document.levels)),
            ),
            ("reports", reports.into_value()),
        ]
        .into_iter()
        .map(|(key, value)| (Str::from(key), value))
        .collect()
    }

    /// The notes for the last page.
    pub fn notes(&self, notes: &[String]) -> Value {
        self.array(notes, |note| self.text(note))
    }

    pub fn text(&self, text: &str) -> Value {
        Str::from(self.cleaner.line(text)).into_value()
    }

    fn optional(&self, text: Option<&str>) -> Value {
        text.filter(|text| !text.trim().is_empty())
            .map_or(Value::None, |text| self.text(text))
    }

    pub fn date(&self, date: NaiveDate) -> Value {
        self.text(&date_long(date))
    }

    /// Year, month and day, for the metadata.
    pub fn day(&self, date: NaiveDate) -> Value {
        let parts = [
            i64::from(date.year()),
            i64::from(date.month()),
            i64::from(date.day()),
        ];
        self.array(&parts, |part| part.into_value())
    }

    #[expect(clippy::unused_self, reason = "reads like its neighbours at the call")]
    pub fn array<T>(&self, items: &[T], each: impl Fn(&T) -> Value) -> Value {
        items.iter().map(each).collect::<Array>().into_value()
    }

    /// A bloc with the paths of its competences.
    pub fn bloc(&self, bloc: &Bloc, levels: &[String]) -> Value {
        dict([
            ("number", i64::from(bloc.number).into_value()),
            ("title", self.text(&bloc.title)),
            (
                "competences",
                self.array(&bloc.competences, |c| self.competence(c, levels)),
            ),
        ])
    }

    fn competence(&self, competence: &Competence, levels: &[String]) -> Value {
        let proofs = match competence.proofs {
            None => String::new(),
            Some(0) => "Aucune preuve reliée".to_owned(),
            Some(n) => count(u64::from(n), "preuve reliée", "preuves reliées"),
        };
        dict([
            ("code", self.text(&competence.code)),
            ("title", self.text(&competence.title)),
            ("proofs", self.text(&proofs)),
            (
                "positions",
                self.array(&competence.positions, |p| self.position(p, levels)),
            ),
        ])
    }

    fn position(&self, position: &Position, levels: &[String]) -> Value {
        let name = usize::from(position.level)
            .checked_sub(1)
            .and_then(|index| levels.get(index));
        let mut words = format!("niveau\u{a0}{}", position.level);
        if let Some(name) = name {
            words = format!("{words}, {name}");
        }
        if let Some(before) = position.before {
            words = format!("{words} (niveau\u{a0}{before} avant)");
        }
        // Room is short; the legend has the whole name.
        let label = match position.viewpoint {
            Viewpoint::Team => "Équipe",
            other => other.label(),
        };
        // A date does not part at the end of a line.
        let mut who = vec![date_long(position.date).replace(' ', "\u{a0}")];
        if !position.author.is_empty() {
            who.insert(0, position.author.clone());
        }
        dict([
            ("letter", self.text(position.viewpoint.letter())),
            ("label", self.text(label)),
            ("level", i64::from(position.level).into_value()),
            ("words", self.text(&words)),
            ("who", self.text(&who.join(", "))),
        ])
    }

    fn report(&self, report: &Report, pictures: &mut impl Iterator<Item = Picture>) -> Value {
        let about: Vec<&str> = [
            Some(&report.kind),
            report.context.as_ref(),
            report.period.as_ref(),
        ]
        .into_iter()
        .flatten()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .collect();
        let images: Array = report
            .images
            .iter()
            .map(|image| self.image(image, pictures.next().flatten()))
            .collect();
        let title = match report.title.trim() {
            "" => "Sans titre",
            title => title,
        };
        dict([
            ("title", self.text(title)),
            ("about", self.text(&about.join(", "))),
            ("state", self.text(&report.state)),
            (
                "sections",
                self.array(&report.sections, |section| self.section(section)),
            ),
            (
                "linked",
                self.array(&report.linked, |linked| self.linked(linked)),
            ),
            ("images", images.into_value()),
            (
                "pieces",
                self.array(&report.pieces, |piece| self.piece(piece)),
            ),
            (
                "feedback",
                self.array(&report.feedback, |feedback| self.feedback(feedback)),
            ),
        ])
    }

    pub fn section(&self, section: &Section) -> Value {
        dict([
            ("label", self.text(&section.label)),
            ("blocks", self.blocks(&section.blocks)),
        ])
    }

    pub fn linked(&self, linked: &Linked) -> Value {
        dict([
            ("bloc", i64::from(linked.bloc).into_value()),
            ("code", self.text(&linked.code)),
            ("title", self.text(&linked.title)),
        ])
    }

    fn image(&self, image: &Image, picture: Picture) -> Value {
        let (kind, alternative) = match &image.alternative {
            Alternative::Described(text) if !text.trim().is_empty() => ("described", Some(text)),
            Alternative::Described(_) | Alternative::Missing => ("missing", None),
            Alternative::Decorative => ("decorative", None),
        };
        let (svg, width, height) = picture.map_or((Value::None, 0.0, 0.0), |picture| {
            (
                Bytes::new(picture.svg).into_value(),
                picture.width,
                picture.height,
            )
        });
        dict([
            ("name", self.text(&image.name)),
            ("svg", svg),
            ("width", width.into_value()),
            ("height", height.into_value()),
            ("kind", Str::from(kind).into_value()),
            (
                "alternative",
                self.optional(alternative.map(String::as_str)),
            ),
            ("caption", self.optional(image.caption.as_deref())),
        ])
    }

    pub fn piece(&self, piece: &Piece) -> Value {
        dict([
            ("name", self.text(&piece.name)),
            ("about", self.optional(Some(&piece.about))),
            (
                "link",
                piece.link.as_deref().and_then(web_address).into_value(),
            ),
        ])
    }

    fn feedback(&self, feedback: &Feedback) -> Value {
        let parts = self.array(&feedback.parts, |part| {
            dict([
                ("label", self.text(&part.label)),
                ("blocks", self.blocks(&part.blocks)),
            ])
        });
        dict([
            ("author", self.text(&feedback.author)),
            ("date", self.date(feedback.date)),
            ("parts", parts),
        ])
    }

    fn blocks(&self, blocks: &[Block]) -> Value {
        self.array(blocks, |block| {
            let (kind, lines) = match block {
                Block::Paragraph(lines) => ("paragraph", lines),
                Block::List(items) => ("list", items),
            };
            let language = lines.iter().flatten().find_map(|span| match span {
                Span::Text(text) => right_to_left(text),
                Span::Link(_) | Span::File(_) => None,
            });
            dict([
                ("kind", Str::from(kind).into_value()),
                ("rtl", language.map(Str::from).into_value()),
                (
                    "lines",
                    self.array(lines, |line| self.array(line, |span| self.span(span))),
                ),
            ])
        })
    }

    fn span(&self, span: &Span) -> Value {
        let (kind, text, link) = match span {
            Span::Text(text) => ("text", text, None),
            Span::File(name) => ("file", name, None),
            Span::Link(address) => match web_address(address) {
                Some(link) => ("link", address, Some(link)),
                None => ("text", address, None),
            },
        };
        dict([
            ("kind", Str::from(kind).into_value()),
            ("text", self.text(text)),
            ("link", link.into_value()),
        ])
    }
}

/// An address that the document may follow: the web's, of a length that
/// Typst accepts.
fn web_address(address: &str) -> Option<Str> {
    let web = address.starts_with("https://") || address.starts_with("http://");
    let plain = !address.contains(|c: char| c.is_whitespace() || c.is_control());
    (web && plain && address.len() <= 4_000).then(|| Str::from(address))
}

pub fn dict<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    pairs
        .into_iter()
        .map(|(key, value)| (Str::from(key), value))
        .collect::<Dict>()
        .into_value()
}
