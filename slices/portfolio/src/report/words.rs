//! The closed lists of a report: kinds, contexts, sections.

use kernel::words;

words! {
    /// What a report is (teaching guide, § 3.3.2: the kinds of trace that a
    /// learner writes).
    Kind {
        /// What was done.
        Activity = "activity", "Compte rendu d’activité";
        /// What several activities taught.
        Synthesis = "synthesis", "Synthèse";
        /// Where it was done.
        Organisation = "organisation", "Présentation d’organisation";
        /// Something made alone or in a project.
        Personal = "personal", "Réalisation personnelle ou de projet";
    }
}

words! {
    /// Where the activity took place.
    Context {
        /// At school or in the training centre.
        School = "school", "Centre de formation";
        /// In a period of training in a company.
        Placement = "placement", "PFMP";
        /// Outside the training.
        Personal = "personal", "Personnel";
        /// In a simulated organisation, such as VosRêves.
        Simulated = "simulated", "Simulé";
        /// In a workshop.
        Workshop = "workshop", "Atelier";
    }
}

words! {
    /// The reflexive sections of a report, in their order (teaching guide, § 3.3.2.1).
    Section {
        /// The action within a business process.
        Situate = "situate", "Situer l’action";
        /// What was made.
        Produced = "produced", "Ce que j’ai produit";
        /// How, and on what grounds.
        HowWhy = "how_why", "Comment et pourquoi";
        /// What resisted.
        Difficulties = "difficulties", "Difficultés et aléas";
        /// What remains.
        Learned = "learned", "Ce que j’ai appris";
        /// The words of the trade.
        Lexicon = "lexicon", "Lexique";
    }
}

impl Section {
    /// The short help under the label: questions to start from.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Situate => {
                "Où, quand, pour qui\u{202f}? À quelle étape d’un processus votre action se place-t-elle\u{202f}?"
            }
            Self::Produced => {
                "Listez vos productions. Écrivez le nom d’une pièce jointe pour y faire référence."
            }
            Self::HowWhy => {
                "Par quoi avez-vous commencé\u{202f}? Quels choix avez-vous faits, et sur quels indices\u{202f}?"
            }
            Self::Difficulties => {
                "Qu’est-ce qui a résisté ou changé en route\u{202f}? Qui ou quoi vous a aidé\u{202f}?"
            }
            Self::Learned => "Que referiez-vous\u{202f}? Que feriez-vous autrement\u{202f}?",
            Self::Lexicon => "Les mots du métier que vous avez rencontrés, avec vos mots à vous.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_again_by_its_code() {
        for section in Section::ALL {
            assert_eq!(section.code().parse().ok(), Some(*section));
        }
        for kind in Kind::ALL {
            assert_eq!(kind.code().parse().ok(), Some(*kind));
        }
        assert!("autre".parse::<Context>().is_err());
    }
}
