//! From what was read to what the document says: pure.

use std::collections::{BTreeSet, HashMap};

use curriculum::Curriculum;
use documents::{
    Alternative, Bloc, Competence, DossierDocument, Feedback, FeedbackPart, Image, ImageSource,
    Linked, Piece, Position, Report, Section as DocumentSection, Viewpoint as DocumentViewpoint,
};
use files::StoredFile;
use kernel::{Period, date_long, file_size, local_date};
use web::prose::{NamedFile, on_paper};

use super::collect::{Parts, Told};
use crate::evidence::EvidenceId;
use crate::evidence::store::evidence;
use crate::feedback::model::Part;
use crate::feedback::store::feedback;
use crate::feedback::view::called;
use crate::positioning::{EvidenceRef, Viewpoint};
use crate::progress::Work;
use crate::progress::map::WorkMap;
use crate::progress::view::{level_number, scale_levels};
use crate::report::view::linked;
use crate::report::{Content, ReportId, Section, State};

/// The document; `source` says how the bytes of an image are had.
pub fn document(
    parts: &Parts,
    mut source: impl FnMut(&StoredFile) -> ImageSource,
) -> DossierDocument {
    let mut by_report: HashMap<ReportId, Vec<&feedback::Model>> = HashMap::new();
    for one in &parts.feedback {
        by_report.entry(one.report_id).or_default().push(one);
    }
    let mut reports: Vec<Report> = parts
        .told
        .iter()
        .map(|told| {
            let said = by_report.remove(&told.head.id).unwrap_or_default();
            report(parts, told, &said, &mut source)
        })
        .collect();
    if !parts.loose.is_empty() {
        reports.push(loose(parts, &mut source));
    }
    DossierDocument {
        learner: parts.name.display(),
        class: parts.class.clone(),
        school: parts.school.clone(),
        curriculum: parts
            .curriculum
            .as_ref()
            .map_or_else(String::new, |curriculum| diploma(parts, curriculum)),
        school_year: parts.year.to_string(),
        date: parts.today,
        levels: scale_levels()
            .iter()
            .map(|level| level.name.clone())
            .collect(),
        blocs: parts
            .curriculum
            .as_ref()
            .map_or_else(Vec::new, |curriculum| blocs(parts, curriculum)),
        reports,
    }
}

/// The images that go in and that nobody has described, each with its name.
#[must_use]
pub fn undescribed(parts: &Parts) -> Vec<(EvidenceId, String)> {
    let mut seen = BTreeSet::new();
    shown(parts)
        .filter(|piece| {
            let file = piece.file_id.and_then(|id| parts.files.get(&id));
            file.is_some_and(StoredFile::lacks_description)
        })
        .filter(|piece| seen.insert(piece.id))
        .map(|piece| (piece.id, piece.title.clone()))
        .collect()
}

/// The pieces that go in, in their order.
fn shown(parts: &Parts) -> impl Iterator<Item = &evidence::Model> {
    parts
        .told
        .iter()
        .flat_map(|told| &told.content.evidence)
        .chain(&parts.loose)
        .filter_map(|id| parts.pieces.get(id))
}

fn diploma(parts: &Parts, curriculum: &Curriculum) -> String {
    curriculum.name_on(parts.today).map_or_else(
        || curriculum.title.clone(),
        |name| curriculum.full_name(name),
    )
}

fn blocs(parts: &Parts, curriculum: &Curriculum) -> Vec<Bloc> {
    let works = works(parts);
    let map = WorkMap::new(&works);
    curriculum
        .blocks
        .iter()
        .map(|block| Bloc {
            number: block.number,
            title: block.title.clone(),
            competences: block
                .competences
                .iter()
                .map(|competence| Competence {
                    code: competence.code.clone(),
                    title: competence.title.clone(),
                    positions: positions(parts, &competence.code),
                    proofs: Some(u32::try_from(map.around(competence).len()).unwrap_or(u32::MAX)),
                })
                .collect(),
        })
        .collect()
}

/// The reports and pieces that go in, as what proves a competence.
fn works(parts: &Parts) -> Vec<Work> {
    let reports = parts.told.iter().map(|told| Work {
        source: EvidenceRef::Report(told.head.id),
        title: told.content.title.clone(),
        state: Some(told.head.state),
        shared: false,
        at: told.head.submitted_at.unwrap_or(told.head.created_at),
        submitted: told.head.submitted_at.is_some(),
        report: None,
        codes: told.content.targets.iter().cloned().collect(),
    });
    let pieces = shown(parts).map(|piece| Work {
        source: EvidenceRef::Piece(piece.id),
        title: piece.title.clone(),
        state: None,
        shared: false,
        at: piece.added_at,
        submitted: false,
        report: piece.report_id,
        codes: parts
            .codes
            .get(&piece.id)
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
    });
    reports.chain(pieces).collect()
}

/// The latest of each point of view, side by side.
fn positions(parts: &Parts, code: &str) -> Vec<Position> {
    let mut rows: Vec<_> = parts
        .current
        .iter()
        .filter(|row| row.target == code)
        .collect();
    rows.sort_by_key(|row| (row.viewpoint, row.created_at));
    rows.into_iter()
        .map(|row| Position {
            viewpoint: match row.viewpoint {
                Viewpoint::Team => DocumentViewpoint::Team,
                Viewpoint::SelfView => DocumentViewpoint::Own,
                Viewpoint::Tutor => DocumentViewpoint::Tutor,
                Viewpoint::Peer => DocumentViewpoint::Peer,
            },
            level: level_number(row.level),
            date: local_date(row.created_at),
            author: match row.viewpoint {
                // A peer is never named to another learner.
                Viewpoint::SelfView | Viewpoint::Peer => String::new(),
                Viewpoint::Team | Viewpoint::Tutor => called(&parts.names, row.author_id),
            },
            before: None,
        })
        .collect()
}

