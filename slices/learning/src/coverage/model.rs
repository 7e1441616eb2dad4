//! How much of the référentiel a class works. Pure.

use std::collections::BTreeSet;

use curriculum::{Competence, Curriculum, DigitalFramework};
use kernel::{count, french_list};

use super::crowd::Crowd;

/// A mission that the class was given.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The place of its situation among those of the class.
    pub situation: usize,
    /// What it works: codes of competences and of detailed ones.
    pub codes: BTreeSet<String>,
    /// Who has handed it in or had it validated.
    pub done: Crowd,
}

impl Given {
    /// Whether it works a competence, as a whole or in detail.
    fn works(&self, competence: &Competence) -> bool {
        self.codes.contains(&competence.code) || self.works_some(competence)
    }

    fn works_some(&self, competence: &Competence) -> bool {
        let mut detailed = competence.detailed.iter();
        detailed.any(|one| self.codes.contains(&one.code))
    }

    /// Whether it works a detailed competence: named, or with the whole
    /// competence when none of its detailed ones is.
    fn works_detailed(&self, competence: &Competence, code: &str) -> bool {
        self.codes.contains(code)
            || (self.codes.contains(&competence.code) && !self.works_some(competence))
    }
}

/// How often something is worked, and by whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In how many missions, situation by situation.
    pub missions: Vec<usize>,
    /// By how many it is done, situation by situation.
    pub done_in: Vec<usize>,
    /// By whom it is done in one situation at least.
    pub done: Crowd,
}

impl Tally {
    fn of<'a>(situations: usize, given: impl Iterator<Item = &'a Given>) -> Self {
        let mut missions = vec![0; situations];
        let mut crowds = vec![Crowd::default(); situations];
        let mut done = Crowd::default();
        for one in given {
            missions[one.situation] += 1;
            crowds[one.situation].join(&one.done);
            done.join(&one.done);
        }
        Self {
            missions,
            done_in: crowds.iter().map(Crowd::size).collect(),
            done,
        }
    }

    /// In how many missions in all.
    #[must_use]
    pub fn total(&self) -> usize {
        self.missions.iter().sum()
    }

    /// In how many situations.
    #[must_use]
    pub fn situations(&self) -> usize {
        self.missions
            .iter()
            .filter(|missions| **missions > 0)
            .count()
    }

    /// « Travaillée dans 3 missions, de 2 situations. »
    #[must_use]
    pub fn sentence(&self) -> String {
        match self.total() as u64 {
            0 => "Travaillée dans aucune situation.".to_owned(),
            missions => format!(
                "Travaillée dans {}, de {}.",
                count(missions, "mission", "missions"),
                count(self.situations() as u64, "situation", "situations"),
            ),
        }
    }
}

/// A competence or a detailed one.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// `C1.1`.
    pub code: &'a str,
    /// Its official title.
    pub title: &'a str,
    /// How it is worked.
    pub tally: Tally,
}

/// A competence with its detailed ones.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The number of its bloc.
    pub bloc: u8,
    /// Its short label.
    pub label: &'a str,
    /// The competence.
    pub line: Line<'a>,
    /// Its detailed ones.
    pub detailed: Vec<Line<'a>>,
}

/// The competences of a curriculum as a class works them.
#[must_use]
pub fn rows<'a>(curriculum: &'a Curriculum, situations: usize, given: &[Given]) -> Vec<Row<'a>> {
    let blocks = curriculum.blocks.iter();
    blocks
        .flat_map(|block| block.competences.iter().map(move |one| (block.number, one)))
        .map(|(bloc, competence)| Row {
            bloc,
            label: &competence.label,
            line: Line {
                code: &competence.code,
                title: &competence.title,
                tally: Tally::of(situations, given.iter().filter(|one| one.works(competence))),
            },
            detailed: competence
                .detailed
                .iter()
                .map(|detailed| Line {
                    code: &detailed.code,
                    title: &detailed.title,
                    tally: Tally::of(
                        situations,
                        given
                            .iter()
                            .filter(|one| one.works_detailed(competence, &detailed.code)),
                    ),
                })
                .collect(),
        })
        .collect()
}

/// What nothing works, in sentences: competences first, then what is missing
/// of those that are worked.
#[must_use]
pub fn gaps(rows: &[Row<'_>]) -> Vec<String> {
    let absent = |line: &Line<'_>| line.tally.total() == 0;
    let whole: Vec<&str> = rows
        .iter()
        .filter(|row| absent(&row.line))
        .map(|row| row.line.code)
        .collect();
    let mut sentences: Vec<String> = sentence(&whole).into_iter().collect();
    for row in rows.iter().filter(|row| !absent(&row.line)) {
        let missing: Vec<&str> = row
            .detailed
            .iter()
            .filter(|line| absent(line))
            .map(|line| line.code)
            .collect();
        sentences.extend(sentence(&missing));
    }
    sentences
}

/// « C3.2 n’est travaillée dans aucune situation. »
fn sentence(codes: &[&str]) -> Option<String> {
    match codes {
        [] => None,
        [one] => Some(format!("{one} n’est travaillée dans aucune situation.")),
        many => Some(format!(
            "{} ne sont travaillées dans aucune situation.",
            french_list(many)
        )),
    }
}

/// A competence of the CRCN, as it follows from what is worked (teaching
/// guide, § 3.5).
#[derive(Clone, Debug)]
pub struct Digital<'a> {
    /// `2.1`.
    pub code: &'a str,
    /// « Interagir ».
    pub title: &'a str,
    /// The competences of the diploma that work it and that the class works.
    pub through: Vec<&'a str>,
    /// The competences of the diploma that would work it.
    pub possible: Vec<&'a str>,
    /// By whom one of them is done.
    pub done: Crowd,
}

