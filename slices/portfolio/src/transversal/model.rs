//! The lists of skills, their levels, and what a learner's history says of one.

use std::collections::HashSet;

use curriculum::Curriculum;

use super::store::Row;
use crate::positioning::Viewpoint;

kernel::typed_ids! {
    /// A positioning on a skill; never changed once written.
    pub struct SkillPositioningId;
}

kernel::words! {
    /// Where a skill comes from.
    Framework {
        /// The « cadre de référence des compétences numériques ».
        Digital = "crcn", "CRCN";
        /// The transversal competences of the learner's diploma.
        Diploma = "ref", "Référentiel";
        /// The list of the AEFA.
        Workplace = "aefa", "AEFA";
    }
}

/// A level of a skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// From 1.
    pub number: u8,
    /// « Indépendant », « Réalise avec aide ».
    pub name: String,
    /// What one sees of a person there.
    pub description: String,
}

/// Something to be positioned on that no block of a diploma owns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    /// Its list.
    pub framework: Framework,
    /// Its code in the list: `2.1`, `CT1`, `04`.
    pub code: String,
    /// Its official title.
    pub title: String,
    /// Its levels, the lowest first.
    pub rungs: Vec<Rung>,
    /// Where the levels come from; « échelle Jalon » where no text gives them.
    pub origin: String,
    /// Whether a text gives the levels.
    pub official: bool,
}

impl Skill {
    /// The skill of an address: `crcn-2.1`, `ref-CT1`, `aefa-04`. Those of a
    /// diploma need the learner's.
    #[must_use]
    pub fn find(address: &str, curriculum: Option<&Curriculum>) -> Option<Self> {
        let (framework, code) = address.split_once('-')?;
        let framework: Framework = framework.parse().ok()?;
        all(framework, curriculum)
            .into_iter()
            .find(|skill| skill.code == code)
    }

    /// What its address ends with.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}-{}", self.framework, self.code)
    }

    /// The code as the texts write it.
    #[must_use]
    pub fn label(&self) -> String {
        match self.framework {
            Framework::Workplace => format!("#{}", self.code),
            Framework::Digital | Framework::Diploma => self.code.clone(),
        }
    }

    /// The level of that number.
    #[must_use]
    pub fn rung(&self, number: u8) -> Option<&Rung> {
        self.rungs.iter().find(|rung| rung.number == number)
    }

    /// « niveau 3, Indépendant ».
    #[must_use]
    pub fn level_label(&self, number: u8) -> String {
        match self.rung(number) {
            Some(rung) => format!("niveau\u{a0}{number}, {}", rung.name),
            None => format!("niveau\u{a0}{number}"),
        }
    }

    /// Whether a positioning must say in which situation it was seen. The
    /// texts tie transversal competences to situations of work (vade-mecum,
    /// fiche 5); the CRCN has its own descriptors.
    #[must_use]
    pub const fn needs_situation(&self) -> bool {
        !matches!(self.framework, Framework::Digital)
    }
}

/// All skills of a list, in its order.
#[must_use]
pub fn all(framework: Framework, curriculum: Option<&Curriculum>) -> Vec<Skill> {
    match framework {
        Framework::Digital => digital(),
        Framework::Diploma => curriculum.map_or_else(Vec::new, diploma),
        Framework::Workplace => workplace(),
    }
}

fn digital() -> Vec<Skill> {
    let crcn = curriculum::digital_framework();
    let rungs: Vec<Rung> = crcn
        .levels
        .iter()
        .map(|level| Rung {
            number: level.number,
            name: level.band.to_string(),
            description: level.descriptor.clone(),
        })
        .collect();
    crcn.competences()
        .map(|competence| Skill {
            framework: Framework::Digital,
            code: competence.code.clone(),
            title: competence.title.clone(),
            rungs: rungs.clone(),
            origin: "descripteurs généraux du CRCN".to_owned(),
            official: true,
        })
        .collect()
}

