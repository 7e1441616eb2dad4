//! The nine elements that a situation must have (teaching guide, § 3.3.1.1:
//! « Les situations proposées doivent contenir les éléments suivants »). What
//! is missing is said; it never blocks.

use kernel::french_list;

use super::{MissionContent, OrganisationContent, Passage, SituationContent};

/// One of the nine, in the order of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// What is to be learnt.
    Intention,
    /// Where it takes place.
    Organisation,
    /// With which tools, in which circumstances.
    Environment,
    /// At which step of which process.
    Process,
    /// What for.
    Purpose,
    /// With what.
    Resources,
    /// What comes out.
    Productions,
    /// How it is shown.
    Restitution,
    /// What is in English.
    English,
}

impl Element {
    /// All nine.
    pub const ALL: [Self; 9] = [
        Self::Intention,
        Self::Organisation,
        Self::Environment,
        Self::Process,
        Self::Purpose,
        Self::Resources,
        Self::Productions,
        Self::Restitution,
        Self::English,
    ];

    /// The wording of the guide.
    #[must_use]
    pub const fn wording(self) -> &'static str {
        match self {
            Self::Intention => {
                "L’intention pédagogique et le repérage des compétences travaillées et des savoirs mobilisés"
            }
            Self::Organisation => "Une organisation réelle mais didactisée",
            Self::Environment => {
                "Un environnement technologique et un contexte organisationnel étayés pour que l’activité de la personne apprenante soit riche"
            }
            Self::Process => "Les actions situées dans un processus métier",
            Self::Purpose => {
                "Les finalités des missions décrites pour donner du sens à l’activité de la personne apprenante"
            }
            Self::Resources => {
                "Les ressources clairement identifiées\u{a0}: techniques, humaines, budgétaires, organisationnelles, etc."
            }
            Self::Productions => "Les productions attendues dans les missions confiées",
            Self::Restitution => {
                "Les attendus en matière de restitution individuelle ou collective (projet, exposé, dossier numérique, etc.)"
            }
            Self::English => "L’éventuelle mobilisation de ressources en anglais",
        }
    }
}

impl Element {
    /// The same in a word or two, inside a list: « processus métier ».
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Intention => "intention, compétences et savoirs",
            Self::Organisation => "organisation",
            Self::Environment => "environnement et contexte",
            Self::Process => "processus métier",
            Self::Purpose => "finalités",
            Self::Resources => "ressources",
            Self::Productions => "productions attendues",
            Self::Restitution => "restitution",
            Self::English => "ressources en anglais",
        }
    }

    const fn bit(self) -> i16 {
        1 << self as i16
    }
}

/// Elements as bits, for a column.
#[must_use]
pub fn bits(missing: &[Missing]) -> i16 {
    missing.iter().fold(0, |bits, one| bits | one.element.bit())
}

/// The elements of a column, in the order of the guide.
#[must_use]
pub fn of_bits(bits: i16) -> Vec<Element> {
    Element::ALL
        .into_iter()
        .filter(|element| bits & element.bit() != 0)
        .collect()
}

/// An element that is not complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which.
    pub element: Element,
    /// What to do, each a verb phrase: « décrivez l’intention pédagogique ».
    pub todo: Vec<String>,
    /// The field of the situation where to begin; none when it is elsewhere
    /// (the missions, the organisation).
    pub field: Option<Passage>,
}

impl Missing {
    /// « Décrivez l’intention pédagogique et cochez les savoirs mobilisés. »
    #[must_use]
    pub fn sentence(&self) -> String {
        let list = french_list(&self.todo);
        let mut letters = list.chars();
        let first = letters.next().map(char::to_uppercase);
        first
            .into_iter()
            .flatten()
            .chain(letters)
            .chain(['.'])
            .collect()
    }
}

/// What is missing, in the order of the guide; nothing when the situation is complete.
#[must_use]
pub fn missing(
    situation: &SituationContent,
    organisation: Option<&OrganisationContent>,
    missions: &[MissionContent],
) -> Vec<Missing> {
    Element::ALL
        .into_iter()
        .filter_map(|element| {
            let (todo, field) = todo(element, situation, organisation, missions);
            (!todo.is_empty()).then_some(Missing {
                element,
                todo,
                field,
            })
        })
        .collect()
}