/// A domain of the CRCN.
#[derive(Clone, Debug)]
pub struct Domain<'a> {
    /// 1 to 5.
    pub number: u8,
    /// « Information et données ».
    pub title: &'a str,
    /// Its competences.
    pub competences: Vec<Digital<'a>>,
}

/// The whole CRCN, as the class works it.
#[must_use]
pub fn digital<'a>(
    framework: &'a DigitalFramework,
    curriculum: &'a Curriculum,
    rows: &[Row<'a>],
) -> Vec<Domain<'a>> {
    let worked = |code: &str| {
        rows.iter()
            .find(|row| row.line.code == code && row.line.tally.total() > 0)
    };
    framework
        .domains
        .iter()
        .map(|domain| Domain {
            number: domain.number,
            title: &domain.title,
            competences: domain
                .competences
                .iter()
                .map(|one| {
                    let possible: Vec<&'a str> = curriculum
                        .crcn_links()
                        .filter(|link| link.digital == one.code)
                        .map(|link| link.competence.code.as_str())
                        .collect();
                    let mut done = Crowd::default();
                    let mut through = Vec::new();
                    for row in possible.iter().filter_map(|code| worked(code)) {
                        done.join(&row.line.tally.done);
                        through.push(row.line.code);
                    }
                    Digital {
                        code: &one.code,
                        title: &one.title,
                        through,
                        possible,
                        done,
                    }
                })
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(situation: usize, codes: &[&str], done: &[usize]) -> Given {
        let mut crowd = Crowd::default();
        done.iter().for_each(|place| crowd.insert(*place));
        Given {
            situation,
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            done: crowd,
        }
    }

    fn sno() -> &'static Curriculum {
        &curriculum::shipped()[0]
    }

    fn row<'a>(rows: &'a [Row<'a>], code: &str) -> &'a Row<'a> {
        rows.iter().find(|row| row.line.code == code).unwrap()
    }

    #[test]
    fn a_learner_who_did_two_missions_is_counted_once() {
        let missions = [
            given(0, &["C1.1", "C1.1.1"], &[0, 1]),
            given(0, &["C1.1.2"], &[1, 2]),
            given(1, &["C1.1.1"], &[]),
        ];
        let rows = rows(sno(), 2, &missions);
        let line = &row(&rows, "C1.1").line;
        assert_eq!(line.tally.missions, [2, 1]);
        assert_eq!(line.tally.done_in, [3, 0]);
        assert_eq!(line.tally.done.size(), 3);
        assert_eq!(
            line.tally.sentence(),
            "Travaillée dans 3\u{a0}missions, de 2\u{a0}situations."
        );
        let detailed = &row(&rows, "C1.1").detailed;
        assert_eq!(
            (detailed[0].tally.total(), detailed[1].tally.total()),
            (2, 1)
        );
    }

    #[test]
    fn a_whole_competence_works_all_its_details_unless_some_are_named() {
        let whole = [given(0, &["C1.1"], &[])];
        let worked = rows(sno(), 1, &whole);
        assert!(
            row(&worked, "C1.1")
                .detailed
                .iter()
                .all(|line| line.tally.total() == 1)
        );
        let named = [given(0, &["C1.1", "C1.1.1"], &[])];
        let worked = rows(sno(), 1, &named);
        assert_eq!(row(&worked, "C1.1").detailed[1].tally.total(), 0);
    }

    #[test]
    fn gaps_are_sentences() {
        let every: Vec<&str> = sno().competences().map(|one| one.code.as_str()).collect();
        let all_but = |left: &[&str]| -> Vec<Given> {
            let codes: Vec<&str> = every
                .iter()
                .copied()
                .filter(|code| !left.contains(code))
                .collect();
            vec![given(0, &codes, &[])]
        };
        assert_eq!(gaps(&rows(sno(), 1, &all_but(&[]))), Vec::<String>::new());
        assert_eq!(
            gaps(&rows(sno(), 1, &all_but(&["C3.2"]))),
            ["C3.2 n’est travaillée dans aucune situation."]
        );
        let mut two = all_but(&["C1.3", "C3.2"]);
        two[0].codes.insert("C1.1.1".to_owned());
        let said = gaps(&rows(sno(), 1, &two));
        assert_eq!(
            said[0],
            "C1.3 et C3.2 ne sont travaillées dans aucune situation."
        );
        assert!(said[1].starts_with("C1.1.2 et ") && said[1].contains("ne sont"));
    }

    #[test]
    fn the_sixteen_competences_of_the_crcn_follow_from_the_guide() {
        let missions = [given(0, &["C2.3.1"], &[4])];
        let rows = rows(sno(), 1, &missions);
        let domains = digital(curriculum::digital_framework(), sno(), &rows);
        let all: Vec<&Digital<'_>> = domains
            .iter()
            .flat_map(|domain| &domain.competences)
            .collect();
        assert_eq!((domains.len(), all.len()), (5, 16));
        let worked: Vec<&str> = all
            .iter()
            .filter(|one| !one.through.is_empty())
            .map(|one| one.code)
            .collect();
        assert_eq!(worked, ["4.1", "5.2"]);
        assert!(
            all.iter()
                .filter(|one| worked.contains(&one.code))
                .all(|one| one.done.has(4))
        );
    }
}
