//! Every passage of a curriculum that a search can find, with its place.

use super::{Kind, Place, Text};
use crate::{Block, Competence, Curriculum, Pole, ResourceGroup, Section};

/// All passages, in the order of the curriculum.
pub(crate) fn texts(curriculum: &Curriculum) -> Vec<Text<'_>> {
    let mut all = Vec::new();
    for block in &curriculum.blocks {
        of_block(block, &mut all);
        for competence in &block.competences {
            of_competence(block.number, competence, &mut all);
        }
    }
    for one in curriculum.transversal_competences() {
        all.push(Text {
            kind: Kind::Transversal,
            bloc: 0,
            code: one.code.clone(),
            place: Place::Curriculum("transversales"),
            text: &one.title,
        });
    }
    for section in &curriculum.presentation {
        of_section(section, &section.title, &mut all);
    }
    all
}

/// A text of several paragraphs or items is searched one by one.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(|line| line.trim().trim_start_matches("- "))
        .filter(|line| !line.is_empty())
}

fn of_section<'a>(section: &'a Section, title: &str, all: &mut Vec<Text<'a>>) {
    let own = std::iter::once(section.title.as_str());
    for text in own.chain(section.text.iter().flat_map(|text| lines(text))) {
        all.push(Text {
            kind: Kind::Presentation,
            bloc: 0,
            code: title.to_owned(),
            place: Place::Curriculum("metier"),
            text,
        });
    }
    for inner in &section.sections {
        of_section(inner, title, all);
    }
}

fn of_block<'a>(block: &'a Block, all: &mut Vec<Text<'a>>) {
    let titles = [
        (format!("Bloc {}", block.number), block.title.as_str()),
        (block.unit.code.clone(), block.unit_title()),
        (block.exam.code.clone(), block.exam_title()),
    ];
    all.extend(titles.map(|(code, text)| Text {
        kind: Kind::Block,
        bloc: block.number,
        code,
        place: Place::Block(block.number, String::new()),
        text,
    }));
    if let Some(pole) = &block.pole {
        of_pole(block.number, pole, all);
    }
}

fn of_pole<'a>(bloc: u8, pole: &'a Pole, all: &mut Vec<Text<'a>>) {
    let mut add = |code: &str, element: String, text| {
        all.push(Text {
            kind: Kind::Activity,
            bloc,
            code: code.to_owned(),
            place: Place::Block(bloc, element),
            text,
        });
    };
    for activity in &pole.activities {
        let texts = std::iter::once(&activity.title)
            .chain(&activity.tasks)
            .chain(&activity.results_intro)
            .chain(&activity.results);
        for text in texts {
            add(&activity.code, format!("activite-{}", activity.code), text);
        }
    }
    for text in pole.conditions.iter().flat_map(|text| lines(text)) {
        add("Conditions", "conditions".to_owned(), text);
    }
    for text in pole.autonomy.iter().flat_map(|text| lines(text)) {
        add("Autonomie", "autonomie".to_owned(), text);
    }
    for text in resources(&pole.resources) {
        add("Moyens", "moyens".to_owned(), text);
    }
}

fn of_competence<'a>(bloc: u8, competence: &'a Competence, all: &mut Vec<Text<'a>>) {
    let own = competence.code.as_str();
    let mut add = |kind, code: &str, element: &str, text| {
        all.push(Text {
            kind,
            bloc,
            code: code.to_owned(),
            place: Place::Competence(own.to_owned(), element.to_owned()),
            text,
        });
    };
    add(Kind::Competence, own, "", competence.title.as_str());
    for text in competence.context.iter().flat_map(|text| lines(text)) {
        add(Kind::Competence, own, "contexte", text);
    }
    for one in &competence.detailed {
        add(Kind::Detailed, &one.code, &one.code, &one.title);
    }
    for one in &competence.knowledge {
        add(Kind::Knowledge, own, &one.code, &one.text);
    }
    if let Some(text) = &competence.results_intro {
        add(Kind::Result, own, "resultats", text);
    }
    for one in &competence.results {
        add(Kind::Result, own, &one.code, &one.text);
    }
    for one in &competence.criteria {
        add(Kind::Criterion, own, &one.code, &one.text);
    }
    for text in resources(&competence.resources) {
        add(Kind::Resource, own, "ressources", text);
    }
}

/// Headings and resources, in order; groups nest one level deep.
fn resources(groups: &[ResourceGroup]) -> Vec<&str> {
    let mut texts = Vec::new();
    for group in groups {
        texts.push(group.title.as_str());
        texts.extend(group.items.iter().map(String::as_str));
        texts.extend(resources(&group.groups));
    }
    texts
}
