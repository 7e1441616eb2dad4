//! What the pages of « Retoucher l’image » show.

use askama::Template;
use files::retouch::{Part, Side};
use files::{Edit, Rect, StoredFile};
use web::forms::SummaryLine;
use web::{Field, Shell};

use super::Table;
use crate::evidence::retouch::Retouchable;
use crate::evidence::retouch::forms::{EditQuery, Problem, RetouchForm, SIDES, Typed};
use crate::paths;

/// One of the four numbers of a frame or of a zone.
struct SideView {
    field: Field,
    label: &'static str,
    /// What the script knows it by.
    key: &'static str,
    /// Where the cursor waits.
    focus: bool,
}

/// A frame or a zone.
struct PartView {
    legend: String,
    number: usize,
    sides: Vec<SideView>,
    /// Where it lies, when its numbers can be read.
    rect: Option<Rect>,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/retouch.html")]
pub struct RetouchPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    name: String,
    back: String,
    action: String,
    source: String,
    alternative: String,
    width: u32,
    height: u32,
    /// The size of the numbers on the picture.
    digits: u32,
    origine: String,
    errors: Vec<SummaryLine>,
    /// Why the picture is still as it was.
    failure: Option<String>,
    wholly: bool,
    crop: PartView,
    zones: Vec<PartView>,
    /// A zone that the script copies.
    blank: PartView,
    most: usize,
}

/// The result, before it is kept.
#[derive(Template)]
#[template(path = "pages/retouch_preview.html")]
pub struct PreviewPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    action: String,
    image: String,
    width: u32,
    height: u32,
    about: String,
    /// Whether readers have it already.
    handed: bool,
    /// What the form said, to send again.
    fields: Vec<(&'static str, String)>,
}

/// What goes with the form when it is shown again.
#[derive(Default)]
pub struct Said {
    /// What is wrong, field by field.
    pub problems: Vec<Problem>,
    /// Why the picture is still as it was.
    pub failure: Option<String>,
    /// Where the cursor waits.
    pub focus: Option<(Part, Side)>,
}

impl Table {
    fn trail(&self) -> Vec<(String, String)> {
        vec![
            ("Mon parcours".to_owned(), paths::DOSSIER.to_owned()),
            ("Mes pièces".to_owned(), paths::PIECES.to_owned()),
            (self.row.title.clone(), paths::own_piece(self.row.id)),
        ]
    }

    /// The form, over the picture as it is.
    pub fn page(&self, shell: Shell, form: &RetouchForm, said: Said) -> RetouchPage {
        let (width, height) = self.size();
        let part = |part, typed: &Typed| part_view(part, typed, &said);
        RetouchPage {
            shell,
            trail: self.trail(),
            name: self.row.title.clone(),
            back: paths::own_piece(self.row.id),
            action: paths::retouch(self.row.id),
            source: paths::piece(self.row.id),
            alternative: self.file.alternative_text().to_owned(),
            width,
            height,
            digits: (width.max(height) / 28).max(8),
            origine: self.file.hash.to_string(),
            errors: said.problems.iter().map(line).collect(),
            wholly: self.allowed == Retouchable::Wholly,
            crop: part(Part::Crop, &form.crop()),
            zones: form
                .zones()
                .iter()
                .enumerate()
                .map(|(index, zone)| part(Part::Mask(index), zone))
                .collect(),
            blank: blank(),
            most: Edit::MOST_MASKS,
            failure: said.failure,
        }
    }

    /// The result of an edit, to look at before it is kept.
    pub fn preview(&self, shell: Shell, form: &RetouchForm, edit: &Edit) -> PreviewPage {
        let (width, height) = match edit.crop {
            Some(crop) => (crop.width, crop.height),
            None => self.size(),
        };
        PreviewPage {
            shell,
            trail: self.trail(),
            action: paths::retouch(self.row.id),
            image: format!(
                "{}?{}",
                paths::retouched(self.row.id),
                EditQuery::write(edit)
            ),
            width,
            height,
            about: about(edit, width, height),
            handed: self.allowed == Retouchable::ByZones,
            fields: hidden(form, &self.file),
        }
    }
}