fn todo(
    element: Element,
    situation: &SituationContent,
    organisation: Option<&OrganisationContent>,
    missions: &[MissionContent],
) -> (Vec<String>, Option<Passage>) {
    let ask = |wanted: &[(Passage, &str)]| {
        let absent: Vec<_> = wanted
            .iter()
            .filter(|(passage, _)| !situation.says(*passage))
            .collect();
        (
            absent.iter().map(|(_, todo)| (*todo).to_owned()).collect(),
            absent.first().map(|(passage, _)| *passage),
        )
    };
    match element {
        Element::Intention => {
            let (mut todo, mut field): (Vec<String>, _) =
                ask(&[(Passage::Intention, "décrivez l’intention pédagogique")]);
            if missions.iter().all(|mission| mission.targets.is_empty()) {
                todo.push("reliez des compétences à une mission".to_owned());
            }
            if situation.knowledge.is_empty() {
                field.get_or_insert(Passage::Intention);
                todo.push("cochez les savoirs mobilisés".to_owned());
            }
            (todo, field)
        }
        Element::Organisation => match organisation {
            None => (vec!["choisissez l’organisation fil rouge".to_owned()], None),
            Some(organisation) if organisation.description.trim().is_empty() => {
                (vec!["décrivez l’organisation fil rouge".to_owned()], None)
            }
            Some(_) => (Vec::new(), None),
        },
        Element::Environment => ask(&[
            (
                Passage::Environment,
                "décrivez l’environnement technologique",
            ),
            (Passage::Context, "racontez le contexte spécifique"),
        ]),
        Element::Process => ask(&[(
            Passage::Process,
            "situez les actions dans un processus métier",
        )]),
        Element::Purpose => ask(&[(Passage::Purpose, "dites à quoi servent les missions")]),
        Element::Resources => ask(&[
            (Passage::Technical, "nommez les ressources techniques"),
            (Passage::Human, "nommez les ressources humaines"),
            (
                Passage::Budget,
                "dites le budget («\u{202f}aucun\u{202f}» est une réponse)",
            ),
            (
                Passage::Organisational,
                "nommez les ressources organisationnelles",
            ),
        ]),
        Element::Productions if missions.is_empty() => (
            vec!["ajoutez une mission avec ses productions attendues".to_owned()],
            None,
        ),
        Element::Productions => (
            missions
                .iter()
                .filter(|mission| !mission.has_productions())
                .map(|mission| {
                    format!(
                        "dites ce que produit la mission «\u{202f}{}\u{202f}»",
                        mission.title
                    )
                })
                .collect(),
            None,
        ),
        Element::Restitution => ask(&[(
            Passage::Restitution,
            "dites quelle restitution est attendue, individuelle ou collective",
        )]),
        Element::English => ask(&[(
            Passage::English,
            "citez les ressources en anglais, ou écrivez «\u{202f}aucune\u{202f}»",
        )]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn full() -> (SituationContent, OrganisationContent, Vec<MissionContent>) {
        let mut situation = SituationContent {
            title: "Congés".into(),
            knowledge: vec!["C1.3-S1".into()],
            ..SituationContent::default()
        };
        for passage in Passage::ALL {
            *situation.text_mut(*passage) = "Aucune.".into();
        }
        let organisation = OrganisationContent {
            name: "VosRêves".into(),
            description: "Une agence de voyages.".into(),
            ..OrganisationContent::default()
        };
        let mission = MissionContent {
            title: "Analyser".into(),
            targets: vec!["C1.3.1".into()],
            productions: vec!["Le cahier des charges".into()],
            ..MissionContent::default()
        };
        (situation, organisation, vec![mission])
    }

    #[test]
    fn an_empty_situation_lacks_the_nine_elements_and_a_full_one_none() {
        let empty = missing(&SituationContent::default(), None, &[]);
        let elements: Vec<_> = empty.iter().map(|missing| missing.element).collect();
        assert_eq!(elements, Element::ALL);
        let (situation, organisation, missions) = full();
        assert_eq!(missing(&situation, Some(&organisation), &missions), []);
    }

    #[test]
    fn what_is_missing_survives_its_column() {
        let all = missing(&SituationContent::default(), None, &[]);
        assert_eq!(of_bits(bits(&all)), Element::ALL);
        assert_eq!(of_bits(bits(&all[2..3])), [Element::Environment]);
        assert_eq!(bits(&[]), 0);
    }

    #[test]
    fn what_is_missing_is_a_sentence() {
        let (mut situation, organisation, mut missions) = full();
        situation.intention = "  ".into();
        situation.knowledge.clear();
        missions[0].productions.clear();
        let sentences: Vec<_> = missing(&situation, Some(&organisation), &missions)
            .iter()
            .map(Missing::sentence)
            .collect();
        assert_eq!(
            sentences,
            [
                "Décrivez l’intention pédagogique et cochez les savoirs mobilisés.",
                "Dites ce que produit la mission «\u{202f}Analyser\u{202f}».",
            ]
        );
    }

    proptest! {
        /// Each text belongs to exactly one element: emptying it makes that one missing and no other.
        #[test]
        fn one_empty_text_is_one_missing_element(passage in proptest::sample::select(Passage::ALL)) {
            let (mut situation, organisation, missions) = full();
            situation.text_mut(passage).clear();
            let found = missing(&situation, Some(&organisation), &missions);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].field, Some(passage));
            prop_assert_eq!(found[0].todo.len(), 1);
        }

        #[test]
        fn writing_more_never_lacks_more(
            written in proptest::collection::vec(proptest::sample::select(Passage::ALL), 0..12),
            with_organisation: bool,
            with_mission: bool,
        ) {
            let (_, organisation, missions) = full();
            let organisation = with_organisation.then_some(&organisation);
            let missions = if with_mission { missions } else { Vec::new() };
            let mut situation = SituationContent::default();
            let mut before = missing(&situation, organisation, &missions);
            for passage in written {
                *situation.text_mut(passage) = "Texte".into();
                let after = missing(&situation, organisation, &missions);
                let said = |all: &[Missing]| all.iter().map(|one| one.todo.len()).sum::<usize>();
                prop_assert!(said(&after) <= said(&before));
                prop_assert!(after.iter().all(|one| one.sentence().ends_with('.')));
                before = after;
            }
        }
    }
}
