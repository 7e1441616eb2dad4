//! What the matrix is narrowed to, in the address of the page. What cannot be
//! read counts as absent.

use chrono::NaiveDate;
use curriculum::{Competence, Curriculum};
use kernel::parse_date;
use people::api::{ClassRoster, LearnerSummary};

use super::grid::Search;
use super::model::{Lens, Span};
use crate::positioning::Viewpoint;

/// The word that unfolds all competences.
pub const ALL: &str = "tout";

/// The query of the page, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// A part of a name.
    pub nom: String,
    /// Identifier of a group.
    pub groupe: String,
    /// Number of a block.
    pub bloc: String,
    /// See [`Lens`].
    pub montrer: String,
    /// First day of the period.
    pub du: String,
    /// Its last day.
    pub au: String,
    /// See [`Order`].
    pub tri: String,
    /// The competence that a narrow screen shows.
    pub competence: String,
    /// Codes of the competences that are unfolded, or [`ALL`].
    pub detail: Vec<String>,
    /// Points of view shown besides the team's and the learner's own.
    pub vue: Vec<String>,
}

/// The longest query that is read, in bytes.
const LONGEST: usize = 2_000;

impl View {
    /// Reads a query, without its « ? ».
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut view = Self::default();
        if query.len() > LONGEST {
            return view;
        }
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim().to_owned();
            match (&*name, value.is_empty()) {
                (_, true) => {}
                ("detail", _) => view.detail.push(value),
                ("vue", _) => view.vue.push(value),
                (name, _) => {
                    if let Some(field) = view.field(name) {
                        *field = value;
                    }
                }
            }
        }
        view
    }

    fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "nom" => &mut self.nom,
            "groupe" => &mut self.groupe,
            "bloc" => &mut self.bloc,
            "montrer" => &mut self.montrer,
            "du" => &mut self.du,
            "au" => &mut self.au,
            "tri" => &mut self.tri,
            "competence" => &mut self.competence,
            _ => return None,
        })
    }

    /// The query that leads to it.
    #[must_use]
    pub fn query(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        let single = [
            ("nom", &self.nom),
            ("groupe", &self.groupe),
            ("bloc", &self.bloc),
            ("montrer", &self.montrer),
            ("du", &self.du),
            ("au", &self.au),
            ("tri", &self.tri),
            ("competence", &self.competence),
        ];
        out.extend_pairs(single.into_iter().filter(|(_, value)| !value.is_empty()));
        out.extend_pairs(self.detail.iter().map(|code| ("detail", code)));
        out.extend_pairs(self.vue.iter().map(|code| ("vue", code)));
        out.finish()
    }

    /// Whether it leaves anybody out.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        [
            &self.nom,
            &self.groupe,
            &self.bloc,
            &self.montrer,
            &self.du,
            &self.au,
        ]
        .iter()
        .any(|value| !value.is_empty())
    }

    /// Whether what is folded away holds a choice.
    #[must_use]
    pub fn has_more(&self) -> bool {
        !(self.du.is_empty() && self.au.is_empty() && self.tri.is_empty() && self.vue.is_empty())
    }

    /// What is looked for, cell by cell.
    #[must_use]
    pub fn search(&self, today: NaiveDate) -> Search {
        Search {
            lens: Lens::of(&self.montrer),
            span: Span {
                from: parse_date(&self.du),
                to: parse_date(&self.au),
            },
            today,
        }
    }

    /// The points of view shown, in the order of a path.
    #[must_use]
    pub fn viewpoints(&self) -> Vec<Viewpoint> {
        Viewpoint::ALL
            .into_iter()
            .filter(|viewpoint| match viewpoint {
                Viewpoint::Team | Viewpoint::SelfView => true,
                Viewpoint::Tutor | Viewpoint::Peer => {
                    self.vue.iter().any(|code| code == viewpoint.code())
                }
            })
            .collect()
    }

    /// Whether a block is shown.
    #[must_use]
    pub fn shows_block(&self, number: u8) -> bool {
        self.bloc.is_empty() || self.bloc == number.to_string()
    }

    /// Whether the detailed competences of a competence are shown.
    #[must_use]
    pub fn unfolds(&self, competence: &Competence) -> bool {
        self.detail
            .iter()
            .any(|code| code == ALL || *code == competence.code)
    }

    /// The same with a competence unfolded, or folded again.
    #[must_use]
    pub fn toggled(&self, curriculum: &Curriculum, competence: &Competence) -> Self {
        let open = curriculum
            .competences()
            .filter(|one| self.unfolds(one) != (one.code == competence.code))
            .map(|one| one.code.clone());
        Self {
            detail: open.collect(),
            ..self.clone()
        }
    }

    /// The same with everything unfolded, or folded.
    #[must_use]
    pub fn all_toggled(&self, curriculum: &Curriculum) -> Self {
        let all = curriculum.competences().all(|one| self.unfolds(one));
        Self {
            detail: if all {
                Vec::new()
            } else {
                vec![ALL.to_owned()]
            },
            ..self.clone()
        }
    }

    /// The learners whom the name and the group keep.
    #[must_use]
    pub fn people<'a>(&self, roster: &'a ClassRoster) -> Vec<&'a LearnerSummary> {
        let group = roster
            .groups
            .iter()
            .find(|group| group.id.to_string() == self.groupe);
        let name = db::text::search_key(&self.nom);
        roster
            .learners
            .iter()
            .filter(|one| group.is_none_or(|group| group.members.contains(&one.account)))
            .filter(|one| name.is_empty() || one.name.search_key().contains(&name))
            .collect()
    }
}