/// « Image de 640 × 480 pixels, recadrée, 2 zones masquées. »
fn about(edit: &Edit, width: u32, height: u32) -> String {
    let mut about = format!("Image de {width}\u{a0}×\u{a0}{height}\u{a0}pixels");
    if edit.crop.is_some() {
        about.push_str(", recadrée");
    }
    if !edit.masks.is_empty() {
        let zones = edit.masks.len() as u64;
        about.push_str(", ");
        about.push_str(&kernel::count(zones, "zone masquée", "zones masquées"));
    }
    about.push('.');
    about
}

/// What was typed, for the fields of the preview that are not seen.
fn hidden(form: &RetouchForm, file: &StoredFile) -> Vec<(&'static str, String)> {
    let mut fields = vec![("origine", file.hash.to_string())];
    let crop = form.crop();
    for side in SIDES {
        fields.push((name(Part::Crop, side), crop.get(side).to_owned()));
    }
    for (index, zone) in form.zones().iter().enumerate() {
        for side in SIDES {
            fields.push((name(Part::Mask(index), side), zone.get(side).to_owned()));
        }
    }
    fields
}

const fn name(part: Part, side: Side) -> &'static str {
    match (part, side) {
        (Part::Crop, Side::X) => "cadre_x",
        (Part::Crop, Side::Y) => "cadre_y",
        (Part::Crop, Side::Width) => "cadre_largeur",
        (Part::Crop, Side::Height) => "cadre_hauteur",
        (Part::Mask(_), Side::X) => "zone_x",
        (Part::Mask(_), Side::Y) => "zone_y",
        (Part::Mask(_), Side::Width) => "zone_largeur",
        (Part::Mask(_), Side::Height) => "zone_hauteur",
    }
}

/// The word of a side in names and ids.
const fn key(side: Side) -> &'static str {
    match side {
        Side::X => "x",
        Side::Y => "y",
        Side::Width => "largeur",
        Side::Height => "hauteur",
    }
}

const fn label(side: Side) -> &'static str {
    match side {
        Side::X => "x, depuis la gauche",
        Side::Y => "y, depuis le haut",
        Side::Width => "Largeur",
        Side::Height => "Hauteur",
    }
}

fn part_id(part: Part) -> String {
    match part {
        Part::Crop => "cadre".to_owned(),
        Part::Mask(index) => format!("zone-{}", index + 1),
    }
}

fn field_id(part: Part, side: Side) -> String {
    format!("{}-{}", part_id(part), key(side))
}

fn legend(part: Part) -> String {
    match part {
        Part::Crop => "Cadre".to_owned(),
        Part::Mask(index) => format!("Zone\u{a0}{}", index + 1),
    }
}

fn part_view(part: Part, typed: &Typed, said: &Said) -> PartView {
    let sides = SIDES.map(|side| SideView {
        field: Field {
            error: said
                .problems
                .iter()
                .find(|problem| problem.at == Some((part, side)))
                .map(|problem| problem.message.clone()),
            ..Field::new(name(part, side), typed.get(side)).id(field_id(part, side))
        },
        label: label(side),
        key: key(side),
        focus: said.focus == Some((part, side)),
    });
    PartView {
        legend: legend(part),
        number: match part {
            Part::Crop => 0,
            Part::Mask(index) => index + 1,
        },
        sides: sides.into(),
        rect: SIDES
            .map(|side| typed.get(side).trim())
            .join(",")
            .parse()
            .ok(),
    }
}

/// A zone for the script to copy, under ids that no other one has.
fn blank() -> PartView {
    let mut view = part_view(Part::Mask(0), &Typed::default(), &Said::default());
    for side in &mut view.sides {
        side.field.id = format!("zone-0-{}", side.key);
    }
    view
}

/// A line of the summary: « Zone 1, largeur : indiquez… »
fn line(problem: &Problem) -> SummaryLine {
    match problem.at {
        Some((part, side)) => SummaryLine {
            field_id: field_id(part, side),
            message: format!(
                "{}, {}\u{a0}: {}",
                legend(part),
                label(side).to_lowercase(),
                problem.message
            ),
        },
        None => SummaryLine {
            field_id: "ajouter-zone".to_owned(),
            message: problem.message.clone(),
        },
    }
}
