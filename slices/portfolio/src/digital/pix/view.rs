//! Results of Pix as pages show them.

use kernel::date_time;

use super::model::{PixCompetence, PixKind};
use super::store::PixResult;
use crate::progress::view::day;
use crate::transversal::Skill;
use crate::transversal::track::Voice;

/// What a campaign said of one competence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PixEntry {
    /// « Niveau 4, Indépendant (34 pix) », « 72 % des acquis maîtrisés ».
    pub said: String,
    /// The campaign.
    pub campaign: String,
    /// When it was sent.
    pub at: String,
}

/// A campaign on the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignView {
    /// Its name, with its course.
    pub name: String,
    /// « collecte de profils ».
    pub kind: &'static str,
    /// When it was sent.
    pub at: String,
    /// « 412 pix, 14 compétences ».
    pub facts: String,
    /// Competence by competence: code, title, what was reached.
    pub parts: Vec<(String, String, String)>,
}

/// The voice of Pix on a skill: the latest profile that has a level for it.
/// `results` come the latest first.
#[must_use]
pub fn latest_voice(results: &[PixResult], skill: &Skill) -> Option<Voice> {
    results
        .iter()
        .filter(|result| result.kind == PixKind::Profile)
        .find_map(|result| {
            let level = competence(result, skill)?.level?;
            Some(Voice::pix(skill, level, &name(result), result.sent.at))
        })
}

/// Everything that Pix ever said of a skill, the latest first.
#[must_use]
pub fn entries(results: &[PixResult], skill: &Skill) -> Vec<PixEntry> {
    results
        .iter()
        .filter_map(|result| {
            let one = competence(result, skill)?;
            Some(PixEntry {
                said: said(one, Some(skill)),
                campaign: name(result),
                at: date_time(result.sent.at),
            })
        })
        .collect()
}

/// The campaigns, the latest first.
#[must_use]
pub fn campaigns(results: &[PixResult]) -> Vec<CampaignView> {
    let framework = curriculum::digital_framework();
    results
        .iter()
        .map(|result| CampaignView {
            name: name(result),
            kind: result.kind.label(),
            at: day(result.sent.at),
            facts: result.sent.facts(),
            parts: result
                .sent
                .competences
                .iter()
                .filter_map(|one| {
                    let competence = framework.competence(&one.code)?;
                    Some((one.code.clone(), competence.title.clone(), said(one, None)))
                })
                .collect(),
        })
        .collect()
}

fn competence<'a>(result: &'a PixResult, skill: &Skill) -> Option<&'a PixCompetence> {
    let mut competences = result.sent.competences.iter();
    competences.find(|one| one.code == skill.code)
}

/// « Pix de rentrée », « Cyber (Hygiène numérique) ».
fn name(result: &PixResult) -> String {
    let campaign = &result.campaign;
    match campaign.course.is_empty() || campaign.course == campaign.name {
        true => campaign.name.clone(),
        false => format!("{} ({})", campaign.name, campaign.course),
    }
}

fn said(one: &PixCompetence, skill: Option<&Skill>) -> String {
    let level = one.level.map(|level| match (level, skill) {
        (0, _) => "Pas encore de niveau".to_owned(),
        (level, Some(skill)) => match skill.rung(level) {
            Some(rung) => format!("Niveau\u{a0}{level}, {}", rung.name),
            None => format!("Niveau\u{a0}{level}"),
        },
        (level, None) => format!("Niveau\u{a0}{level}"),
    });
    let pix = one.pix.map(|pix| format!("{pix}\u{a0}pix"));
    match (level, pix, one.mastered) {
        (Some(level), Some(pix), _) => format!("{level} ({pix})"),
        (Some(said), None, _) | (None, Some(said), _) => said,
        (None, None, Some(rate)) => format!("{rate}\u{202f}% des acquis maîtrisés"),
        (None, None, None) => "–".to_owned(),
    }
}