/// In which order learners come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Of their names.
    Name,
    /// Those not looked at for longest first.
    LongUnseen,
    /// Those with most gaps first.
    Gaps,
    /// Those with fewest proofs first.
    Proofs,
    /// By what the team says of a target, those not placed first.
    Level(String),
}

impl Order {
    /// The orders that are no target, with their names on screen.
    pub const CHOICES: [(&'static str, &'static str); 4] = [
        ("", "Nom"),
        ("revu", "Vu il y a le plus longtemps"),
        ("ecarts", "Le plus d’écarts"),
        ("preuves", "Le moins de preuves"),
    ];

    /// The order of that name; of names for an unknown one.
    #[must_use]
    pub fn of(name: &str, curriculum: &Curriculum) -> Self {
        match name {
            "revu" => Self::LongUnseen,
            "ecarts" => Self::Gaps,
            "preuves" => Self::Proofs,
            code if curriculum.target(code).is_some() => Self::Level(code.to_owned()),
            _ => Self::Name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sno() -> &'static Curriculum {
        &curriculum::shipped()[0]
    }

    #[test]
    fn a_view_comes_back_from_its_query_and_forgets_what_is_unknown() {
        let query = "nom=N%27Doye&bloc=2&tri=C1.1&detail=C2.3&detail=C1.1&vue=tutor";
        let view = View::parse(query);
        assert_eq!(View::parse(&view.query()), view);
        assert_eq!(view.nom, "N'Doye");
        assert_eq!(View::parse("saisie=x&autre=1&bloc="), View::default());
        assert_eq!(
            View::parse(&format!("nom={}", "e".repeat(3_000))),
            View::default()
        );
    }

    #[test]
    fn a_competence_unfolds_and_folds_again() {
        let competence = sno().competence("C2.3").unwrap();
        let open = View::default().toggled(sno(), competence);
        assert_eq!(open.detail, ["C2.3"]);
        assert_eq!(open.toggled(sno(), competence), View::default());
        let all = open.all_toggled(sno());
        assert_eq!(all.detail, [ALL]);
        assert_eq!(all.toggled(sno(), competence).detail.len(), 8);
        assert_eq!(all.all_toggled(sno()), View::default());
    }

    #[test]
    fn orders_are_words_or_targets() {
        assert_eq!(Order::of("C1.1.2", sno()), Order::Level("C1.1.2".into()));
        assert_eq!(Order::of("C9.9", sno()), Order::Name);
        for (name, _) in &Order::CHOICES[1..] {
            assert_ne!(Order::of(name, sno()), Order::Name, "{name}");
        }
    }

    #[test]
    fn the_team_and_the_learner_are_always_shown() {
        let view = View::parse("vue=peer&vue=personne");
        assert_eq!(
            view.viewpoints(),
            [Viewpoint::Team, Viewpoint::SelfView, Viewpoint::Peer]
        );
    }
}