fn report(
    parts: &Parts,
    told: &Told,
    said: &[&feedback::Model],
    source: &mut impl FnMut(&StoredFile) -> ImageSource,
) -> Report {
    let content = &told.content;
    let own: Vec<&evidence::Model> = content
        .evidence
        .iter()
        .filter_map(|id| parts.pieces.get(id))
        .collect();
    let named: Vec<NamedFile> = own
        .iter()
        .map(|piece| NamedFile {
            name: piece.title.clone(),
            href: String::new(),
        })
        .collect();
    let links = parts
        .curricula
        .get(&told.head.curriculum_id)
        .map_or_else(Vec::new, |curriculum| linked(&content.targets, curriculum));
    let (images, pieces) = attached(parts, &own, source);
    Report {
        title: content.title.clone(),
        kind: content.kind.label().to_owned(),
        context: Some(content.context.label().to_owned()),
        period: period(content),
        state: state(told),
        sections: Section::ALL
            .iter()
            .filter(|section| !content.texts.get(**section).trim().is_empty())
            .map(|section| DocumentSection {
                label: section.label().to_owned(),
                blocks: on_paper(content.texts.get(*section), &named),
            })
            .collect(),
        linked: links
            .into_iter()
            .map(|link| Linked {
                bloc: link.bloc,
                code: link.code,
                title: link.title,
            })
            .collect(),
        images,
        pieces,
        feedback: said.iter().map(|one| answer(parts, one)).collect(),
    }
}

/// The pieces that hang on no report, on a sheet of their own.
fn loose(parts: &Parts, source: &mut impl FnMut(&StoredFile) -> ImageSource) -> Report {
    let own: Vec<&evidence::Model> = parts
        .loose
        .iter()
        .filter_map(|id| parts.pieces.get(id))
        .collect();
    let (images, pieces) = attached(parts, &own, source);
    Report {
        title: "Mes autres pièces".to_owned(),
        kind: "Fichiers et liens qui ne sont dans aucun compte rendu".to_owned(),
        context: None,
        period: None,
        state: String::new(),
        sections: Vec::new(),
        linked: Vec::new(),
        images,
        pieces,
        feedback: Vec::new(),
    }
}

fn period(content: &Content) -> Option<String> {
    match (content.start_on, content.end_on) {
        (Some(start), Some(end)) => Some(Period { start, end }.to_string()),
        (Some(day), None) | (None, Some(day)) => Some(format!("le {}", date_long(day))),
        (None, None) => None,
    }
}

/// The state of the version that is shown, with its day.
fn state(told: &Told) -> String {
    let head = &told.head;
    let on = |at| date_long(local_date(at));
    match (head.state, head.submitted_at, head.validated_at) {
        (_, None, _) => State::Draft.label().to_owned(),
        (State::Validated, _, Some(at)) => format!("Validé le {}", on(at)),
        (State::ToRevise, ..) => State::ToRevise.label().to_owned(),
        (_, Some(at), _) => format!("Soumis le {}", on(at)),
    }
}

/// Images to draw, and the other pieces.
fn attached(
    parts: &Parts,
    own: &[&evidence::Model],
    source: &mut impl FnMut(&StoredFile) -> ImageSource,
) -> (Vec<Image>, Vec<Piece>) {
    let (mut images, mut pieces) = (Vec::new(), Vec::new());
    for piece in own {
        let file = piece.file_id.and_then(|id| parts.files.get(&id));
        // « , C1.1, C2.3 »: what it is linked to by itself.
        let linked = parts.codes.get(&piece.id).into_iter().flatten();
        let codes: String = linked.map(|code| format!(", {code}")).collect();
        match file {
            Some(file) if file.kind.is_image() => images.push(Image {
                name: piece.title.clone(),
                source: source(file),
                alternative: alternative(file),
                caption: (!file.decorative).then(|| format!("{}{codes}", piece.title)),
            }),
            Some(file) => pieces.push(Piece {
                name: piece.title.clone(),
                about: format!(
                    "{}, {}{codes}",
                    file_size(file.byte_size()),
                    file.kind.label()
                ),
                link: None,
            }),
            None => pieces.push(Piece {
                name: piece.title.clone(),
                about: codes.trim_start_matches(", ").to_owned(),
                link: piece.url.clone(),
            }),
        }
    }
    (images, pieces)
}

fn alternative(file: &StoredFile) -> Alternative {
    match &file.description {
        _ if file.decorative => Alternative::Decorative,
        Some(text) => Alternative::Described(text.clone()),
        None => Alternative::Missing,
    }
}

fn answer(parts: &Parts, row: &feedback::Model) -> Feedback {
    let said = row.said();
    let section = row
        .section
        .as_deref()
        .and_then(|code| code.parse::<Section>().ok());
    Feedback {
        author: called(&parts.names, row.author_id),
        date: local_date(row.created_at),
        parts: Part::ALL
            .into_iter()
            .filter(|part| !said.part(*part).trim().is_empty())
            .map(|part| FeedbackPart {
                label: match section {
                    Some(section) => format!("{} ({})", part.label(), section.label()),
                    None => part.label().to_owned(),
                },
                blocks: on_paper(said.part(part), &[]),
            })
            .collect(),
    }
}