/// The scale of Jalon, for what no text gives levels to.
fn own_scale() -> (Vec<Rung>, String) {
    let scale = curriculum::scale(curriculum::api::PROFESSIONAL_SCALE);
    let rungs = scale.map_or_else(Vec::new, |scale| {
        let levels = scale.levels.iter();
        levels
            .map(|level| Rung {
                number: level.number,
                name: level.name.clone(),
                description: level.description.clone(),
            })
            .collect()
    });
    (
        rungs,
        scale.map_or_else(String::new, |one| one.origin.clone()),
    )
}

fn diploma(curriculum: &Curriculum) -> Vec<Skill> {
    let (rungs, origin) = own_scale();
    curriculum
        .transversal_competences()
        .iter()
        .map(|competence| Skill {
            framework: Framework::Diploma,
            code: competence.code.clone(),
            title: competence.title.clone(),
            rungs: rungs.clone(),
            origin: origin.clone(),
            official: false,
        })
        .collect()
}

fn workplace() -> Vec<Skill> {
    let (rungs, origin) = own_scale();
    curriculum::workplace_framework()
        .competences
        .iter()
        .map(|competence| {
            let official = !competence.stages.is_empty();
            let stages = competence.stages.iter().map(|stage| Rung {
                number: stage.number,
                name: format!(
                    "Palier\u{a0}{}, équivalent {} du CRCN",
                    stage.number,
                    stage.band.to_string().to_lowercase()
                ),
                description: stage.descriptor.clone(),
            });
            Skill {
                framework: Framework::Workplace,
                code: competence.code.clone(),
                title: competence.title.clone(),
                rungs: match official {
                    true => stages.collect(),
                    false => rungs.clone(),
                },
                origin: match official {
                    true => "paliers officiels".to_owned(),
                    false => origin.clone(),
                },
                official,
            }
        })
        .collect()
}

/// The latest positioning of a point of view on a skill. `rows` come the
/// latest first.
#[must_use]
pub fn latest<'a>(rows: &'a [Row], skill: &Skill, viewpoint: Viewpoint) -> Option<&'a Row> {
    rows.iter()
        .find(|row| row.is_on(skill) && row.viewpoint == viewpoint)
}

/// In how many different situations a skill was seen, whoever looked.
#[must_use]
pub fn situations(rows: &[Row], skill: &Skill) -> usize {
    let named: HashSet<String> = rows
        .iter()
        .filter(|row| row.is_on(skill) && !row.situation.is_empty())
        .map(|row| db::text::search_key(&row.situation))
        .collect();
    named.len()
}

/// With a capital: the référentiel writes its own in the middle of a sentence.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    let first = first.into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sno() -> &'static Curriculum {
        &curriculum::shipped()[0]
    }

    #[test]
    fn every_skill_is_found_by_its_address() {
        let mut count = 0;
        for framework in Framework::ALL {
            for skill in all(*framework, Some(sno())) {
                assert_eq!(
                    Skill::find(&skill.address(), Some(sno())).as_ref(),
                    Some(&skill)
                );
                count += 1;
            }
        }
        assert_eq!(count, 16 + 4 + 12);
        for address in ["", "2.1", "crcn-", "crcn-9.9", "aefa-4", "ref-C1.1", "x-04"] {
            assert_eq!(Skill::find(address, Some(sno())), None, "{address}");
        }
        assert_eq!(Skill::find("ref-CT1", None), None);
    }

    #[test]
    fn only_what_a_text_gives_is_called_official() {
        let official: Vec<String> = Framework::ALL
            .iter()
            .flat_map(|framework| all(*framework, Some(sno())))
            .filter(|skill| skill.official && skill.framework != Framework::Digital)
            .map(|skill| skill.label())
            .collect();
        assert_eq!(official, ["#04"]);
        let others = all(Framework::Workplace, None);
        assert!(others[0].origin.contains("échelle Jalon"));
        assert_eq!(others[0].rungs.len(), 4);
        assert_eq!(all(Framework::Digital, None)[0].rungs.len(), 8);
    }
}
