//! A situation as the plain values of its sheet. Pure.

use chrono::NaiveDate;
use curriculum::Curriculum;
use documents::{Linked, Mission, Organisation, Piece, Section, SituationDocument, Worked};
use web::prose::on_paper;

use super::table::conditions;
use crate::model::elements::missing;
use crate::model::{
    MissionContent, ORGANISATION_FIELDS, OrganisationContent, Passage, SituationContent, chart,
};
use crate::rows::documents as rows;
use crate::situations::whole::{Whole, WholeMission};

/// What Jalon wrote where the guide says nothing bears this mark.
const COMPLETED: &str = " (complété par Jalon)";

/// The sheet of a situation.
#[must_use]
pub fn sheet(
    whole: &Whole,
    curriculum: &Curriculum,
    school: String,
    today: NaiveDate,
) -> SituationDocument {
    let content = &whole.content;
    let organisation = whole.organisation.as_ref().map(|(_, content)| content);
    let lacking = missing(content, organisation, &whole.mission_contents());
    SituationDocument {
        title: content.title.clone(),
        school,
        curriculum: curriculum.title.clone(),
        state: whole.row.state.label().to_owned(),
        date: today,
        organisation: organisation.map(of_organisation),
        facts: facts(content),
        sections: sections(content),
        knowledge: knowledge(content, curriculum),
        missions: whole
            .missions
            .iter()
            .map(|mission| of_mission(mission, curriculum))
            .collect(),
        pieces: pieces(&whole.documents),
        missing: lacking
            .iter()
            .map(crate::model::elements::Missing::sentence)
            .collect(),
    }
}

fn of_organisation(content: &OrganisationContent) -> Organisation {
    let sections = ORGANISATION_FIELDS
        .iter()
        .filter(|(field, _)| *field != "chart")
        .filter_map(|(field, label)| {
            let completed = content.completed.iter().any(|one| one == field);
            section(label, content.text(field), completed)
        });
    Organisation {
        name: content.name.clone(),
        sections: sections.collect(),
        chart: chart(&content.chart)
            .into_iter()
            .map(|post| (post.depth, post.label))
            .collect(),
    }
}

fn facts(content: &SituationContent) -> Vec<(String, String)> {
    let list = |labels: Vec<&str>| labels.join(", ");
    let mut facts = Vec::new();
    if !content.staging.is_empty() {
        let labels = content.staging.iter().map(|one| one.label()).collect();
        facts.push(("Mise en scène".to_owned(), list(labels)));
    }
    if !content.modes.is_empty() {
        let labels = content.modes.iter().map(|one| one.label()).collect();
        facts.push(("Façon de travailler".to_owned(), list(labels)));
    }
    if let Some(samr) = content.samr {
        facts.push((
            "Usage du numérique (SAMR)".to_owned(),
            samr.label().to_owned(),
        ));
    }
    facts
}

fn sections(content: &SituationContent) -> Vec<Section> {
    Passage::ALL
        .iter()
        .filter_map(|passage| {
            let completed = content.is_completed(passage.code());
            section(passage.label(), content.text(*passage), completed)
        })
        .collect()
}

fn section(label: &str, text: &str, completed: bool) -> Option<Section> {
    (!text.trim().is_empty()).then(|| Section {
        label: format!("{label}{}", if completed { COMPLETED } else { "" }),
        blocks: on_paper(text, &[]),
    })
}

fn knowledge(content: &SituationContent, curriculum: &Curriculum) -> Vec<Linked> {
    content
        .knowledge
        .iter()
        .filter_map(|code| {
            let (competence, known) = curriculum.knowledge(code)?;
            let block = curriculum.target(&competence.code)?.block();
            Some(Linked {
                bloc: block.number,
                code: "Savoir".to_owned(),
                title: known.text.clone(),
            })
        })
        .collect()
}

fn of_mission(mission: &WholeMission, curriculum: &Curriculum) -> Mission {
    let content = &mission.content;
    Mission {
        title: content.title.clone(),
        competences: worked(content, curriculum),
        conditions: conditions(&content.conditions),
        productions: written(&content.productions),
        pieces: pieces(&mission.documents),
    }
}

fn worked(content: &MissionContent, curriculum: &Curriculum) -> Vec<Worked> {
    let linked = |bloc: u8, code: &str, title: &str| Linked {
        bloc,
        code: code.to_owned(),
        title: title.to_owned(),
    };
    content
        .rows(curriculum)
        .iter()
        .map(|row| Worked {
            competence: linked(row.bloc, &row.competence.code, &row.competence.title),
            detailed: row
                .detailed
                .iter()
                .map(|(code, title)| linked(row.bloc, code, title))
                .collect(),
        })
        .collect()
}

/// The lines that say something.
fn written(lines: &[String]) -> Vec<String> {
    let lines = lines.iter().map(|line| line.trim());
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn pieces(documents: &[rows::Model]) -> Vec<Piece> {
    documents
        .iter()
        .map(|document| Piece {
            name: document.name.clone(),
            about: document.about.clone(),
            link: None,
        })
        .collect()
}
